# What every form may have to say.
optional = (optional)
save = Save
cancel = Cancel
go-on = Continue
change = Change
form-was-kept = What you typed before is still here. It is not saved yet: check it and send it again.
ask-back = Go back
ask-suspend = Suspend this subscription?
ask-suspend-all = Suspend all subscriptions of this customer?
ask-suspend-all-text = The users lose access immediately.
ask-new-link = Replace the personal link?
ask-revoke = Revoke this request?
ask-withdraw = Withdraw this order request?
ask-referral-over = Close this referral?
ask-same = Is it the same customer?
ask-same-text = The acceptance counts for this customer. If you had ended the relationship, it becomes active again. You cannot undo this.
ask-another = Is it another customer?
ask-another-text = A new customer is added beside this one. You cannot undo this.
ask-approve = Approve this order?
ask-referral-text = The result cannot be changed afterwards.
ask-end = End this session?
ask-end-others = End all other sessions?
ask-end-text = You are signed out there immediately. Work that is not saved there may be lost.
ask-dispose = Discard this draft?
ask-dispose-text = Everything that was entered is deleted.
ask-dispose-file = Discard this file?
ask-dispose-file-text = To import it later, upload it again.
ask-decline = Decline this request?
ask-decline-text = The link then no longer works. To accept later, you need a new request.
# $label (String)
fault-empty = { $label }: enter something.
# $label (String)
# $least (String)
fault-short = { $label } has at least { $least } characters.
# $label (String)
# $most (String)
# $count (String)
fault-long = { $label } has at most { $most } characters; this has { $count }.
# $label (String)
fault-invisible = { $label } contains an invisible character. Type it again instead of pasting it.
fault-email = Enter one email address, such as name@company.example.
fault-phone = Enter a telephone number of digits, such as +82 2-555-0142.
# $label (String)
# $least (String)
# $most (String)
fault-number = { $label } is a whole number from { $least } to { $most }.
fault-day = Enter a day that exists, such as 2026-11-21.
# $label (String)
fault-choice = { $label }: choose one of the list.
