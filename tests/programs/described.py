"""Sends requests to a running portal that PyPI `schemathesis` makes from its OpenAPI document, valid and invalid ones, and checks
each answer against the document.

Usage: described.py BASE TOKEN MPN_ID_OF_A_RESELLER
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request

BASE, TOKEN, RESELLER = sys.argv[1:4]
SECONDS = 900 if os.environ.get("TESTS_LONG") else 40
SEED = 16

# Checks that hold for every answer. Those that are missing cannot hold here:
# - positive_data_acceptance: a request of the right form can be refused by a rule, such as that of a country's postal codes.
# - use_after_free, ensure_resource_availability: orders are never deleted, and their id is not chosen by the program.
# - missing_required_header: no header is required.
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "ignored_auth",
]


def get(path):
    request = urllib.request.Request(f"{BASE}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def ids(path):
    return [item["id"] for item in get(path)["items"]]


def holder():
    """Returns a customer with subscriptions and an order, and those."""
    for customer in customers:
        at = f"/v1/customers/{customer}"
        subscriptions, orders = ids(f"{at}/subscriptions"), ids(f"{at}/orders")
        if subscriptions and orders:
            return customer, subscriptions, orders
    sys.exit("described: the sample channel has no customer with subscriptions and orders")


customers = ids("/v1/customers?size=300")
customer, subscriptions, orders = holder()
known = {
    "customers": [customer],
    "subscriptions": subscriptions,
    "orders": orders,
    "offers": ids("/v1/offers?size=20"),
    "records": ids("/v1/auditrecords?startDate=2020-01-01&size=20"),
    "skus": ["0001"],
    "tags": ids("/api/v1/tags"),
    "notes": ids(f"/api/v1/customers/{customer}/notes"),
    "jobs": ids("/api/v1/jobs"),
    # The operation that ends the relationship takes customers that nothing else uses.
    "leaving": [other for other in customers[-40:] if other != customer],
}
dictionaries = "\n".join(f"[dictionaries.{name}]\nvalues = {json.dumps(values)}" for name, values in known.items() if values)
parameter = '"path.%s" = { dictionary = "%s", probability = 0.8 }'
places = {
    "id": "customers",
    "sid": "subscriptions",
    "order": "orders",
    "offer": "offers",
    "product": "offers",
    "sku": "skus",
    "availability": "offers",
    "record": "records",
    "tag": "tags",
    "note": "notes",
    "job": "jobs",
}
parameters = "\n".join(parameter % place for place in places.items() if known[place[1]])
configuration = f"""
seed = {SEED}
{dictionaries}

[parameters]
{parameters}

[checks]
# 501 is the answer where the vendor has an operation, or a filter, that the portal does not have.
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 501]
# Every refusal of a request counts; which one, status_code_conformance checks.
negative_data_rejection.expected-statuses = ["4xx"]

[[operations]]
include-operation-id = "endCustomerRelationship"
[operations.parameters]
{parameter % ("id", "leaving")}
# Nor does it get ids from the answers of others.
[operations.phases]
coverage.extra-data-sources.responses = false
fuzzing.extra-data-sources.responses = false
stateful.enabled = false
"""

with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "schemathesis.toml")
    with open(file, "w", encoding="utf-8") as config:
        config.write(configuration)
    command = [
        "schemathesis", "--config-file", file, "--no-color", "run", f"{BASE}/openapi.json",
        "--header", f"Authorization: Bearer {TOKEN}", "--checks", ",".join(CHECKS), "--max-time", str(SECONDS),
        "--generation-database", "none", "--continue-on-failure",
    ]  # fmt: skip
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

# The command repeats the request, so the token may be in it.
output = (run.stdout + run.stderr).replace(TOKEN, "TOKEN")
if run.returncode != 0:
    sys.exit(f"{output}\ndescribed: schemathesis found something; the seed is {SEED}")
counts = re.search(r"(\d+) generated[^\n]*", output)
if not counts:
    sys.exit(f"{output}\ndescribed: schemathesis tested nothing")
print(f"schemathesis: test cases: {counts.group(0)}; seed {SEED}")
