# Adding a customer, step by step.
new-customer-title = Add a new customer
new-customer-intro = Use this for a company that has no account with the vendor yet. If it already has one, request a reseller relationship instead.
# $number (String)
# $all (String)
# $name (String) - the step
new-customer-step = Step { $number } of { $all }: { $name }
new-customer-company = Company and contact
new-customer-reseller = Indirect reseller
new-customer-review = Review
new-customer-to-review = Skip to review
new-customer-begun = Unfinished drafts
new-customer-dispose = Discard
new-customer-rule-name = Use the exact legal name, without abbreviations.
new-customer-rule-test = Do not use test names. Customers that you add here are real.
new-customer-rule-address = Enter the complete address. Invoices are sent there.
new-customer-identity = Domain
new-customer-domain-hint = Enter a new name of up to 27 letters, numbers and hyphens (“.onmicrosoft.com” is added), or a full domain, such as hangang.example.
new-customer-id-hint = Enter this only if the company already has one. Otherwise, this portal assigns an ID, which you can replace later.
new-customer-bad-prefix = Before “.onmicrosoft.com”, use up to 27 letters a to z, numbers and hyphens. Do not start or end with a hyphen.
new-customer-bad-domain = Enter a domain name, such as hangang.example.
new-customer-bad-id = Enter a valid Microsoft ID, such as 47aa2dba-d9e2-4c8d-a09f-001680289e32.
new-customer-bad-day = Enter a date from 1 January 2010 to today.
new-customer-agreement = Microsoft Customer Agreement
new-customer-asked = The customer will be asked to accept it
new-customer-asked-hint = You cannot order until the agreement is accepted. You can confirm the acceptance later on the customer’s account page.
new-customer-accepted = I confirm that the contact above has accepted the agreement
new-customer-agreed-on = Agreement acceptance date
new-customer-agreed-hint = Enter this only if the agreement was accepted.
# $day (String)
new-customer-accepted-on = Accepted by the contact on { $day }
new-customer-nothing-yet = Nothing is created until the last step. Your entries are kept for one month, and only you can see them.
new-customer-known-active = This customer is already in your list.
new-customer-known-ended = Your relationship with this company was removed. You cannot add the company again. Request a new relationship instead.
new-customer-open-known = Open customer
new-customer-request-again = Request again
# $roles (String)
new-customer-request-needs = You need one of these roles to request a relationship: { $roles }.
new-customer-reseller-hint = The customer is also added to this reseller’s list. The reseller becomes the reseller of record for subscriptions that you order now.
new-customer-no-reseller-chosen = None (our own customer)
new-customer-no-reseller = This is not one of your indirect resellers, or the partnership has ended. Choose another reseller.
new-customer-back = Back
new-customer-later = Finish later
new-customer-cannot-order = You cannot order yet because the customer agreement has not been accepted. You can add the customer now and order later.
new-customer-to-agreement = Go to the agreement
new-customer-no-offers = No offers are available yet
new-customer-quantities-hint = Add the offers that the customer needs. You can also continue without any. Add-ons can be ordered later.
new-customer-no-offer = This offer is no longer available. Remove it.
# $most (String)
new-customer-too-many = An order can have up to { $most } lines.
new-customer-no-order = These subscriptions can no longer be ordered as selected. Check them again.
new-customer-id-made = Assigned by this portal
new-customer-nothing-chosen = None. You can order subscriptions later.
new-customer-role-orders = Your role can add customers but cannot order subscriptions. A colleague can order them later.
new-customer-reseller-orders = Indirect resellers order through an indirect provider. When the provider also has a relationship with this customer, request an order on the customer’s page.
new-customer-add = Add customer
# $name (Element) - the customer
new-customer-done = { $name } was added
new-customer-vendor = Account with the vendor
new-customer-vendor-text = This portal does not create an account with the vendor. The vendor provides the administrator’s user name and first password when the account is created there.
new-customer-next = Next steps
new-customer-attest = Confirm agreement acceptance
new-customer-subscribe = Order subscriptions
new-customer-account = Open customer account
new-customer-another = Add another customer
new-customer-disposed = The draft was discarded.
