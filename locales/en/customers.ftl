# The customer list, its expanded row, and the two pages of one customer.
# $query (String) - the search text
customers-search-title = Customers: “{ $query }”
search-customers = Search for a customer
search-hint = Company name, domain or Microsoft ID
filter-reseller = Filter by indirect reseller
filter-reseller-hint = Name or MPN ID
all-resellers = All indirect resellers
apply = Apply
# $count (Number) - decides between one and many
# $number (Element) - the count as it is written
customers-count = { $number } { $count ->
    [one] customer
   *[other] customers
}
# $count (Number)
# $number (Element)
customers-found = { $number } { $count ->
    [one] customer found
   *[other] customers found
}
active-filters = Active filters
remove-filter = Remove
# $query (Element)
chip-search = Search: { $query }
# $name (Element)
chip-reseller = Indirect reseller: { $name }
clear-all = Clear all
# $number (String) - how many rows the file has
export-customers = Export customers ({ $number })
# $roles (String) - role names, in words
export-needs = You need one of these roles to export: { $roles }.
sorted-name = Customers, sorted by company name
sorted-name-down = Customers, sorted by company name, descending
sorted-domain = Customers, sorted by primary domain name
sorted-domain-down = Customers, sorted by primary domain name, descending
# $name (Element) - the customer
show-details = Show details of { $name }
# $name (Element)
hide-details = Hide details of { $name }
pages = Pages
page-previous = Previous
page-next = Next

empty-title = No customers yet
empty-text = Your customers appear here. Add a customer, or import the list that you exported from the vendor’s portal.
# $query (Element)
nothing-found = No customers match “{ $query }”
nothing-found-reseller = This indirect reseller has no customers
searched-all = Searched in company name, primary domain name and Microsoft ID.
# $name (Element) - an indirect reseller
searched-reseller = Searched in company name, primary domain name and Microsoft ID of the customers of { $name }.
clear-search = Clear search
search-all-resellers = Search all indirect resellers

bad-page = This page of the list does not exist. The first page is shown.
bad-sort = The list cannot be sorted in that way. It is sorted by name.
bad-reseller = This indirect reseller was not found. Choose one from the list, or enter its MPN ID.
bad-expanded = This customer cannot be expanded because its Microsoft ID is not valid.
# $max (String) - a number of characters
bad-query = The search text must be { $max } characters or fewer.

copy-microsoft-id = Copy the Microsoft ID
id-assigned-here = Assigned by this portal. Replace it with the customer’s Microsoft ID when you have it.
copy-domain = Copy the primary domain name
# $name (Element) - the subscription
copy-subscription-id = Copy the subscription ID of { $name }
delegated-admin = Delegated admin privileges
delegated-granted = Granted
delegated-not-granted = Not granted
customer-since = Customer since
indirect-resellers = Indirect resellers
quick-links = Quick links
account = Account
# $number (String)
all-subscriptions = View all { $number } subscriptions
no-subscriptions = No subscriptions yet
no-subscriptions-text = Subscriptions that this customer buys from you appear here.
# $count (Number)
# $number (Element)
subscriptions-count = { $number } { $count ->
    [one] subscription
   *[other] subscriptions
}
# $count (Number)
# $number (Element)
licenses-count = { $number } { $count ->
    [one] license
   *[other] licenses
}
customer-views = Customer
none = None
account-info = Customer account info
partners-and-support = Partners
bill-to = Bill-to
profile-name-hint = The customer’s own company name. Changing the bill-to information does not change it.
bill-to-name-hint = The name shown in your customer list and exports.
origin = Source
# $count (Number) - how many indirect resellers of a customer are not named
and-more-resellers = and { $count } more

filters = Filters
columns = Columns
# $column (String) - the header of a column
column-place = Position of { $column }
next-renewal = Next renewal
customer-until = Customer since, up to
filter-all = All
this-month = This month
this-year = This year
reseller-none = No indirect reseller
reseller-former = Former indirect resellers
subscriptions-any = With subscriptions
subscriptions-none = Without subscriptions
subscriptions-ending = Ending within 30 days
nothing-found-filters = No customers match these filters
# $column (String) - the header of a column
sorted-by = Customers, sorted by { $column }
# $column (String)
sorted-by-down = Customers, sorted by { $column }, descending
bad-choice = This filter has an unknown value. It was ignored.
bad-days = This is not a day or a number of days. The filter was ignored.
bad-until = The last day is before the first day, or is not a day. The filter was ignored.
