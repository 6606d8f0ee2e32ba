"""
The sandbox's database: people, visits, audit records, log lines, and the version of their layout.

The database itself holds that a person exists once: the identity is unique, whatever runs at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event, insert, inspect, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from conformance.exceptions import UsageError
from conformance.sandbox.tables import AUDIT, LAYOUT, LOG, META, PEOPLE, VERSION, VISITS, Row
from conformance.texts import say

MEMORY = "sqlite://"
_AT_ONCE = 500  # values in one IN clause; SQLite allows 32,766 variables, older builds 999


class Taken(Exception):
    """
    An identity or a QID that belongs to somebody already.
    """


class Work:
    """
    One transaction: all of it is kept, or nothing.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def person(self, qid: str) -> Row | None:
        """
        The person with a QID.
        """
        return next(iter(self._rows(select(PEOPLE).where(PEOPLE.c.qid == qid))), None)

    def identities(self, identities: Sequence[str]) -> dict[str, Row]:
        """
        Identity -> person, for those that are registered.
        """
        found: dict[str, Row] = {}
        for start in range(0, len(identities), _AT_ONCE):
            some = PEOPLE.c.identity.in_(identities[start : start + _AT_ONCE])
            found |= {row["identity"]: row for row in self._rows(select(PEOPLE).where(some))}
        return found

    def enter(self, people: Sequence[Mapping[str, Any]]) -> None:
        """
        Add people. Raises Taken, and then none of them is added.
        """
        rows = sorted(
            people, key=lambda row: str(row["identity"])
        )  # one order, so that two processes never wait crosswise
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(PEOPLE), rows)
        except IntegrityError as error:
            raise Taken from error

    def change(self, qid: str, values: Mapping[str, Any]) -> None:
        """
        Replace the data of a person. Raises Taken when the new identity is another person's.
        """
        try:
            with self._connection.begin_nested():
                self._connection.execute(update(PEOPLE).where(PEOPLE.c.qid == qid).values(values))
        except IntegrityError as error:
            raise Taken from error

    def visit(self, location: str, qid: str, at: str) -> None:
        """
        Record a person at a location.
        """
        self._connection.execute(insert(VISITS).values(location=location, qid=qid, at=at))

    def visitors(self, location: str) -> list[Row]:
        """
        The visits of a location, each with its person, in the order of time.
        """
        joined = select(VISITS.c.at, PEOPLE.c.name, PEOPLE.c.phone).join(PEOPLE, PEOPLE.c.qid == VISITS.c.qid)
        return self._rows(joined.where(VISITS.c.location == location).order_by(VISITS.c.id))

    def note(self, values: Mapping[str, Any]) -> None:
        """
        Write one audit record.
        """
        self._connection.execute(insert(AUDIT).values(values))

    def noted(self, qid: str) -> list[Row]:
        """
        The audit records of a QID, in the order of time.
        """
        return self._rows(select(AUDIT).where(AUDIT.c.qid == qid).order_by(AUDIT.c.id))

    def log(self, line: str) -> None:
        """
        Write one line of the request log.
        """
        self._connection.execute(insert(LOG).values(line=line))

    def lines(self, most: int) -> list[str]:
        """
        The latest lines of the log, oldest first.
        """
        latest = self._connection.execute(select(LOG.c.line).order_by(LOG.c.id.desc()).limit(most)).scalars().all()
        return list(reversed(latest))

    def _rows(self, wanted: Select[Any]) -> list[Row]:
        return [{**row} for row in self._connection.execute(wanted).mappings()]


