# The activity log: its page, the actions, the resources, and the names of the fields.
activity-log = Activity log
entry-from = From
entry-to = To
affected-customer = Affected customer
log-search-hint = Company name or domain
action-column = Action
partner-user = Partner user
date-time = Date-Time
resource-label = Resource
details-column = Details
entry-id = Entry ID
chain-value = Chain value
partner-user-id = Partner user ID
partner-user-email = Partner user email address
log-all = All
log-period = Period
log-today = Today
log-week = Last 7 days
log-month = Last 30 days
log-quarter = Last 3 months
log-ever = All time
log-kind = Type
log-changes = Changes
log-accesses = Sign-ins and exports
export-log = Export
export-log-proof = CSV with proof
export-log-proof-text = Also has all details and the chain value of each entry. With this file, the operator can check later whether the log was altered.
log-filter = Filter the log
log-more-filters = More filters
log-time = Time
log-what = What happened
# $day (String)
log-day-today = Today, { $day }
# $day (String)
log-day-yesterday = Yesterday, { $day }
log-caption = Activity log, newest first
# $number (String)
show-entry = Show details of entry { $number }
# $number (String)
hide-entry = Hide details of entry { $number }
what-changed = What changed
entry-field = Field
entry-before = Before
entry-after = After
nothing-more = No more details.
value-erased = Erased
details-erased = The content of this entry was erased because it was personal data.
as-json = View as JSON
entry-json = Entry as JSON
copy-entry-id = Copy the entry ID
request-number = Request ID
copy-request-id = Copy the request ID
entry-address = IP address
entry-status = Status
outcome-done = Succeeded
outcome-refused = Denied
only-customer = Show only this customer
actor-system = The portal
actor-operator = The operator
actor-customer = The customer
# $label (String)
# $number (String)
field-line = { $label } { $number }
value-yes = Yes
value-no = No
value-none = –
log-empty = No entries in this period
log-empty-text = Choose a longer period or remove some filters.
log-nothing-yet = Nothing found so far
# $moment (String)
log-stopped = Searched back to { $moment }.
log-go-on = Continue searching
log-clear = Clear filters
# $number (String)
chain-whole = The log is verified up to entry { $number }
# $time (String)
chain-checked = checked on { $time }
chain-proves = No entry up to this point was changed, removed, added or moved before the check. The operator of this portal can check the whole log again with the command partner-portal activity verify.
# $number (String)
chain-broken = The log has been altered: entry { $number } was changed, removed or added outside the portal. Contact the operator of this portal.
news-show = Show
bad-from = Enter a valid From date, such as 2026-11-21.
bad-to = Enter a valid To date, such as 2026-11-21.
bad-period = The From date is after the To date. Swap them, or leave one empty.
bad-action = This action is not in the list. Choose one from the list.
bad-user = This user is not in the list. Choose one from the list.
bad-resource = This resource is not in the list. Choose one from the list.
bad-kind = This log view does not exist. Changes are shown instead.
bad-entry = This entry cannot be expanded because its Entry ID is not valid.
# $count (Number)
# $number (Element)
entries-count = { $number } { $count ->
    [one] entry
   *[other] entries
}
# $count (Number)
news = { $count ->
    [one] 1 new entry
   *[other] { $count } new entries
}

