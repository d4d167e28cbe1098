# Referrals: customers that a provider refers to its resellers, and leads that staff write down.
referrals = Referrals
referral = Referral
referral-new = New referral
# $roles (String)
referral-needs = Making and answering referrals needs one of these roles: { $roles }.
referral-received = Received
referral-accepted = Accepted
referral-won = Won
referral-lost = Lost
referral-declined = Declined
referral-expired = Expired
referrals-caption = Referrals, latest change first
# $count (Number)
# $number (String)
referrals-count = { $count ->
    [one] { $number } referral
   *[other] { $number } referrals
}
referrals-none = No referrals here
referrals-none-text = Leads that you write down, and customers that a provider refers to a reseller, are listed here with what became of them.
referral-intro = A company that may become a customer. The referral waits 14 days for an answer, then it expires.
referral-who = Who works on it
referral-who-own = We do: a lead of our own
referral-who-hint = The indirect reseller that you choose reads everything on this form, and you see what becomes of it.
referral-partner = Partner
referral-by = Referred by
referral-to = Referred to
referral-own = Own lead
referral-contact = Contact
referral-contact-hint = Give an email address, a phone number, or both.
referral-need = What the customer needs
referral-need-hint = For example products, how many people, and from when.
referral-note = Notes
referral-create = Create referral
referral-lead = The customer
referral-created = Created
referral-until = Answer by
referral-accept = Accept
referral-accept-text = You can then add the customer or request a relationship, with everything from here filled in.
referral-decline = Decline
referral-reason-hint = The provider who referred the customer reads it. It is kept in both activity logs.
referral-own-reason-hint = It is kept in the activity log.
referral-win = Mark as won
referral-win-text = The customer has decided for you.
referral-lose = Mark as lost
referral-next = Next step
referral-next-text = Add a company that is new to the cloud. Ask one that has subscriptions already for a relationship.
# $day (String)
referral-waits = The reseller has until { $day } to accept or decline.
referral-answered = This referral was answered before. Nothing was changed.
referral-fault-reach = Enter an email address or a phone number.
referral-fault-reseller = Choose one of your indirect resellers, or keep the lead.
referral-was-created = The referral was created.
referral-was-accepted = The referral was accepted. Add the customer, or request a relationship.
referral-was-declined = The referral was declined.
referral-was-won = The referral was won.
referral-was-lost = The referral was lost.
