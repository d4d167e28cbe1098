# Saved views: the filter, columns and order of a list under a name.
saved-views = Saved views
views-all = All
view-save = Save view
view-save-text = Saves the search, filters, columns and sort order of the list as it is now, without its rows.
view-name = Name of the view
view-share = Share with all users of your company
view-share-hint = Shared views appear above the list of every user. Global admins and Admin agents can change and remove them.
# $list (String) - the name of a list
view-opens-first = Open the list “{ $list }” with this view
view-is-shared = shared
# $name (Element) - a view
view-changed = The list is no longer as saved in “{ $name }”.
view-save-as = Save as a new view
view-discard = Discard changes
# $name (String) - a tag
view-tag-gone = This view shows customers with the tag “{ $name }”, but there is no such tag any longer. Choose another tag in the filters and save the view, or leave out the condition.
# $mpn-id (String)
view-reseller-gone = This view shows customers of the indirect reseller with the MPN ID { $mpn-id }, but you have no partnership with it. Choose another reseller in the filters and save the view, or leave out the condition.
# $name (String) - an indirect reseller
view-reseller-former = The partnership with { $name } has ended. This view shows only what is still associated with it. Choose another reseller in the filters and save the view, or leave out the condition.
view-leave-out = Show the list without this condition
view-edit = Change a view
view-submitted-list = The list as you wanted to save it
view-stale = Someone else changed this view in the meantime. Nothing was saved. Compare it with the stored view, and save again to replace it.
# $name (String)
view-exists = The owner of this view already has a view named “{ $name }” for this list. Enter another name.
# $most (String) - a number
views-full = You already have { $most } views, the maximum. Remove a view first.
# $most (String) - a number
views-full-shared = Your company already shares { $most } views, the maximum. Remove a shared view first, or save this view for yourself.
# $roles (String) - role names, in words
views-may-share = You need one of these roles to share views: { $roles }.
views-all-link = All saved views
views-intro = A view opens a list with the filters, columns and sort order that you saved. Save one above the list of customers or subscriptions.
views-none = No saved views yet
views-none-text = Filter the list of customers or subscriptions, and then select “Save view” above it.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
views-count = { $count ->
    [one] { $number } view
   *[other] { $number } views
}
view-list = List
view-filter = Filters
view-owner = Owner
view-own = You
view-visible-to = Visible to
view-visible-to-all = All users of your company
view-visible-to-you = Only you
view-is-default = Opens first
view-open-first = Open first
view-open-no-longer = Do not open first
view-remove = Remove
view-remove-question = Remove this view?
view-remove-text = Customers and subscriptions do not change.
view-remove-shared-text = No user of your company can use this view afterward. Customers and subscriptions do not change.
view-saved = The view was saved.
view-opens-first-now = The list now opens with this view.
view-opens-no-longer = The list no longer opens with this view.
view-removed = The view was removed.
bad-view = This is not the number of a view. The list is shown without a view.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
search-ended = { $count ->
    [one] { $number } removed relationship matches your search
   *[other] { $number } removed relationships match your search
}
