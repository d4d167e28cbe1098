# The account page of a customer, its bill-to, its agreement, its permissions.
update = Update
undo = Undo
switch-on = On
switch-off = Off
account-providers = Indirect providers
account-support = Designated support contact
account-view-log = View in the activity log
# $mpn (String) - an MPN ID
# $count (String) - of how many subscriptions it takes part in
# $all (String) - how many there are
account-share = MPN ID { $mpn } · { $count } of { $all } subscriptions
# $name (String) - a person
# $moment (String) - day and time
account-changed = Changed by { $name }, { $moment }
# $roles (String) - role names, in words
account-needs = This needs one of these roles: { $roles }.
account-removal-text = The customer leaves your customer list, search and exports at once.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
account-in-the-way = { $count ->
    [one] { $number } active subscription is in the way; the next page lists it.
   *[other] { $number } active subscriptions are in the way; the next page lists them.
}
account-removal-safe = Nothing happens before you confirm there.

bill-to-update = Update bill-to
bill-to-none = No contact and address yet.
bill-to-saved = The bill-to was saved.
bill-to-now = Your customer list calls the customer
bill-to-unchanged = Nothing was changed: the bill-to says that already.
bill-to-undone = The bill-to is what it was before.
bill-to-undo-too-late = This cannot be undone any more: somebody has changed the customer since. Nothing was changed now.
bill-to-conflict = Somebody else saved this bill-to meanwhile
# $name (String) - a person
# $moment (String) - day and time
bill-to-conflict-by = { $name } saved another version on { $moment }.
bill-to-conflict-somebody = Another version was saved.
bill-to-conflict-text = Nothing of yours is lost: it is in the form below. Compare the two, then keep what stands or save yours over it.
bill-to-conflict-both = Both versions, where they differ
bill-to-field = Field
bill-to-stands = Stands now
bill-to-typed = You typed
bill-to-nothing = Nothing
bill-to-keep-theirs = Keep what stands now
bill-to-save-mine = Or save yours over it

agreement-title = Microsoft Customer Agreement
agreement-accepted = Accepted
agreement-missing = Not yet
agreement-missing-text = Nothing can be ordered for the customer before somebody has attested who accepted the agreement.
agreement-by = Accepted by
agreement-day = Agreement acceptance date
agreement-day-hint = The day on which the person accepted.
agreement-attest = Attest the agreement
agreement-submit = Attest
agreement-text = Say who accepted the Microsoft Customer Agreement for the customer, and on which day. You confirm that this is true; it is kept in the activity log under your name.
agreement-future = The day must not be in the future.
agreement-too-early = There was no such agreement before 2010. Check the year.
# $name (String) - a person
# $moment (String) - day and time
agreement-attested = Attested by { $name }, { $moment }
agreement-attested-now = The agreement was attested.
agreement-by-provider = An indirect reseller does not attest the agreement; its indirect provider does.
agreement-other-cloud = There is no such agreement outside the global cloud.

permissions-title = Customer permissions
permissions-azure = Azure reservations
permissions-allow = Allow customer to purchase
permissions-warning = When this is on, the customer buys without asking you, you pay for it, and no notice is sent to you.
# $roles (String) - role names, in words
permissions-needs = Switching this needs one of these roles: { $roles }.
permissions-no-azure = This can be switched on only for a customer with an active Azure subscription.
permission-on = The customer may now buy Azure reservations. You pay for them and get no notice.
permission-off = The customer may not buy Azure reservations any more.
permission-unchanged = Nothing was changed: it was switched like that already.
id-correction-title = Correct the Microsoft ID
id-correction-check = Check the new Microsoft ID
id-correction-now = Current ID
id-correction-new = Customer’s Microsoft ID
id-correction-hint = The tenant ID that the vendor shows for this customer, such as 47aa2dba-d9e2-4c8d-a09f-001680289e32.
id-correction-once = Check both IDs. This can be done only once: you cannot change the new ID afterward.
id-correction-everywhere = The new ID applies to everything that belongs to this customer, and to every partner in this portal that has the customer under the current ID. Addresses with the current ID lead to the new one.
id-correction-submit = Correct
id-correction-done = The Microsoft ID was corrected.
id-correction-same = This is the current ID. Enter the customer’s Microsoft ID.
id-correction-taken = This Microsoft ID cannot be used for this customer. Check it with the customer. Also search for it in your customers and removed relationships: the company may already be there.
id-correction-stale = Somebody changed this customer in the meantime. Check the Microsoft ID, and send it again.
id-correction-not-ours = This Microsoft ID was not assigned by this portal, or was corrected already. It cannot be changed.
