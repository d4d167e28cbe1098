# What a customer bought: the list, a subscription's own page, and why something cannot be done.
# $number (String)
all-states = All { $number }
filter-by-status = Filter by status
bad-status = There is no such status. All subscriptions are shown.
# $number (String) - how many rows the file has
export-subscriptions = Export subscriptions ({ $number })
add-subscription = Add subscription
# $roles (String)
ordering-needs = Adding a subscription needs one of these roles: { $roles }.
# $roles (String)
changing-needs = Changing this needs one of these roles: { $roles }.
subscriptions-caption = Subscriptions; an add-on stands under its parent
renews = Renews
end-date = End date
cancellation-date = Cancellation date
deletion-date = Deletion date
next-date = Next date
total = Total
# $name (Element) - the parent
add-on-of = Add-on of { $name }
add-ons = Add-ons
# $days (Number)
in-days = { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days
}
cancelled-on-this-day = is cancelled and deleted on this day
deleted-on-this-day = will be deleted on this day
ends-on-this-day = ends on this day: no auto-renewal
day-not-known = Not known
day-not-yet-known = Not yet known
# $count (Number)
# $day (String)
suspended-note = { $count ->
    [one] 1 suspended subscription keeps its data until { $day } and is then deleted for good. Reactivate it before that day, if the customer still needs it.
   *[other] { $count } suspended subscriptions keep their data for a while; the first is deleted for good on { $day }. Reactivate what the customer still needs.
}

licenses = Licenses
# $least (String)
# $most (String)
quantity-hint = A whole number from { $least } to { $most }.
nickname = Nickname
nickname-hint = Beside the product’s name, for you and the reseller of record.
suspend = Suspend
suspend-text = The users of a suspended subscription lose access at once. Their data is kept for 90 to 120 days and then deleted for good; until then the subscription can be reactivated.
# $count (Number)
add-ons-go-along = { $count ->
    [one] 1 active add-on is suspended with it.
   *[other] { $count } active add-ons are suspended with it.
}
reactivate = Reactivate
# $day (String)
deletion-day = The users have no access. If it is not reactivated, it will be deleted for good on { $day }. Add-ons that were suspended with it come back with it.
deletion-day-unknown = The users have no access. It was suspended in another portal, which knows when it will be deleted.
renewal = Renewal
auto-renew = Auto-renew
auto-renew-text = Off: when the term ends, the subscription is suspended.
cancel-subscription = Cancel subscription
# $until (String) - day and time
cancel-refunded = Until { $until } a cancellation is refunded in full: the subscription and its add-ons are deleted at once and for good.
# $day (String)
cancel-later = The time of the full refund is over. A cancellation waits for the renewal on { $day }; then the subscription and its add-ons are deleted for good.
# $day (String)
cancellation-waits-text = It is cancelled: on { $day } the subscription and its add-ons are deleted for good. Until then you can keep it.
keep-subscription = Keep subscription
confirm-cancel = The customer wants it cancelled.
confirm-cancellation = Tick the box if the customer wants the subscription cancelled.
copy-this-id = Copy the subscription ID
seller = Sold by
reseller-of-record = Reseller of record
support-contact = Designated support contact
support-hint = Who helps the customer with it.
billing = Billing
started-on = Started

changed-meanwhile = Somebody changed this subscription after you opened the page. The page now shows what is so; nothing of yours was saved. Look, and send it again if it is still right.
refused-deleted = A deleted subscription is final: nothing can be done with it any more.
refused-deletion-due = The day of its deletion has come. It cannot be reactivated any more.
refused-suspended = A suspended subscription cannot be changed. Reactivate it first.
refused-pending = The subscription is still being set up. Once it is active, it can be changed.
refused-kept-by-vendor = It ended in the vendor’s portal. Only its support contact can be changed here; if it runs again there, import the subscriptions again.
# $parent (String)
refused-parent-not-active = An add-on is active only while its parent is. Reactivate { $parent } first.
refused-not-cancellable = Its offer does not allow a cancellation. It can be suspended.
refused-no-renewal = The time of the full refund is over, and it has no renewal for which a cancellation could wait. It can be suspended.
# $day (String)
refused-cancellation-waits = It is cancelled for { $day }. Take the cancellation back before you change the renewal.
refused-no-reseller = There is no reseller of record. The support contact is who sold the subscription.
refused-partnership-ended = Your partnership with the indirect provider that sold it has ended. Only the provider can change it now.
refused-seller-parted = The indirect provider that sold it has no relationship with this customer any more. It cannot be changed.

quantity-changed = The quantity was changed.
nickname-changed = The nickname was changed.
renewal-changed = Auto-renewal was changed.
subscription-suspended = The subscription is suspended, and so are its add-ons.
all-suspended = All active subscriptions of this customer are suspended.
nothing-to-suspend = Nothing was active: no subscription had to be suspended.
subscription-reactivated = The subscription is active again, and so are the add-ons that were suspended with it.
subscription-cancelled = The subscription is cancelled with a full refund, and deleted.
cancellation-waits = The subscription is cancelled for its renewal.
cancellation-withdrawn = The cancellation was taken back. The subscription is kept.
support-contact-changed = The designated support contact was changed.
nothing-changed = Nothing was changed: it was so already.
