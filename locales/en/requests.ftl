# Relationship requests: the pages for staff.
relationship-requests = Relationship requests
relationship-request = Relationship request
request-relationship = Request a reseller relationship
# $whom (String)
request-to-whom = Request to { $whom }
# $roles (String)
request-needs = You need one of these roles to request a relationship: { $roles }.
kind-customer = Reseller relationship
kind-customer-with-provider = Reseller relationship with an indirect provider
kind-partnership = Partnership
with-provider = With indirect provider
with-reseller = Indirect reseller
requests-waiting = Waiting
request-draft = Draft
request-sent = Sent
request-opened = Opened
request-accepted = Accepted
request-declined = Declined
request-expired = Expired
request-revoked = Revoked
request-state-views = Status
requests-only = Show only
only-undecided = Needs a decision
only-undelivered = Email not delivered
# $count (Number)
only-expiring = { $count ->
    [one] Expires within { $count } day
   *[other] Expires within { $count } days
}
last-month = Last month
requests-caption = Relationship requests, latest change first
# $count (Number)
# $number (String)
requests-count = { $count ->
    [one] { $number } request
   *[other] { $number } requests
}
no-requests = No requests to show
no-requests-text = Request a reseller relationship from a customer. You can follow its progress here.
asks-for = Requested
last-change = Last change
valid-until = Valid until
no-recipient = No recipient entered
sent-by-portal = Sent from the portal
sent-by-own-mail = Sent outside the portal
not-sent-yet = Not sent yet
# $day (String)
opened-on = Opened on { $day }
never-opened = Never opened
# $name (String)
revoked-by = Revoked by { $name }
outcome-added = Added to your customers
outcome-back = Back in your customer list
outcome-undecided = Needs a decision: possible duplicate
outcome-same = Decision: same as existing customer
outcome-another = Decision: added as a new customer
# $count (Number)
# $number (String)
undecided-count = { $count ->
    [one] { $number } accepted request needs a decision.
   *[other] { $number } accepted requests need a decision.
}
undecided-text = The customer entered a Microsoft ID or domain that is already in your customer records. Nothing was merged.
decide = Decide
request-language = Language of the message
request-language-hint = Choose the customer’s language. The customer can change the language on the page.
request-to = To
request-to-hint = The customer’s email address, if you know it. If you leave this empty, you send the link yourself.
partnership-language-hint = Choose the reseller’s language. The reseller can change the language on the page.
partnership-to-hint = The reseller’s email address, if you know it. If you leave this empty, you send the link yourself.
include-delegated = Include delegated administration privileges for Azure Active Directory and Office 365
include-delegated-hint = With these privileges, you can manage users and services for the customer. The customer can remove them at any time.
delegated-always = In this cloud, every request includes delegated administration privileges.
# $roles (String)
delegated-needs = You need one of these roles to request delegated administration privileges: { $roles }. This request does not include them.
delegated-included = Included
delegated-not-included = Not included
valid-until-hint = The last day on which the link can be used.
fault-valid-until = Choose a date from today to one year from now.
# $name (String)
request-again = You are requesting a relationship with { $name } again. If it is accepted, the removed relationship is restored with its history.
ask-together = Indirect provider
ask-together-hint = The customer accepts both with one link: you get administrator permissions, and the provider can place orders.
provider-none = None (relationship with us only)
step-choose = Choose
step-draft = Draft email message
step-done = Done
steps-label = Steps
request-subject = Subject
request-message = Message
request-message-hint = You can edit the message, but the personal link must stay in the text.
link-is-there = The personal link is in the text
link-is-missing = The personal link is not in the text
link-put-back = Restore link
fault-link-missing = The personal link is missing from the text. No one can answer without it. Restore the link.
# $name (String)
request-stale = { $name } changed this request while you were editing. Your text is still here. Submit it again to use it.
send-now = Send now
send-again = Send again
open-in-email = Open in email
copy-to-clipboard = Copy to clipboard
mail-too-long = The message is too long to open in an email program. Copy it instead.
request-finish = Done
request-finish-hint = After you have sent the message yourself, select “Done” to mark the request as sent.
no-mail-server = This portal has no mail server. Open the message in your email program, or copy it.
this-request = This request
personal-link = Personal link
copy-link = Copy link
personal-link-hint = Anyone who has this link can answer for the customer.
partnership-link-hint = A Global admin of the reseller can use this link to sign in and answer.
see-customer-page = View the customer’s page
see-reseller-page = View the reseller’s page
asked-by = Requested by
asked-on = Requested on
reminded-on = Reminder sent on
answered-on = Answered on
answered-by = Answered by
customers-answer = The customer’s answer
made-here = Result
known-already = Existing customer
decide-text = The customer accepted, but this Microsoft ID or domain is already in your customer records. Decide whether it is the same company. The customer does not see this.
decide-same = It is the same customer
decide-another = It is a different customer: add it
customer-ended = Relationship removed
customer-active = Active
resend-link = Create new link
resend-hint = The old link stops working immediately.
remind = Send reminder
remind-hint = Sends the same link again. You can do this once an hour.
extend = Extend
revoke-request = Revoke request
revoke-hint = The link stops working immediately. The customer is not notified.
partnership-revoke-hint = The link stops working immediately. The reseller is not notified.
ask-anew = Request again
request-mail = Emails for this request
# $day (String)
mail-delivered = Handed to the mail server on { $day }
mail-queued = Waiting for the mail server
mail-given-up = Not delivered
mail-server-said = Response from the mail server
mail-try-again = Try again
waiting-matches = Waiting requests that match
waiting-matches-hint = They are not customers yet, so they are not included in the count or the export.
request-saved = The message was saved.
request-sent-now = The request is being sent. The customer’s answer will appear here and in the activity log.
request-done = The request is marked as sent. The customer’s answer will appear here and in the activity log.
request-renewed = A new link was created. Send the message again.
request-reminded = The reminder is being sent.
request-was-revoked = The request was revoked. Its link no longer works.
request-extended = The request is now valid until a later date.
request-decided = Your decision was saved.
request-over = Nothing was changed. This request can no longer be changed in this way.
mail-tried-again = Sending the email again.
request-progress = Progress of this request
request-drafted = Drafted
request-not-marked-sent = Not marked as sent
request-not-opened = Not opened yet
request-no-answer = No answer yet
request-not-answered = Not answered
request-closed = Closed
# $count (Number)
# $number (String)
request-days-left = { $count ->
    [one] { $number } day left
   *[other] { $number } days left
}
request-last-day = Last day
request-view-message = View or edit the message
ask-extend = How long can the link be used?
# $day (String)
request-expired-text = The link expired after { $day }. With a new link, the request becomes a draft that you can edit and send again. If you extend the request, the same link works again.
revoke-expired-hint = After that, you cannot extend this request or create a new link for it.
compare-caption = The customer’s answer compared with the existing customer
compare-field = Field
compare-result = Comparison
compare-same = Same
compare-different = Different
compare-only-answer = Only in the answer
compare-only-list = Only in your list
compare-open-customer = View the existing customer
decide-same-title = Same customer
decide-same-effect = The existing customer keeps its name, domain, and subscriptions. If the request includes delegated admin privileges, they are granted.
decide-restore-effect = The removed relationship is restored with its history.
decide-another-title = Different customer
decide-another-effect = A second customer is added with the name and domain that were entered. The existing customer does not change.
requests-search = Recipient, company, ID or person
requests-no-match = No requests match these filters
request-made-by = Requested by
request-made-on = Created on
