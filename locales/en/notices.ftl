# Letters to staff: links to set a password, and notices of what changed; and the pages that send them.
forgotten-password = Forgotten password
forgotten-ask = Enter the email address that you sign in with. A link to set a new password is sent there.
forgotten-send = Send the link
forgotten-no-mail = No mail came? Look among unwanted mail, or ask a Global admin or User management admin of your organization to set a new password.
forgotten-back = Back to sign-in
password-link-sent = If there is an account with this address, a link to set a new password is on its way. It works once, for 30 minutes.
welcome-by-mail = Link by email
welcome-by-mail-text = The portal sends it to the address above. It works once, for three days.
user-invited = The person was added; the link to set a password is on its way to them.
# $name (String)
mail-greeting = Hello { $name },
mail-reset = Set a new password
mail-reset-text = Somebody, probably you, asked for a new password for your account. Choose one here:
mail-reset-after = The link works once, for 30 minutes. Your second factor stays as it is. If you did not ask for this, do nothing: your password stays as it is.
mail-sign-up = Your account is ready
mail-sign-up-text = An account in the partner portal was made for you. Choose your password here; then sign in with this email address.
mail-sign-up-after = The link works once, for three days. If it has run out, ask whoever added you, or choose “Forgotten password” where you sign in. If you did not expect this, do nothing.
notice-password-changed = Your password was changed
# $portal (String)
notice-password-changed-text = The password of your account at { $portal } was changed. Every other sign-in was ended.
# $portal (String)
notice-password-reset-text = An administrator gave your account at { $portal } a temporary password. Every sign-in was ended. You choose a new password at the next sign-in.
notice-factor-set-up = Your second factor was set up
# $portal (String)
notice-factor-set-up-text = Your account at { $portal } has a second factor now. From now on you sign in with your password and a code.
notice-factor-removed = Your second factor was removed
# $portal (String)
notice-factor-removed-text = The second factor of your account at { $portal } was removed. From now on the password alone is enough to sign in.
# $portal (String)
notice-factor-reset-text = An administrator removed the second factor of your account at { $portal }. Every sign-in was ended. You can set up a new one in your profile.
notice-codes-renewed = New recovery codes were made
# $portal (String)
notice-codes-renewed-text = New recovery codes were made for your account at { $portal }. The old ones do not work any more.
notice-code-used = A recovery code was used
# $portal (String)
notice-code-used-text = Somebody, probably you, signed in to your account at { $portal } with a recovery code. That code does not work any more.
notice-roles-changed = Your roles were changed
# $portal (String)
# $roles (String)
notice-roles-changed-text = Your account at { $portal } now has these roles: { $roles }
notice-deactivated = Your account was deactivated
# $portal (String)
notice-deactivated-text = Your account at { $portal } was deactivated. You cannot sign in any more.
notice-unexpected = If you did not expect this, tell a Global admin or User management admin of your organization at once.
