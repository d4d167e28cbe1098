# What an operator watches: the page “Server status” and the command `status`.
operator-title = Server status
# $host (String) - the portal's address
# $moment (String) - day and time
operator-checked = { $host } · checked { $moment } · this page shows no customer data
operator-again = Check again
operator-diagnostics = Diagnostics file
operator-all-well = Nothing needs your attention.
# $count (Number) - decides between one and many
# $number (String) - the checks that need attention
# $all (String) - all checks
operator-attention = { $count ->
    [one] { $number } of { $all } checks needs your attention.
   *[other] { $number } of { $all } checks need your attention.
}
operator-checks = Checks
check-good = Good
check-attention = Attention
check-backup = Backup
check-mail = Outgoing mail
check-database = Database
check-jobs = Jobs
check-process-jobs = Jobs of this process
check-disk = Disk
check-requests = Requests
check-log = Activity log
check-memory = Memory
check-version = Version
# $moment (String) - day and time
# $size (String) - such as 412 MB
backup-last = Last backup: { $moment }, { $size }
backup-none = No backup has been made
backup-how = This command, run every night, makes one
# $moment (String) - day and time
# $error (String) - what the program said
backup-failed = The last attempt, on { $moment }, failed: { $error }
mail-not-set = No mail server is set. Users send messages themselves.
mail-nothing-waits = No messages are waiting
# $waiting (String) - a number
# $held (String) - a number
mail-waits = { $waiting } waiting, { $held } held
# $moment (String) - day and time
mail-oldest = The oldest has been waiting since { $moment }.
# $name (String) - the database
# $size (String) - such as 31 MB
# $have (String) - a number
# $all (String) - a number
database-state = { $name }, { $size }, schema { $have } of { $all }
database-outdated = Restart the portal to update the schema.
jobs-well = All jobs run as they should
# $moment (String) - day and time
jobs-paused = Jobs and mail have been paused since { $moment }
jobs-paused-how = This command ends the pause
# $job (String) - the name of a job
# $error (String) - what the program said
job-failed = { $job }: { $error }
# $free (String) - such as 41 GB
# $total (String) - such as 64 GB
disk-free = { $free } of { $total } free
# $number (String) - a number
# $errors (String) - a number
requests-answered = { $number } answered since the start, { $errors } server errors
log-unchanged = No change was found
log-changed = An activity log was changed outside the portal
log-changed-how = This command names the entry
# $size (String) - such as 380 MB
# $search (String) - such as 190 MB
memory-used = { $size } in use, { $search } of it for searching
# $version (String) - such as 0.9.4
# $moment (String) - day and time
version-since = { $version }, running since { $moment }
operator-queue = Mail queue
operator-queue-caption = Messages that have not been sent
operator-queue-kind = Type
operator-queue-to = To
operator-queue-status = Status
operator-queue-tries = Attempts
operator-queue-answer = Last response
operator-queue-retry = Send now
operator-queue-release = Release
operator-queue-retry-all = Send all now
operator-queue-more = Only the 100 oldest messages are listed.
operator-queue-moved = The messages are sent now.
mail-waiting = Waiting
mail-held = Held
mail-kind-request = Relationship request
mail-kind-reminder = Reminder
mail-kind-thanks = Confirmation
mail-kind-notice = Notice
mail-kind-password-reset = Password reset
mail-kind-sign-up = First password
operator-jobs = Jobs
operator-jobs-caption = Jobs that run by themselves
operator-job = Job
operator-job-last = Last run
operator-job-took = Duration
operator-job-result = Result
operator-job-never = Not since the start
operator-job-done = Done
operator-job-failed = Failed
operator-job-running = Running
operator-settings = Settings in use
operator-setting = Setting
operator-setting-value = Value
operator-setting-source = Source
operator-setting-none = None
source-default = Default
source-environment = Environment
source-credential = systemd credential
# $file (String) - a file
source-file = { $file }
job-subscriptions = Subscriptions that are due
job-requests = Relationship requests that expire
job-referrals = Referrals that expire
job-mail = Mail
job-log-proof = Verification of the activity log
job-log-heads = Heads of the activity log
job-imports = Interrupted imports
job-notice-dates = Notifications of coming dates
job-letters = Notifications by email
job-digests = Digests
job-cleaning = Expired data
job-retention = Personal data to erase
job-daily-figures = Daily figures
refused-operator = This person operates the server. Only the command line changes this account.
