# Relationship requests: the staff's side.
relationship-requests = Relationship requests
relationship-request = Relationship request
request-relationship = Request a reseller relationship
# $whom (String)
request-to-whom = Request to { $whom }
# $roles (String)
request-needs = Requesting a relationship needs one of these roles: { $roles }.
kind-customer = Reseller relationship
kind-customer-with-provider = Reseller relationship, with an indirect provider
kind-partnership = Partnership
with-provider = With indirect provider
with-reseller = With indirect reseller
requests-waiting = Waiting
request-draft = Draft
request-sent = Sent
request-opened = Opened
request-accepted = Accepted
request-declined = Declined
request-expired = Expired
request-revoked = Revoked
request-state-views = State
requests-caption = Relationship requests, latest change first
# $count (Number)
# $number (String)
requests-count = { $count ->
    [one] { $number } request
   *[other] { $number } requests
}
no-requests = No requests here
no-requests-text = Ask a customer for a reseller relationship. What becomes of it shows here.
asks-for = Asks for
last-change = Last change
valid-until = Valid until
no-recipient = Address not known here
sent-by-portal = Sent from the portal
sent-by-own-mail = Sent by own mail
not-sent-yet = Not sent yet
# $day (String)
opened-on = Opened on { $day }
never-opened = Never opened
# $name (String)
revoked-by = By { $name }
outcome-added = Added to your customers
outcome-back = Back among your customers
outcome-undecided = Needs a decision: known already
outcome-same = Decided: the customer you have
outcome-another = Decided: another customer, added
# $count (Number)
# $number (String)
undecided-count = { $count ->
    [one] { $number } acceptance needs a decision.
   *[other] { $number } acceptances need a decision.
}
undecided-text = They name a Microsoft ID or domain that you know already. Nothing was merged.
decide = Decide
request-language = Language of the message
request-language-hint = The customer’s, not yours. The customer can switch it on the page.
request-to = To
request-to-hint = The address of the customer, if you know it. Without it you send the link yourself.
partnership-language-hint = The reseller’s, not yours. The reseller can switch it on the page.
partnership-to-hint = The address of the reseller, if you know it. Without it you send the link yourself.
include-delegated = Include delegated administration privileges for Azure Active Directory and Office 365
include-delegated-hint = With them you can manage users and services for the customer. The customer can take them back at any time.
delegated-always = In this cloud every request includes delegated administration privileges.
# $roles (String)
delegated-needs = Asking for delegated administration privileges needs one of these roles: { $roles }. The request is made without them.
delegated-included = Included
delegated-not-included = Not included
valid-until-hint = The last day on which the link can be used.
fault-valid-until = Choose a day from today to one year ahead.
# $name (String)
request-again = You ask { $name } again. When it is accepted, the ended relationship comes back with its history.
ask-together = Indirect provider
ask-together-hint = One link for both: administration for you, ordering for the provider.
provider-none = None: a relationship with us only
step-choose = Choose
step-draft = Draft email message
step-done = Done
steps-label = Steps
request-subject = Subject
request-message = Message
request-message-hint = Change what you like. The personal link must stay in the text.
link-is-there = The personal link is in the text
link-is-missing = The personal link is not in the text
link-put-back = Put it back
fault-link-missing = The personal link is missing from the text. Nobody can answer without it.
# $name (String)
request-stale = { $name } changed this request meanwhile. What you typed is kept here: send it again to use it.
send-now = Send now
send-again = Send again
open-in-email = Open in email
copy-to-clipboard = Copy to clipboard
mail-too-long = The message is too long to be opened in a mail program. Copy it instead.
request-finish = Done
request-finish-hint = “Done” marks the request as sent, when you have sent the message yourself.
no-mail-server = This portal has no mail server: open the message in your mail program, or copy it.
this-request = This request
personal-link = Personal link
copy-link = Copy link
personal-link-hint = Whoever has it can answer for the customer.
partnership-link-hint = With this link a Global admin of the reseller can sign in and answer.
see-customer-page = See the customer’s page
see-reseller-page = View the reseller’s page
asked-by = Requested by
asked-on = Requested on
sent-on = Sent on
opened-when = Opened on
reminded-on = Reminded on
answered-on = Answered on
answered-by = Answered by
customers-answer = What the customer said
made-here = What came of it
known-already = Known already
decide-text = The customer accepted, but you know this Microsoft ID or domain already. Decide whether it is the same company; the customer sees nothing of this.
decide-same = It is the same customer
decide-another = It is another customer: add it
customer-ended = Relationship ended
customer-active = Active
more-actions = More
resend-link = New link
resend-hint = The old link stops working at once.
remind = Remind
remind-hint = Sends the same link again, once an hour at most.
extend = Extend
revoke-request = Revoke the request
revoke-hint = The link stops working at once. The customer is not told.
partnership-revoke-hint = The link stops working immediately. The reseller is not told.
ask-anew = Ask again
request-mail = Mail of this request
# $day (String)
mail-delivered = Handed to the mail server on { $day }
mail-queued = Waiting for the mail server
mail-given-up = Not delivered
mail-server-said = The mail server said:
mail-try-again = Try to deliver again
waiting-matches = Waiting requests that match
waiting-matches-hint = They are not customers yet; the count and the export leave them out.
request-saved = The message was saved.
request-sent-now = The request is on its way. When the customer answers, it shows here and in the activity log.
request-done = The request is marked as sent. When the customer answers, it shows here and in the activity log.
request-renewed = The request has a new link. Send the message again.
request-reminded = The reminder is on its way.
request-was-revoked = The request was revoked. Its link no longer works.
request-extended = The request is valid for longer.
request-decided = Your decision was saved.
request-over = Nothing was changed: this request cannot be changed like that any more.
mail-tried-again = The mail is tried again now.
