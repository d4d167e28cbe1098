"""Runs every recipe of docs/api-recipes.md against a running portal, in each language whose program is installed, and compares
what it prints and what it changed with what the portal says.

Usage: recipes.py BASE TOKEN MPN_ID_OF_A_RESELLER, with CLIENT_ID and CLIENT_SECRET of an application in the environment
"""

import datetime
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import uuid

import requests

BASE, TOKEN, RESELLER = sys.argv[1:4]
PAGE = pathlib.Path(__file__).parents[2] / "docs/api-recipes.md"
RUN = {
    "sh": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "powershell": ["pwsh", "-NoProfile", "-NonInteractive", "-Command"],
}

session = requests.Session()
session.headers["Authorization"] = f"Bearer {TOKEN}"


def fail(what):
    sys.exit(f"recipes: {what}")


def api(path, method="GET", **more):
    answer = session.request(method, f"{BASE}{path}", timeout=60, **more)
    if not answer.ok:
        fail(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer.json()


def blocks(text):
    """The first block of each language."""
    return {language: code for language, code in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)}


def all_customers():
    page, found = api("/v1/customers?size=500"), []
    while True:
        found += page["items"]
        following = page["links"].get("next")
        if not following:
            return found
        page = api("/v1" + following["uri"], headers={one["key"]: one["value"] for one in following["headers"]})


def plans(customer):
    return api(f"/v1/customers/{customer}/subscriptions")["items"]


# A customer with an active subscription that is not an add-on, with a complete bill-to; and an offer to order for it.
CUSTOMERS = all_customers()
HOLDER, PLAN = next(
    (customer["id"], plan["id"])
    for customer in CUSTOMERS
    for plan in plans(customer["id"])
    if plan["status"] == "active" and not plan.get("parentSubscriptionId")
)
BILLING = f"/v1/customers/{HOLDER}/profiles/billing"
profile = api(BILLING)
profile.update(firstName="Minji", lastName="Kim", email="minji@customer.example")
profile["defaultAddress"] = {
    "country": "KR", "city": "중구", "state": "서울특별시", "addressLine1": "세종대로 110", "postalCode": "04524",
    "phoneNumber": "02-120",
}  # fmt: skip
api(BILLING, "PUT", json=profile, headers={"If-Match": profile["attributes"]["etag"]})
OFFER = next(
    offer["id"]
    for offer in api(f"/v1/customers/{HOLDER}/offers")["items"]
    if offer["billing"] == "license" and not offer["isAddOn"] and offer["minimumQuantity"] <= 3 <= offer["maximumQuantity"]
)
SUBSCRIPTION = f"/v1/customers/{HOLDER}/subscriptions/{PLAN}"


def orders():
    return [order["id"] for order in api(f"/v1/customers/{HOLDER}/orders")["items"]]


def found_by_name(env):
    names = {one["id"]: one["companyProfile"]["companyName"] for one in CUSTOMERS}
    names[HOLDER] = api(f"/v1/customers/{HOLDER}")["companyProfile"]["companyName"]
    return {f"{id}\t{name}" for id, name in names.items() if name.startswith(env["NAME"])}


def corrected(env, lines):
    return lines == [env["COMPANY"]] and api(BILLING)["companyName"] == env["COMPANY"]


def listed(env, lines):
    return lines == [f"{one['id']}\t{one['offerName']}\t{one['quantity']}\t{one['status']}" for one in plans(HOLDER)]


def quantity_changed(env, lines):
    return lines == [env["QUANTITY"]] and str(api(SUBSCRIPTION)["quantity"]) == env["QUANTITY"]


def suspended(env, lines):
    was = api(SUBSCRIPTION)["status"]
    api(SUBSCRIPTION, "PATCH", json={"status": "active"})
    return lines == ["suspended"] and was == "suspended"


def ordered_once(env, lines):
    new = set(orders()) - set(env["ORDERS"].split())
    return len(lines) == 2 and set(lines) == new and len(new) == 1


CHECKS = {
    0: lambda env, lines: lines == [api("/v1/profiles/organization")["companyName"]],
    1: lambda env, lines: set(lines) == found_by_name(env) and len(lines) > 0,
    2: lambda env, lines: sorted(lines) == sorted(one["id"] for one in CUSTOMERS) and len(lines) > 100,
    3: corrected,
    4: listed,
    5: quantity_changed,
    6: suspended,
    7: ordered_once,
    8: lambda env, lines: any(line.startswith(f"{RESELLER}\t") for line in lines),
    9: lambda env, lines: any(line.endswith("\tupdate_subscription") for line in lines) and "@" in lines[0],
    10: lambda env, lines: lines == [str(len(CUSTOMERS))],
}

FOLDER = tempfile.TemporaryDirectory()
beginning, *recipes = re.split(r"^## (?=\d+\. )", PAGE.read_text(encoding="utf-8"), flags=re.M)
if len(recipes) != len(CHECKS):
    fail(f"{PAGE.name} has {len(recipes)} recipes, and there are checks for {len(CHECKS)}")
before, ran, missing = blocks(beginning), 0, set()
for recipe in recipes:
    number = int(recipe.split(".", 1)[0])
    codes = blocks(recipe)
    if set(codes) != set(RUN):
        fail(f"recipe {number} is in {sorted(codes)}, not in {sorted(RUN)}")
    for language, code in codes.items():
        if not shutil.which(RUN[language][0]):
            missing.add(language)
            continue
        env = {
            "PORTAL": BASE, "TOKEN": TOKEN, "CUSTOMER": HOLDER, "SUBSCRIPTION": PLAN, "OFFER": OFFER,
            "NAME": CUSTOMERS[-1]["companyProfile"]["companyName"][:2], "COMPANY": f"Ännchen & Söhne {language}",
            "QUANTITY": str(api(SUBSCRIPTION)["quantity"] + 1), "REQUEST": str(uuid.uuid4()), "ORDERS": " ".join(orders()),
            "SINCE": str(datetime.date.today() - datetime.timedelta(days=1)),
        }  # fmt: skip
        command = [*RUN[language], f"{before[language]}\n{code}"]
        done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, encoding="utf-8", timeout=120, cwd=FOLDER.name)
        lines = done.stdout.splitlines()
        if done.returncode or not CHECKS[number](env, lines):
            fail(f"recipe {number} in {language}: status {done.returncode}\n{done.stdout}{done.stderr}")
        ran += 1
skipped = f"; not run, because its program is not installed: {', '.join(sorted(missing))}" if missing else ""
print(f"recipes: {ran} ran{skipped}")
