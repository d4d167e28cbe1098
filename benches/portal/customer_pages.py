"""The pages of one customer, orders, removed relationships and the import's preview, in a copy of the sample database to
which a million orders and twenty thousand ended relationships are added."""

import os
import random
import re
import shutil
import sqlite3
import time
import urllib.parse

import csv_files
from load import at, row, times
from server import Server, provider_accounts

ASKED = 300
FORM = "application/x-www-form-urlencoded"


def grown(folder, customers):
    """A copy of the database with what the sample lacks in numbers."""
    place = f"{folder}/customer-pages-{customers}"
    if os.path.exists(f"{place}/ready"):
        return place
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(f"{folder}/{customers}", place)
    with Server(place):
        pass  # migrates
    with sqlite3.connect(f"{place}/partner-portal.db") as database:
        partner = csv_files.provider(place)
        one_in_fifty = "SELECT microsoft_id FROM customers WHERE partner_id = ? AND substr(microsoft_id, 1, 2) < '05'"
        database.execute(f"UPDATE customers SET ended_at = "
                         f"datetime('2026-11-01', '-' || abs(random() % 900000) || ' minutes'), ended_by = 'Kim', end_reason = '' "
                         f"WHERE partner_id = ? AND microsoft_id IN ({one_in_fifty})", (partner, partner))
        database.execute(
            "INSERT INTO orders (id, partner_id, microsoft_id, reseller_id, status, is_request, made_by, made_at) "
            "SELECT subscription_id, partner_id, microsoft_id, reseller_id, "
            "CASE WHEN substr(subscription_id, 1, 4) = '0000' THEN 'requested' ELSE 'placed' END, "
            "substr(subscription_id, 1, 4) = '0000', 'Kim', "
            "datetime('2026-11-01', '-' || abs(random() % 900000) || ' minutes') "
            "FROM subscriptions WHERE partner_id = ? AND substr(subscription_id, 1, 1) < '6'", (partner,))
        database.execute("INSERT INTO order_lines (order_id, line, offer_id, offer_name, billing_cycle, quantity) "
                         "SELECT id, 0, 'CFQ7TTC0LFLX:0001', 'Microsoft 365 E3', 'annual', 5 FROM orders o "
                         "WHERE NOT EXISTS (SELECT 1 FROM order_lines WHERE order_id = o.id)")
    open(f"{place}/ready", "w").close()
    return place


def some(place, wanted=ASKED):
    """Customers from all over the list, with one of their subscriptions."""
    with sqlite3.connect(f"file:{place}/partner-portal.db?mode=ro", uri=True) as database:
        found = []
        while len(found) < wanted:
            key = f"{random.getrandbits(32):08x}-"
            one = database.execute("SELECT microsoft_id, subscription_id FROM subscriptions WHERE partner_id = ? "
                                   "AND microsoft_id > ? LIMIT 1", (csv_files.provider(place), key)).fetchone()
            if one and one[0][:2] >= "05":
                found.append(one)
        return found


def customer_pages(customers, folder):
    place = grown(folder, customers)
    random.seed(7)
    few = some(place)
    with Server(place) as server:
        cookie = server.sign_in(provider_accounts(place)[0])
        of_one = {
            "account": "/customers/{0}/account",
            "bill-to": "/customers/{0}/bill-to",
            "agreement": "/customers/{0}/agreement",
            "subscriptions": "/customers/{0}/subscriptions",
            "subscription": "/customers/{0}/subscriptions/{1}",
            "subscriptions.csv": "/customers/{0}/subscriptions.csv",
            "catalogue and cart": "/customers/{0}/orders/new",
            "removal": "/customers/{0}/removal",
        }
        for name, address in of_one.items():
            tell(name, times(server, [address.format(*one) for one in few], cookie))
        for name, address in {
            "orders": "/orders",
            "orders that wait": "/orders?status=requested",
            "removed relationships": "/customers/removed",
            "wizard, empty": "/customers/new",
            "import, empty": "/customers/import",
        }.items():
            tell(name, times(server, [address] * ASKED, cookie))
        wizard(server, cookie)


def tell(name, taken):
    row(f"page: {name}", "p99 ≤ 10 ms", f"{at(taken, .5):.1f} / {at(taken, .99):.1f} / {max(taken):.1f} ms")


def wizard(server, cookie):
    """The company step of the wizard looks for the domain among what every list has."""
    connection, taken = server.connection(), []
    for number in range(ASKED):
        page = server.get("/customers/new", cookie, connection)
        token, draft = (re.search(pattern, page).group(1).decode() for pattern in (
            rb'name="_csrf" value="([^"]+)"', rb'name="draft" value="([^"]+)"'))
        form = {"_csrf": token, "draft": draft, "reseller": "", "company_name": "Bench", "domain": f"bench{number}.example",
                "microsoft_id": "", "first_name": "A", "last_name": "B", "email": "a@b.example", "phone": "",
                "country": "DE", "address_line1": "Weg 1", "city": "Berlin", "postal_code": "10117", "agreement": "asked"}
        start = time.perf_counter()
        connection.request("POST", "/customers/new", urllib.parse.urlencode(form), {
            "Content-Type": FORM, "Cookie": cookie, "Origin": f"http://127.0.0.1:{server.port}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"wizard: {answer.status}")
        taken.append((time.perf_counter() - start) * 1e3)
    tell("wizard, company step with the look for the domain (a write)", taken)
