# Notifications: the page, the bell, the settings.
notifications = Notifications
# $number (String)
notifications-unread = { $number } unread
notification-settings = Notification settings
notices-all = All
notices-unread = Unread
notices-which = Which notifications
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
notices-count = { $count ->
    [one] { $number } notification
   *[other] { $number } notifications
}
notices-none = No notifications yet
notices-none-text = This page shows what happened to your customers, orders and subscriptions.
notices-all-read = You have read everything
notices-all-read-text = New notifications appear here.
notices-none-of-group = No notifications of this kind
notices-mark-all = Mark all as read
notices-read = All notifications are marked as read.
notice-mark = Mark as read
notice-unread = Unread
notice-open = Open
notice-decide = Decide
notice-review = Review

# What notifications say that are about no entry of the log.
notice-mail-failed = An email could not be delivered
notice-new-device = You signed in from a new device
notice-import-done = Your import ended
notice-import-failed = Your import could not be completed
notice-report-ready = Your report is ready
notice-report-paused = Your report was paused
# $added (String)
# $changed (String)
# $rejected (String)
notice-import-counts = { $added } added, { $changed } changed, { $rejected } rejected
# $count (Number)
# $number (String)
# $day (String)
notice-requests-expire = { $count ->
    [one] { $number } relationship request expires after { $day }
   *[other] { $number } relationship requests expire after { $day }
}
# $count (Number)
# $number (String)
# $day (String)
notice-referrals-expire = { $count ->
    [one] { $number } referral expires after { $day }
   *[other] { $number } referrals expire after { $day }
}
# $day (String)
notice-one-deleted = A suspended subscription will be deleted on { $day }
# $count (Number)
# $number (String)
# $day (String)
notice-subscriptions-deleted = { $count ->
    [one] { $number } suspended subscription will be deleted on { $day }
   *[other] { $number } suspended subscriptions will be deleted on { $day }
}
# $day (String)
notice-one-ends = A subscription ends on { $day }
# $day (String)
notice-one-renews = A subscription renews on { $day }
# $count (Number)
# $number (String)
# $day (String)
notice-subscriptions-end = { $count ->
    [one] { $number } subscription ends on { $day }
   *[other] { $number } subscriptions end on { $day }
}
# $count (Number)
# $number (String)
# $day (String)
notice-subscriptions-renew = { $count ->
    [one] { $number } subscription renews on { $day }
   *[other] { $number } subscriptions renew on { $day }
}

# The events in the settings.
event-groups = Kinds of notifications
event-group-all = All kinds
event-group-relationships = Relationships
event-group-orders = Orders and referrals
event-group-work = Your work and email
event-group-security = Security
event-request-answered = A customer accepted or declined a request
event-request-opened = A request was opened for the first time
event-request-expires = A request expires within 7 days or has expired
event-partnership = A partnership began or ended
event-order-requested = An indirect reseller requested an order
event-order-requested-hint = Someone has to decide
event-order-answered = An order was placed, declined or withdrawn
event-referral = A referral arrived, was answered or expires
event-subscription-ends = Subscriptions end or renew in 30 or 7 days
event-subscription-ends-hint = Annual ones, and all that do not renew
event-monthly-renewal = Monthly subscriptions renew in 7 days
event-subscription-suspended = A subscription was suspended
event-subscription-deletion = Suspended subscriptions will be deleted in 7 days
event-subscription-deletion-hint = Their data will be lost
event-renewal-change = A change at renewal was made
event-import-ended = An import ended
event-bulk-act-ended = A bulk change ended
event-report-ended = A report is ready or was paused
event-own-hint = Only your own
event-mail-failed = An email to a customer could not be delivered
event-new-device = You signed in from a new device
event-account-changed = Your password, two-step verification or roles changed

level-off = Off
level-portal = Portal
level-digest = Digest
level-at-once = Immediately
notice-levels-text = Each level adds to the one before: the portal shows the event, the digest lists it, and an email is sent immediately.
# $roles (String)
notice-defaults-for = Use defaults for { $roles }
notice-defaults-done = The defaults of your roles apply again.
notice-choices-saved = Your notification settings were saved.
notice-security-text = These are always sent immediately. You cannot turn them off.
digest-rhythm = How often
digest-daily = Daily
digest-weekly = Weekly
digest-off = Never
digest-time = Time
# $zone (String)
digest-time-hint = In the time zone of your profile: { $zone }. A weekly digest comes on Mondays. Nothing is sent if there is nothing new.
notice-no-mail = This portal sends no email. Notifications appear only here.
notice-letters = Send emails immediately
notice-letters-hint = If you turn this off, these events still appear in the portal and in the digest.

# Letters and digests, and the page that stops them.
# $day (String)
mail-digest-subject = Digest of { $day }
# $count (Number)
# $number (String)
mail-notices-more = { $count ->
    [one] and { $number } more
   *[other] and { $number } more
}
mail-notices-settings = Choose what you are notified of:
# $event (String)
mail-stop-event = Stop emails about “{ $event }”:
mail-stop-letters = Stop immediate emails:
mail-stop-digest = Stop the digest:
unsubscribe-title = Stop these emails
unsubscribe-text = The portal still shows these notifications after you sign in.
unsubscribe-button = Stop emails
unsubscribe-done = These emails are stopped
unsubscribe-done-text = The portal still shows these notifications. Messages about the security of your account are still sent.
unsubscribe-again = Get these emails again
unsubscribe-letters = All immediate emails
unsubscribe-digest = Digest
