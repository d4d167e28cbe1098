# Pages of the house itself: errors, the empty database, keyboard shortcuts.
forbidden-title = Your role does not include this
# $roles (String)
forbidden-held = Your role: { $roles }.
forbidden-text = This needs one of the roles below. A role is given by a Global admin or a User management admin.
who-may = Who may, and who holds the role
nobody-holds = Nobody yet
absent-title = Your organization does not have this
# $kind (String)
# $kinds (String)
absent-for-kind = Your organization’s partner type: { $kind }. This is only for these partner types: { $kinds }. No role changes that.
# $cloud (String)
# $clouds (String)
absent-in-cloud = Your organization’s cloud: { $cloud }. This is only available in these clouds: { $clouds }. No role changes that.
forged-title = This form is out of date
forged-text = It was opened before you last signed in or out, or in another browser. Nothing was changed. Go back, load the page again and send it once more.
forged-kept-text = It was opened before you last signed in or out. Nothing was changed, and what you typed is kept: open the form again, check it and send it once more.
forged-open-again = Open the form again
not-found-title = This page does not exist
not-found-text = The address is wrong, or what stood here belongs to another partner or was removed.
bad-input-title = This address or form cannot be read
# $field (String)
bad-input-text = The value of “{ $field }” is not right. Nothing was changed.
too-large-title = This is too long
too-large-text = It is longer than this page takes. Nothing was changed.
wrong-content-type-text = It was sent in a format or a character set that this address does not accept. Nothing was changed. Go back and send the form again from its page.
too-many-title = Too many requests
# $seconds (Number)
too-many-text = { $seconds ->
    [one] Try again in 1 second.
   *[other] Try again in { $seconds } seconds.
}
broken-title = Something went wrong here
broken-text = It is our fault, not yours. Nothing was changed. Try again; if it stays, tell the operator of this portal.
unavailable-title = The portal is busy
unavailable-text = The database does not answer at the moment. Nothing was changed. Try again in a minute.
request-id = Request
to-customers = To the customers
try-again = Try again

setup-title = This portal is empty
setup-text = No partner has been set up yet. Whoever operates this portal runs one command on its server:
setup-after = It prints a temporary password once. Then load this page again and sign in.
setup-demo = To look around first, run the same program with sample data:

keys-intro = They work wherever you are not typing.
keys-key = Key
keys-does = What it does
keys-search = Go to the search
keys-help = Show this page
keys-down = Next row
keys-up = Previous row
keys-open = Open the customer
keys-expand = Show or hide the details
keys-escape = Clear the search; once more to leave it
keys-switch = Keyboard shortcuts in this browser
keys-on = On
keys-off = Off
keys-need-script = Keyboard shortcuts need JavaScript. Everything else works without it.
