"""Drives a running portal with the vendor's own library for Python, PyPI `partnercenterservices`, which is not changed.

Usage: partnercenter.py BASE TOKEN MPN_ID_OF_A_RESELLER

The library returns None for most faults without a word, so each check looks at what it got.
"""

import sys

from microsoft.store.partnercenterservices import MicrosoftPartnerStoreApis
from msrest.authentication import BasicTokenAuthentication

BASE, TOKEN, RESELLER = sys.argv[1:4]
VERSION = "1"
passed = 0


def client(token):
    return MicrosoftPartnerStoreApis(BasicTokenAuthentication({"access_token": token}), BASE)


def check(name, condition, seen=""):
    global passed
    if not condition:
        sys.exit(f"partnercenterservices: {name}: {seen}")
    passed += 1


api = client(TOKEN)
customers = api.getvversioncustomersfilterfilter
one = api.getvversioncustomerscustomer


def get(path, headers=None):
    """Reads what the library has no operation for, or drops from the answer, through its own connection."""
    request = api._client.get(f"{BASE}/v1{path}")
    response = api._client.send(request, headers or {})
    check(f"GET {path}", response.status_code == 200, f"{response.status_code} {response.text}")
    return response.json()


def post(path, body):
    """Sends what the library has no operation for, through its own connection."""
    request = api._client.post(f"{BASE}/v1{path}", headers={"Content-Type": "application/json"}, content=body)
    response = api._client.send(request)
    check(f"POST {path}", response.status_code == 201, f"{response.status_code} {response.text}")
    return response.json()


# Customers: all, a page, the next page, a filter.
page = customers.value(VERSION, size=2)
check("a page of customers", page is not None and page.total_count == 2, page)
follow = page.links.next
check("a link to the next page", follow.uri.startswith("/customers?") and follow.headers, follow)
second = get(follow.uri, {header.key: header.value for header in follow.headers})
first_ids = {customer.id for customer in page.items}
check("the next page has others", first_ids.isdisjoint(item["id"] for item in second["items"]))
word = page.items[0].company_profile.company_name[:3]
asked = '{"Field": "CompanyName", "Value": "%s", "Operator": "starts_with"}' % word
found = customers.value(VERSION, filter=asked, size=50)
check("a filter by name", found is not None and found.items, found)
check("all begin so", all(item.company_profile.company_name.startswith(word) for item in found.items))
reseller = '{"Field": "IndirectReseller", "Value": "%s", "Operator": "starts_with"}' % RESELLER
check("a filter by reseller", customers.value(VERSION, filter=reseller).items)

# One customer with subscriptions.
holder = None
for customer in customers.value(VERSION, size=200).items:
    theirs = one.value9(customer.id, VERSION)
    if any(plan.status == "active" and not plan.parent_subscription_id for plan in theirs.items):
        holder = customer
        break
check("a customer with a subscription", holder is not None)
whole = one.id(holder.id, VERSION)
check("one customer", whole is not None and whole.company_profile.tenant_id == holder.id, whole)
check("its company profile", one.idprofilescompany(holder.id, VERSION).company_name)
check("a customer that is unknown", one.id("00000000-0000-4000-8000-000000000099", VERSION) is None)

# The billing profile, read and changed with its etag.
billing = one.idprofilesbilling(holder.id, VERSION)
check("a billing profile", billing is not None and billing.default_address is not None, billing)
etag = get(f"/customers/{holder.id}/profiles/billing")["attributes"]["etag"]
billing.first_name, billing.last_name, billing.email = "Smoke", "Kim", "smoke@customer.example"
address = billing.default_address
address.country, address.city, address.state = "KR", "중구", "서울특별시"
address.address_line1, address.postal_code, address.phone_number = "세종대로 110", "04524", "02-120"
put = api.putvversioncustomerscustomer.idprofilesbilling
saved = put(holder.id, billing, VERSION, custom_headers={"If-Match": f'"{etag}"'})
check("a billing profile saved", saved is not None and saved.first_name == "Smoke", saved)
check("and read again", one.idprofilesbilling(holder.id, VERSION).first_name == "Smoke")
try:
    stale = put(holder.id, billing, VERSION, custom_headers={"If-Match": f'"{etag}"'})
    check("a stale etag is refused", False, stale)
