# Adding a customer, step by step.
new-customer-title = Add a new customer
new-customer-intro = For a company that has no account with the vendor yet. A company that has one is asked for a relationship instead.
# $number (String)
# $all (String)
# $name (String) - the step
new-customer-step = Step { $number } of { $all }: { $name }
new-customer-company = Company and contact
new-customer-reseller = Indirect reseller
new-customer-review = Review
new-customer-begun = Begun and not finished
new-customer-dispose = Discard
new-customer-rule-name = Use the exact legal name, without abbreviations.
new-customer-rule-test = No test names: what you add here is a real customer.
new-customer-rule-address = Give the complete address; bills go there.
new-customer-identity = Domain
new-customer-domain-hint = A new name of at most 27 letters, digits and hyphens, which gets “.onmicrosoft.com” behind it; or a whole domain, such as hangang.example.
new-customer-id-hint = Only if the company has one already. Otherwise this portal assigns an ID of its own, which you can replace later.
new-customer-bad-prefix = Before “.onmicrosoft.com” use at most 27 letters a to z, digits and hyphens; no hyphen at the beginning or end.
new-customer-bad-domain = Enter a domain name, such as hangang.example.
new-customer-bad-id = A Microsoft ID looks like 47aa2dba-d9e2-4c8d-a09f-001680289e32.
new-customer-bad-day = The day lies between 1 January 2010 and today.
new-customer-agreement = Microsoft Customer Agreement
new-customer-asked = The customer will be asked
new-customer-asked-hint = Without the agreement nothing can be ordered. It can be attested later on the customer’s account page.
new-customer-accepted = The contact above accepted it; I attest that
new-customer-agreed-on = Agreement acceptance date
new-customer-agreed-hint = Only if it was accepted.
# $day (String)
new-customer-accepted-on = Accepted by the contact on { $day }
new-customer-nothing-yet = Nothing is created before the last step. What you typed is kept for a month, for you alone.
new-customer-known-active = You have this customer already.
new-customer-known-ended = You had a relationship with this company, which was ended. It cannot be added again; ask it for a new relationship.
new-customer-open-known = Open the customer
new-customer-request-again = Request again
# $roles (String)
new-customer-request-needs = Asking for a relationship needs one of these roles: { $roles }.
new-customer-reseller-hint = The customer is added to this reseller’s list too, and the reseller is the reseller of record for what you order now.
new-customer-no-reseller-chosen = None: our own customer
new-customer-no-reseller = This is no indirect reseller of yours, or no longer. Choose another one.
new-customer-back = Back
new-customer-later = Finish later
new-customer-cannot-order = Nothing can be ordered yet: the customer agreement has not been accepted. You can add the customer now and order later.
new-customer-to-agreement = To the agreement
new-customer-no-offers = There is nothing to order yet
new-customer-quantities-hint = Enter how many of each; leave empty what is not wanted. Nothing at all is fine too. Add-ons can be ordered later.
new-customer-search-offers = Search the catalogue
new-customer-search = Search
# $found (String)
# $all (String)
new-customer-offers-of = { $found } of { $all } offers
# $count (String)
new-customer-more-offers = And { $count } more; search for them.
# $count (String)
new-customer-chosen = Chosen so far: { $count }
new-customer-publisher = Publisher
# $least (String)
# $most (String)
new-customer-limits = { $least } to { $most }
new-customer-no-offer = This is no longer offered. Leave it out.
# $most (String)
new-customer-too-many = An order has at most { $most } lines.
new-customer-no-order = These subscriptions cannot be ordered like this any more. Look at them again.
new-customer-id-made = Assigned by this portal
new-customer-nothing-chosen = None now; they can be ordered later.
new-customer-role-orders = Your role adds customers without subscriptions. A colleague can order them later.
new-customer-reseller-orders = An indirect reseller orders through an indirect provider: once the provider has the customer too, request an order from the customer’s page.
new-customer-add = Add customer
# $name (Element) - the customer
new-customer-done = { $name } was added
new-customer-vendor = Account with the vendor
new-customer-vendor-text = This portal does not create an account with the vendor. The vendor provides the administrator’s user name and first password when the account is created there.
new-customer-next = Next steps
new-customer-attest = Attest the customer agreement
new-customer-subscribe = Order subscriptions
new-customer-account = Open the customer’s account
new-customer-another = Add another customer
new-customer-disposed = What you had begun was discarded.
