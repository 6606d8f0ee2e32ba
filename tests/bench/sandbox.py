"""
How many authorised look-ups a second the sandbox answers, with a million people stored. Run by hand:

    python tests/bench/sandbox.py --people 1000000 --seconds 20 --clients 4

The people are entered straight into the database; the look-ups go over HTTP to a server process of its own, as the
clients of a centre would ask, over connections that stay open. Every look-up writes its audit record and its line of
the log before it is answered.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from conformance.sandbox.store import Store

BATCH = 10_000
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Bùi")
GIVEN = ("Bình", "Châu", "Giang", "Hạnh", "Hùng", "Khánh", "Lan", "Mai", "Nam", "Ngân")


def person(number: int) -> dict[str, Any]:
    """
    One of the stored people, invented.
    """
    paper = f"0010{number % 100:02d}{number:06d}"[:12]
    return {
        "qid": qid(number),
        "identity": f"cccd:{number}",
        "paper_kind": "cccd",
        "paper": paper,
        "name": f"{FAMILY[number % 10]} Thị {GIVEN[number // 10 % 10]}",
        "born": f"{1960 + number % 40}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "born_precision": "day",
        "declared_by": None,
        "sex": "2",
        "health_insurance": None,
        "phone": f"09{number:08d}",
        "signature": None,
    }


def qid(number: int) -> str:
    """
    The QID of a stored person: spread over the whole range, as issued ones are.
    """
    return f"{number * 618_033_988_749_894_849 % 10**18:018d}"


def fill(url: str, people: int) -> float:
    """
    Store the people; the seconds that it took.
    """
    store, clock = Store(url), time.perf_counter()
    for start in range(0, people, BATCH):
        with store.work() as work:
            work.enter([person(number) for number in range(start, min(start + BATCH, people))])
    store.close()
    return time.perf_counter() - clock


@contextmanager
def served(url: str) -> Iterator[str]:
    """
    The sandbox in a process of its own.
    """
    command = [sys.executable, "-m", "conformance", "sandbox", "--database", url, "--port", "0"]
    environment = {**os.environ, "QRCONFORM_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield next(word.rstrip(".") for word in line.split() if word.startswith("http://"))
        finally:
            process.terminate()


def call(line: http.client.HTTPConnection, method: str, path: str, token: str = "", body: Any = None) -> Any:
    """
    One exchange over a connection that stays open.
    """
    line.request(method, path, json.dumps(body) if body else None, {"Platform-Token": token} if token else {})
    reply = line.getresponse()
    return json.loads(reply.read())


def ask(address: str, people: int, until: float, times: list[float]) -> None:
    """
    Look people up until the time is over; each answer must be the right person's.
    """
    line = http.client.HTTPConnection(address)
    token = call(line, "POST", "/v1/platform/tokens", body={"identity": "authority"})["token"]
    chance = random.Random(threading.get_ident())
    while time.perf_counter() < until:
        number, clock = chance.randrange(people), time.perf_counter()
        answer = call(line, "GET", f"/v1/platform/people/{qid(number)}", token)
        times.append(time.perf_counter() - clock)
        assert answer["phone"] == f"09{number:08d}", answer


def measure(url: str, people: int, clients: int, seconds: float) -> list[float]:
    """
    The seconds of every look-up of all clients.
    """
    times: list[float] = []
    until = time.perf_counter() + seconds
    address = urlsplit(url).netloc
    asking = [threading.Thread(target=ask, args=(address, people, until, times)) for _ in range(clients)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    return times


def main() -> None:
    """
    Fill, serve, ask, and print the table.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--database", help="SQLAlchemy URL of an empty database; default: a temporary SQLite file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.db"
        database = given.database or f"sqlite:///{file}"
        took = fill(database, given.people)
        size = f", file of {file.stat().st_size / 2**20:.0f} MiB" if file.exists() else ""
        print(f"{given.people} people stored in {took:.0f} s{size}; {os.cpu_count()} cores")
        print("| clients | look-ups a second | median ms | 99 % within ms |")
        print("| --- | --- | --- | --- |")
        with served(database) as url:
            for clients in given.clients:
                times = measure(url, given.people, clients, given.seconds)
                cut = [1000 * each for each in quantiles(times, n=100)]
                print(f"| {clients} | {len(times) / given.seconds:.0f} | {cut[49]:.1f} | {cut[98]:.1f} |", flush=True)


if __name__ == "__main__":
    main()
