"""A portal that runs for a measurement: start, sign in, ask, look at its memory. Used by __main__.py."""

import http.client
import json
import os
import re
import socket
import sqlite3
import subprocess
import time
import urllib.parse

PROGRAM = "target/dist/partner-portal"
PROVIDER = "4820137"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`with Server(folder) as server:` serves the database of `folder`, until the block ends."""

    def __init__(self, folder, arguments=("serve",), settings=None):
        self.folder, self.port = folder, free_port()
        listen = f"127.0.0.1:{self.port}"
        self.arguments = [*arguments, "--listen", listen] if arguments[0] == "demo" else list(arguments)
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite://{folder}/partner-portal.db", "PORTAL_SECRET_FILE": f"{folder}/secret",
            "PORTAL_LISTEN": listen, "PORTAL_EXPORTS_PER_HOUR": "10000", "RUST_LOG": "warn",
            "PORTAL_TRUSTED_PROXIES": "127.0.0.1", "PORTAL_REQUIRE_MFA": "off"}

    def __enter__(self):
        self.began = time.perf_counter()
        self.process = subprocess.Popen([PROGRAM, *self.arguments], env=self.environment, stdout=subprocess.PIPE)
        while True:
            try:
                self.get("/healthz")
                break
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the portal ended")
                time.sleep(0.005)
        self.started = time.perf_counter() - self.began
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def get(self, path, cookie=None, connection=None):
        """Status and body of an answer; 200 or an error."""
        connection = connection or self.connection()
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return body

    def sign_in(self, account, address="127.0.0.9"):
        """The cookie of a new session."""
        connection = self.connection()
        connection.request("GET", "/sign-in")
        page = connection.getresponse()
        visitor = page.getheader("set-cookie").split(";")[0]
        token = re.search(rb'name="_csrf" value="([^"]+)"', page.read()).group(1).decode()
        form = urllib.parse.urlencode({"email": account["email"], "password": account["password"], "_csrf": token})
        connection.request("POST", "/sign-in", form, {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": visitor,
            "Origin": f"http://127.0.0.1:{self.port}", "X-Forwarded-For": address})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"sign-in: {answer.status}")
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return "; ".join(cookie for cookie in cookies if "session" in cookie)

    def memory(self, of="RssAnon"):
        """MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(rf"{of}:\s+(\d+)", status.read()).group(1)) / 1024


def accounts(folder):
    with open(f"{folder}/accounts.json") as file:
        return json.load(file)


def provider_accounts(folder):
    return [one for one in accounts(folder) if one["mpn_id"] == PROVIDER and one["roles"]]


def ask(folder, question, *values):
    with sqlite3.connect(f"file:{folder}/partner-portal.db?mode=ro", uri=True) as database:
        return database.execute(question, values).fetchall()
