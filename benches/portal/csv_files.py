"""Export and import of all customers, beside what the sqlite3 shell needs for the same rows."""

import os
import shutil
import subprocess
import threading
import time

from load import row
from server import PROGRAM, PROVIDER, Server, ask, provider_accounts


def provider(folder):
    return ask(folder, "SELECT id FROM partners WHERE mpn_id = ?", PROVIDER)[0][0]


def download(server, cookie):
    """Seconds to the first byte and to the last."""
    figures = subprocess.run(
        ["curl", "-sf", "-o", f"{server.folder}/customers.csv", "-w", "%{time_starttransfer} %{time_total}",
         "-H", f"Cookie: {cookie}", f"http://127.0.0.1:{server.port}/customers.csv"],
        capture_output=True, text=True, check=True).stdout
    return tuple(float(figure) for figure in figures.split())


def shell(file, *commands, out=subprocess.DEVNULL):
    """Seconds that the sqlite3 shell needs."""
    start = time.perf_counter()
    subprocess.run(["sqlite3", "-csv", file, *commands], stdout=out, check=True)
    return time.perf_counter() - start


def export(customers, folder):
    place = f"{folder}/{customers}"
    rows = (f"SELECT microsoft_id, list_name, domain, relationship FROM customers WHERE partner_id = {provider(place)} "
            "AND ended_at IS NULL ORDER BY sort_key, microsoft_id")
    with Server(place) as server:
        cookie = server.sign_in(provider_accounts(place)[0])
        server.get("/customers?q=tech", cookie)  # the search index is memory of its own
        download(server, cookie)
        before, most, done = server.memory(), [0.0], threading.Event()

        def watch():
            while not done.wait(0.005):
                most[0] = max(most[0], server.memory())

        watching = threading.Thread(target=watch)
        watching.start()
        ours = [download(server, cookie) for _ in range(3)]
        done.set()
        watching.join()
        with open(f"{place}/shell.csv", "wb") as out:
            theirs = min(shell(f"{place}/partner-portal.db", rows, out=out) for _ in range(3))
    total, first = min(one[1] for one in ours), min(one[0] for one in ours)
    row("customers.csv, whole", "≤ 0.8× the shell", f"{total:.2f} s: {total / theirs:.2f}×", f"sqlite3 -csv {theirs:.2f} s")
    row("its first byte", "≤ 10 ms", f"{first * 1e3:.1f} ms")
    row("anonymous memory meanwhile", "≤ +16 MB", f"+{most[0] - before:.1f} MB", f"before: {before:.1f} MB")


class Import:
    """One import: seconds, most memory (MB), largest WAL (MB)."""

    def __init__(self, file, place, environment):
        start, self.wal = time.perf_counter(), 0
        command = [PROGRAM, "import", "customers", file, "--partner", PROVIDER]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        ended = threading.Event()
        watching = threading.Thread(target=self.watch, args=(f"{place}/partner-portal.db-wal", ended))
        watching.start()
        _, status, used = os.wait4(process.pid, 0)
        ended.set()
        watching.join()
        if status:
            raise SystemExit("the import failed")
        self.seconds, self.memory = time.perf_counter() - start, used.ru_maxrss / 1024

    def watch(self, wal, ended):
        while not ended.wait(0.02):
            self.wal = max(self.wal, os.path.getsize(wal) / 1e6 if os.path.exists(wal) else 0)


def import_customers(customers, folder):
    place, file = f"{folder}/import", f"{folder}/{customers}/customers.csv"
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    environment = os.environ | {"DATABASE_URL": f"sqlite://{place}/partner-portal.db", "RUST_LOG": "warn",
                                "PORTAL_SECRET_FILE": f"{place}/secret"}
    setup = [PROGRAM, "setup", "--name", "Bench", "--type", "indirect-provider", "--country", "KR", "--mpn-id", PROVIDER,
             "--admin-email", "admin@bench.example", "--admin-name", "Admin"]
    subprocess.run(setup, env=environment, check=True, stdout=subprocess.DEVNULL)
    bare = min(shell(f"{place}/bare{turn}.db", "CREATE TABLE bare (a, b, c, d)", f".import {file} bare") for turn in (1, 2))
    with open(f"{place}/one.csv", "w") as one, open(file) as all_rows:
        one.writelines([next(all_rows), next(all_rows)])
    little = Import(f"{place}/one.csv", place, environment)
    first, again = Import(file, place, environment), Import(file, place, environment)
    row("import of all of them", "≤ 30 s", f"{first.seconds:.1f} s", f"sqlite3 .import into a bare table {bare:.1f} s")
    row("its memory", "≤ +64 MB", f"+{first.memory - little.memory:.0f} MB", f"importing one row: {little.memory:.0f} MB")
    row("its WAL", "≤ 128 MB", f"{first.wal:.0f} MB")
    row("the same file again", "≤ 10 s", f"{again.seconds:.1f} s")
