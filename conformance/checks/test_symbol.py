"""
The symbol: PQR-080 to PQR-085.

PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from conformance.checks import requirement
from conformance.exceptions import Inconclusive, NotExercised, Review
from conformance.model import Action
from conformance.reading.findings import finding_on
from conformance.reading.observation import Observation
from conformance.reading.printed import TOLERANCE_MM
from conformance.reading.symbol.robustness import ENOUGH
from conformance.reading.symbol.shape import TOLERANCE_PX, TOLERANCE_QUIET, TOLERANCE_SKEW
from conformance.reading.symbol.wording import decimal, trial_name
from conformance.texts import say


@requirement("PQR-080")
def test_every_reader_that_can_reads_the_code_and_all_read_the_same(seen: Observation) -> None:
    """
    PQR-080: every reader that reads the reference symbol at that size reads the displayed one; all read the same bytes.
    """
    if len(seen.panel) < 2:
        raise Inconclusive(say("fewer than two independent readers looked; install the missing ones and judge again"))
    for code in seen.all_codes:
        sentence = "the readers read different bytes: {seen}"
        read = {each.reader: each.data.hex() for each in code.symbol.readings if each.exact}
        differing = "; ".join(f"{reader} {data}" for reader, data in read.items())
        assert code.symbol.agreed, code.finding(sentence, code.text, differing)
        missed = seen.missed_readers(code)
        sentence = "not every reader reads the code as it is displayed; {missed} reads only a clean one in its place"
        able = ", ".join(sorted(seen.panel - missed))
        assert not missed, code.finding(sentence, ", ".join(sorted(seen.panel)), able, missed=", ".join(sorted(missed)))


@requirement("PQR-081")
def test_quiet_zone_modules_and_sides_are_large_and_square(seen: Observation, limits: Mapping[str, float]) -> None:
    """
    PQR-081: quiet zone, module size and squareness are within the limits.
    """
    quiet, module, square = (Fraction(limits[name]) for name in ("quiet_zone_modules", "module_px", "square_percent"))
    for code, measured in seen.measured_codes:
        sentence = "the quiet zone is {seen} modules wide on its narrowest side, recommended are {expected}"
        narrowest = min(measured.quiet_zone)
        assert narrowest >= quiet - TOLERANCE_QUIET, code.finding(sentence, quiet, decimal(narrowest))
        sentence = "a module is {seen} px wide or high, recommended are at least {expected}"
        smallest = min(measured.module_px)
        assert smallest >= module - TOLERANCE_PX, code.finding(sentence, module, decimal(smallest))
        sentence = "the symbol is out of square by {seen} %, recommended are at most {expected}"
        skew = 100 * measured.skew
        assert skew <= square + 100 * TOLERANCE_SKEW, code.finding(sentence, square, decimal(skew))
        sentence = "the symbol is mirrored: readers that do not try for that cannot read it"
        assert not measured.mirrored, code.finding(sentence, "-", "-")


@requirement("PQR-082")
def test_error_correction_is_strong_and_the_code_withstands_damage(seen: Observation) -> None:
    """
    PQR-082: the level is M, Q or H, and the code is read after damage, rotation and scaling.
    """
    if len(seen.panel) < ENOUGH:
        raise Inconclusive(say("fewer than two independent readers looked; install the missing ones and judge again"))
    for code, measured in seen.measured_codes:
        sentence = "the error correction level is {seen}, recommended is {expected} or better"
        assert measured.kind.level != "L", code.finding(sentence, "M", "L")
        sentence = "fewer than two readers still read the code after this was done to its picture: {trial}"
        for trial in seen.measured[code.view.file].lost:
            raise AssertionError(code.finding(sentence, ENOUGH, trial.value, trial=trial_name(trial)))


@requirement("PQR-083")
def test_the_code_is_dark_on_light_with_enough_contrast(seen: Observation, limits: Mapping[str, float]) -> None:
    """
    PQR-083: the modules are darker than the ground, with a contrast ratio of luminance that reaches the limit.
    """
    limit = Fraction(limits["contrast_ratio"])
    for code, measured in seen.measured_codes:
        sentence = "the code is light on dark ground, recommended is dark on light"
        assert not measured.inverted, code.finding(sentence, "-", "-")
        sentence = "the contrast of luminance is {seen} to 1, recommended is at least {expected} to 1"
        ratio = measured.contrast_ratio
        assert ratio >= limit, code.finding(sentence, limit, decimal(ratio))


@requirement("PQR-084")
def test_the_printed_code_is_large_enough(seen: Observation, limits: Mapping[str, float]) -> None:
    """
    PQR-084: the personal code on the document for printing is at least 50 x 50 mm, its quiet zone included.
    """
    if not seen.documents:
        raise NotExercised(say("the evidence holds no document for printing"))
    least = Fraction(limits["personal_mm"])
    shown = {code.payload.qid for code in seen.codes}
    for document in seen.documents:
        own = document.own(shown)
        if document.unmeasured and not own:
            text = "the printed code could not be measured, so a person must look at it: {why}"
            raise Review(say(text, why=document.unmeasured[0]))
        sentence = "no personal code of this person can be read on the document; QIDs read: {seen}"
        read = ", ".join(sorted(code.qid for code in document.codes)) or "-"
        assert own, finding_on(sentence, document.file, document.qid, read)
        side = max(min(code.width_mm, code.height_mm) for code in own)
        sentence = "the printed code with its quiet zone is {seen} mm wide or high, demanded are {expected} mm"
        assert side >= least - TOLERANCE_MM, finding_on(sentence, document.file, least, decimal(side, 1))


@requirement("PQR-085")
def test_the_stored_code_is_shown_without_network(seen: Observation) -> None:
    """
    PQR-085: the stored code can be shown without network.
    """
    if not seen.offline_views:
        raise NotExercised(say("the evidence holds no screen without network"))
    before = seen.view(Action.SHOW).code
    for view in seen.offline_views:
        sentence = "without network the code is not the stored one: {seen}"
        assert before.text == view.code.text, view.finding(sentence, before.text, view.code.text)
