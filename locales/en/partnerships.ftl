# Indirect resellers of a provider, indirect providers of a reseller.
indirect-providers = Indirect providers
request-partnership = Request a partnership
# $roles (String)
partnership-needs = Requesting a partnership needs one of these roles: { $roles }.
resellers-caption = Indirect resellers, active ones first, by name
providers-caption = Indirect providers, active ones first, by name
partnership-since = Partners since
partnership-active = Active
partnership-former = Former
# $reseller (String)
former-reseller = { $reseller } (former)
resellers-intro = You see which of your customers belong to them. They do not see your other customers.
providers-intro = You order through them for your customers. They see only the customers you share.
no-resellers = No indirect resellers yet
no-resellers-text = Request a partnership. A Global admin of the reseller authorizes you.
no-providers = No indirect providers yet
add-customer-for = Add customer
remove-partnership = Remove partnership
# $name (String)
remove-partnership-title = Remove the partnership with { $name }
removal-visible = The reseller can no longer ask you for orders, and you can no longer add customers for it.
removal-customers = Both of you keep your customers and their subscriptions.
removal-admin = Delegated admin privileges stay as they are.
removal-notice = The reseller is not told; if your contract asks for a notice, send one.
removal-shown = The partnership stays in both lists as a former one, and in both activity logs.
shared-customers = Shared customers
# $name (String)
shared-with = Customers shared with { $name }
shared-intro = These customers are in your list, and this provider sells to them through you or was invited with you.
no-shared = No shared customers
no-shared-text = They appear here when the provider sells to one of your customers through you.
invite-customers = Invite new customers
# $roles (String)
invite-needs = Inviting a customer with a provider needs one of these roles: { $roles }.
# $roles (String)
authorise-how = A provider sends you a link to authorize it. It is answered by: { $roles }.
provider-authorised = The indirect provider is authorized.
partnership-removed = The partnership was removed.
