# Connections to other servers: their pages, and what the log says about them.
connections = Connections
connection = Connection
connections-intro = Servers from which the portal reads customers, contacts for bills and subscriptions: the vendor’s, or the portal of another partner.
connections-none = No connections yet
connections-none-text = Add a connection to keep your customers up to date without uploading files.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
connections-count = { $count ->
    [one] { $number } connection
   *[other] { $number } connections
}
# $most (String) - a number
connections-full = Your company already has { $most } connections, the maximum. Remove a connection first.
connection-new = Add a connection
connection-edit = Change a connection
connection-text = The connection acts as itself, with an account that has no roles and to which no one can sign in. It continues when the user who added it leaves. The activity log names it for each change.
connection-name = Name of the connection
connection-name-hint = The activity log shows it as the user.
connection-name-taken = You already have a connection with this name. Enter another name.
connection-kind = Kind of server
connection-to-portal = Portal of another partner
connection-to-vendor = API of the vendor
connection-address = Address of the server
connection-address-hint = Such as https://portal.example, without /v1.
# $most (String) - a number
connection-address-bad = Enter the whole address, such as https://portal.example, with at most { $most } characters and without a question mark.
connection-address-private = Enter a public address. For a server in your own network, the operator of this portal can allow its address.
connection-signing-in = Sign-in
connection-sign-in = Way to sign in
connection-by-secret = Client ID and secret of an application
connection-by-refresh-token = Refresh token
connection-token-url = Address for access tokens
connection-token-url-hint = Leave it empty for the portal of another partner.
connection-secret = Client secret
connection-secret-hint = The portal encrypts it and does not show it again.
connection-secret-kept = Leave it empty to keep the stored one. If the address, the client ID or the way to sign in changes, enter it again.
connection-secret-again = Enter it again, because the address, the client ID or the way to sign in has changed.
connection-secret-bad = Enter the value as the server shows it, without spaces or line breaks inside.
connection-refresh-token = Refresh token
connection-refresh-token-hint = Only if the portal signs in with one. Each sign-in replaces it.
connection-running = Runs
connection-schedule-hint = You look at the first run before it writes. After that, the connection runs automatically.
connection-when-asked = Only when a user starts it
connection-hourly = Every hour
connection-six-hours = Every six hours
connection-daily = Every day
connection-budget = Requests an hour
connection-budget-hint = The connection waits when it has sent this many.
# $least (String) - a number
# $most (String) - a number
connection-budget-bad = Enter a number from { $least } to { $most }.
connection-rules = Whose value wins
connection-rules-hint = Where both have a value and they differ. What only one of them has is never removed.
connection-theirs = The server’s
connection-ours = This portal’s
connection-edited = The server’s, except names that were corrected in this portal
connection-rule-renewal = Billing cycle and renewal
bill-to-contacts = Contact and address for bills
connection-stale = This connection changed in the meantime. Nothing was saved. Compare it, and save again to replace it.
connection-created = The connection was added. Test the sign-in, and then run it.
connection-saved = The connection was changed.
connection-paused-now = The connection was paused.
connection-resumed = The connection was resumed.
connection-removed = The connection was removed.
connection-tested = The sign-in works.
connection-test-failed = The sign-in does not work. This page shows the reason.
connection-test = Test the sign-in
connection-remove-question = Remove this connection?
connection-remove-text = It runs no more, and its runs are deleted. Customers and subscriptions stay as they are.
connection-remote = Answers as
connection-is-new = Not run yet
connection-fails = Failed
# $moment (String) - a date and time
connection-next = Next run: { $moment }
# $moment (String) - a date and time
connection-token-ends = The refresh token ends on { $moment } unless a run replaces it
# $minutes (String) - a number
connection-clock = The clocks differ by { $minutes } minutes
connection-last-run = Last run
connection-never-run = None yet
connection-run-now = Run now
connection-runs = Runs
connection-runs-none = No runs yet
connection-runs-none-text = Start the first run. You see what it would change before it writes.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
connection-runs-count = { $count ->
    [one] { $number } run
   *[other] { $number } runs
}
connection-run = Run
connection-run-began = Begun
connection-run-reads = Reading from the server
connection-run-compares = Comparing
connection-run-waits = Waits for you
connection-run-writes = Writing
connection-run-done = Finished
connection-run-failed = Failed
connection-run-is-discarded = Discarded
connection-run-was-started = Started
connection-run-was-confirmed = Confirmed
connection-run-was-discarded = Discarded
connection-run-started = The run has begun.
connection-run-busy = Nothing was started, because the connection is paused or a run is under way.
connection-run-confirmed = The run writes now.
connection-run-discarded = The run was discarded.
connection-run-confirm = Write the changes
connection-run-discard = Discard the run
connection-run-discard-question = Discard this run?
connection-run-discard-text = What it has read is deleted. What it has written already stays.
# $customers (String) - a number
# $subscriptions (String) - a number
connection-run-progress = Read so far: { $customers } customers, { $subscriptions } subscriptions
connection-run-leave = You can leave this page. The run continues.
connection-dry-run = Comparison only
connection-preview-text = Nothing was written yet. Look at the differences, and then write them. Later runs of this connection write automatically.
connection-suspicious = More than half of the customers are missing at the server. Check whether its list is complete.
connection-counts = Counts
connection-part = Data
connection-there = At the server
connection-here = In this portal
connection-at-server = After the run
connection-new-rows = New
connection-changed-rows = Different
connection-written = Written
connection-refused-rows = Not taken over
connection-refused-text = The rules of this portal do not allow these rows. The other rows are not affected.
connection-missing = Missing
connection-missing-customers = Customers that are missing at the server
connection-missing-text = An earlier run found them there. They are marked and stay in this portal.
# $connection (String) - the name of a connection
# $moment (String) - a date and time
connection-missing-at = Missing at the server of the connection { $connection } since { $moment }
connection-back = There again
connection-only-here = Customers that only this portal has
connection-requests = Requests sent
connection-differences = Differences
connection-cause-person = Started by a user
connection-cause-schedule = By schedule
connection-cause-command = By command
connection-paused-sign-in = The server refuses the sign-in. Enter the credentials again, test the sign-in, and then resume the connection.
connection-paused-partner = The server answers as another partner than before. Check the address and the client ID.
connection-paused-restore = The portal was restored from a backup. Test the sign-in, and then resume the connection.
connection-paused-secret = The credentials cannot be decrypted, because the portal’s secret was replaced. Enter them again.
connection-fault = Reason
connection-said = Response
connection-fault-unknown-host = The name of the server is unknown. Check the address.
connection-fault-sign-in = The server refuses the sign-in.
connection-fault-denied = The account at the server cannot read this. Ask the other partner for a role that can.
connection-fault-answer = The server answered with an error.
connection-fault-busy = The server asks to wait.
connection-fault-budget = The connection has sent as many requests as it can in this hour.
connection-fault-cut = The response ended early.
connection-fault-malformed = The response is not what the API describes. Nothing was written.
connection-fault-too-large = A row of the response is too large. Nothing was written.
connection-fault-repeated = The server sent an ID twice. Nothing was written.
connection-fault-cycle = A page of the list has a link to a page that was read already. Nothing was written.
connection-fault-partner = The server answers as another partner than before. Nothing was written.
connection-fault-interrupted = The portal was interrupted several times.
connection-fault-internal = The portal failed. Its operator finds the reason in the server log.
job-connections = Read from connected servers
event-connection-stopped = A connection failed or was paused, or its sign-in ends soon
resource-connection = Connection
field-missing = Missing at the server
field-credentials-replaced = Credentials replaced
field-kept-fields = This portal’s value wins
done-create-connection = Added a connection
done-update-connection = Changed a connection
done-pause-connection = Paused a connection
done-resume-connection = Resumed a connection
done-remove-connection = Removed a connection
done-run-connection = Ran a connection
done-fail-connection = A run of a connection failed
done-warn-connection = The sign-in of a connection ends soon
done-mark-missing-customer = Marked whether a customer is missing at a server
can-manage-connections = Connect the portal to other servers
contact-first-name = First name of the contact
connection-writing = Writing back
connection-writing-hint = Changes in this portal that the server gets. The account at the server needs a role that can make them.
connection-write-never = Is not written to the server
connection-write-ask = Is written; you decide if it also changed at the server
connection-write-rule = Is written; the rule above decides if it also changed at the server
connection-write-renewal = Automatic renewal
connection-writes = Changes for the server
connection-writes-text = What users change in this portal and the connection writes to the server. No run replaces these values until they are written or given up.
connection-writes-none = No changes for the server
connection-writes-none-text = The connection writes what users change, if you choose it in its form.
# $count (Number) - the count that decides the form
# $number (String) - the count, formatted
connection-writes-count = { $count ->
    [one] { $number } change
   *[other] { $number } changes
}
connection-write-waiting = Waits
connection-write-conflict = Changed on both sides
connection-write-refused = Refused by the server
connection-write-written = Written
connection-write-given-up = Given up
# $number (String) - a number of attempts
connection-write-tries = Attempts: { $number }
# $moment (String) - date and time
connection-write-next = Next attempt: { $moment }
connection-write-again = Try again
connection-write-give-up = Give up
connection-write-ours = Write this portal’s value
connection-write-theirs = Take the server’s value
# $number (String) - a number of changes
connection-writes-open = Changes that wait: { $number }
# $number (String) - a number of changes
connection-writes-asking = Changes that need your decision: { $number }
connection-write-retried = The change will be written within a minute.
connection-write-is-given-up = The change was given up. The next run takes the server’s value by the rules of the connection.
connection-write = Change for the server
connection-write-was-written = Written
connection-write-was-retried = Tried again
connection-write-was-given-up = Given up
field-written-value = Value
field-written-values = Written back
done-write-to-server = Wrote a change to a server
job-connection-writes = Write changes to connected servers
field-connection-customers = Customers of connections
field-connection-runs = Runs of connections
field-connection-writes = Changes for servers