done-add-customer = Added a customer
done-update-customer = Updated a customer
done-correct-microsoft-id = Corrected the Microsoft ID
done-update-bill-to = Updated the bill-to
done-update-bill-to-name = Updated the bill-to company name
done-create-customer-permission = Created customer purchase permissions
done-delete-customer-permission = Deleted customer purchase permissions
done-create-agreement = Confirmed the customer agreement
done-remove-customer-relationship = Removed a customer relationship
done-restore-customer-relationship = Restored a customer relationship
done-end-delegated-admin = Ended delegated admin privileges
done-grant-delegated-admin = Granted delegated admin privileges
done-update-subscription = Updated a subscription
done-delete-subscription = Deleted a subscription
done-set-reseller-of-record = Set the reseller of record
done-set-support-contact = Assigned the support contact
done-create-order = Created an order
done-request-order = Requested an order
done-decline-order = Declined an order request
done-withdraw-order = Withdrew an order request
done-update-offer = Updated an offer
done-add-note = Added a note
done-update-note = Changed a note
done-remove-note = Removed a note
done-add-contact = Added a contact
done-update-contact = Changed a contact
done-remove-contact = Removed a contact
done-create-tag = Added a tag
done-update-tag = Changed a tag
done-merge-tags = Merged two tags
done-delete-tag = Deleted a tag
done-share-view = Shared a view
done-update-view = Changed a shared view
done-remove-view = Removed a shared view
done-import = Imported a file
done-create-request = Drafted a relationship request
done-update-request = Updated a relationship request
done-send-request = Sent a relationship request
done-open-request = Opened a relationship request
done-accept-request = Accepted a relationship request
done-decline-request = Declined a relationship request
done-expire-request = A relationship request expired
done-revoke-request = Revoked a relationship request
done-extend-request = Extended a relationship request
done-create-referral = Created a referral
done-update-referral = Updated a referral
done-create-partner-relationship = Created a partnership
done-remove-partner-relationship = Removed a partnership
done-set-up-partner = Set up the organization
done-update-organization = Updated the organization profile
done-create-partner-user = Added a user
done-update-partner-user = Updated a user
done-remove-partner-user = Deactivated a user
done-change-password = Changed a password
done-change-second-factor = Changed two-step verification
done-end-sessions = Signed out of sessions
done-send-password-link = Sent a password reset link
done-update-profile = Updated own profile
done-sign-in = Signed in
done-refused-sign-in = Sign-in refused
done-slow-sign-in = Sign-in delayed after too many attempts
done-sign-out = Signed out
done-export = Exported a list
done-send-queued-mail = Had queued mail sent
done-restore-backup = Restored a backup
done-replace-secret = Replaced the portal’s secret
done-erase-personal-data = Erased personal data

# What an entry says in its row, around the values that it stores.
# $field (String) - the name of a field
# $before (String)
# $after (String)
sentence-change = { $field }: { $before } → { $after }
# $field (String)
# $name (String) - a subscription, an offer or a user
# $before (String)
# $after (String)
sentence-change-of = { $field } of { $name }: { $before } → { $after }
# $field (String)
# $name (String) - a company
# $before (String)
# $after (String)
sentence-change-of-referral = { $field } of the referral of { $name }: { $before } → { $after }
# $field (String)
# $name (String) - an email address
# $before (String)
# $after (String)
sentence-change-of-request = { $field } of the relationship request to { $name }: { $before } → { $after }
# $field (String)
sentence-field-of-bill-to = { $field } of the bill-to
# $field (String)
sentence-field-of-organization = { $field } of the organization profile
# $field (String)
sentence-field-of-profile = { $field } in own profile
# $name (String) - a subscription
# $quantity (String)
sentence-line = { $name } ×{ "\u00A0" }{ $quantity }
# $count (Number)
sentence-more-subscriptions = { $count ->
    [one] and 1 more subscription
   *[other] and { $count } more subscriptions
}
# $fields (String) - the names of fields
sentence-also-changed = Also changed: { $fields }
# $fields (String)
# $count (Number)
sentence-more-fields = { $fields } and { $count } more
sentence-reactivated = Reactivated a user

resource-customer = Customer
resource-subscription = Subscription
resource-order = Order
resource-request = Relationship request
resource-agreement = Customer agreement
resource-referral = Referral
resource-partnership = Partnership (imported)
resource-partner-relationship = Partnership
resource-partner = Organization
resource-partner-user = User
resource-offer = Offer
resource-tag = Tag
resource-view = Saved view
resource-activity = Activity log
resource-person = Person

