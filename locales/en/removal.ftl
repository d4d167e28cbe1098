# Ending the relationship with a customer, and the list of those that were ended.
removal-reseller = Remove reseller relationship
removal-customer = Remove customer relationship
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
removal-in-the-way = { $count ->
    [one] { $number } subscription is in the way.
   *[other] { $number } subscriptions are in the way.
}
removal-in-the-way-text = A relationship ends when every subscription of the customer is suspended or deleted. Suspended users can no longer sign in, so tell the customer first.
# $number (String)
removal-suspend-all = Suspend all { $number }
removal-suspend-hint = Can be undone: reactivate within 90 days.
removal-blocked = A subscription is not suspended yet. Suspend it, then confirm again; nothing was changed.
removal-happens = What happens
removal-leaves-list = The customer leaves your list, search and exports at once.
removal-admin-ends = Your delegated admin privileges end.
removal-no-changes = You can no longer buy or change anything for the customer.
removal-permissions-end = The customer can no longer buy anything at your cost.
removal-deletes = Suspended subscriptions are deleted when their time is up.
removal-reseller-warning = You no longer see the customer’s subscriptions, not even those whose reseller of record you are. They keep running and stay with the indirect provider: settle with it who looks after them.
removal-stays = What stays
removal-account-stays = The customer’s account, users and data.
removal-admin-stays = Your delegated admin privileges, until the customer takes them away.
removal-subscriptions-stay = The customer’s subscriptions: none is suspended by this.
removal-others-stay = The relationships of other partners with the customer.
removal-log-stays = Everything in your activity log.
removal-way-back = The way back: request the relationship again from
removal-confirm-title = Confirm
removal-reason-hint = For your colleagues; kept in the activity log.
removal-type-name = Type the company name:
removal-wrong-name = Type the company name exactly as it is written here.
removal-confirm = I confirm that this is decided in good faith, for a legitimate business purpose and in accordance with the agreements; that we hold the operator of this portal and the vendor harmless against claims to the contrary; and that we give any notice of termination which an agreement requires, since the portal sends none.
removal-not-confirmed = Tick the box to confirm.
removal-not-yet = Not possible yet:
relationship-ended = The relationship was ended. The customer is gone from your list, search and exports.

removed-title = Removed relationships
removed-search = Search removed relationships
# $count (Number) - decides between one and many
# $number (Element) - the count as it is written
removed-count = { $number } { $count ->
    [one] removed relationship
   *[other] removed relationships
}
removed-none = No relationship has been removed
removed-none-text = When you end the relationship with a customer, it appears here, with the way back.
removed-not-found = No removed relationship matches
removed-when = Removed on
removed-by = Removed by
removed-still-granted = Still granted
removed-again = Request again
# $roles (String) - role names, in words
removed-needs = Requesting a relationship again needs one of these roles: { $roles }.
