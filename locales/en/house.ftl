# Pages of the portal itself: errors, the empty database, keyboard shortcuts.
forbidden-title = You do not have permission for this
# $roles (String)
forbidden-held = Your role: { $roles }.
forbidden-text = You need one of the roles below. Ask a Global admin or a User management admin to assign it.
who-may = Roles with permission, and who has them
nobody-holds = No one has this role yet
absent-title = Your organization does not have this
# $kind (String)
# $kinds (String)
absent-for-kind = Your organization’s partner type: { $kind }. This is only for these partner types: { $kinds }. No role changes that.
# $cloud (String)
# $clouds (String)
absent-in-cloud = Your organization’s cloud: { $cloud }. This is only available in these clouds: { $clouds }. No role changes that.
forged-title = This form has expired
forged-text = You opened it before you last signed in or out, or in another browser. Nothing was changed. Go back, reload the page and submit the form again.
forged-kept-text = You opened it before you last signed in or out. Nothing was changed, and your entries are kept. Open the form again, check it and submit it again.
forged-open-again = Open the form again
not-found-title = Page not found
not-found-text = The web address might be wrong, or the page was removed or belongs to another partner. Check the address, or go back to your customers.
bad-input-title = This address or form is not valid
# $field (String)
bad-input-text = The value of “{ $field }” is not valid. Nothing was changed. Go back and correct it.
too-many-rows-title = The list is too long for Excel
# $most (String)
too-many-rows-text = An Excel workbook can hold up to { $most } rows below its header. Nothing was exported. Export the list as CSV, or go back and filter it.
too-large-title = The content is too long
too-large-text = It is longer than this page allows. Nothing was changed. Go back and shorten it.
wrong-content-type-text = The form was sent in a format or character set that this page does not accept. Nothing was changed. Go back to the page with the form and submit it again.
too-many-title = Too many requests
# $seconds (Number)
too-many-text = { $seconds ->
    [one] Try again in 1 second.
   *[other] Try again in { $seconds } seconds.
}
broken-title = Something went wrong
broken-text = There is a problem with the portal. Nothing was changed. Try again. If the problem continues, contact the operator of this portal.
unavailable-title = The portal is temporarily unavailable
unavailable-text = The database is not responding. Nothing was changed. Try again in a minute.
request-id = Request ID
to-customers = Go to customers
try-again = Try again

setup-title = This portal is not set up yet
setup-text = To set up the first partner, the operator of this portal runs this command on the server:
setup-after = The command shows a temporary password once. Then reload this page and sign in.
setup-demo = To try the portal with sample data first, run this command:

keys-intro = You can use these shortcuts when you are not typing in a field.
keys-key = Key
keys-does = Action
keys-search = Go to the search box
keys-help = Show this page
keys-down = Next row
keys-up = Previous row
keys-open = Open customer
keys-expand = Show or hide the details
keys-select = Select the row
keys-bulk = Go to the actions for the selected rows
keys-escape = Clear the search; press again to leave the search box
keys-switch = Keyboard shortcuts in this browser
keys-on = On
keys-off = Off
keys-need-script = Keyboard shortcuts need JavaScript. Everything else works without it.
