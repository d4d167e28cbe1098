# The frame around every page.
language-name = English
portal = Partner Portal
portal-description = Where cloud resellers manage their customers, subscriptions and relationship requests
error-prefix = Error
skip-to-content = Skip to main content
main-menu = Main
menu = Menu
customers = Customers
erased-person = Erased person
erased-customer = Erased customer
language = Language
your-account = Your account
appearance-theme = Theme
theme-system = System
theme-light = Light
theme-dark = Dark
appearance-rows = Row spacing
rows-comfortable = Comfortable
rows-compact = Compact
keyboard-shortcuts = Keyboard shortcuts
sign-out = Sign out
you-are-here = You are here
copied = Copied
copy-failed = Could not copy. Your browser does not allow it.
# $time (String) - a time of day, such as 10:42
unreachable = The server cannot be reached. Showing results from { $time }.
retry = Retry
there-is-a-problem = There is a problem
opens-vendor-site = (opens the vendor’s site)
language-changed = The language is now English.
appearance-changed = The appearance settings were saved.
signed-out = You are signed out.
password-changed = Your new password was saved.

search = Search
search-everything = Search customers, requests, orders and users
# $query (String) - what was searched for
search-title = Search: { $query }
# $query (Element) - what was searched for
search-nothing = Nothing matches “{ $query }”
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
search-all-customers = { $count ->
    [one] { $number } customer
   *[other] All { $number } customers
}
search-users = Users
search-too-long = The search text is too long. Enter a part of the name.
search-hint-ids = You can also enter the ID of a customer, subscription, order or request, or its first 8 characters.
waiting-for-you = waiting for you
export-xlsx = Excel workbook (.xlsx)
export-csv = CSV file (.csv)
# $most (String)
export-xlsx-full = A workbook can hold up to { $most } rows. Filter the list, or use CSV.
# $number (String)
export-list = Export ({ $number })