class Store:
    """
    A database of the sandbox's layout; an empty one is given it. Safe to use from several threads.
    """

    def __init__(self, url: str = MEMORY) -> None:
        """
        Open it. Raises UsageError for one that cannot be opened, is another program's, or of another version.
        """
        self.place = _shown(url)
        _check(url, self.place)
        self._engine = _engine(url)
        # SQLite has one writer; who waits here in line waits shorter than who polls the file.
        self._turn: Any = Lock() if self._engine.dialect.name == "sqlite" else nullcontext()
        with self._engine.begin() as connection:
            LAYOUT.create_all(connection)
        with self.work() as work:
            _settle(work._connection, "version", VERSION)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """
        A transaction; it is kept when the block ends, and undone when it raises.
        """
        with self._turn, self._engine.begin() as connection:
            yield Work(connection)

    def secret(self, value: str) -> str:
        """
        The secret that tokens are signed with: the one of the database, or `value` where it has none yet.
        """
        with self.work() as work:
            return _settle(work._connection, "secret", value)

    def close(self) -> None:
        """
        Let the database go.
        """
        self._engine.dispose()


def _settle(connection: Connection, name: str, value: str) -> str:
    kept = connection.execute(select(META.c.value).where(META.c.name == name)).scalar()
    if kept is not None:
        return str(kept)
    try:
        with connection.begin_nested():
            connection.execute(insert(META).values(name=name, value=value))
    except IntegrityError:  # another process began at the same moment, and its value stands
        return _settle(connection, name, value)
    return value


def _engine(url: str) -> Engine:
    where = make_url(url)
    if where.get_backend_name() != "sqlite":
        engine = create_engine(where, pool_pre_ping=True, hide_parameters=True)  # an error never shows a person's data
        if where.get_backend_name() == "postgresql":
            event.listen(engine, "connect", _relaxed)
        return engine
    in_memory = where.database in (None, "", ":memory:")
    arguments: dict[str, Any] = {"check_same_thread": False, "timeout": 30}
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(where, connect_args=arguments, hide_parameters=True, **pool)
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _relaxed(connection: Any, _record: object) -> None:
    """
    PostgreSQL: no wait for the disk at each commit, as SQLite is used; when the power fails the last transactions may
    be lost (https://www.postgresql.org/docs/current/wal-async-commit.html). A double holds nothing that is worth more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    connection.commit()


def _settings(connection: Any, _record: object) -> None:
    """
    SQLite: WAL, so that readers from outside do not stop the writer; NORMAL loses at most the last transactions when
    the power fails, never the order in the file (https://sqlite.org/wal.html).
    """
    connection.isolation_level = None  # transactions are begun by us, so that no read is turned into a write midway
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _check(url: str, place: str) -> None:
    """
    Look at what is there before anything is changed. Raises UsageError.
    """
    try:
        looking = create_engine(make_url(url))
        try:
            with looking.connect() as connection:
                tables = set(inspect(connection).get_table_names())
                known = META.name in tables and set(META.c.keys()) == {
                    column["name"] for column in inspect(connection).get_columns(META.name)
                }
                version = _version(connection) if known else None
        finally:
            looking.dispose()
    except (ArgumentError, NoSuchModuleError, SQLAlchemyError, ImportError) as error:
        text = "the database {place} cannot be opened: {why}. Expected an SQLAlchemy URL such as sqlite:///people.db"
        raise UsageError(say(text, place=place, why=_reason(error))) from None
    if tables and version is None:
        text = "{place} holds the tables of another program; nothing was changed. Name an empty or a new database"
        raise UsageError(say(text, place=place))
    if version not in (None, VERSION):
        text = (
            "{place} is a sandbox database of version {found}; this suite reads version {known}. Nothing was changed. "
            "Use the suite that made it, or name another database"
        )
        raise UsageError(say(text, place=place, found=version, known=VERSION))


def _version(connection: Connection) -> str | None:
    found = connection.execute(select(META.c.value).where(META.c.name == "version")).scalar()
    return None if found is None else str(found)


def _reason(error: Exception) -> str:
    """
    The driver's own words, in which no URL with a password stands.
    """
    return str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0][:200]


def _shown(url: str) -> str:
    """
    The URL without its password.
    """
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.rpartition("@")[2][:200]
