"""
The tables of the sandbox, and the version of their layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

VERSION = "1"  # of the tables below; a database of another version is not touched

Row = Mapping[str, Any]  # column -> value

LAYOUT = MetaData()
PEOPLE = Table(
    "people",
    LAYOUT,
    Column("qid", String(18), primary_key=True),
    Column("identity", String(400), nullable=False, unique=True),  # one person, one row
    Column("paper_kind", String(20)),
    Column("paper", String(12)),
    Column("name", Text, nullable=False),
    Column("born", String(10), nullable=False),
    Column("born_precision", String(4), nullable=False),
    Column("declared_by", String(200)),
    Column("sex", String(1)),
    Column("health_insurance", Text),
    Column("phone", Text),
    Column("signature", Text),
)
VISITS = Table(
    "visits",
    LAYOUT,
    Column("id", Integer, primary_key=True),
    Column("location", String(200), nullable=False, index=True),
    Column("qid", String(18), nullable=False),
    Column("at", String(40), nullable=False),
)
AUDIT = Table(
    "audit",
    LAYOUT,
    Column("id", Integer, primary_key=True),
    Column("who", String(300), nullable=False),
    Column("at", String(40), nullable=False),
    Column("qid", String(200), nullable=False, index=True),
    Column("granted", Boolean, nullable=False),
)
LOG = Table("log", LAYOUT, Column("id", Integer, primary_key=True), Column("line", Text, nullable=False))
META = Table("meta", LAYOUT, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))
Index("visits_of", VISITS.c.location, VISITS.c.id)
