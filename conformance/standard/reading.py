"""
From the TOML files of a folder to a standard: the rules that rows and files must keep, beyond being well typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources.abc import Traversable

from conformance.exceptions import StandardError
from conformance.model import Method, Profile, Requirement
from conformance.standard.files import Table, read_toml, record, rows_of, spell
from conformance.standard.nouns import Chapter, ChapterHead, Edition, Form, Law, Standard, by_id
from conformance.strict import canonical_json
from conformance.texts import say

# the files that hold no requirements
EDITION, PROFILES, LAWS, FORMS = "edition.toml", "profiles.toml", "laws.toml", "reviews.toml"


def read_standard(folder: Traversable) -> Standard:
    """
    The standard in `folder`. Raises StandardError naming file and row.
    """
    head = read_toml(folder, EDITION)
    edition = record(Edition, head, EDITION, "head")
    _no_stray(folder, edition)
    tables = {f"{id}.toml": read_toml(folder, f"{id}.toml") for id in edition.chapters}
    chapters = tuple(_chapter(table, name) for name, table in tables.items())
    more = {name: read_toml(folder, name) for name in (PROFILES, FORMS)}
    digest = _digest({EDITION: head, **more, **tables})
    return Standard(edition.edition, edition.title, chapters, digest, by_id(chapters))


def read_profiles(folder: Traversable) -> dict[str, Profile]:
    """
    Name -> profile, in the order of the file in `folder`. Raises StandardError.
    """
    rows = rows_of(read_toml(folder, PROFILES), "profile", PROFILES)
    profiles: dict[str, Profile] = {}
    for number, row in enumerate(rows, 1):
        profile = record(Profile, row, PROFILES, _label(row, "name", number))
        if profile.name in profiles:
            raise StandardError(
                say("{file}: the profile {name} stands twice. Rename one.", file=PROFILES, name=profile.name)
            )
        profiles[profile.name] = profile
    return profiles


def read_laws(folder: Traversable) -> tuple[Law, ...]:
    """
    The laws in `folder`, in the order of the file. Raises StandardError.
    """
    rows = rows_of(read_toml(folder, LAWS), "law", LAWS)
    return tuple(record(Law, row, LAWS, _label(row, "id", number)) for number, row in enumerate(rows, 1))


def read_forms(folder: Traversable, standard: Standard) -> Mapping[str, Form]:
    """
    Id -> the form for deciding that requirement of `standard` on documents. Raises StandardError for one of a row that
    is unknown, retired or not decided on documents, for a second one, and for a law that is not in laws.toml.
    """
    laws = {law.id for law in read_laws(folder)}
    found: dict[str, Form] = {}
    for number, table in enumerate(rows_of(read_toml(folder, FORMS), "form", FORMS), 1):
        form = record(Form, table, FORMS, _label(table, "requirement", number))
        row = standard.requirements.get(form.requirement)
        if row is None or row.retired or row.method is not Method.DOCUMENT or form.requirement in found:
            text = "{file}: {id} is no row in force that is decided on documents, or has a form already. Remove it"
            raise StandardError(say(text, file=FORMS, id=form.requirement))
        if unknown := sorted(set(form.laws) - laws):
            text = "{file}, {id}: there is no law {law} in {laws}. Correct the id or write its row"
            raise StandardError(say(text, file=FORMS, id=form.requirement, law=unknown[0], laws=LAWS))
        found[form.requirement] = form
    return found


def _no_stray(folder: Traversable, edition: Edition) -> None:
    # a chapter that the edition forgets would silently drop its requirements
    listed = {EDITION, PROFILES, LAWS, FORMS, *(f"{id}.toml" for id in edition.chapters)}
    found = {entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")}
    stray = ", ".join(sorted(found - listed))
    if stray:
        raise StandardError(
            say("{file} does not list {stray}. Add it to `chapters` or remove it.", file=EDITION, stray=stray)
        )


def _chapter(table: Table, name: str) -> Chapter:
    rows = rows_of(table, "requirement", name)
    head = record(ChapterHead, {key: table[key] for key in table if key != "requirement"}, name, "head")
    if f"{head.chapter}.toml" != name:
        raise StandardError(
            say("{file} says that it is chapter {chapter}. Give both the same name.", file=name, chapter=head.chapter)
        )
    return Chapter(head.chapter, head.title, tuple(_requirement(row, n, head.chapter) for n, row in enumerate(rows, 1)))


def _requirement(row: Table, number: int, chapter: str) -> Requirement:
    name, where = f"{chapter}.toml", _label(row, "id", number)
    if "chapter" in row:
        raise StandardError(
            say("{file}, {where}: the chapter stands in the head of the file. Remove it here.", file=name, where=where)
        )
    requirement = record(Requirement, {**row, "chapter": chapter}, name, where)
    for problem, pattern in _INCOHERENT.items():
        if problem(requirement):
            raise StandardError(say(pattern, file=name, where=where))
    return requirement


def _label(row: Table, key: str, number: int) -> str:
    return str(row.get(key, f"row {number}"))


def _digest(tables: Mapping[str, Table]) -> str:
    content = {name: json.loads(spell(table, name, "content")) for name, table in tables.items()}
    return sha256(canonical_json(content)).hexdigest()


def _counts_nothing(row: Requirement) -> bool:
    return row.least.positive + row.least.negative > 0 and not (row.vectors.any or row.vectors.none)


def _selects_in_vain(row: Requirement) -> bool:
    return row.least.positive + row.least.negative == 0 and bool(row.vectors.any or row.vectors.none)


def _passes_on_nothing(row: Requirement) -> bool:
    return row.least.positive + row.least.negative == 0 and not row.why_no_check and not row.retired


def _number_without_reason(row: Requirement) -> bool:
    return bool(row.limits) and row.limits_reason is None


def _reason_without_number(row: Requirement) -> bool:
    return row.limits_reason is not None and not row.limits


_INCOHERENT = {
    _counts_nothing: "{file}, {where}: `least` demands vectors, but `vectors` selects none. Write `vectors`.",
    _selects_in_vain: "{file}, {where}: `vectors` selects some, but `least` demands none. Write `least`.",
    _passes_on_nothing: "{file}, {where}: a row with a check must be exercised: `least` must demand a vector.",
    _number_without_reason: "{file}, {where}: `limits` has numbers, but `limits_reason` does not say why these.",
    _reason_without_number: "{file}, {where}: `limits_reason` explains no number. Write `limits` or remove it.",
}
