# Emails to staff: links to set a password, and notices of changes; and the pages that send them.
forgotten-password = Forgot your password?
forgotten-ask = Enter the email address that you use to sign in. A link to set a new password will be sent to it.
forgotten-send = Send the link
forgotten-no-mail = Did you not get the email? Check your junk folder, or ask a Global admin or User management admin of your organization to set a new password.
forgotten-back = Back to sign-in
password-link-sent = If an account uses this address, a link to set a new password is being sent. You can use it once, within 30 minutes.
welcome-by-mail = Send a link by email
welcome-by-mail-text = The portal sends the link to the address above. It can be used once, within three days.
user-invited = The user was added. A link to set a password is being sent to them.
# $name (String)
mail-greeting = Hello { $name },
mail-reset = Set a new password
mail-reset-text = Someone, probably you, asked for a new password for your account. Set it here:
mail-reset-after = You can use the link once, within 30 minutes. Your two-step verification does not change. If you did not ask for this, ignore this message. Your password does not change.
mail-sign-up = Your account is ready
mail-sign-up-text = An account was created for you in the partner portal. Set your password here, and then sign in with this email address.
mail-sign-up-after = You can use the link once, within three days. If it has expired, ask the person who added you, or select “Forgot your password?” on the sign-in page. If you did not expect this message, ignore it.
notice-password-changed = Your password was changed
# $portal (String)
notice-password-changed-text = The password of your account at { $portal } was changed. You were signed out of all other sessions.
# $portal (String)
notice-password-reset-text = An administrator set a temporary password for your account at { $portal }. You were signed out of all sessions. Choose a new password when you next sign in.
notice-factor-set-up = Two-step verification was turned on
# $portal (String)
notice-factor-set-up-text = Two-step verification was turned on for your account at { $portal }. From now on, you sign in with your password and a code.
notice-factor-removed = Two-step verification was turned off
# $portal (String)
notice-factor-removed-text = Two-step verification was turned off for your account at { $portal }. From now on, you can sign in with only your password.
# $portal (String)
notice-factor-reset-text = An administrator turned off two-step verification for your account at { $portal }. You were signed out of all sessions. You can set it up again in My profile.
notice-codes-renewed = New recovery codes were created
# $portal (String)
notice-codes-renewed-text = New recovery codes were created for your account at { $portal }. The old codes no longer work.
notice-code-used = A recovery code was used
# $portal (String)
notice-code-used-text = Someone, probably you, signed in to your account at { $portal } with a recovery code. That code no longer works.
notice-roles-changed = Your roles were changed
# $portal (String)
# $roles (String)
notice-roles-changed-text = Your account at { $portal } now has these roles: { $roles }
notice-deactivated = Your account was deactivated
# $portal (String)
notice-deactivated-text = Your account at { $portal } was deactivated. You can no longer sign in.
# $portal (String)
# $browser (String)
# $address (String)
notice-new-device-text = Your account at { $portal } was used to sign in from a device for the first time: { $browser } ({ $address })
notice-new-device-unknown = If it was you, there is nothing to do. If it was not, change your password and sign out of the other sessions:
notice-unexpected = If you did not expect this change, contact a Global admin or User management admin of your organization immediately.
