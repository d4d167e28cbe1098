# Acts on many customers or subscriptions together.
bulk-acts = Bulk changes
bulk-acts-none = No bulk changes yet
bulk-acts-none-text = Select customers or subscriptions in a list, then choose what to do with them.
# $count (Number) - decides between one and many
# $number (Element) - the count as it is written
bulk-acts-count = { $number } { $count ->
    [one] bulk change
   *[other] bulk changes
}
bulk-selected-rows = Selected rows
bulk-selected = selected
# $number (String)
bulk-select-all = Select all { $number } rows of the list
# $number (String)
bulk-all-selected = All { $number } selected
# $name (Element)
bulk-select-row = Select { $name }
bulk-clear = Clear selection
bulk-more = More actions
bulk-tag = Add tags
bulk-untag = Remove a tag
bulk-suspend = Suspend subscriptions
bulk-reactivate = Reactivate subscriptions
bulk-auto-renew = Switch auto-renew
bulk-support-contact = Set support contact
bulk-step-choose = Choose
bulk-step-review = Review
bulk-step-done = Done
bulk-steps = Steps
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
bulk-rows-selected = { $count ->
    [one] { $number } selected row
   *[other] { $number } selected rows
}
bulk-nothing-selected = Select at least one row in the list, then choose the action again.
bulk-to-list = Back to the list
bulk-tag-to-remove = Tag to remove
bulk-choose-tag = Choose a tag
bulk-names-hint = Separate tags with semicolons. Tags that do not exist yet are created.
bulk-support-seller = The seller
bulk-support-reseller = The reseller of record
bulk-to-review = Continue to review
# $act (String) - what is done
bulk-title-review = { $act }: check before you change
# $act (String)
bulk-title-preparing = { $act }: checking the rows
# $act (String)
bulk-title-running = { $act }: in progress
# $act (String)
bulk-title-stopped = { $act }: stopped
# $act (String)
bulk-title-done = { $act }: done
# $act (String)
bulk-title-undoing = { $act }: undoing
# $act (String)
bulk-title-undone = { $act }: undone
bulk-state-preparing = Checking
bulk-state-reviewed = Waiting for confirmation
bulk-state-running = In progress
bulk-state-stopped = Stopped
bulk-state-ended = Done
bulk-state-undoing = Undoing
bulk-state-undone = Undone
# $count (Number) - decides between one and many
bulk-will-change-customers = { $count ->
    [one] customer will change
   *[other] customers will change
}
# $count (Number)
bulk-will-change-subscriptions = { $count ->
    [one] subscription will change
   *[other] subscriptions will change
}
# $count (Number)
# $number (String)
bulk-of-customers = { $count ->
    [one] of { $number } customer
   *[other] of { $number } customers
}
bulk-cannot = cannot be changed
bulk-cannot-hint = They stay unchanged
bulk-same = are already like this
bulk-same-hint = Nothing to do
bulk-changed = changed
bulk-failed = failed
bulk-left-out = left out
bulk-not-done = not done yet
bulk-undone = undone
bulk-not-undone = not undone
bulk-what-happens = What happens
bulk-happens-tag = The customers get these tags. Their other tags stay.
bulk-happens-untag = The customers lose this tag. Their other tags stay.
bulk-happens-suspend = Users lose access immediately. Active add-ons are suspended together with their subscription. Suspended subscriptions are deleted after their retention period.
bulk-happens-reactivate = Users get access again. Add-ons that were suspended together with their subscription are reactivated too.
bulk-happens-renew-on = The subscriptions renew automatically when their term ends.
bulk-happens-renew-off = The subscriptions do not renew. They are suspended when their term ends.
bulk-happens-support = Customers contact this partner for support. The partners involved see the change in their activity logs.
bulk-happens-checked = Each row is checked again when it is changed. Rows that someone else has changed in the meantime are listed in the result.
bulk-happens-logged = Each change is recorded in the activity log under your name.
# $hours (String) - a number
bulk-happens-undo = You can undo the change for { $hours } hours after it has ended.
bulk-cannot-change = Cannot be changed
bulk-will-change = Will change
bulk-results = Results
bulk-result = Result
bulk-why = Why not
bulk-value-before = Before
bulk-value-after = After
# $count (String) - a number
bulk-hidden = And { $count } more. The file contains all rows.
bulk-download = Download all rows (CSV)
# $count (Number)
# $number (String)
bulk-confirm-customers = { $count ->
    [one] Change { $number } customer
   *[other] Change { $number } customers
}
# $count (Number)
# $number (String)
bulk-confirm-subscriptions = { $count ->
    [one] Change { $number } subscription
   *[other] Change { $number } subscriptions
}
# $count (Number)
# $number (String)
bulk-confirm-suspend = { $count ->
    [one] Suspend { $number } subscription
   *[other] Suspend { $number } subscriptions
}
bulk-nothing-to-do = There is nothing to change.
# $done (String)
# $all (String)
bulk-progress = { $done } of { $all } done
# $done (String)
bulk-progress-checked = { $done } rows checked
bulk-leave = You can close this page. The work continues, also if the server restarts.
bulk-paused = The operator has paused background work. This starts when the operator resumes it.
bulk-stop = Stop
bulk-stopped-by-role = The person on whose behalf it ran no longer has a role that allows it.
bulk-stopped-by-restore = The database was restored from a backup while this was in progress. Check the result before you continue.
bulk-stopped-by-failure = It failed several times in the same place. The server log contains the reason.
# $name (String) - a person
bulk-stopped-by-person = { $name } stopped it.
# $done (String)
# $all (String)
bulk-stopped-after = Stopped after { $done } of { $all } rows. Changes that were already made are kept.
# $count (Number)
# $number (String)
bulk-continue = { $count ->
    [one] Change the remaining row
   *[other] Change the remaining { $number } rows
}
# $count (Number)
# $number (String)
bulk-undo = { $count ->
    [one] Undo { $number } change
   *[other] Undo { $number } changes
}
# $until (String) - date and time
bulk-undo-until = You can undo this until { $until }.
# $changed (String)
# $all (String)
bulk-done-note = { $changed } of { $all } rows changed.
# $undone (String)
# $all (String)
bulk-undone-note = { $undone } of { $all } changes undone.
bulk-undo-hint = Rows that someone changed afterward stay unchanged and are listed.
# $name (String) - a person
# $at (String) - date and time
bulk-started-by = Started by { $name }, { $at }.
# $name (String)
# $at (String)
bulk-prepared-by = Prepared by { $name }, { $at }.
# $roles (String) - role names
bulk-needs = You need one of these roles for this change: { $roles }.
bulk-step-too-late = The step was not possible, because the bulk change has moved on. This page shows its current status.
bulk-outcome-planned = Not done yet
bulk-outcome-same = Already like this
bulk-outcome-blocked = Cannot be changed
bulk-outcome-changed = Changed
bulk-outcome-failed = Failed
bulk-outcome-undone = Undone
bulk-outcome-kept = Not undone
bulk-reason-gone = It is no longer in your list.
bulk-reason-changed = Someone else changed it in the meantime.
bulk-reason-no-subscription = The customer has no subscription.
bulk-reason-tag-deleted = The tag was deleted.
bulk-reason-restored = stopped after a restore
bulk-reason-failure = stopped after an error
bulk-reason-role = stopped because a role was missing
bulk-reason-person = stopped by a person
job-bulk-acts = Bulk changes
field-bulk-act = Action
field-failed = Failed
field-stopped = Stopped
field-left = Not done
field-undone = Undone
field-kept = Not undone
resource-bulk-act = Bulk change
done-begin-bulk-act = Started a bulk change
done-end-bulk-act = Ended a bulk change
done-undo-bulk-act = Started undoing a bulk change
bulk-when = Date
bulk-happens-reseller = The subscriptions of these customers that are not deleted get the new reseller of record, and you become their support contact. Former resellers can no longer view them.
bulk-reason-several-resellers = The customer or its subscriptions had several resellers of record, which cannot be set again together.
field-bulk-rows = Rows of bulk changes
bulk-export-xlsx = Export to Excel
bulk-export-csv = Export to CSV
bulk-remind = Send reminders
# $count (Number) - how many requests
bulk-will-remind = { $count ->
    [one] recipient will be reminded
   *[other] recipients will be reminded
}
bulk-happens-remind = Each recipient gets a reminder with the same link, in the language of the request.
bulk-happens-for-good = Messages that were sent cannot be taken back.
# $count (Number) - how many requests
# $number (String) - the same, formatted
bulk-confirm-remind = { $count ->
    [one] Send { $number } reminder
   *[other] Send { $number } reminders
}
bulk-last-message = Last message
bulk-reason-not-yours = Only the person who made the request, a Global admin or an Admin agent can send it again.
bulk-reason-over = It no longer waits for an answer.
bulk-reason-no-recipient = It has no email address.
bulk-reason-just-reminded = A reminder was sent within the last hour.
bulk-reason-of-reseller = Your indirect reseller made the request, and only it can send it again.
