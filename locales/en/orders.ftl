# The catalogue of offers, the cart, orders and order requests.
orders = Orders
order = Order
order-request = Order request
order-add-ons = Add add-ons
order-steps = Steps
order-step-choose = Choose
order-review = Review
order-step-done = Done
order-all = All

offer-id = Offer ID
offer-name = Name
offer-publisher = Publisher
offer-category = Category
offer-category-enterprise = Enterprise
offer-category-small-business = Small business
offer-category-trial = Trial
offer-billing-type = Billing type
offer-billing-cycle = Billing cycle
offer-limits = Quantity limits
offer-minimum = Minimum quantity
offer-maximum = Maximum quantity
offer-parent-id = Parent offer ID
offer-cancellable = Cancellable
offer-yes = Yes
offer-no = No
offer-billing-license = License-based
offer-billing-usage = Usage-based

order-provider = Indirect provider
order-provider-hint = Who is to sell the subscription. Only providers that hold this customer too are listed.
order-cart = Cart
order-cart-empty = The cart is empty. Add offers from the list below.
order-offer = Offer
order-offers = Offers
# $count (Number)
# $number (Element)
order-offers-count = { $number } { $count ->
    [one] offer
   *[other] offers
}
order-search = Search for an offer
order-no-offers = No offers yet
order-no-offers-text = The operator of this portal imports the offers that may be sold. Add-ons are ordered on the page of the subscription they belong to.
order-no-offers-found = No offer matches the filters
order-add-to-cart = Add to cart
order-update-cart = Update cart
order-take-out = Remove
order-note = Note to the provider
order-reseller = Reseller of record
order-reseller-hint = The indirect reseller that is credited with the sale. It can see the subscription if the customer is in its own list.
order-to-review = Review order
order-attest = Attest the customer agreement
order-bad-address = A part of the address cannot be read. It was left out.

order-review-order = Review the order
order-review-request = Review the order request
order-who = Parties
order-customer = Customer
order-parent = Add-on of
order-lines = Order lines
order-not-yet = The order cannot be placed yet
order-place = Place order
order-place-text = The subscriptions begin at once. The order stands in the activity log.
order-send-request = Send request
order-request-text = Your provider approves or declines the request. Nothing is ordered before that.
order-back = Back to the cart

order-closed-cloud = The Germany cloud is closed: it takes no new orders.
order-no-seller = Nobody can sell to this customer on your behalf any more.
order-no-provider = An indirect reseller orders through an indirect provider. None of your providers sells to this customer through you yet. Ask your provider to add it for you.
order-no-agreement = The customer has not accepted the customer agreement yet. Without it nothing can be ordered.
order-no-reseller = Reseller of record: choose one of your indirect resellers, or none.
order-empty = The cart is empty. Add at least one offer.
# $most (String)
order-too-many = An order has at most { $most } lines.
# $offer (String) - an Offer ID
order-unknown-offer = The offer { $offer } is not for sale here any more. Remove it from the cart.
# $offer (String) - its name
order-no-active-parent = { $offer } is an add-on. It needs an active subscription to its parent offer, with the same reseller of record, and is ordered on the page of that subscription.
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
orders-none-text = Orders begin on a customer’s page: “Add subscription”.
orders-none-found = No order in this state
order-made = Ordered
order-asked = Requested
order-seller = Seller
order-id = Order ID
order-copy-id = Copy the order ID
order-to-subscriptions = To the customer’s subscriptions
order-approve = Approve
order-approve-text = Approving places the order at once, with the reseller who asked as reseller of record.
order-decline = Decline
order-reason-hint = The reseller reads it. It is kept in both activity logs.
order-withdraw = Withdraw request
order-withdraw-text = The provider has not answered yet. A withdrawn request cannot be approved any more.
order-answered = The request was answered before. Nothing was changed.
# $roles (String)
order-needs = Answering this request needs one of these roles: { $roles }.

order-was-placed = The order was placed. Its subscriptions are active.
order-was-requested = The order request was sent to the provider. The answer shows here.
order-was-approved = The request was approved and the order was placed.
order-was-declined = The request was declined. The reseller sees the reason.
order-was-withdrawn = The request was withdrawn.
billed-monthly = Monthly
billed-annually = Annual
billed-once = One-time
billed-by-use = By use
