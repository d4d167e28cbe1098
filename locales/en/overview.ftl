# The overview: what waits for the user, what is coming, how the partner is doing, what happened.
overview = Overview
to-overview = Go to the overview
overview-bad-days = Choose 7, 30 or 90 days. The next 30 days are shown.
overview-waiting = Waiting for you
overview-nothing-waits = Nothing is waiting for you.
# $count (Number)
# $days (Number)
overview-deletions = { $count ->
    [one] Subscription will be deleted within { $days } days
   *[other] Subscriptions will be deleted within { $days } days
}
# $day (String)
# $count (Number)
# $number (String)
overview-deletions-detail = { $count ->
    [one] The first on { $day }. The data of { $number } license is then permanently deleted.
   *[other] The first on { $day }. The data of { $number } licenses is then permanently deleted.
}
# $count (Number)
overview-orders = { $count ->
    [one] Order request to approve or decline
   *[other] Order requests to approve or decline
}
# $count (Number)
overview-undecided = { $count ->
    [one] Accepted request that needs a decision
   *[other] Accepted requests that need a decision
}
# $count (Number)
overview-undelivered = { $count ->
    [one] Request whose email could not be delivered
   *[other] Requests whose email could not be delivered
}
# $count (Number)
overview-referrals = { $count ->
    [one] Referral to answer
   *[other] Referrals to answer
}
# $count (Number)
# $days (Number)
overview-expiring = { $count ->
    [one] Request that expires within { $days } days
   *[other] Requests that expire within { $days } days
}
# $count (Number)
overview-asked = { $count ->
    [one] Order request that your indirect provider has not answered
   *[other] Order requests that your indirect provider has not answered
}
overview-import-checked = Import to confirm
overview-import-failed = Import that failed
overview-import-done = Import that has ended
overview-bulk-reviewed = Bulk change to confirm
overview-bulk-stopped = Bulk change that was stopped
overview-bulk-ended = Bulk change that has ended
overview-review = Review
overview-fix = Fix
overview-answer = Answer
overview-view = View
overview-coming = Coming up
overview-nothing-comes = No subscription renews, ends or is deleted in this period.
overview-period = Period
# $days (Number)
overview-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
# $count (Number)
# $number (String)
overview-deleted = { $count ->
    [one] { $number } is deleted
   *[other] { $number } are deleted
}
# $count (Number)
# $number (String)
overview-end = { $count ->
    [one] { $number } ends
   *[other] { $number } end
}
# $count (Number)
# $number (String)
overview-renew = { $count ->
    [one] { $number } renews
   *[other] { $number } renew
}
# $count (Number)
# $number (String)
overview-planned = { $count ->
    [one] { $number } changes at renewal
   *[other] { $number } change at renewal
}
# $count (Number)
# $number (String)
overview-licenses = { $count ->
    [one] { $number } license
   *[other] { $number } licenses
}
# $count (Number)
# $number (String)
overview-all = { $count ->
    [one] { $number } subscription in this period
   *[other] All { $number } subscriptions in this period
}
coming-renewal = Renews
coming-end = Ends
coming-deletion = Deleted
overview-key-ends = Ends (auto-renew is off)
# $days (Number)
# $all (String)
# $day (String)
# $number (String)
overview-days-sentence = Subscriptions by day for the next { $days } days: { $all } renew, end or are deleted. Most on { $day }: { $number }.
# $days (Number)
# $all (String)
# $day (String)
# $number (String)
overview-weeks-sentence = Subscriptions by week for the next { $days } days: { $all } renew, end or are deleted. Most in the week from { $day }: { $number }.
overview-as-table = As a table
overview-day = Day
overview-week-from = Week from
overview-month = Month
overview-figures = How you are doing
overview-active = Active subscriptions
overview-active-licenses = Active licenses
overview-new = New this month
overview-ended = Ended this month
# $number (String)
overview-before = { $number } last month
# $number (String)
overview-more = { $number } more this month
# $number (String)
overview-less = { $number } fewer this month
overview-same = unchanged this month
overview-requests = Requests sent this month
# $number (String)
overview-unanswered = Unanswered: { $number }
# $number (String)
# $percent (String)
overview-number-percent = { $number } · { $percent }%
overview-statuses = Subscriptions by status
overview-products = Active licenses by product
overview-months = Twelve months
overview-began-ended = Relationships that began and ended
overview-began = Began
overview-lost = Ended
overview-unknown = not known
# $from (String)
# $since (String)
# $to (String)
# $now (String)
overview-customers-sentence = Customers: { $from } in { $since }, { $to } in { $now }.
# $from (String)
# $since (String)
# $to (String)
# $now (String)
overview-licenses-sentence = Active licenses: { $from } in { $since }, { $to } in { $now }.
# $month (String)
# $number (String)
# $began (String)
# $ended (String)
overview-began-sentence = Relationships that began and ended by month. Most began in { $month }: { $number }. This month, { $began } began and { $ended } ended.
overview-recent = What happened
overview-nothing-happened = Nothing has happened yet.
overview-whose = Whose changes
overview-everyone = Everyone
overview-only-me = Only me
overview-open-log = Open the activity log
