"""Receives webhooks of a running portal with the independent implementation of Standard Webhooks that PyPI has: registers as the
vendor's programs do, changes subscriptions, and fails a third of the requests. All events must arrive, with a valid signature, and
those of one subscription in order.

Usage: webhooks.py BASE TOKEN MPN_ID_OF_A_RESELLER; the portal must be allowed to reach 127.0.0.1
"""

import collections
import http.server
import json
import os
import random
import re
import sys
import threading
import time

import requests
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

BASE, TOKEN = sys.argv[1:3]
CHANGES = 40 if os.environ.get("TESTS_LONG") else 6
SUBSCRIPTIONS = 12
AT = "/webhooks/v1/registration"

session = requests.Session()
session.headers["Authorization"] = f"Bearer {TOKEN}"


def check(what, holds, found=""):
    if not holds:
        sys.exit(f"webhooks: {what}: {found}")


def api(path, method="GET", status=200, **more):
    while True:
        answer = session.request(method, f"{BASE}{path}", timeout=60, **more)
        if answer.status_code != 429 or status == 429:
            break
        time.sleep(int(answer.headers["Retry-After"]))
    check(f"{method} {path}", answer.status_code == status, f"{answer.status_code} {answer.text}")
    return answer.json()


def remove_samples():
    """Removes the webhooks of the sample channel, as a Global admin does it: their secrets are not known."""
    browser = requests.Session()
    browser.headers["Sec-Fetch-Site"] = "same-origin"

    def post(path, page, fields=()):
        token = re.search(r'name="_csrf" value="([^"]*)"', browser.get(f"{BASE}{page}").text)[1]
        answer = browser.post(f"{BASE}{path}", data={"_csrf": token, **dict(fields)})
        check(f"POST {path}", answer.ok, answer.status_code)

    post("/sign-in", "/sign-in", {"email": os.environ["ADMIN_EMAIL"], "password": os.environ["ADMIN_PASSWORD"]})
    page = "/account-settings/webhooks"
    for number in set(re.findall(rf"{page}/(\d+)/removal", browser.get(f"{BASE}{page}").text)):
        post(f"{page}/{number}/removal", page)


class Receiver(http.server.BaseHTTPRequestHandler):
    """Accepts two thirds of the requests; those of one event fail three times at most, so that the test ends soon."""

    protocol_version = "HTTP/1.1"
    secret, received, failures = None, [], collections.Counter()
    luck, lock = random.Random(17), threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        message = self.headers["webhook-id"]
        with self.lock:
            is_lucky = self.failures[message] >= 3 or self.luck.random() > 0.3
            self.failures[message] += not is_lucky
            if is_lucky:
                try:
                    event = Webhook(self.secret).verify(body, dict(self.headers))
                except WebhookVerificationError as error:
                    event = {"EventName": f"not verified: {error}"}
                self.received.append((message, event, dict(self.headers), body))
        self.send_response(204 if is_lucky else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()

events = api(f"{AT}/events")
check("the events", "subscription-updated" in events and "test-created" in events, events)
remove_samples()
api(AT, status=404)
registration = {"WebhookUrl": f"http://127.0.0.1:{server.server_port}/in", "WebhookEvents": ["subscription-updated"]}
registered = api(AT, "POST", json=registration)
Receiver.secret = registered["secret"]
check("the registration", api(AT) == {name: value for name, value in registered.items() if name != "secret"})
api(AT, "POST", status=409, json=registration)

plans = []
for customer in api("/v1/customers?size=300")["items"]:
    theirs = api(f"/v1/customers/{customer['id']}/subscriptions")["items"]
    plans += [(customer["id"], plan["id"]) for plan in theirs if plan["status"] == "active"][:1]
    if len(plans) == SUBSCRIPTIONS:
        break
check("subscriptions", len(plans) == SUBSCRIPTIONS, len(plans))

began, expected = time.monotonic(), 0
for number in range(CHANGES):
    for customer, plan in plans:
        path = f"/v1/customers/{customer}/subscriptions/{plan}"
        seen = api(path)
        api(path, "PATCH", json={"friendlyName": f"Webhook {number}", "attributes": seen["attributes"]})
        expected += 1


def arrived():
    with Receiver.lock:
        return list(Receiver.received)


deadline = time.monotonic() + 300
while len({message for message, *_ in arrived()}) < expected and time.monotonic() < deadline:
    time.sleep(0.5)
received = arrived()
first = {}
for message, event, *_ in received:
    first.setdefault(message, event)
check("all events arrived", len(first) == expected, f"{len(first)} of {expected}")
names = collections.Counter(event["EventName"] for event in first.values())
check("each was verified", names == {"subscription-updated": expected}, names)
of_object = collections.defaultdict(list)
for event in first.values():
    of_object[event["ResourceUri"]].append(int(event["AuditUri"].rsplit("_", 1)[1]))
check("each subscription had its events", sorted(map(len, of_object.values())) == [CHANGES] * SUBSCRIPTIONS, of_object)
check("in order", all(entries == sorted(entries) for entries in of_object.values()), of_object)
failed = sum(Receiver.failures.values())
check("enough failed to say anything", failed > expected / 10, failed)
for uri in [next(iter(of_object)), next(iter(first.values()))["AuditUri"]]:
    check(f"the address {uri}", session.get(uri, timeout=60).ok)

# A body that was changed on its way is refused by the same implementation.
_, _, headers, body = received[0]
try:
    Webhook(Receiver.secret).verify(body.replace(b"subscription-updated", b"subscription-deleted"), headers)
    check("a changed body is refused", False)
except WebhookVerificationError:
    pass

Receiver.luck = random.Random(1)  # the first requests succeed
Receiver.luck.random = lambda: 1.0
test = api(f"{AT}/validationEvents", "POST")
result = api(f"{AT}/validationEvents/{test['correlationId']}")
check("a test", result["status"] == "completed" and result["results"][0]["responseCode"] == "NoContent", result)
check("the test arrived verified", arrived()[-1][1]["EventName"] == "test-created", arrived()[-1])
print(
    f"webhooks: {expected} events arrived, {failed} requests failed, "
    f"{time.monotonic() - began:.0f} s, the last {json.dumps(arrived()[-1][1]['EventName'])}"
)