except Exception as error:  # the library has no fault type of its own
    check("a stale etag is refused", "412" in str(error) or getattr(error, "status_code", 0) == 412, error)

# A subscription, and its quantity.
plans = one.value9(holder.id, VERSION).items
plan = next(plan for plan in plans if plan.status == "active" and not plan.parent_subscription_id)
check("one subscription", one.id6(holder.id, plan.id, VERSION).quantity == plan.quantity)
check("its add-ons", one.idaddons(holder.id, plan.id, VERSION) is not None)
quantity = plan.quantity
for wanted in (quantity + 1, quantity):
    plan.quantity = wanted
    changed = api.patchvversioncustomerscustomer.id4(holder.id, plan.id, plan, VERSION)
    check(f"a quantity of {wanted}", changed is not None and changed.quantity == wanted, changed)

# The support contact of a subscription, sent back as it was read.
support = one.idsupportcontact(holder.id, plan.id, VERSION)
check("a support contact", support is not None and support.support_mpn_id and support.name, support)
same = api.putvversioncustomerscustomer.idsupportcontact(holder.id, plan.id, support, VERSION)
check("and saved", same is not None and same.support_tenant_id == support.support_tenant_id, same)

# A cart of what the catalog has for the customer, checked out by the library.
products = get(f"/customers/{holder.id}/products?country=KR&targetView=OnlineServices")["items"]
ordered = None
for product in products[:20]:
    sku = get(product["links"]["skus"]["uri"])["items"][0]
    if sku["dynamicAttributes"]["isAddon"]:
        continue
    available = get(sku["links"]["availabilities"]["uri"])["items"][0]
    line = {"catalogItemId": available["catalogItemId"], "quantity": sku["minimumQuantity"]}
    cart = post(f"/customers/{holder.id}/carts", {"lineItems": [{"id": 0, **line}]})
    check("a cart without errors", "error" not in cart["lineItems"][0], cart)
    ordered = api.postvversioncustomerscustomer.idcheckout(holder.id, cart["id"], VERSION)
    break
check("a cart checked out", ordered is not None and ordered.orders[0].line_items[0].quantity, ordered)
check("with its order", one.id5(holder.id, ordered.orders[0].id, VERSION) is not None)

# Orders, offers, partners.
check("orders", one.value7(holder.id, VERSION) is not None)
offers = api.getvversionofferscountrycountry.value(VERSION, country="KR")
check("offers", offers is not None and offers.items, offers)
offer = offers.items[0]
check("one offer", api.getvversionoffersoffer.value1(offer.id, VERSION, country="KR").name == offer.name)
check("its add-ons", api.getvversionoffersoffer.value(offer.id, VERSION, country="KR") is not None)
related = api.getvversionrelationshipsrelationship.value(
    VERSION, relationship_type="IsIndirectCloudSolutionProviderOf"
)
check("indirect resellers", any(item.mpn_id == RESELLER for item in related.items), related)
check("the resellers of a customer", one.idrelationships(holder.id, VERSION) is not None)
requests = api.getvversioncustomersrelationshiprequestsindirect_cloud_solution_provider_idindirect_cloud_solution_provider_id
request = requests.value(VERSION)
check("a relationship request", request is not None and request.url.endswith("/relationship-requests/new"), request)

# What the library has no operation for.
check("the organization profile", get("/profiles/organization")["companyName"])
records = get("/auditrecords?startDate=2020-01-01&size=5")
check("audit records", records["items"][0]["operationType"], records)
check("the change is in them", any(r["operationType"] == "update_subscription" for r in records["items"]), records)

# Without a valid token there is nothing.
check("no token, no customers", client("pp_none").getvversioncustomersfilterfilter.value(VERSION) is None)
print(f"partnercenterservices: {passed} checks passed")
