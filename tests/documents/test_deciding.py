"""
What recorded reviews do to the conclusion: in a vendor's self-test, and in an official run.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conformance.documents import open_run
from conformance.model import Conclusion, Method, Role, Verdict
from conformance.result import Decision, DocumentReview, Report
from conformance.reviewing import in_effect, reviewable, rule_digest, with_reviews
from conformance.standard import load_forms, load_standard

BINDING = ("PQR-110", "PQR-112", "PQR-113", "PQR-120")


def reviewed(id: str, decision: Decision = Decision.MET) -> DocumentReview:
    """
    A review of the rule as it is now.
    """
    return DocumentReview(
        requirement=id,
        decision=decision,
        by="Trần Thị Mẫu",
        day=date(2026, 1, 5),
        reason="as filed",
        documents=(),
        recorded=datetime(2026, 1, 5, tzinfo=UTC),
        suite="1.0",
        rule_digest=rule_digest(load_standard().get(id)),
        digest="0" * 64,
    )


ALL = tuple(reviewed(id) for id in BINDING)


@pytest.fixture(scope="module")
def clean(good: Path) -> Report:
    """
    The good run as if it were complete and every check had passed.
    """
    report = open_run(good).report
    results = tuple(each.model_copy(update={"verdict": Verdict.PASS}) for each in report.results)
    score = report.score.model_copy(update={"shortfalls": ()})
    return with_reviews(report.model_copy(update={"results": results, "score": score}), ())


def official(report: Report) -> Report:
    """
    The same run at the national centre.
    """
    return report.model_copy(update={"run": report.run.model_copy(update={"official": True})})


def conclusion(report: Report, *reviews: DocumentReview) -> Conclusion:
    """
    What the report concludes with these reviews.
    """
    return with_reviews(report, reviews).score.conclusion


def test_a_self_test_concludes_without_an_evaluator(clean: Report) -> None:
    """
    A vendor's gate stays usable: documents are listed as not decided, each with its reason.
    """
    assert Conclusion.CONFORMS is conclusion(clean)
    assert set(load_forms()) <= {row.id for row in clean.undecided}
    assert all(
        "qrconform review" in row.why_no_check.en for row in clean.undecided if row.why_no_check and row.id in ALL
    )


def test_an_official_run_waits_for_every_binding_review(clean: Report) -> None:
    """
    Undetermined with none and with all but one; conforms with all; the recommendations are not needed.
    """
    run = official(clean)
    assert Conclusion.UNDETERMINED is conclusion(run)
    for missing in range(len(ALL)):
        assert Conclusion.UNDETERMINED is conclusion(run, *ALL[:missing], *ALL[missing + 1 :])
    assert Conclusion.CONFORMS is conclusion(run, *ALL)


def test_one_review_makes_a_self_test_wait_for_all(clean: Report) -> None:
    """
    Nobody records only what is in their favour.
    """
    assert Conclusion.UNDETERMINED is conclusion(clean, ALL[0])
    assert Conclusion.CONFORMS is conclusion(clean, *ALL)


def test_what_is_not_met_on_documents_is_not_met(clean: Report) -> None:
    """
    One MUST not met does not conform; a recommendation not met decides nothing; the last review counts.
    """
    bad = reviewed("PQR-112", Decision.NOT_MET)
    assert Conclusion.DOES_NOT_CONFORM is conclusion(clean, *ALL, bad)
    assert Conclusion.CONFORMS is conclusion(clean, bad, *ALL)
    assert Conclusion.CONFORMS is conclusion(clean, *ALL, reviewed("PQR-111", Decision.NOT_MET))
    assert {bad} == {each for each in in_effect([*ALL, bad]).values() if each.decision is Decision.NOT_MET}


def test_documents_alone_never_conform(clean: Report) -> None:
    """
    All reviews are favourable, and no check was exercised: nothing is known of what the app does.
    """
    untested = clean.model_copy(
        update={"results": tuple(r.model_copy(update={"verdict": Verdict.NOT_APPLICABLE}) for r in clean.results)}
    )
    assert Conclusion.UNDETERMINED is conclusion(untested, *ALL)


def test_reviews_never_mend_what_a_check_found(clean: Report) -> None:
    """
    A failed check stays failed, whatever is decided on documents.
    """
    first = clean.results[0].model_copy(update={"verdict": Verdict.FAIL})
    failed = clean.model_copy(update={"results": (first, *clean.results[1:])})
    assert Conclusion.DOES_NOT_CONFORM is conclusion(failed, *ALL)
    assert Verdict.FAIL is with_reviews(failed, ALL).results[0].verdict


def test_putting_reviews_in_twice_changes_nothing(clean: Report) -> None:
    """
    With them, without them, with them again: the same report, in the order of the standard.
    """
    once = with_reviews(clean, ALL)
    assert once == with_reviews(with_reviews(once, ()), ALL)
    assert clean == with_reviews(once, ())
    assert sorted(each.requirement.id for each in once.results) == [each.requirement.id for each in once.results]


def test_a_review_of_another_rule_does_not_count(clean: Report) -> None:
    """
    When the rule is changed the decision was on another question: review again, and say so.
    """
    stale = ALL[0].model_copy(update={"rule_digest": "1" * 64})
    made = with_reviews(clean, (stale, *ALL[1:]))
    result = next(each for each in made.results if each.requirement.id == stale.requirement)

    assert Verdict.REVIEW is result.verdict
    assert result.reason is not None
    assert "the rule is another than when Trần Thị Mẫu decided on 2026-01-05" in result.reason.render("en")
    assert Conclusion.UNDETERMINED is made.score.conclusion


def test_a_role_that_is_not_played_needs_no_review(clean: Report) -> None:
    """
    The signature in a code is asked of displays alone.
    """
    reader = clean.candidate.model_copy(update={"roles": (Role.READER,)})
    made = with_reviews(clean.model_copy(update={"candidate": reader}), ALL)

    assert Verdict.NOT_APPLICABLE is next(r.verdict for r in made.results if r.requirement.id == "PQR-066")
    with pytest.raises(Exception, match="PQR-066 does not apply: the candidate does not play the role display"):
        reviewable("PQR-066", (Role.READER,))


def test_every_row_on_documents_has_a_form_or_says_who_holds_it() -> None:
    """
    What no evaluator decides is a demand on the report, which tests of ours hold.
    """
    rows = [row for row in load_standard().requirements.values() if row.method is Method.DOCUMENT]
    without = [row for row in rows if row.id not in load_forms()]

    assert ["PQR-121", "PQR-122"] == [row.id for row in without]
    assert all(row.why_no_check and re.search("Held by the suite's own tests", row.why_no_check.en) for row in without)
