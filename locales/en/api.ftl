# API tokens, their pages, and what programs are answered when something is wrong.
token = API token
tokens = API tokens
tokens-manage = Manage your tokens
tokens-text = With a token, a program acts as you, with your roles at that time and never more. Your tokens end when you set a new password or change two-step verification, and when an admin signs you out everywhere or deactivates you.
tokens-of-user-text = With these tokens, programs act as this user. A token that you end stops working immediately.
tokens-none = No API tokens yet
tokens-none-text = Make one for each program, so that you can end each on its own.
# $count (Number)
tokens-count = { $count ->
    [one] { $count } token
   *[other] { $count } tokens
}
token-new = New token
token-name = Name of the token
token-name-hint = Say which program uses it. The name is in the activity log.
token-name-taken = You already have a token with this name. Enter another name.
# $most (String) - a number
tokens-full = You already have { $most } tokens, the maximum. End a token first.
token-scope = What it can do
token-read = Read
token-write = Read and change
token-lifetime = Valid for
# $days (String) - a number of days, at least 30
token-days = { $days } days
token-step-up = You confirm with your password and two-step verification.
token-make = Make token
token-last-used = Last used
token-never-used = Never
token-expires = Expires
token-expired = Expired
# $day (String) - a date
token-made = Made on { $day }
token-end = End token
token-end-question = End this token?
token-end-text = The program that uses it can no longer sign in. You cannot undo this.
token-ended = The token was ended.
token-shown-once = Copy the token now.
token-shown-once-text = It is not shown again. Each program that has it can act as you.
token-copy = Copy token
token-copy-address = Copy URL
token-header = How to send it
token-first-address = First URL
token-done = Done
api-reference = API reference
api-reference-text = What programs can read and change, with the parameters, responses and types of each operation. The descriptions are in English.
api-reference-document = OpenAPI document
api-reference-on-page = On this page
api-reference-signing-in = Sign-in and basics
api-reference-server = Base URL
api-reference-version = Version
api-reference-shared = Headers of every operation
api-reference-parameters = Parameters
api-reference-body = Body
api-reference-answers = Responses
api-reference-example = Example
api-reference-types = Types
api-reference-required = required
done-create-token = Made an API token
done-end-token = Ended an API token
application = Application
applications = Applications
applications-text = Applications are programs that sign in by themselves, with a client ID and a secret (OAuth 2 client credentials). They do not act as a user, and they do not end when a user leaves.
applications-none = No applications yet
applications-none-text = Register one for each program that is to work without a user.
# $count (Number)
applications-count = { $count ->
    [one] { $count } application
   *[other] { $count } applications
}
# $most (String) - a number
applications-full = Your organization has { $most } applications, the maximum. End an application first.
application-manage = Manage
application-register = Register an application
application-register-text = The application acts as itself, with roles of its own. The activity log names it.
application-name = Name of the application
application-name-taken = Your organization has an application with this name. Enter another name.
application-role-missing = Select an admin role or an agent role. Without a role, the application can do nothing.
application-role-hint = Select the role with the fewest permissions that the program needs.
application-client-id = Client ID
application-copy-client-id = Copy client ID
application-token-address = URL for access tokens
application-registered = Registered
application-end = End application
application-end-question = End this application?
application-end-text = Its secrets and access tokens stop working immediately. You cannot undo this.
application-ended = The application was ended.
secret = Secret
secrets = Secrets
secrets-none = No valid secret
secrets-full = The application has two valid secrets. End them now, or wait until one of them expires.
secret-expires = Secret expires
secret-expires-soon = Expires soon
secret-lifetime = Secret valid for
secret-rotate = Make a new secret
secret-rotate-text = Both secrets work until the former one ends, so that you can change the program without an interruption.
secret-overlap = End former secrets
secret-overlap-none = Now
secret-overlap-day = In 24 hours
# $days (String) - a number of days, at least 7
secret-overlap-days = In { $days } days
secret-shown-once = Copy the secret now.
secret-shown-once-text = It is not shown again. Each program that has it can act as the application.
secret-copy = Copy secret
done-register-application = Registered an application
done-rotate-application-secret = Made a new secret for an application
done-end-application = Ended an application
field-former-until = Former secrets end
can-manage-applications = Register applications and end them
access-none = No access
access-everything = everything
# $areas (String) - one or more areas
access-reads = Read: { $areas }
# $areas (String) - one or more areas
access-changes = Read and change: { $areas }
access-read-all = Read everything
access-missing = Select at least one area.
area-customers-hint = List, account, tags and notes
area-subscriptions-hint = Quantity, renewal, suspension; offers
area-orders-hint = Carts and orders
area-partnerships = Requests and partnerships
area-partnerships-hint = Relationship requests, partnerships, referrals, end of relationships
area-activity-hint = Read only
notice-token-made = An API token was made for your account
# $portal (String) - the URL of the portal
notice-token-made-text = An API token was made for your account at { $portal }. A program that has it can act as you.
field-api-requests = API requests
api-fault-token = Send a valid API token as Authorization: Bearer TOKEN.
# $area (String) - an area
api-fault-no-access = This token has no access to the area “{ $area }”.
# $area (String) - an area
api-fault-read-only = This token can only read the area “{ $area }”. Use one that can also change it.
api-fault-not-everything = This token cannot read everything. What belongs to no single area needs access to all of them.
api-fault-people-only = Programs cannot do this. A user does it in the portal.
api-fault-password = The user of this token must set a new password in the portal first.
api-fault-factor = The user of this token must set up two-step verification in the portal first.
api-fault-address = The portal has nothing at this URL. Only the URLs in its API reference exist.
api-fault-not-found = There is no such resource, or it is not yours.
api-fault-method = This URL does not support the method. Allow lists those that it supports.
api-fault-input = The request is invalid.
api-fault-parameter = This value is not possible here. The API reference says which values are.
api-fault-stale = The resource changed since you read it. Read it again.
api-fault-large = The request is too large.
api-fault-type = Send the body as application/json in UTF-8.
# $seconds (String) - a number
api-fault-many = Too many requests with this token. Try again in { $seconds } seconds.
api-fault-busy = The database is busy. Try again later.
# $id (String) - the id of the request
api-fault-internal = Something went wrong in the portal. The operator finds it by the request ID { $id }.
api-fault-no-catalog = An indirect reseller has no offers of its own. Read those for a customer: /customers/ID/offers.
api-fault-no-etag = Read the resource, and send its etag as If-Match.
api-fault-cycle = The billing cycle is that of the offer and cannot be changed.
api-fault-order = The portal cannot find a seller, the parent subscription or the partner on record.
api-fault-repeated = This MS-RequestId belongs to another request. Use a new one.
api-fault-cart-ordered = This cart was checked out. Make a new one.
# $most (String) - a number
api-fault-carts = A customer has at most { $most } open carts. Check one out, or wait until one expires.
api-fault-domain = Only the vendor knows whether a domain is taken.
api-fault-transition = The portal changes the offer of a subscription only at its renewal. Send a plan for the next term with a change of the subscription.
api-removal-reason = By a program
api-fault-reseller-filter = Only an indirect provider can filter its customers by indirect reseller.
