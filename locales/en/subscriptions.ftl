# The subscriptions of a customer: the list, the page of one subscription, and why something cannot be done.
# $number (String)
all-states = All { $number }
filter-by-status = Filter by status
no-subscriptions-found = No subscriptions have this status
bad-status = This status does not exist. All subscriptions are shown.
# $number (String) - how many rows the file has
export-subscriptions = Export subscriptions ({ $number })
add-subscription = Add subscription
# $roles (String)
ordering-needs = You need one of these roles to add a subscription: { $roles }.
# $roles (String)
changing-needs = You need one of these roles to change this: { $roles }.
subscriptions-caption = Subscriptions; add-ons are listed under their parent subscription
renews = Renewal date
end-date = End date
cancellation-date = Cancellation date
deletion-date = Deletion date
next-date = Next date
total = Total
# $name (Element)
add-on-of-parent = (add-on of { $name })
add-ons = Add-ons
# $days (Number)
in-days = { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days
}
cancelled-on-this-day = will be canceled and deleted on this date
deleted-on-this-day = will be deleted on this date
ends-on-this-day = ends on this date (auto-renew is off)
day-not-known = Not known
day-not-yet-known = Not yet known
# $count (Number)
# $day (String)
suspended-note = { $count ->
    [one] 1 suspended subscription keeps its data until { $day } and is then permanently deleted. If the customer still needs it, reactivate it before that date.
   *[other] { $count } suspended subscriptions keep their data for a limited time. The first one is permanently deleted on { $day }. Reactivate the subscriptions that the customer still needs.
}

licenses = Licenses
subscription-settings = Settings
subscription-actions = Actions
nickname = Nickname
nickname-hint = Shown next to the product name to you and the reseller of record.
suspend = Suspend
suspend-text = The users of a suspended subscription lose access immediately. Their data is kept for 90 to 120 days and then permanently deleted. Until then, you can reactivate the subscription.
# $count (Number)
add-ons-go-along = { $count ->
    [one] 1 active add-on is suspended with it.
   *[other] { $count } active add-ons are suspended with it.
}
reactivate = Reactivate
reactivate-text = Users have no access. Reactivate the subscription before the deletion date if the customer still needs it. Add-ons that were suspended with it are reactivated with it.
deletion-day-unknown = The subscription was suspended in another portal. See that portal for the deletion date.
auto-renew = Auto-renew
auto-renew-on = On
auto-renew-off = Off
auto-renew-text = If this is off, the subscription is suspended when the term ends.
cancel-subscription = Cancel subscription
# $until (String) - day and time
cancel-refunded = If you cancel by { $until }, you get a full refund. The subscription and its add-ons are permanently deleted immediately.
# $day (String)
cancel-later = The full-refund period has ended. If you cancel, the subscription and its add-ons are permanently deleted on the renewal date, { $day }.
# $day (String)
cancellation-waits-text = The subscription is set to be canceled. On { $day }, the subscription and its add-ons will be permanently deleted. Until then, you can keep it.
keep-subscription = Keep subscription
confirm-cancel = The customer wants to cancel the subscription.
confirm-cancellation = Select the checkbox if the customer wants to cancel the subscription.
copy-this-id = Copy the subscription ID
seller = Sold by
reseller-of-record = Reseller of record
support-contact = Designated support contact
support-hint = The partner that helps the customer with this subscription.
billing = Billing
started-on = Start date

changed-meanwhile = Someone changed this subscription after you opened the page. The page now shows the current values, and your changes were not saved. Check them, and submit your changes again if they are still right.
refused-deleted = A deleted subscription cannot be restored or changed.
refused-deletion-due = The deletion date has been reached. The subscription can no longer be reactivated.
refused-suspended = A suspended subscription cannot be changed. Reactivate it first.
refused-pending = The subscription is still being set up. Once it is active, it can be changed.
refused-kept-by-vendor = This subscription ended in the vendor’s portal. Here you can change only its support contact. If it becomes active again in the vendor’s portal, import the subscriptions again.
# $parent (String)
refused-parent-not-active = An add-on can be active only while its parent subscription is active. Reactivate { $parent } first.
refused-not-cancellable = Subscriptions to this offer cannot be canceled. You can suspend the subscription instead.
refused-no-renewal = The full-refund period has ended, and the subscription has no renewal date on which it could be canceled. You can suspend it instead.
# $day (String)
refused-cancellation-waits = The subscription is set to be canceled on { $day }. Select “Keep subscription” before you change the renewal.
refused-no-reseller = There is no reseller of record. The support contact must be the partner that sold the subscription.
refused-partnership-ended = Your partnership with the indirect provider that sold this subscription has ended. Only the provider can change the subscription now.
refused-seller-parted = The indirect provider that sold this subscription no longer has a relationship with the customer, so the subscription cannot be changed.

