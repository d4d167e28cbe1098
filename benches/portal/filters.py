"""The lists across customers with one or two conditions: the whole page with its exact count, beside a count in SQL."""

import re
import time
import urllib.parse

import csv_files
from load import at, row, times
from server import Server, ask, provider_accounts

ASKED = 100

# What the page is asked for, and the same condition on the table of customers.
CUSTOMERS = [
    ({"country": "KR"}, "country = 'KR'"),
    ({"reseller": "none"}, "reseller_ids = ''"),
    ({"relationship": "advisor"}, "relationship = 'advisor'"),
    ({"subscriptions": "none"}, "subscription_count = 0"),
    ({"subscriptions": "suspended"}, "has_suspended"),
    ({"reseller": "none", "subscriptions": "suspended"}, "reseller_ids = '' AND has_suspended"),
    ({"country": "KR", "subscriptions": "any"}, "country = 'KR' AND subscription_count > 0"),
]

# The same for the table of subscriptions.
SUBSCRIPTIONS = [
    ({"status": "suspended"}, "status = 'suspended'"),
    ({"auto_renew": "off"}, "NOT auto_renew"),
    ({"cycle": "annual"}, "billing_cycle = 'annual'"),
    ({"status": "active", "auto_renew": "off"}, "status = 'active' AND NOT auto_renew"),
]


def filters(customers, folder):
    place = f"{folder}/{customers}"
    with Server(place) as server:
        cookie = server.sign_in(provider_accounts(place)[0])
        partner = csv_files.provider(place)
        row("overview, p50 / p99", "p99 ≤ 15 ms", told(times(server, ["/"] * ASKED, cookie)))
        held = "partner_id = ? AND EXISTS (SELECT 1 FROM customers c WHERE c.partner_id = s.partner_id " \
               "AND c.microsoft_id = s.microsoft_id AND c.ended_at IS NULL)"
        for table, where, asked in [("customers", "partner_id = ? AND ended_at IS NULL", CUSTOMERS),
                                    ("subscriptions", held, SUBSCRIPTIONS)]:
            for parameters, condition in asked:
                path = f"/{table}?{urllib.parse.urlencode(parameters)}"
                begun = time.perf_counter()
                count = ask(place, f"SELECT count(*) FROM {table} s WHERE {where} AND ({condition})", partner)[0][0]
                took = (time.perf_counter() - begun) * 1e3
                shown = int(re.search(rb'data-total="(\d+)"', server.get(path, cookie)).group(1))
                if shown != count:
                    raise SystemExit(f"{path} says {shown}, and SQL {count}")
                taken = times(server, [path] * ASKED, cookie)
                row(f"`{path}`, {count:,} rows", "p50 ≤ 5, p99 ≤ 25 ms", told(taken), f"the count in SQL {took:,.0f} ms")


def told(taken):
    return f"{at(taken, 0.5):.1f} / {at(taken, 0.99):.1f} ms"
