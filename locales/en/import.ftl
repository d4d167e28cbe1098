# The import in the browser.
import-title = Import
import-intro = Import customers or subscriptions from a file, such as one that you exported from the vendor’s portal. Rows are matched by ID and added or changed. Nothing is removed.
import-kind = What the file contains
# $columns (String) - column names
import-columns = Columns: { $columns }
import-delegated = New customers have granted delegated admin privileges
import-delegated-hint = For customer files only. Existing customers are not changed.
import-file = CSV file
# $most (String) - megabytes
import-file-hint = A CSV file saved by Excel, preferably as “CSV UTF-8”, with the column names in English, Korean or Chinese. Maximum size: { $most } MB.
# $name (Element) - the customer
import-for-customer = The file contains subscriptions of this customer only: { $name }
import-subscriptions = Import subscriptions
import-look = Check file
import-nothing-yet = This step only checks the file. The next page shows what will change. Nothing changes until you confirm.
import-choose-kind = Select what the file contains.
import-choose-file = Choose a file.
# $most (String) - megabytes
import-too-long = The file is larger than { $most } MB. Split it into smaller files.
# $file (String)
# $why (String)
import-refused-file = “{ $file }”: { $why }
import-recent = Your recent files
import-state-checking = Checking
import-state-refused = Cannot be imported
import-state-checked = Waiting for your confirmation
import-state-running = Importing
import-state-done = Imported
import-state-broken = Interrupted
import-checking-title = Checking the file
import-preview-title = What will change
import-running-title = Importing the file
import-done-title = The file was imported
import-refused-title = The file cannot be imported
import-broken-title = The import was interrupted
import-broken-text = The portal could not finish the import. Changes that were already made are kept and recorded in the activity log. Upload the same file again. Rows that were already imported are skipped.
import-again = Upload a file
# $kilobytes (String)
import-kilobytes = { $kilobytes } KB
# $done (String)
# $all (String)
import-rows-of = { $done } of { $all } rows
import-reading = The file is being read.
import-leave = You can leave this page. The work continues.
import-must-wait = Someone in your organization is already importing a file. Two imports at the same time could overwrite each other’s changes. Try again when the other import is finished.
import-rows = Rows in the file
import-to-add = To be added
import-to-change = To be changed
import-added = Added
import-changed = Changed
import-left = Unchanged
import-kept = Edited names kept
import-bad = Rows that cannot be imported
import-file-gone = The file is no longer available. Files are kept for one day, and only the last three files of each user are kept. Upload the file again.
import-confirm = Import
import-confirm-hint = Rows that cannot be imported are skipped. Every change is recorded in the activity log under your name.
import-nothing-to-do = There is nothing to import. No row is new or changed.
import-dispose = Discard file
import-another = Import another file
import-rejects = Download these rows (.csv)
import-bad-hint = Download these rows, correct them and import the corrected file. The Reason column is ignored.
import-line = Line
# $number (String)
import-line-number = Line { $number }
import-column = Column
import-value = Value in the file
import-right = Problem
# $count (String)
import-untold = And { $count } more. The download contains all of them.
import-remarks = Notes
import-would-add = will be added
import-would-change = will be changed
# $theirs (String) - a name in the file
import-keeps = the name in the file is “{ $theirs }”; the name edited in this portal is kept
import-above = above the column names, not imported
import-disposed = The file was discarded. Nothing was changed.

# What changes, and which value wins.
import-changes = Download all changes (.csv)
import-row-id = Row
import-before = Current value
import-choices = Where the file and the portal differ
# $rows (Number)
# $column (String)
# $number (String)
import-choice = { $rows ->
    [one] { $column } ({ $number } row)
   *[other] { $column } ({ $number } rows)
}
import-choose-theirs = Use the values in the file
import-choose-ours = Keep the current values
import-choose-unedited = Use the names in the file, but keep names edited in this portal
# $number (String)
import-choose-all-names = Use the names in the file, also for edited names ({ $number })
resellers-of-record = Resellers of record
