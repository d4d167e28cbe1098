# The activity log: its page, what was done, to what, and the names of what changed.
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
log-all = All
log-period = Period
log-today = Today
log-week = 7 days
log-month = 30 days
log-quarter = Quarter
log-ever = From the beginning
log-kind = Kind
log-changes = Changes
log-accesses = Sign-ins and exports
# $number (String)
export-log = Export log ({ $number })
export-log-detailed = With details and proof
log-caption = Activity log, newest first
# $zone (String)
log-zone = Times in { $zone }
# $number (String)
show-entry = Show details of entry { $number }
# $number (String)
hide-entry = Hide details of entry { $number }
what-changed = What changed
entry-field = Field
entry-before = Before
entry-after = After
nothing-more = Nothing more is noted.
as-json = As JSON
entry-json = Entry as JSON
copy-entry-id = Copy the entry ID
request-number = Request ID
copy-request-id = Copy the request ID
entry-address = From address
entry-status = Status
outcome-done = Succeeded
outcome-refused = Refused
only-customer = Only this customer
actor-system = The portal
actor-operator = The operator
actor-customer = The customer
# $label (String)
# $number (String)
field-line = { $label } { $number }
value-yes = Yes
value-no = No
value-none = –
log-empty = No entry in this period
log-empty-text = Choose a longer period, or fewer filters.
log-clear = Clear filters
# $number (String)
chain-whole = The chain is whole up to entry { $number }
# $time (String)
chain-checked = checked on { $time }
chain-proves = No entry up to there was changed, removed, added or moved before it was checked. The operator checks the whole log again with partner-portal activity verify.
# $number (String)
chain-broken = The log is not as it was written: entry { $number } was changed, removed or added outside the portal. Tell the operator of this portal.
news-show = show
bad-from = The first day does not exist. Give one such as 2026-11-21.
bad-to = The last day does not exist. Give one such as 2026-11-21.
bad-period = The first day is after the last. Swap them, or leave one out.
bad-action = There is no such action. Choose one from the list.
bad-user = There is no such person. Choose one from the list.
bad-resource = There is no such resource. Choose one from the list.
bad-kind = The log has changes, and sign-ins and exports. Changes are shown.
bad-entry = The entry to expand is not named by an Entry ID.
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
done-update-bill-to = Updated the bill-to
done-update-bill-to-name = Updated the bill-to company name
done-create-customer-permission = Granted a customer permission
done-delete-customer-permission = Withdrew a customer permission
done-create-agreement = Attested the customer agreement
done-remove-customer-relationship = Removed a customer relationship
done-restore-customer-relationship = Restored a customer relationship
done-end-delegated-admin = Delegated administration ended
done-grant-delegated-admin = Delegated administration granted
done-update-subscription = Updated a subscription
done-delete-subscription = Deleted a subscription
done-set-support-contact = Assigned the support contact
done-create-order = Created an order
done-request-order = Requested an order
done-decline-order = Declined an order request
done-withdraw-order = Withdrew an order request
done-update-offer = Updated an offer
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
done-create-partner-relationship = Began a partnership
done-remove-partner-relationship = Removed a partnership
done-set-up-partner = Set up the organization
done-update-organization = Updated the organization profile
done-create-partner-user = Added a user
done-update-partner-user = Updated a user
done-remove-partner-user = Deactivated a user
done-change-password = Changed a password
done-change-second-factor = Changed a second factor
done-end-sessions = Ended sign-ins
done-update-profile = Updated the own profile
done-sign-in = Signed in
done-refused-sign-in = Sign-in refused
done-sign-out = Signed out
done-export = Exported a list

resource-customer = Customer
resource-subscription = Subscription
resource-order = Order
resource-request = Relationship request
resource-agreement = Customer agreement
resource-referral = Referral
resource-partnership = Partnership
resource-partner-relationship = Partner relationship
resource-partner = Organization
resource-partner-user = User
resource-offer = Offer
resource-activity = Activity log

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
field-phone = Phone number
field-country = Country/region
field-address-line1 = Address line 1
field-address-line2 = Address line 2
field-city = City
field-state = State
field-postal-code = Postal code
field-tax-id = Tax ID
field-permission = Permission
field-agreed-on = Agreement acceptance date
field-attested-by = Attested by
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
field-renews-on = Renews on
field-cancels-on = Cancels on
field-deletes-on = Deleted on
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
field-recipient = Recipient
field-subject = Subject
field-body = Text
field-valid-until = Valid until
field-delegated-admin = Delegated admin privileges
field-language = Language
field-time-zone = Time zone
field-roles = Roles
field-user = User
field-active = Active
field-temporary = Temporary password
field-method = Method
field-sessions = Sign-ins
field-file = File
field-sha256 = Checksum (SHA-256)
field-rows = Rows
field-added = Added
field-changed = Changed
field-unchanged = Unchanged
field-kept-names = Kept names
field-search = Search
field-from = From
field-to = To
field-action = Action
field-detailed = All columns
