# Relationship requests: the public page and the emails for the customer.
# $partner (String)
invitation-one = { $partner } would like to be your reseller
# $partner (String)
# $provider (String)
invitation-both = { $partner } and { $provider } would like to be your resellers
# $partner (String)
invitation-one-text = If you accept, { $partner } becomes your reseller. Opening this page does not accept the request.
# $partner (String)
# $provider (String)
invitation-both-text = If you accept, { $partner } becomes your reseller, with { $provider } as its indirect provider. Opening this page does not accept the request.
invitation-can = What they will be able to do
can-buy = Buy and change subscriptions for you.
can-see = View the number of licenses and the status of your subscriptions.
# $partner (String)
can-manage = { $partner } can manage users and services for you with delegated admin privileges. You can remove these privileges at any time without ending the relationship.
# $provider (String)
provider-can-order = { $provider } can place the orders that your reseller submits for you.
invitation-cannot = What they will not be able to do
cannot-agree = Accept the customer agreement for you.
cannot-manage = Manage your users and services. This request does not include administrator permissions.
cannot-change = Change your relationships with other partners.
# $day (String)
until-day = Until { $day }
invitation-about = About your company
domain-hint = For example company.example
invitation-person = Your name
microsoft-id-optional = Leave it empty if you do not know it.
invitation-confirm = I am authorized to answer this request for my company.
invitation-accept = Accept as reseller
invitation-accept-both = Accept both as resellers
invitation-decline = Decline
decline-reason = Reason for declining
decline-reason-hint = The partner that sent the request sees this reason.
invitation-unexpected = Were you not expecting this request?
invitation-report = Tell the sender.
invitation-nothing = If you do nothing, the request expires automatically.
invitation-preview = This is what your customer sees. You cannot answer for the customer.
fault-microsoft-id = A Microsoft ID has 32 letters and numbers in five groups separated by hyphens. Leave it empty if you do not know it.
fault-domain = Enter a domain name such as company.example, without https:// and without a path.
fault-confirm = Confirm that you are authorized to answer this request.
invitation-accepted = This request was accepted
# $day (String)
# $partner (String)
invitation-accepted-text = It was accepted on { $day }. If you have questions, contact { $partner }.
invitation-declined = This request was declined
# $day (String)
# $partner (String)
invitation-declined-text = It was declined on { $day }. If this was a mistake, ask { $partner } for a new request.
invitation-expired = This request has expired
# $day (String)
# $partner (String)
invitation-expired-text = It was valid until { $day }. Ask { $partner } for a new link.
invitation-revoked = This link is no longer valid
# $partner (String)
invitation-revoked-text = { $partner } revoked it or replaced it with a newer link.
invitation-staff = You cannot answer this request
invitation-staff-text = You are signed in as a user of a partner that sent this request. Only the customer can answer it.
invitation-ask-for-link = Request a new link
thanks-accepted = Thank you for accepting
thanks-declined = Your answer was sent
# $partners (String)
thanks-accepted-text = { $partners } will be notified immediately. You can print this page and close it.
# $partners (String)
thanks-declined-text = You declined. { $partners } will be notified immediately. You can close this page.
thanks-asked = Requested by
# $partner (String)
partnership-title = { $partner } would like to be your indirect provider
# $partner (String)
partnership-text = If you authorize { $partner }, it becomes your indirect provider and you order for your customers through it. You do not see each other’s customers, only those that you share.
partnership-who = To answer, sign in as a Global admin of an indirect reseller.
partnership-sign-in = Sign in and answer
partnership-other = You are signed in, but not as a Global admin of an indirect reseller in the same cloud. Sign in with a different account to answer.
# $reseller (String)
partnership-as = You are answering for { $reseller }.
partnership-confirm = I am allowed to authorize an indirect provider for this organization.
authorize-provider = Authorize indirect provider

# $partner (String)
mail-request-subject = { $partner } would like to be your reseller
# $partner (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-request-body =
    Hello,

    { $partner } would like to be your reseller for cloud subscriptions.

    Use this link to see what this means, and to accept or decline. Opening the link does not accept the request.

    { $link }

    The link is valid until { $until }. If you have questions, reply to this message.

    { $person }
    { $partner }
    { $email }
# $partner (String)
# $provider (String)
mail-both-subject = { $partner } and { $provider } would like to be your resellers
# $partner (String)
# $provider (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-both-body =
    Hello,

    { $partner } would like to be your reseller for cloud subscriptions, together with its indirect provider { $provider }, which places the orders.

    Use this link to see what this means, and to accept or decline both together. Opening the link does not accept the request.

    { $link }

    The link is valid until { $until }. If you have questions, reply to this message.

    { $person }
    { $partner }
    { $email }
# $partner (String)
mail-partnership-subject = { $partner } would like to be your indirect provider
# $partner (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-partnership-body =
    Hello,

    { $partner } would like to be your indirect provider.

    A Global admin of your organization can use this link to authorize it or to decline. Opening the link does not authorize anything.

    { $link }

    The link is valid until { $until }. If you have questions, reply to this message.

    { $person }
    { $partner }
    { $email }
# $partner (String)
mail-reminder-subject = Reminder: { $partner } is waiting for your answer
# $partner (String)
# $link (String)
# $until (String)
# $person (String)
# $email (String)
mail-reminder-body =
    Hello,

    { $partner } sent you a request that you have not answered yet. You can accept or decline it here:

    { $link }

    The link is valid until { $until }. If you do nothing, the request expires automatically.

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

    You accepted this request on { $day }: { $partners }

    Company name: { $company }
    Primary domain name: { $domain }

    If this was not you, reply to this message.
mail-open-request = View request
mail-button-dead = If the button does not work, copy this link into your browser:
# $partner (String)
invitation-privacy = Privacy notice of { $partner }
# $url (String)
mail-privacy = Privacy notice: { $url }
