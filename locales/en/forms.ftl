# What every form may have to say.
optional = (optional)
save = Save
cancel = Cancel
go-on = Continue
change = Change
# $label (String)
fault-empty = { $label }: enter something.
# $label (String)
# $least (String)
fault-short = { $label } has at least { $least } characters.
# $label (String)
# $most (String)
# $count (String)
fault-long = { $label } has at most { $most } characters; this has { $count }.
# $label (String)
fault-invisible = { $label } contains an invisible character. Type it again instead of pasting it.
fault-email = Enter one email address, such as name@company.example.
fault-phone = Enter a telephone number of digits, such as +82 2-555-0142.
# $label (String)
# $least (String)
# $most (String)
fault-number = { $label } is a whole number from { $least } to { $most }.
fault-day = Enter a day that exists, such as 2026-11-21.
# $label (String)
fault-choice = { $label }: choose one of the list.
