"""Load on a server, and what came of it: wrk for throughput, one connection for the time of single answers."""

import re
import subprocess
import time


def wrk(port, path, cookie=None, seconds=5):
    """Requests a second and the 99th percentile in ms, at 64 connections."""
    header = ["-H", f"Cookie: {cookie}"] if cookie else []
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", *header, f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(told)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    scale = {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1)), float(number) * scale


def times(server, paths, cookie):
    """Milliseconds of each answer, one after the other on one connection."""
    connection, taken = server.connection(), []
    for path in paths:
        start = time.perf_counter()
        server.get(path, cookie, connection)
        taken.append((time.perf_counter() - start) * 1e3)
    return taken


def at(taken, share):
    taken = sorted(taken)
    return taken[int((len(taken) - 1) * share)]


def row(job, target, measured, reference=""):
    print(f"| {job} | {target} | {measured} | {reference} |", flush=True)
