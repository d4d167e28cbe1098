# The catalog of offers, the cart, orders and order requests.
orders = Orders
order = Order
order-request = Order request
order-add-ons = Order add-ons
order-steps = Steps
order-step-choose = Choose
order-review = Review
order-step-done = Done
order-all = All

offer-id = Offer ID
offer-name = Offer name
offer-publisher = Publisher
offer-category = Category
offer-category-enterprise = Enterprise
offer-category-small-business = Small business
offer-category-trial = Trial
offer-billing-type = Billing type
offer-billing-cycle = Billing cycle
offer-minimum = Minimum quantity
offer-maximum = Maximum quantity
offer-parent-id = Parent offer ID
offer-cancellable = Can be canceled
offer-yes = Yes
offer-no = No
offer-billing-license = License-based
offer-billing-usage = Usage-based
offer-term = Term
term-month = 1 month
term-year = 1 year
term-none = No fixed term
# $range (String) - the allowed quantities: 1–300
offer-range = { $range } licenses

order-provider = Indirect provider
order-provider-hint = The provider that sells the subscription. Only providers that also have a relationship with this customer are listed.
order-cart = Cart
order-cart-empty = The cart is empty. Add offers from the list.
order-offer = Offer
order-offers = Offers
# $count (Number)
# $number (Element)
order-offers-count = { $number } { $count ->
    [one] offer
   *[other] offers
}
order-search = Search for an offer
order-search-hint = Name, publisher or offer ID
order-no-offers = No offers yet
order-no-offers-text = The operator of this portal imports the offers that can be sold. Add-ons are ordered on the page of the subscription that they belong to.
order-no-offers-found = No offers match the filters
order-add = Add
order-update = Update
order-in-cart = In the cart
order-take-out = Remove
order-note = Note to the provider
order-reseller = Reseller of record
order-reseller-hint = The indirect reseller that is credited with the sale. It can see the subscription if the customer is in its customer list.
order-to-review = Review order
order-attest = Confirm agreement acceptance
order-bad-address = Part of the web address is not valid and was ignored.

order-review-order = Review the order
order-review-request = Review the order request
order-who = Order details
order-customer = Customer
order-parent = Add-on of
order-lines = Order lines
order-not-yet = The order cannot be placed yet
order-place = Place order
order-place-text = The subscriptions start immediately. The order is recorded in the activity log.
order-send-request = Send request
order-request-text = Your provider approves or declines the request. Nothing is ordered until then.
order-back = Back to the cart

order-closed-cloud = The Germany cloud is closed and does not accept new orders.
order-no-seller = No provider can sell to this customer on your behalf now. Contact your provider.
order-no-provider = Indirect resellers order through an indirect provider. None of your providers sells to this customer through you yet. Ask your provider to add the customer for you.
order-no-agreement = The customer has not accepted the customer agreement yet. You cannot order until it is accepted.
order-no-reseller = Reseller of record: choose one of your indirect resellers, or none.
order-empty = The cart is empty. Add at least one offer.
# $most (String)
order-too-many = An order can have up to { $most } lines.
# $offer (String) - an Offer ID
order-unknown-offer = The offer { $offer } is no longer available. Remove it from the cart.
# $offer (String) - the name of the offer
order-no-active-parent = { $offer } is an add-on. It needs an active subscription to its parent offer with the same reseller of record. Order it on that subscription’s page.
# $name (String) - the parent subscription
order-parent-not-active = { $name } is not active. Add-ons can be ordered for active subscriptions only.

order-requested = Waiting
order-placed = Placed
order-declined = Declined
order-withdrawn = Withdrawn
# $count (Number)
# $number (Element)
orders-count = { $number } { $count ->
    [one] order
   *[other] orders
}
# $count (Number)
order-waiting = { $count ->
    [one] 1 order request is waiting for your answer
   *[other] { $count } order requests are waiting for your answer
}
# $count (Number)
order-more-lines = { $count ->
    [one] and 1 more line
   *[other] and { $count } more lines
}
orders-none = No orders yet
orders-none-text = To order, open a customer and select “Add subscription”.
orders-none-found = No orders with this status
order-made = Ordered on
order-asked = Requested on
order-seller = Sold by
order-id = Order ID
order-copy-id = Copy the order ID
order-to-subscriptions = View the customer’s subscriptions
order-approve = Approve
order-approve-text = If you approve, the order is placed immediately. The reseller that requested it becomes the reseller of record.
order-decline = Decline
order-reason-hint = The reseller sees this reason. It is recorded in both activity logs.
order-withdraw = Withdraw request
order-withdraw-text = The provider has not answered yet. A withdrawn request can no longer be approved.
order-answered = This request was already answered. Nothing was changed.
# $roles (String)
order-needs = You need one of these roles to answer this request: { $roles }.

order-was-placed = The order was placed. Its subscriptions are active.
order-was-requested = The order request was sent to the provider. The answer will appear here.
order-was-approved = The request was approved and the order was placed.
order-was-declined = The request was declined. The reseller can see the reason.
order-was-withdrawn = The request was withdrawn.
billed-monthly = Monthly
billed-annually = Annual
billed-once = One-time
billed-by-use = By usage
orders-search = Customer, order ID or person
orders-no-match = No orders match these filters
order-made-by = Ordered by
order-answered-on = Answered on
order-answered-by = Answered by
# $offer (String)
# $quantity (String)
order-line-cell = { $quantity } × { $offer }
