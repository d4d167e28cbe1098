# Webhooks: their pages, the answers to programs, and their entries in the log.
webhooks = Webhooks
webhook = Webhook
webhooks-intro = The portal sends what happens here to other systems within seconds: at least once, and in order for each object. An event that does not arrive is tried again for 3 days.
webhooks-none = No webhooks yet
webhooks-none-text = Add a webhook to send orders and changed subscriptions to another system, such as your ERP.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
webhooks-count = { $count ->
    [one] { $number } webhook
   *[other] { $number } webhooks
}
# $most (String) - a number
webhooks-full = Your company already has { $most } webhooks, the maximum. Remove a webhook first.
webhook-about-signatures = Events and signatures
webhook-new = Add a webhook
webhook-edit = Change a webhook
webhook-text = The portal posts each event to this address, signed with a secret that you see once after saving. The activity log records who added or changed a webhook.
webhook-url = Web address
webhook-url-hint = Such as https://erp.example.com/hooks/portal. It must be public and begin with https://
# $address (String) - such as “https://erp.example.com/hooks/portal”
webhook-url-kept = The webhook has the address { $address }. Leave this empty to keep it.
# $most (String) - a number of characters
webhook-url-bad = Enter the whole address, such as https://erp.example.com/hooks/portal, with at most { $most } characters.
webhook-url-private = Enter a public address. For a server in your own network, the operator of this portal can allow its address.
webhook-stale = This webhook changed in the meantime. Nothing was saved. Compare it with the list of webhooks, and save again to replace it.
# $name (String) - what a program sent
webhook-unknown-event = The event { $name } does not exist. GET /webhooks/v1/registration/events lists all events.
webhook-registered = There is a registration already. Replace it with PUT.
webhook-works = Working
webhook-is-off = Switched off
# $moment (String) - a date and time
webhook-failing = Failing since { $moment }
webhook-why = Why
webhook-paused-person = A user switched it off.
webhook-paused-failures = Nothing arrived for three days. Check the server, send a test event, and then switch the webhook on.
webhook-paused-restore = The portal was restored from a backup. Switch the webhook on to send new events.
webhook-paused-secret = Address and signing secret cannot be decrypted, because the portal’s secret was replaced. Remove the webhook and add it again.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
# $day (String) - a date
webhook-off-undelivered = { $count ->
    [one] { $number } event was not delivered; it can be sent again until { $day }.
   *[other] { $number } events were not delivered; they can be sent again until { $day }.
}
# $number (String) - a number of events
webhook-more-events = { $number } more
webhook-last-deliveries = Last 10 deliveries
webhook-none-yet = Nothing was sent yet
webhook-none-yet-text = Events appear here when they happen. They are kept for 30 days.
# $ms (String) - a number of milliseconds
webhook-all-arrived = All arrived, the slowest in { $ms } ms
# $arrived (String) - a number
# $failed (String) - a number
webhook-some-failed = { $arrived } arrived, { $failed } failed
webhook-secret = Signing secret
# $day (String) - a date
webhook-secret-made = made { $day }
# $moment (String) - a date and time
webhook-former-until = The secret before is valid until { $moment }.
webhook-rotate = Rotate
webhook-rotate-question = Make a new signing secret?
webhook-rotate-text = You see the new secret once. For 24 hours, events are signed with both secrets, so that you can enter the new one at the receiver.
webhook-once-text = Enter it at the receiver, which verifies each event with it. The portal keeps it encrypted and does not show it again.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
webhook-waiting = { $count ->
    [one] { $number } event is waiting.
   *[other] { $number } events are waiting.
}
# $answer (String) - such as “503”
# $since (String) - a date and time
# $next (String) - a date and time
# $off (String) - a date and time
webhook-waiting-text = Last answer: { $answer }. Nothing has arrived since { $since }. Next attempt: { $next }. If nothing arrives until { $off }, the webhook is switched off and the Global admins get a notification.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
webhook-all-deliveries = { $count ->
    [one] { $number } delivery of 30 days
   *[other] All { $number } deliveries of 30 days
}
webhook-deliveries = Deliveries
webhook-deliveries-intro = Each event has its own id, which stays the same when it is sent again. Deliveries are kept for 30 days.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
webhook-deliveries-count = { $count ->
    [one] { $number } delivery
   *[other] { $number } deliveries
}
webhook-state-all = All
webhook-state-waiting = Waiting
webhook-state-delivered = Delivered
webhook-state-undelivered = Not delivered
webhook-event = Event
webhook-time = Time
webhook-answer = Answer
webhook-tries = Attempts
webhook-next = Next attempt
# $status (String) - such as “200”
# $ms (String) - a number of milliseconds
webhook-answer-in = { $status } in { $ms } ms
webhook-no-answer = No answer
webhook-next-soon = Within seconds
webhook-next-after = After the one before
webhook-next-never = Not tried again
# $moment (String) - a date and time
webhook-last-try = Last attempt: { $moment }
webhook-request = Request
webhook-resend = Send again
webhook-resend-all = Send all again
webhook-test = Send test event
webhook-pause = Switch off
webhook-resume = Switch on
webhook-remove = Remove
webhook-remove-question = Remove this webhook?
webhook-remove-text = It gets no more events. What waits is not sent, and its deliveries are deleted.
webhook-saved = The webhook was changed.
webhook-paused-now = The webhook was switched off.
webhook-resumed = The webhook was switched on. It gets events from now on.
webhook-removed = The webhook was removed.
webhook-tested = The test event arrived.
webhook-test-failed = The test event did not arrive. The deliveries show what the server answered.
webhook-resending = It is sent again within seconds.
webhook-event-test = Test
webhook-event-subscription-updated = A subscription changed
webhook-event-renewal-due = A subscription renews or ends in 30 or 7 days
webhook-event-request-accepted = A customer accepted a relationship request
webhook-event-provider-request-accepted = A customer accepted a request of an indirect reseller with its provider
webhook-event-request-declined = A customer declined a relationship request
webhook-event-request-expired = A relationship request expired
webhook-event-admin-approved = Delegated admin privileges were granted
webhook-event-admin-terminated = Delegated admin privileges ended
webhook-event-customer-updated = A customer was added or changed
webhook-event-customer-removed = The relationship with a customer ended
webhook-event-order-created = An order was placed
webhook-event-order-requested = An indirect reseller made an order request
webhook-event-order-decided = An order request was approved, declined or withdrawn
webhook-event-referral-created = A referral or a lead was recorded
webhook-event-referral-updated = A referral was answered, won or lost
webhook-event-related-created = A customer was referred to another partner
webhook-event-related-updated = Another partner answered, won or lost a referral
area-webhooks-hint = Registration of a webhook
can-manage-webhooks = Send events to webhooks
job-webhooks = Send events to webhooks
event-webhook-paused = A webhook was switched off because nothing could be delivered
done-create-webhook = Added a webhook
done-update-webhook = Changed a webhook
done-rotate-webhook-secret = Made a new signing secret for a webhook
done-pause-webhook = Switched a webhook off
done-resume-webhook = Switched a webhook on
done-remove-webhook = Removed a webhook
