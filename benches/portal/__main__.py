"""`python3 benches/portal STEP CUSTOMERS FOLDER`: one step of bin/bench. Prints rows for benches/RESULTS.md."""

import json
import os
import shutil
import sys
import threading
import time
import urllib.parse

import csv_files
from customer_pages import customer_pages
from filters import filters
from load import at, row, times, wrk
from server import PROGRAM, Server, accounts, ask, provider_accounts

QUERIES = ["a", "co", "tech", "systems", "soft net", "zz", "qx", ".example", "한", "시스템", "네트웍스", "가람",
           "科", "科技", "資訊", "軟體", "söder", "ber", "gmbh", "nordlicht", "%", "e a", "클라우드", "international"]


def customers_in(folder):
    return ask(folder, "SELECT count(*) FROM customers WHERE partner_id = ?", csv_files.provider(folder))[0][0]


def data(customers, folder):
    for count in sorted({10_000, customers}):
        place = f"{folder}/{count}"
        if os.path.exists(f"{place}/accounts.json"):
            continue
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        start = time.perf_counter()
        with Server(place, ("demo", "--json", "--customers", str(count), "--data", place)) as server:
            told = json.loads(server.process.stdout.readline())
        with open(f"{place}/accounts.json", "w") as file:
            json.dump(told["accounts"], file)
        row(f"demo data, {count:,} customers", "", f"{time.perf_counter() - start:.1f} s")


def start(customers, folder):
    place = f"{folder}/{customers}"
    with Server(place) as server:
        row("start to the first answer", "≤ 1 s", f"{server.started * 1e3:.0f} ms")
        cookie = server.sign_in(provider_accounts(place)[0])
        first = times(server, ["/customers?q=tech"] * 2, cookie)
        row("first search after it, over HTTP", "≤ 1 s", f"{first[0]:.0f} ms", f"the next: {first[1]:.1f} ms")


def cursor(place, share):
    """The address of the page at this share of the list."""
    import base64
    partner = csv_files.provider(place)
    total = customers_in(place)
    skip = min(int(total * share), total - 51)
    key, id = ask(place, "SELECT sort_key, microsoft_id FROM customers WHERE partner_id = ? AND ended_at IS NULL "
                  "ORDER BY sort_key, microsoft_id LIMIT 1 OFFSET ?", partner, skip)[0]
    packed = b"\0" + bytes.fromhex(id.replace("-", "")) + key
    return "/customers?after=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def pages(customers, folder):
    import subprocess
    from server import free_port
    place, port = f"{folder}/{customers}", free_port()
    hello = subprocess.Popen(["target/dist/examples/hello", f"127.0.0.1:{port}"])
    with Server(place) as server:
        cookie = server.sign_in(provider_accounts(place)[0])
        spots = {"first": "/customers", "middle": cursor(place, 0.5), "last": cursor(place, 1)}
        rounds = [{"hello": wrk(port, "/"), "healthz": wrk(server.port, "/healthz")}
                  | {name: wrk(server.port, path, cookie) for name, path in spots.items()} for _ in range(2)]
    hello.terminate()
    best = {name: max(one[name] for one in rounds) for name in rounds[0]}
    first, p99 = best["first"]
    bare, health = best["hello"][0], best["healthz"][0]
    row("list page, 50 rows", "≥ 18 % of hello", f"{first:,.0f} req/s: {first / bare:.1%}", f"bare hello {bare:,.0f}/s")
    row("the same beside /healthz", "", f"{first / health:.1%}", f"/healthz {health:,.0f}/s")
    row("list page, p99 at 64 connections", "≤ 15 ms", f"{p99:.1f} ms")
    for name in ("middle", "last"):
        row(f"{name} page", "≤ 1.3× the first's time", f"{first / best[name][0]:.2f}×", f"first {first:,.0f} req/s")


def sign_ins(customers, folder):
    place = f"{folder}/{customers}"
    with Server(place) as server:
        reader = provider_accounts(place)[0]
        people = [one for one in accounts(place) if one != reader]
        cookie = server.sign_in(reader)
        alone = [time.perf_counter()]
        for _ in range(20):
            server.sign_in(people[0])
            alone.append(time.perf_counter())
        each = (alone[-1] - alone[0]) / 20 * 1e3
        times(server, ["/customers"] * 500, cookie)
        quiet = at(times(server, ["/customers"] * 2_000, cookie), 0.95)
        done = threading.Event()

        def person(number):
            while not done.is_set():
                server.sign_in(people[number % len(people)], f"10.0.{number}.1")

        crowd = [threading.Thread(target=person, args=(number,)) for number in range(50)]
        begun = time.perf_counter()
        for one in crowd:
            one.start()
        busy = at(times(server, ["/customers"] * 500, cookie), 0.95)
        done.set()
        for one in crowd:
            one.join()
        row("a sign-in, alone", "argon2id 19 MiB, t=2, p=1", f"{each:.0f} ms")
        row("list page p95 while 50 sign in", "≤ 2× quiet", f"{busy:.1f} ms: {busy / quiet:.1f}×", f"quiet {quiet:.1f} ms")


def growth(customers, folder):
    figures = {}
    for count in (10_000, customers):
        place = f"{folder}/{count}"
        with Server(place) as server:
            cookie = server.sign_in(provider_accounts(place)[0])
            asked = [f"/customers?q={urllib.parse.quote(query)}" for query in QUERIES]
            times(server, asked, cookie)
            found, listed = times(server, asked * 20, cookie), times(server, ["/customers"] * 1_000, cookie)
            figures[count] = {"list page": [at(listed, 0.5)], "search page over HTTP": [at(found, share) for share in (0.5, 0.99, 1)]}
            figures[count]["first byte of customers.csv"] = [min(csv_files.download(server, cookie)[0] * 1e3 for _ in range(3))]
    for name, large in figures[customers].items():
        small = figures[10_000][name]
        told = [" / ".join(f"{value:.2f}" for value in values) + " ms" for values in (large, small)]
        row(f"{name}, p50 / p99 / max" if len(large) == 3 else name, "≤ 2×" if len(large) == 1 else "p50 2.5, p99 6, max 15",
            f"{told[0]}: {large[0] / small[0]:.1f}×", f"at 10,000: {told[1]}")


def main():
    step, customers, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    if not os.path.exists(PROGRAM):
        raise SystemExit("bin/bench build comes first")
    steps = {"data": data, "start": start, "pages": pages, "sign_ins": sign_ins, "growth": growth,
             "customer_pages": customer_pages, "filters": filters, "export": csv_files.export, "import": csv_files.import_customers}
    steps[step](customers, folder)


main()
