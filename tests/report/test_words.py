"""
Every word of the reports stands in both languages, and none is missing or superfluous.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, get_args

import pytest

from conformance.model import Capability, Conclusion, Level, Method, Role, Source, Verdict
from conformance.reading.payload import Kind
from conformance.report import diff, words
from conformance.report.items import LETTERS
from conformance.report.labels import label, labels
from conformance.report.words import RECOMMENDATION_NOT_MET, VERDICTS, verdict_word
from conformance.result import Result
from conformance.standard import load_standard
from conformance.texts import Bilingual

CERTAINTIES = get_args(Source.model_fields["certainty"].annotation)
FOLDER = resources.files("conformance.report")
SOURCES = "\n".join(
    place.read_text(encoding="utf-8")
    for place in [*FOLDER.iterdir(), *FOLDER.joinpath("templates").iterdir()]
    if place.name.endswith((".py", ".j2", ".typ"))
)


@pytest.mark.parametrize(
    ("mapping", "members"),
    [
        (words.CONCLUSIONS, Conclusion),
        (words.CONCLUSION_MEANINGS, Conclusion),
        (words.VERDICTS, Verdict),
        (words.VERDICT_MEANINGS, Verdict),
        (words.LEVELS, Level),
        (words.METHODS, Method),
        (words.ROLES, Role),
        (words.CAPABILITIES, Capability),
        (words.CERTAINTIES, CERTAINTIES),
        (words.KINDS, Kind),
    ],
)
def test_every_member_has_its_own_words(mapping: Mapping[Any, Bilingual], members: Iterable[Any]) -> None:
    """
    Each member of a closed set has words in both languages, and no two members share them.
    """
    assert set(members) == set(mapping)
    assert len(mapping) == len({text.vi for text in mapping.values()})
    assert len(mapping) == len({text.en for text in mapping.values()})


def result(level: Level, verdict: Verdict) -> Result:
    """
    A result of a requirement of that level.
    """
    row = load_standard().get("PQR-021").model_copy(update={"level": level})
    return Result(requirement=row, verdict=verdict, held=0, exercised=1, least=1, outcomes=())


def test_a_recommendation_does_not_fail() -> None:
    """
    A SHOULD that was seen to be wrong is called a recommendation that is not met; a MUST is called a failure.
    """
    assert RECOMMENDATION_NOT_MET == verdict_word(result(Level.SHOULD, Verdict.FAIL))
    assert VERDICTS[Verdict.FAIL] == verdict_word(result(Level.MUST, Verdict.FAIL))
    assert VERDICTS[Verdict.BLOCKED] == verdict_word(result(Level.SHOULD, Verdict.BLOCKED))


def test_every_label_is_used() -> None:
    """
    No label stands in the file that no report uses.
    """
    made = (
        [f"key_{style}" for style in STYLES],
        [f"iso_{each}" for each in LETTERS],
        [f"diff_{each}" for each in diff.Kind],
    )
    used = set(re.findall(r"[\"']([a-z_]+)[\"']", SOURCES)).union(*made)

    assert set() == set(labels()) - used


STYLES = {"met", "violated", "advised", "open", "not_applicable", "not_evaluated", "void"}


def test_every_label_that_is_used_exists() -> None:
    """
    Each key that a writer or a template asks for is in the file.
    """
    asked = set(re.findall(r"(?:\bl|label|fact)\([\"']([a-z_]+)[\"'][,)]", SOURCES))

    assert len(asked) > 50
    assert set() == asked - set(labels())


def test_both_languages_of_a_label_take_the_same_values() -> None:
    """
    A value that stands in one language stands in the other.
    """
    text = FOLDER.joinpath("labels.toml").read_text(encoding="utf-8")
    names = {
        key: [set(re.findall(r"{(\w+)}", value[lang])) for lang in ("vi", "en")]
        for key, value in tomllib.loads(text).items()
    }

    assert {} == {key: found for key, found in names.items() if found[0] != found[1]}


def test_a_bilingual_value_is_put_in_by_language() -> None:
    """
    A label in one language never holds a value in the other.
    """
    found = label("screen_caption", file=Bilingual(vi="đầu", en="first"))

    assert Bilingual(vi="Màn hình đầu", en="Screen first") == found
