# Removing the relationship with a customer, and the list of removed relationships.
removal-reseller = Remove reseller relationship
removal-customer = Remove customer relationship
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
removal-in-the-way = { $count ->
    [one] { $number } subscription must be suspended first
   *[other] { $number } subscriptions must be suspended first
}
removal-in-the-way-text = You can remove the relationship only when all of the customer’s subscriptions are suspended or deleted. Users of suspended subscriptions can no longer sign in, so tell the customer first.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
removal-suspend-all = { $count ->
    [one] Suspend { $number } subscription
   *[other] Suspend { $number } subscriptions
}
removal-suspend-hint = You can reactivate them within 90 days.
removal-blocked = A subscription is not suspended yet. Suspend it, and then confirm again. Nothing was changed.
removal-happens = What changes
removal-leaves-list = The customer is removed from your list, search and exports immediately.
removal-admin-ends = Your delegated admin privileges end.
removal-no-changes = You can no longer buy or change anything for the customer.
removal-permissions-end = The customer can no longer buy anything at your expense.
removal-deletes = Suspended subscriptions are deleted when their retention period ends.
removal-reseller-warning = You can no longer see the customer’s subscriptions, including those for which you are the reseller of record. The subscriptions keep running and stay with the indirect provider. Agree with the provider who manages them.
removal-stays = What stays the same
removal-account-stays = The customer’s account, users and data.
removal-admin-stays = Your delegated admin privileges, until the customer removes them.
removal-subscriptions-stay = The customer’s subscriptions. This does not suspend any of them.
removal-others-stay = The relationships of other partners with the customer.
removal-log-stays = Everything in your activity log.
# $page (Element)
removal-way-back = To restore the relationship, request it again here: { $page }
removal-confirm-title = Confirm
removal-reason-hint = Your colleagues can see this reason. It is recorded in the activity log.
removal-type-name = Type the company name
removal-wrong-name = Type the company name exactly as shown here.
removal-confirm = I confirm that this decision is made in good faith, for a legitimate business purpose and in accordance with our agreements. We agree to defend the operator of this portal and the vendor and hold them harmless against any third-party claims to the contrary. We give any legal notice of termination that an agreement requires, because the portal does not send one.
removal-not-confirmed = Select the checkbox to confirm.
removal-not-yet = The relationship cannot be removed yet
relationship-ended = The relationship was removed. The customer no longer appears in your list, search and exports.

removed-title = Removed relationships
removed-search = Search removed relationships
# $count (Number) - decides between one and many
# $number (Element) - the count as it is written
removed-count = { $number } { $count ->
    [one] removed relationship
   *[other] removed relationships
}
removed-none = No removed relationships
removed-none-text = When you remove a relationship with a customer, it appears here. You can then request it again.
removed-not-found = No removed relationships match your search
removed-when = Removed on
removed-by = Removed by
removed-still-granted = Still granted
removed-again = Request again
# $roles (String) - role names, in words
removed-needs = You need one of these roles to request a relationship again: { $roles }.
