# Messages of every form.
optional = (optional)
save = Save
cancel = Cancel
go-on = Continue
change = Change
form-was-kept = Your earlier entries are still here, but they are not saved yet. Check them and submit the form again.
ask-back = Go back
ask-suspend = Suspend this subscription?
ask-suspend-all = Suspend all subscriptions of this customer?
ask-suspend-all-text = The users lose access immediately.
ask-new-link = Replace the personal link?
ask-revoke = Revoke this request?
ask-withdraw = Withdraw this order request?
ask-referral-over = Close this referral?
ask-same = Is it the same customer?
ask-same-text = This customer is recorded as the one that accepted the request. If you removed the relationship earlier, it is restored. You cannot undo this.
ask-another = Is it a different customer?
ask-another-text = A new customer is added in addition to this one. You cannot undo this.
ask-approve = Approve this order?
ask-referral-text = The result cannot be changed later.
ask-end = Sign out of this session?
ask-end-others = Sign out of all other sessions?
ask-end-text = You are signed out there immediately. Changes that are not saved there might be lost.
ask-dispose = Discard this draft?
ask-dispose-text = Everything that you entered is deleted.
ask-dispose-file = Discard this file?
ask-dispose-file-text = To import it later, upload it again.
ask-decline = Decline this request?
ask-decline-text = If you decline, the link stops working. To accept later, you need a new request.
# $label (String)
fault-empty = { $label } is required.
# $label (String)
# $least (String)
fault-short = { $label } must be { $least } characters or more.
# $label (String)
# $most (String)
# $count (String)
fault-long = { $label } must be { $most } characters or fewer. You entered { $count }.
# $label (String)
fault-invisible = { $label } contains an invisible character. Type it again instead of pasting it.
fault-email = Enter one email address, such as name@company.example.
fault-phone = Enter a valid phone number, such as +82 2-555-0142.
# $label (String)
# $least (String)
# $most (String)
fault-number = { $label }: enter a whole number from { $least } to { $most }.
fault-day = Enter a valid date, such as 2026-11-21.
# $label (String)
fault-choice = { $label }: choose an option from the list.
