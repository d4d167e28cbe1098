# The import by browser.
import-title = Import
import-intro = Take over customers or subscriptions from a file, such as the one that you exported from your vendor’s portal. Rows are added and changed by their ID; none is removed.
import-kind = What the file holds
# $columns (String) - column names
import-columns = Columns: { $columns }
import-delegated = New customers have granted delegated admin privileges
import-delegated-hint = For a file of customers. What is known of customers already here does not change.
import-file = CSV file
# $most (String) - megabytes
import-file-hint = A CSV file as Excel saves it, best as “CSV UTF-8”, with the names of the columns in English, Korean or Chinese; at most { $most } MB.
# $name (Element) - the customer
import-for-customer = The file holds subscriptions of this customer only: { $name }
import-subscriptions = Import subscriptions
import-look = Check the file
import-nothing-yet = The file is only checked now. The next page shows what would change; nothing changes before you confirm there.
import-choose-kind = Say what the file holds.
import-choose-file = Choose a file.
# $most (String) - megabytes
import-too-long = The file is longer than { $most } MB. Divide it into several files.
# $file (String)
# $why (String)
import-refused-file = “{ $file }”: { $why }
import-recent = Your recent files
import-state-checking = being checked
import-state-refused = not accepted
import-state-checked = waits for you
import-state-running = being imported
import-state-done = imported
import-state-broken = broken off
import-checking-title = The file is being checked
import-preview-title = What would change
import-running-title = The file is being imported
import-done-title = The file was imported
import-refused-title = The file cannot be imported
import-broken-title = The import was broken off
import-broken-text = The portal could not finish the import. What had been written stays and is in the activity log. Upload the same file again: rows that are here already are left alone.
import-again = Upload a file
# $kilobytes (String)
import-kilobytes = { $kilobytes } KB
# $done (String)
# $all (String)
import-rows-of = { $done } of { $all } rows
import-reading = The file is being read.
import-leave = You may leave this page; the work goes on.
import-must-wait = Somebody of your organization is importing a file just now. Two at once could undo each other’s changes. Try again when it is done.
import-rows = Rows in the file
import-to-add = Would be added
import-to-change = Would be changed
import-added = Added
import-changed = Changed
import-left = Left alone
import-kept = Edited names kept
import-bad = Rows that cannot be taken
import-file-gone = The file is no longer here: a file is kept for a day, and of one person the last three.
import-confirm = Import
import-confirm-hint = The rows that cannot be taken are left out. Every change is in the activity log under your name.
import-nothing-to-do = There is nothing to import: no row is new or different.
import-dispose = Discard the file
import-another = Import another file
import-rejects = Download these rows
import-bad-hint = Download them, mend them and import that file; the column with the reason is passed over then.
import-line = Line
import-column = Column
import-value = What stands there
import-right = What is wrong
# $count (String)
import-untold = And { $count } more; the download has them all.
import-remarks = Remarks
import-would-add = would be added:
import-would-change = would be changed:
# $theirs (String) - a name in the file
import-keeps = the file says “{ $theirs }”; the name that was edited here is kept:
import-above = above the names of the columns, not imported:
import-disposed = The file was discarded. Nothing was changed.
