# Other names of a customer, notes about it, and contacts.
alias = Alias
aliases = Aliases
aliases-title = Other names
# $most (String) - a number
# $length (String) - a number
aliases-hint = One name on each line, up to { $most } names of { $length } characters.
aliases-text = The search finds the customer also by these names, such as a brand or a name in another language.
aliases-none = No other names yet.
# $most (String) - a number
# $count (String) - a number
aliases-too-many = A customer can have up to { $most } aliases. You entered { $count }.
aliases-stale = Someone else changed the aliases while you were editing. Check them on the account page, and then save again to replace them.
aliases-saved = The aliases were saved.
former-name = Former name
former-names = Former names
former-names-text = The customer had these names in your customer list. The search finds the customer also by them.
former-name-remove = Remove
former-name-removed = The former name was removed.

note = Note
notes = Notes
note-new = New note
note-add = Add note
note-edit = Edit
note-edit-title = Edit note
note-pin = Pin
note-unpin = Unpin
note-is-pinned = Pinned
# $moment (String) - day and time
note-edited = edited on { $moment }
note-remove = Remove
note-remove-question = Remove this note?
note-remove-text = You cannot undo this. The activity log keeps the text.
note-added = The note was added.
note-saved = The note was saved.
note-pinned = The note was pinned.
note-unpinned = The note was unpinned.
note-removed = The note was removed.
note-stale = You changed this note in another window. Save again to replace that text.
notes-search = Search notes
notes-all = All notes
notes-none = No notes yet
notes-none-text = Notes are visible only to your users.
notes-none-found = No notes found
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
notes-count = { $count ->
    [one] { $number } note
   *[other] { $number } notes
}
# $most (String) - a number
notes-full = This customer already has { $most } notes, the maximum. Remove notes first.
# $roles (String) - role names, in words
notes-may-write = You need one of these roles to write notes: { $roles }.

contacts = Contacts not for billing
contacts-none = No contacts yet.
contacts-text = People whom you contact about other things than bills.
contact-add = Add a contact
contact-edit = Change a contact
contact-name = Name
contact-role = Job title
contact-role-hint = What the person does, such as IT manager.
contact-saved = The contact was saved.
contact-removed = The contact was removed.
contact-remove = Remove contact
contact-remove-question = Remove this contact?
contact-remove-text = You cannot undo this. The activity log keeps the entry.
contact-stale = Someone else changed this contact while you were editing. Save again to replace those changes.
# $most (String) - a number
contacts-full = A customer can have up to { $most } contacts. Remove one first.
