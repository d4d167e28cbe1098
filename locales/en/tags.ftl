# Tags of customers.
tag = Tag
tag-name = Name
tag-hue = Color
tag-hue-automatic = Automatic
tag-hue-of-new = Color of new tags
hue-teal = Teal
hue-blue = Blue
hue-plum = Plum
hue-rust = Rust
hue-olive = Olive
hue-gray = Gray
tags-choose = Select tags
tags-add = Add other tags
# $most (String) - a number
tags-add-hint = Separate tags with semicolons. Tags that do not exist yet are created. A customer can have up to { $most } tags.
tags-all-link = All tags
tags-none-of-customer = No tags yet.
tags-intro = Tags group your customers. Only your users can see them.
tags-search = Search tags
tags-export = Export customers with their tags
tags-show-all = Show all tags
tags-none = No tags yet
tags-none-text = Add a tag here, or add tags to a customer on its account page.
tags-none-found = No tags found
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
tags-count = { $count ->
    [one] { $number } tag
   *[other] { $number } tags
}
# $roles (String) - role names, in words
tags-may-change = You need one of these roles to change tags: { $roles }.
tag-new = Add a tag
tag-edit = Change a tag
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
tag-customers = { $count ->
    [one] { $number } customer
   *[other] { $number } customers
}
tag-merge-title = Merge these tags?
tag-merge-text = Customers with the first tag get the second tag instead. The first tag is deleted. You cannot undo this.
tag-merge = Merge tags
tag-delete = Delete tag
tag-delete-question = Delete this tag?
tag-delete-text = The tag is removed from all customers. You cannot undo this.
# $name (String)
tag-exists = There is already a tag named “{ $name }”. Enter another name, or merge both tags.
# $name (String)
tag-exists-already = There is already a tag named “{ $name }”. Enter another name.
# $most (String) - a number
# $count (String) - a number
tag-too-many = A customer can have up to { $most } tags. This customer would have { $count }. Remove some tags first.
# $most (String) - a number
tag-partner-full = You already have { $most } tags, the maximum. Delete or merge tags first.
# $name (String) - what was typed
# $fault (String) - a sentence
tag-fault-in-list = “{ $name }”: { $fault }
tag-fault-separator = The name must not contain a semicolon, because semicolons separate tags.
tags-saved = The tags were saved.
tag-created = The tag was added.
tag-saved = The tag was saved.
tag-deleted = The tag was deleted.