quantity-changed = The quantity was changed.
nickname-changed = The nickname was changed.
renewal-changed = The auto-renew setting was changed.
subscription-suspended = The subscription and its add-ons were suspended.
all-suspended = All active subscriptions of this customer were suspended.
nothing-to-suspend = There are no active subscriptions to suspend.
subscription-reactivated = The subscription and the add-ons that were suspended with it were reactivated.
subscription-cancelled = The subscription was canceled with a full refund and deleted.
cancellation-waits = The subscription will be canceled on its renewal date.
cancellation-withdrawn = The cancellation was withdrawn. The subscription is kept.
support-contact-changed = The designated support contact was changed.
nothing-changed = Nothing was changed. The value is the same as before.

# The subscriptions of all customers.
all-subscriptions-none-found = No subscriptions match
all-subscriptions-empty-text = Subscriptions that your customers buy from you appear here.
all-subscriptions-search = Search subscriptions
all-subscriptions-hint = Customer, product or subscription ID
ends-or-renews = Ends or renews
any-time = Any time
# $days (Number)
within-days = { $days ->
    [one] Within { $days } day
   *[other] Within { $days } days
}
product = Product
# $day (String)
renews-on-day = Renews { $day }
# $day (String)
ends-on-day = Ends { $day }
# $day (String)
cancelled-on-day = Canceled { $day }
# $day (String)
deleted-on-day = Deleted { $day }
# $column (String) - what the list is sorted by
all-subscriptions-sorted = Subscriptions, sorted by: { $column }
# $column (String) - what the list is sorted by
all-subscriptions-sorted-down = Subscriptions, sorted by: { $column }, descending
subscriptions-bad-renews = Enter a first and a last day, such as 2026-12-01 and 2026-12-31, or choose 7, 30 or 90 days. Subscriptions of all dates are shown.
subscriptions-bad-sort = The list cannot be sorted in that way. It is sorted by next date.
subscriptions-bad-filter = This filter value does not exist. The list is shown without it.

# Changes at the renewal of a subscription, and what it commits the customer to.
commitment = Commitment
# $day (String)
term-until = until { $day }
# $day (String)
term-ended = ended { $day }
# $until (String) - day and time
# $left (String) - in 9 days
refund-until = Full refund until { $until } ({ $left })
at-renewal = At renewal
at-renewal-head = Change at renewal
at-renewal-scheduled = Scheduled
# $day (String)
at-renewal-text = The changes take effect on { $day }, when the next term begins. You can undo them until then.
at-renewal-renew = When the term ends
at-renewal-yes = Renew
at-renewal-no = Do not renew
at-renewal-quantity = Quantity from the next term
# $number (String)
at-renewal-quantity-hint = Now { $number }. Leave this empty to keep the quantity.
at-renewal-offer = Offer from the next term
at-renewal-offer-hint = Enter an offer ID or the name of an offer. Leave this empty to keep the offer.
at-renewal-offer-reason = Offer and billing cycle
at-renewal-cycle = Billing cycle from the next term
# $value (String)
at-renewal-unchanged = As now: { $value }
planned-offer = →
planned-monthly = annual → monthly billing
planned-annual = monthly → annual billing
# $before (String)
# $after (String)
planned-quantity = { $before } → { $after }
planned-end = do not renew
at-renewal-planned = The change at renewal was saved.
at-renewal-withdrawn = The change at renewal was undone. The subscription renews as it is.
refused-does-not-renew = Auto-renew is off. Select “Renew” to change what the subscription renews with.
refused-no-renewal-date = The renewal date is not known, so no change can be scheduled for it.
# $typed (String)
refused-unknown-offer = Your catalog has no offer “{ $typed }” with which a subscription can renew. Enter the offer ID or the exact name of another offer.
# $name (String)
refused-no-such-cycle = { $name } is not sold with this billing cycle. Choose another billing cycle or another offer.
refused-add-on-offer = An add-on belongs to the offer of its parent subscription. Only its quantity can change at the renewal.
refused-add-ons-of-offer = Active add-ons of this subscription belong to its present offer. Turn off auto-renew of the add-ons first, or keep the offer.
refused-offer-of-seller = Only the indirect provider that sold the subscription can change its offer or billing cycle. Ask your provider.
plan-problem-offer-missing = The offer was no longer in the catalog
plan-problem-cycle = The offer was no longer sold with this billing cycle
plan-problem-quantity = The offer did not allow this quantity
plan-problem-add-ons = Active add-ons belonged to the present offer