field-list-name = Bill-to company name
field-company-name = Company name
field-name = Name
field-domain = Primary domain name
field-primary-domain = Primary domain name
field-microsoft-id = Microsoft ID
field-customer = Customer
field-relationship = Relationship
field-first-name = First name
field-last-name = Last name
field-person-name = Name
field-email = Email
field-operator = Operates the server
field-backup-of = Backup of
field-phone = Phone number
field-country = Country/region
field-address-line1 = Address line 1
field-address-line2 = Address line 2
field-city = City
field-state = State
field-registration-number = Registration number
field-postal-code = Postal code
field-tax-id = Tax ID
field-permission = Permission
field-agreed-on = Agreement acceptance date
field-attested-by = Confirmed by
field-order = Order
field-order-id = Order ID
field-lines = Subscription
field-offer = Offer
field-offer-id = Offer ID
field-offer-name = Offer name
field-subscription = Subscription
field-subscription-id = Subscription ID
field-subscriptions = Subscriptions
field-nickname = Nickname
field-quantity = Quantity
field-status = Status
field-billing-cycle = Billing cycle
field-auto-renew = Auto-renew
field-renews-on = Renewal date
field-cancels-on = Cancellation date
field-deletes-on = Deletion date
field-renewal-offer = Offer at renewal
field-renewal-cycle = Billing cycle at renewal
field-renewal-quantity = Quantity at renewal
field-renewed-unchanged = Renewed without the planned change
field-parent = Parent subscription
field-parent-id = Parent subscription
field-support = Designated support contact
field-seller = Seller
field-reseller = Indirect reseller
field-provider = Indirect provider
field-partner = Partner
field-mpn-id = MPN ID
field-type = Type
field-cloud = Cloud
field-reason = Reason
field-note = Note
field-referral = Referral
field-recipient = Recipient
field-subject = Subject
field-body = Message
field-valid-until = Valid until
field-delegated-admin = Delegated admin privileges
field-language = Language
field-time-zone = Time zone
field-roles = Roles
field-user = User
field-active = Active
field-temporary = Temporary password
field-method = Method
field-sessions = Sessions
field-people = Users
field-linked-accounts = Linked accounts
field-password-links = Links to set a password
field-carts = Carts
field-drafts = Drafts
field-kept-forms = Kept forms
field-imports = Imports
field-letters = Emails
field-requests = Relationship requests
field-agreements = Customer agreements
field-author = Author
field-customer-tags = Tags of customers
field-permissions = Customer permissions
field-organization = Organization profiles
field-names-in-log = Customer names in the log search
field-log-entries = Log entries
field-log-addresses = IP addresses in the log
field-until = Data up to
field-retention-days = Retention period (days)
field-file = File
field-sha256 = Checksum (SHA-256)
field-rows = Rows
field-added = Added
field-changed = Changed
field-unchanged = Unchanged
field-kept-names = Names kept
field-search = Search
field-from = From
field-to = To
field-action = Action
field-detailed = All columns
field-azure-reservations = Azure reservation purchases
field-support-contact = Designated support contact
field-partner-on-record = Partner of record
field-confirmation = Confirmation
field-count = Count
field-subscription-name = Subscription
field-selected = Selected rows
field-publisher = Publisher
field-category = Category
field-billing-type = Billing type
field-minimum-quantity = Minimum quantity
field-maximum-quantity = Maximum quantity
field-parent-offer-id = Parent offer ID
field-cancellable = Can be canceled
field-contact-email = Contact email
field-contact-phone = Contact phone
field-again = Emails resent
field-because = Cause
field-bill-to = Bill-to
field-ended = Sessions signed out
field-how = Method
field-issuer = Sign-in provider
field-kind = Type
field-link = Link
field-linked = Linked account
field-unlinked = Unlinked accounts
field-outcome = Outcome
field-own = Own account
field-person = User
field-reminder = Reminder
field-request = Request
field-revoked-requests = Requests revoked at the same time
field-second-factor = Two-step verification
field-step = Step
factor-kind-app = Authenticator app
factor-kind-code = Recovery code
factor-kind-issuer = Verified by the sign-in provider
factor-kind-renewed = On, with new recovery codes
step-second-factor = Two-step verification at sign-in
step-up-again = Verification before a sensitive change
oidc-other-partner = The sign-in provider is not for this partner
oidc-deactivated = The user is deactivated
oidc-other-account = Another account of the sign-in provider is linked
oidc-unverified = The sign-in provider has not verified the email address
