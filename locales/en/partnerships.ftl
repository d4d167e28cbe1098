# Indirect resellers of a provider, indirect providers of a reseller.
indirect-providers = Indirect providers
request-partnership = Request a partnership
# $roles (String)
partnership-needs = You need one of these roles to request a partnership: { $roles }.
resellers-caption = Indirect resellers, active ones first, by name
providers-caption = Indirect providers, active ones first, by name
partnership-since = Partner since
partnership-active = Active
partnership-former = Ended
# $reseller (String)
former-reseller = { $reseller } (former)
resellers-intro = You can see which of your customers belong to each reseller. Resellers cannot see your other customers.
providers-intro = You order through your providers for your customers. Providers can see only the customers that you share.
no-resellers = No indirect resellers yet
no-resellers-text = Request a partnership. A Global admin of the reseller authorizes you.
no-providers = No indirect providers yet
add-customer-for = Add customer
remove-partnership = Remove partnership
# $name (String)
remove-partnership-title = Remove the partnership with { $name }
removal-visible = The reseller can no longer request orders from you, and you can no longer add customers for it.
removal-customers = You and the reseller both keep your customers and their subscriptions.
removal-admin = Delegated admin privileges do not change.
removal-notice = The reseller is not notified. If your agreement requires notice, send it yourself.
removal-shown = The partnership stays in both lists with the status Ended, and in both activity logs.
shared-customers = Shared customers
# $name (String)
shared-with = Customers shared with { $name }
shared-intro = These are the customers in your list that this provider sells to through you, or that were added or invited together with this provider.
no-shared = No shared customers
no-shared-text = Customers appear here when the provider sells to them through you.
invite-customers = Invite new customers
# $roles (String)
invite-needs = You need one of these roles to invite a customer with a provider: { $roles }.
# $roles (String)
authorise-how = A provider sends you a link to authorize it. These roles can answer: { $roles }.
provider-authorised = The indirect provider was authorized.
partnership-removed = The partnership was removed.
resellers-search = Name or MPN ID
resellers-no-match = No resellers match these filters
partnership-ended-on = Ended on
# $count (Number)
resellers-count = { $count ->
    [one] { $count } reseller
   *[other] { $count } resellers
}
