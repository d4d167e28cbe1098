# The customer's side of a request: the public page and the mail.
# $partner (String)
invitation-one = { $partner } asks to be your reseller
# $partner (String)
# $provider (String)
invitation-both = { $partner } and { $provider } ask to be your resellers
# $partner (String)
invitation-one-text = If you accept, { $partner } becomes your reseller. Opening this page decides nothing.
# $partner (String)
# $provider (String)
invitation-both-text = If you accept, { $partner } becomes your reseller, and { $provider } supplies it. Opening this page decides nothing.
invitation-can = What they will be able to do
can-buy = Buy and change subscriptions for you.
can-see = See the number of licenses and the state of your subscriptions.
# $partner (String)
can-manage = { $partner } can manage users and services for you with delegated admin privileges. You can take these back at any time and keep the relationship.
# $provider (String)
provider-can-order = { $provider } can place the orders that your reseller makes for you.
invitation-cannot = What they will not be able to do
cannot-agree = Accept the customer agreement in your place.
cannot-manage = Manage your users and services: administration is not asked for.
cannot-change = Change your relationships with other partners.
# $day (String)
until-day = Until { $day }
invitation-about = About your company
domain-hint = For example company.example
invitation-person = Your name
microsoft-id-optional = Leave it empty if you do not know it.
invitation-confirm = I may answer this request for the company.
invitation-accept = Accept as reseller
invitation-accept-both = Accept both as resellers
invitation-decline = Decline
decline-reason = Reason, if you decline
decline-reason-hint = Whoever asked reads it.
invitation-unexpected = Not expecting this?
invitation-report = Tell them.
invitation-nothing = If you do nothing, the request expires by itself.
invitation-preview = You see what the customer sees. You cannot answer for the customer.
fault-microsoft-id = A Microsoft ID has 32 letters and digits in five groups. Leave it empty if you do not know it.
fault-domain = Enter a domain name such as company.example, without https:// and without a path.
fault-confirm = Confirm that you may answer this request.
invitation-accepted = This request was accepted
# $day (String)
# $partner (String)
invitation-accepted-text = It was accepted on { $day }. If you have questions, ask { $partner }.
invitation-declined = This request was declined
# $day (String)
# $partner (String)
invitation-declined-text = It was declined on { $day }. If that was a mistake, ask { $partner } for a new request.
invitation-expired = This request has expired
# $day (String)
# $partner (String)
invitation-expired-text = It was valid until { $day }. Ask { $partner } for a new link.
invitation-revoked = This link is no longer valid
# $partner (String)
invitation-revoked-text = { $partner } took it back or replaced it with a newer one.
invitation-staff = You cannot answer this request
invitation-staff-text = You are signed in at a partner that makes this request. Only the customer answers it.
invitation-ask-for-link = Ask for a new link
thanks-accepted = Thank you for accepting
thanks-declined = Your answer was sent
# $partners (String)
thanks-accepted-text = { $partners } will be told at once. You can print this page and close it.
# $partners (String)
thanks-declined-text = You declined. { $partners } will be told at once. You can close this page.
thanks-asked = Requested by
# $partner (String)
partnership-title = { $partner } asks for a partnership
# $partner (String)
partnership-text = If you authorize it, { $partner } is your indirect provider: you order through it for your customers. Neither side sees the other’s customers by that, only those you share.
partnership-who = A Global admin of an indirect reseller who is signed in can answer.
partnership-sign-in = Sign in and answer
partnership-other = You are signed in, but not as a Global admin of an indirect reseller in the same cloud.
# $reseller (String)
partnership-as = You answer for { $reseller }.
partnership-confirm = I may authorize an indirect provider for this organization.
authorize-provider = Authorize indirect provider

# $partner (String)
mail-request-subject = { $partner } asks to be your reseller
# $partner (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-request-body =
    Hello,

    { $partner } would like to be your reseller for cloud subscriptions.

    At the following link you can read what this means, and accept or decline. Opening the link decides nothing.

    { $link }

    It is valid until { $until }. If you have questions, reply to this message.

    { $person }
    { $partner }
    { $email }
# $partner (String)
# $provider (String)
mail-both-subject = { $partner } and { $provider } ask to be your resellers
# $partner (String)
# $provider (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-both-body =
    Hello,

    { $partner } would like to be your reseller for cloud subscriptions, together with its provider { $provider }, which places the orders.

    At the following link you can read what this means, and accept or decline for both at once. Opening the link decides nothing.

    { $link }

    It is valid until { $until }. If you have questions, reply to this message.

    { $person }
    { $partner }
    { $email }
# $partner (String)
mail-partnership-subject = { $partner } asks for a partnership
# $partner (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-partnership-body =
    Hello,

    { $partner } would like to be your indirect provider.

    At the following link a Global admin of your organization can authorize it, or decline. Opening the link decides nothing.

    { $link }

    It is valid until { $until }. If you have questions, reply to this message.

    { $person }
    { $partner }
    { $email }
# $partner (String)
mail-reminder-subject = Reminder: { $partner } waits for your answer
# $partner (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-reminder-body =
    Hello,

    { $partner } sent you a request that has not been answered yet. You can accept or decline it here:

    { $link }

    It is valid until { $until }. If you do nothing, it expires by itself.

    { $person }
    { $partner }
    { $email }
# $partner (String)
mail-thanks-subject = Your answer to { $partner }
# $person (String)
# $partners (String)
# $company (String)
# $domain (String)
# $day (String)
mail-thanks-body =
    Hello { $person },

    you accepted this request on { $day }: { $partners }

    Company name: { $company }
    Primary domain name: { $domain }

    If this was not you, reply to this message.
mail-open-request = See the request
mail-button-dead = If the button does not open, copy this address:
