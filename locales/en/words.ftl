# The words of the partner domain: column names, states, roles. Exports use them too.
microsoft-id = Microsoft ID
company-name = Company name
primary-domain-name = Primary domain name
relationship = Relationship
subscription-id = Subscription ID
subscription = Subscription
subscriptions = Subscriptions
quantity = Quantity
status = Status
reseller = Reseller
reason = Reason
auto-renewal = Auto-renewal
term-ends = Term ends
tags = Tags
mpn-id = MPN ID
country = Country/region
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
license-count = { $count ->
    [one] { $number } license
   *[other] { $number } licenses
}

relationship-reseller = Reseller
relationship-advisor = Advisor
relationship-syndication = Syndication
relationship-microsoft-support = Microsoft support
relationship-none = None

status-active = Active
status-suspended = Suspended
status-pending = Pending
status-deleted = Deleted
status-expired = Expired
status-disabled = Disabled

origin-added = Added by your staff
origin-request = Relationship request
origin-referral = Referral
origin-provider = Indirect provider
origin-other-portal = Imported

partner-direct = Direct partner
partner-indirect-provider = Indirect provider
partner-indirect-reseller = Indirect reseller

role-global-admin = Global admin
role-billing-admin = Billing admin
role-user-management-admin = User management admin
role-admin-agent = Admin agent
role-sales-agent = Sales agent
role-helpdesk-agent = Helpdesk agent
no-role = No role
colon = { ": " }
# Between two sentences of one paragraph. Chinese has none, because its full stop has room after it.
sentence-gap = { " " }
list-comma = { ", " }
# Between the parts of a title.
dash = { " – " }
# $name (String)
# $id (String)
name-and-id = { $name } ({ $id })
# $from (String)
# $to (String)
number-range = { $from }–{ $to }
