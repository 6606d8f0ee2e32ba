"""
The database: what is kept, and what is not touched.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from conformance.exceptions import UsageError
from conformance.sandbox.server import serve
from conformance.sandbox.store import Store, Taken

from .conftest import Caller


def url_of(file: Path) -> str:
    """
    The URL of a database file.
    """
    return f"sqlite:///{file}"


def row(number: int, qid: str) -> dict[str, Any]:
    """
    A person as a row.
    """
    return {"qid": qid, "identity": f"cccd:{number}", "name": "A", "born": "1990-01-01", "born_precision": "day"}


def test_people_and_tokens_outlive_the_process(tmp_path: Path, person: Any) -> None:
    """
    Opened again, the database knows the person by the same QID, and a token of before is still good.
    """
    database = url_of(tmp_path / "people.db")
    with serve(database) as url:
        first = Caller(url)
        qid, token = first.register(person())[0]["qid"], first.token("authority")
    with serve(database) as url:
        again = Caller(url, {("authority", None): token})
        found = again.register(person())[0]["qid"], again.look_up(qid, "authority")[0]

    assert (qid, 200) == found


def test_a_database_of_another_version_is_not_touched(tmp_path: Path) -> None:
    """
    One message that names both versions and says what to do; every byte stays.
    """
    file = tmp_path / "old.db"
    Store(url_of(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'version'")
        connection.execute(
            "INSERT INTO people (qid, identity, name, born, born_precision) VALUES ('1','i','A','b','day')"
        )
    connection.close()
    before = file.read_bytes()
    with pytest.raises(UsageError, match=r"database of version 0; this suite reads version 1\. Nothing was changed\."):
        Store(url_of(file))

    assert before == file.read_bytes()


def test_the_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    """
    Tables that are not ours are reason enough.
    """
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE accounts (id INTEGER)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(UsageError, match=r"tables of another program; nothing was changed"):
        Store(url_of(file))

    assert before == file.read_bytes()


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle-of-delphi://x", "sqlite:////nowhere/at/all/people.db", "sqlite:///{file}"]
)
def test_what_cannot_be_opened_is_said_in_one_message(tmp_path: Path, url: str) -> None:
    """
    No URL, no driver, no folder, no database: each is a UsageError that names the place.
    """
    file = tmp_path / "letter.txt"
    file.write_text("This is no database, but a letter.\n" * 50, encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be opened"):
        Store(url.format(file=file))


def test_a_password_in_the_url_is_never_shown() -> None:
    """
    The message names the place without it.
    """
    with pytest.raises(UsageError) as caught:
        Store("postgresql+nodriver://centre:hunter2@db.example/people")

    assert "hunter2" not in str(caught.value)
    assert "db.example" in str(caught.value)


def test_a_taken_identity_undoes_the_whole_entry_and_nothing_else() -> None:
    """
    Of two rows of which one is taken none is entered; what the transaction did before stays.
    """
    store = Store()
    with store.work() as work:
        work.enter([row(1, "100000000000000001")])
        with pytest.raises(Taken):
            work.enter([row(2, "100000000000000002"), row(1, "100000000000000003")])
    with store.work() as work:
        known = work.identities(["cccd:1", "cccd:2"])

    assert ["cccd:1"] == list(known)


def test_two_processes_cannot_enter_one_person_twice(tmp_path: Path) -> None:
    """
    Two stores on one file, as two processes have them: the unique key holds between them.
    """
    database, taken = url_of(tmp_path / "shared.db"), []
    stores = [Store(database), Store(database)]

    def enter(store: Store, place: int) -> None:
        for number in range(50):
            try:
                with store.work() as work:
                    work.enter([row(number, f"{place}{number:017d}")])
            except Taken:
                taken.append(number)

    threads = [Thread(target=enter, args=pair) for pair in zip(stores, (1, 2), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].work() as work:
        found = work.identities([f"cccd:{number}" for number in range(50)])

    assert (50, list(range(50))) == (len(found), sorted(taken))
