# The account page of a customer, its bill-to, its agreement, its permissions.
update = Update
undo = Undo
switch-on = On
switch-off = Off
account-providers = Indirect providers
account-support = Designated support contact
account-view-log = View in the activity log
# $mpn (String) - an MPN ID
# $count (String) - the subscriptions in which it takes part
# $all (String) - all subscriptions of the customer
account-share = MPN ID { $mpn } · { $count } of { $all } subscriptions
# $name (String) - a person
# $moment (String) - day and time
account-changed = Changed by { $name } on { $moment }
# $roles (String) - role names, in words
account-needs = You need one of these roles: { $roles }.
account-removal-text = The customer is removed from your customer list, search and exports immediately.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
account-in-the-way = { $count ->
    [one] { $number } active subscription must be suspended first. It is listed on the next page.
   *[other] { $number } active subscriptions must be suspended first. They are listed on the next page.
}
account-removal-safe = Nothing changes until you confirm on the next page.

bill-to-update = Update bill-to
bill-to-none = No contact or address yet.
bill-to-saved = The bill-to information was saved.
# $name (Element)
bill-to-now = Name in your customer list: { $name }
bill-to-unchanged = Nothing was changed. The bill-to information is the same as before.
bill-to-undone = The bill-to information was restored to its previous version.
bill-to-undo-too-late = This change can no longer be undone because someone has changed the customer since. Nothing was changed.
bill-to-conflict = Someone else saved this bill-to information while you were editing
# $name (String) - a person
# $moment (String) - day and time
bill-to-conflict-by = { $name } saved another version on { $moment }.
bill-to-conflict-somebody = Another version was saved.
bill-to-conflict-text = Your changes are still in the form below. Compare both versions, then keep the saved version or replace it with yours.
bill-to-conflict-both = Both versions, where they differ
bill-to-field = Field
bill-to-stands = Saved version
bill-to-typed = Your version
bill-to-nothing = Empty
bill-to-keep-theirs = Keep the saved version
bill-to-save-mine = Or replace it with your version

agreement-title = Microsoft Customer Agreement
agreement-accepted = Accepted
agreement-missing = Not accepted
agreement-missing-text = You cannot order for this customer until someone confirms that the agreement was accepted.
agreement-by = Accepted by
agreement-day = Agreement acceptance date
agreement-day-hint = The date on which the agreement was accepted.
agreement-attest = Confirm agreement acceptance
agreement-submit = Confirm
agreement-text = Enter who accepted the Microsoft Customer Agreement for the customer, and the date. You confirm that this information is true. It is recorded in the activity log under your name.
agreement-future = The date must be today or in the past.
agreement-too-early = The date must be in 2010 or later. Check the year.
# $name (String) - a person
# $moment (String) - day and time
agreement-attested = Confirmed by { $name } on { $moment }
agreement-attested-now = The agreement acceptance was confirmed.
agreement-by-provider = Indirect resellers cannot confirm the agreement. Their indirect provider does this.
agreement-other-cloud = This agreement applies to the global cloud only.

permissions-title = Customer permissions
permissions-azure = Azure reservations
permissions-allow = Allow customer to purchase
permissions-warning = When this is on, the customer can buy without your approval. You pay for these purchases and are not notified.
# $roles (String) - role names, in words
permissions-needs = You need one of these roles to change this setting: { $roles }.
permissions-no-azure = You can turn this on only for a customer with an active Azure subscription.
permission-on = The customer can now buy Azure reservations. You pay for them and are not notified.
permission-off = The customer can no longer buy Azure reservations.
permission-unchanged = Nothing was changed. The setting is the same as before.
id-correction-title = Correct the Microsoft ID
id-correction-check = Check the new Microsoft ID
id-correction-now = Current ID
id-correction-new = Customer’s Microsoft ID
id-correction-hint = The tenant ID that the vendor’s portal shows for this customer, such as 47aa2dba-d9e2-4c8d-a09f-001680289e32.
id-correction-once = Check both IDs. You can do this only once. The new ID cannot be changed later.
id-correction-everywhere = The new ID applies to everything that belongs to this customer, and to all partners in this portal that have the customer under the current ID. Web addresses with the current ID redirect to the new one.
id-correction-submit = Correct the ID
id-correction-done = The Microsoft ID was corrected.
id-correction-same = This is the current ID. Enter the customer’s Microsoft ID.
id-correction-taken = This Microsoft ID cannot be used for this customer. Confirm it with the customer. Also search for it in your customer list and in your removed relationships, because the company might already be there.
id-correction-stale = Someone else changed this customer while you were editing. Check the Microsoft ID and submit it again.
id-correction-not-ours = This Microsoft ID cannot be changed because it was not assigned by this portal or was already corrected.

# Setting the reseller of record.
set-reseller-title = Set the reseller of record
set-reseller-now = Current reseller
set-reseller-new = New reseller of record
set-reseller-choose = Choose a reseller
set-reseller-none = No reseller
set-reseller-reason-hint = Shown in your activity log only.
set-reseller-happens = What changes
# $count (Number)
# $number (String)
set-reseller-subscriptions = { $count ->
    [0] The customer has no subscription that is not deleted, so only its association changes.
    [one] { $number } subscription gets the new reseller of record. You become its support contact.
   *[other] { $number } subscriptions get the new reseller of record. You become their support contact.
}
set-reseller-former = The current reseller becomes a former one and can no longer view these subscriptions.
set-reseller-lists = No customer list changes. The new reseller can view the subscriptions if it has this customer in its list.
set-reseller-done = The reseller of record was changed.
set-reseller-missing = Choose a reseller, or No reseller.
set-reseller-unknown = This partner is not one of your indirect resellers. Choose another one.
set-reseller-order-waits = An order of another reseller for this customer is waiting for your decision. Approve or decline it first.
set-reseller-stale = Someone else changed the reseller while you were editing. Check the current reseller and submit again.
