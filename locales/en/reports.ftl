# Reports: lists that are sent as files regularly, their pages and letters.
reports = Reports
report-new = Send a list regularly
report-new-text = The portal exports the list as it is filtered, with your permissions at that time. Each export is in the activity log.
report-from-list = Send regularly…
report-from-list-text = Weekly, monthly or on working days, by email
report-edit = Change a report
report-name = Name of the report
report-schedule = When
report-weekly = Every Monday
report-monthly = On the first day of each month
report-weekdays = From Monday to Friday
report-time = Time
# $zone (String) - a time zone
report-time-hint = In the time zone { $zone }
report-format = File format
report-only-if-rows = Send it only if the list has rows
report-to = Recipients
report-to-hint = Users of your company who can export this list. Each gets an email with a link that works after signing in.
report-more = Email addresses of more recipients
report-more-hint = Your company has more users than fit here. Separate the addresses by commas or lines.
# $most (String) - a number of characters
report-more-long = Enter at most { $most } characters.
# $address (String) - what was typed
report-unknown-recipient = “{ $address }” is not the email address of a user who can export this list. Check the spelling.
report-recipient-gone = One of the selected users can no longer export this list. Check the recipients and save again.
report-no-recipient = Select at least one recipient.
# $most (String) - a number
report-many-recipients = Select at most { $most } recipients.
# $most (String) - a number
reports-full = You already have { $most } reports, the maximum. Remove a report first.
# $most (String) - a number
reports-full-partner = Your company already has { $most } reports, the maximum. Remove a report first.
report-stale = This report changed in the meantime. Nothing was saved. Compare it with the reports list, and save again to replace it.
# $name (Element) - a recipient
report-lost = { $name } cannot export this list and gets no email.
# $zone (String) - a time zone
reports-intro = Lists that the portal sends as files. Times of day are in the time zone { $zone }.
reports-no-mail = This portal has no mail server, so no emails are sent. Download the files from this page.
reports-none = No reports yet
reports-none-text = Filter a list, and then select “Export” and “Send regularly” above it.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
reports-count = { $count ->
    [one] { $number } report
   *[other] { $number } reports
}
reports-of-others = Reports of other users
reports-of-others-text = You can pause them. Only their owners can change or remove them.
report-owner = Owner
report-when-head = When and to whom
# $schedule (String) - such as “Every Monday”
# $time (String) - a time of day
report-when = { $schedule }, { $time }
report-next = Next export
report-last = Last export
report-never = Not sent yet
report-runs = Last exports
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
report-recipients = { $count ->
    [one] { $number } recipient
   *[other] { $number } recipients
}
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
report-recipients-lost = { $count ->
    [one] { $number } recipient cannot export the list
   *[other] { $number } recipients cannot export the list
}
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
report-rows = { $count ->
    [one] { $number } row
   *[other] { $number } rows
}
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
report-letters = { $count ->
    [0] no email
    [one] { $number } email
   *[other] { $number } emails
}
report-run-waiting = Waiting
report-run-stopped = Not sent, because the report was paused
report-run-skipped = Not sent, because the next one was due
report-download = Download the file
report-run-now = Run now
report-pause = Pause
report-resume = Resume
report-remove = Remove
report-remove-question = Remove this report?
report-remove-text = It is no longer sent, and its files are deleted.
report-is-paused = Paused
report-paused-person = A user paused it.
report-paused-role = The owner’s role no longer allows exporting this list.
report-paused-owner = The owner’s account is not active.
report-paused-filter = The filter of this report is no longer valid. Filter the list again and create a new report.
# $value (String) - a tag or an MPN ID
report-paused-filter-value = The list is filtered by “{ $value }”, which no longer exists. Filter the list again and create a new report.
report-paused-rows = The list has too many rows for an Excel workbook. Select CSV as the file format and resume the report.
report-paused-restore = The portal was restored from a backup. Check what was sent, and resume the report.
report-paused-failure = The file could not be created several times. Resume the report, or ask the operator if it happens again.
report-all-rows = All rows
report-filter-separator = ;
report-created = The report was created.
report-saved = The report was saved.
report-paused-now = The report was paused.
report-resumed = The report was resumed. It is sent on the next day of its schedule.
report-removed = The report was removed.
report-started = The list is being exported. The emails follow within minutes.
# $name (String) - the report
# $rows (String) - such as “62 rows”
report-mail-subject = { $name }: { $rows }
# $name (String) - the report
# $owner (String) - a user
report-mail-intro = This is the report “{ $name }” of { $owner }.
# $list (String) - the name of a list
# $format (String) - such as “CSV”
report-mail-list = List: { $list }, { $format }
# $filter (String) - in words
report-mail-filter = Filters: { $filter }
# $rows (String) - such as “62 rows”
report-mail-rows = Content: { $rows }
# $moment (String)
# $zone (String) - a time zone
report-mail-made = Exported: { $moment } ({ $zone })
# $moment (String)
report-mail-late = This report is late. It was due on { $moment }, but the portal was not running then.
report-mail-link = Download the file here after signing in. The file is deleted after 30 days.
report-mail-attached = The file is attached. You can also download it here after signing in, for 30 days.
# $address (String) - a web address
report-mail-large = The file is too large to be kept. Export the list here: { $address }
# $address (String) - a web address
report-mail-page = All reports: { $address }
# $name (String) - the report
report-mail-paused = The report “{ $name }” was paused
# $name (String) - the report
report-mail-paused-text = Your report “{ $name }” was paused and is not sent until you resume it.
organization-report-attachments = Attach files of reports to emails
organization-report-attachments-hint = Files up to 5 MB are attached. Otherwise emails contain only a link that works after signing in.
can-own-reports = Have lists sent regularly
can-manage-reports = View and pause the reports of all users
job-reports = Send reports
done-create-report = Created a report
done-update-report = Changed a report
done-pause-report = Paused a report
done-resume-report = Resumed a report
done-remove-report = Removed a report
resource-report = Report
field-schedule = Schedule
field-recipients = Recipients
field-only-if-rows = Only if there are rows
field-paused = Why it was paused
field-report-files = Report files
report-unsubscribe = A report that a colleague sends to you
report-unsubscribe-text = You are removed from the recipients. The owner sees it and can add you again.
report-unsubscribed-text = You are no longer a recipient of this report. The owner can add you again.
