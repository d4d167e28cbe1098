# Referrals: customers that a provider refers to its resellers, and leads that staff write down.
referrals = Referrals
referral = Referral
referral-new = New referral
# $roles (String)
referral-needs = You need one of these roles to create and answer referrals: { $roles }.
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
referrals-none = No referrals to show
referrals-none-text = Your own leads, and customers that a provider refers to a reseller, are listed here with their status.
referral-intro = A referral is a company that might become a customer. If there is no answer within 14 days, the referral expires.
referral-who = Handled by
referral-who-own = Us (own lead)
referral-who-hint = The indirect reseller that you choose can see everything on this form. You can follow the progress.
referral-partner = Partner
referral-by = Referred by
referral-to = Referred to
referral-own = Own lead
referral-contact = Contact
referral-contact-hint = Enter an email address, a phone number, or both.
referral-need = Customer needs
referral-need-hint = For example, products, number of users and start date.
referral-note = Notes
referral-create = Create referral
referral-lead = Customer
referral-created = Created
referral-until = Answer by
referral-accept = Accept
referral-accept-text = After you accept, you can add the customer or request a relationship. The details from here are filled in.
referral-decline = Decline
referral-reason-hint = The provider that referred the customer sees this reason. It is recorded in both activity logs.
referral-own-reason-hint = This reason is recorded in the activity log.
referral-win = Mark as won
referral-win-text = The customer chose your company.
referral-lose = Mark as lost
referral-next = Next step
referral-next-text = If the company is new to the cloud, add it as a customer. If it already has subscriptions, request a relationship.
# $day (String)
referral-waits = The reseller has until { $day } to accept or decline.
referral-answered = This referral was already answered. Nothing was changed.
referral-fault-reach = Enter an email address or a phone number.
referral-fault-reseller = Choose one of your indirect resellers, or handle the lead yourself.
referral-was-created = The referral was created.
referral-was-accepted = The referral was accepted. Add the customer, or request a relationship.
referral-was-declined = The referral was declined.
referral-was-won = The referral was marked as won.
referral-was-lost = The referral was marked as lost.
referrals-search = Company, contact, ID or person
referrals-no-match = No referrals match these filters
referral-created-by = Created by
referral-id = Referral ID
