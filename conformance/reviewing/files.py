"""
The reviews file: `evidence.reviews.json` beside `evidence` and `evidence.zip`, since the evidence itself is sealed.

Every entry is kept, and each is chained to the one before it by its digest, the first to the digest of the bundle.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Literal

from pydantic import Field, ValidationError

from conformance import __version__
from conformance.evidence import Bundle
from conformance.exceptions import BundleError, UsageError
from conformance.model import Sha256
from conformance.result import Decision, DocumentReview, ReviewedDocument
from conformance.reviewing.forms import reviewable, rule_digest
from conformance.strict import Record, canonical_json, strict_json
from conformance.texts import Message, say, visible

REVIEWS_FORMAT = 1
MAX_BYTES = 16 * 2**20  # of a reviews file; a review with the longest texts and most documents has 50 KB


class Reviews(Record):
    """
    The reviews file: all reviews of one bundle, in the order of recording.
    """

    format: Literal[1] = 1
    bundle_digest: Sha256
    last: Sha256 = Field(description="digest of the newest entry: a file that lost its end is found out")
    reviews: tuple[DocumentReview, ...] = Field(max_length=1_000)


@dataclass(frozen=True)
class Wish:
    """
    A review as the evaluator wants to record it.
    """

    requirement: str
    decision: Decision
    by: str
    reason: str
    day: date
    documents: tuple[Path, ...] = ()


def place_of(bundle: Bundle) -> Path:
    """
    Where the reviews of a bundle stand: the same file for its folder and for the zip file of that.
    """
    whole = bundle.place.resolve()
    return whole.with_name(f"{whole.name.removesuffix('.zip') if whole.is_file() else whole.name}.reviews.json")


def read_reviews(bundle: Bundle, bundle_digest: str) -> tuple[DocumentReview, ...]:
    """
    The reviews recorded for a bundle, none where there is no file of them.

    Raises BundleError where the file is damaged, newer, or of other evidence than that with `bundle_digest`.
    """
    place = place_of(bundle)
    if not place.exists():
        return ()
    found = _parsed(place)
    if found.bundle_digest != bundle_digest:
        text = "{file} holds reviews of other evidence than {bundle}. Move it away, or put its own evidence back"
        raise BundleError(say(text, file=place.name, bundle=bundle.place))
    before = bundle_digest
    for number, review in enumerate(found.reviews, 1):
        if review.digest != _chained(review, before):
            raise _damaged(place, say("the entry {number} was changed after it was recorded", number=number))
        before = review.digest
    if found.last != before:
        raise _damaged(place, say("the newest entry is missing"))
    return found.reviews


def _parsed(place: Path) -> Reviews:
    try:
        if not place.is_file():  # a pipe would never end
            raise ValueError("it is no file")
        with place.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValueError(f"longer than {MAX_BYTES} bytes")
        value = strict_json(data)
        version = value.get("format") if isinstance(value, dict) else None
        if isinstance(version, int) and version > REVIEWS_FORMAT:
            text = "{file} was written by a newer suite (format {found}). Install that suite's version or a later one"
            raise BundleError(say(text, file=place.name, found=version))
        return Reviews.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _damaged(place, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(place, str(error).splitlines()[0][:200]) from error


def _damaged(place: Path, why: Message | str) -> BundleError:
    text = "the reviews file {file} is damaged: {why}. Put the untouched original back; it is never edited by hand"
    return BundleError(say(text, file=place.name, why=why))


def _chained(review: DocumentReview, before: str) -> str:
    content = review.model_dump(mode="json", exclude={"digest"})
    return hashlib.sha256(canonical_json([before, content])).hexdigest()


def record_review(bundle: Bundle, wish: Wish) -> DocumentReview:
    """
    Add a review to the file of the bundle, which is made when it is the first; all or nothing.

    Raises UsageError for what cannot be recorded, BundleError for evidence or reviews that are not whole.
    """
    bundle_digest = bundle.verify()
    row = reviewable(wish.requirement, bundle.head.candidate.roles)
    by, reason = _said("--by", wish.by, 200), _said("--reason", wish.reason, 2_000)
    if wish.day > datetime.now().astimezone().date():
        raise UsageError(say("the day {day} lies in the future. Give the day of the review", day=wish.day))
    documents = tuple(map(_document, wish.documents))

    def added(before: tuple[DocumentReview, ...]) -> DocumentReview:
        review = DocumentReview(
            requirement=row.id,
            decision=wish.decision,
            by=by,
            day=wish.day,
            reason=reason,
            documents=documents,
            recorded=datetime.now(UTC).replace(microsecond=0),
            suite=__version__,
            rule_digest=rule_digest(row),
            digest="0" * 64,
        )
        chained = _chained(review, before[-1].digest if before else bundle_digest)
        return review.model_copy(update={"digest": chained})

    return _append(bundle, bundle_digest, added)


def _append(
    bundle: Bundle, bundle_digest: str, added: Callable[[tuple[DocumentReview, ...]], DocumentReview]
) -> DocumentReview:
    """
    Write the file anew with one more entry. The new file is made before the old one is read and must not exist yet, so
    that of two evaluators who record at the same time none is lost.
    """
    place = place_of(bundle)
    temporary = place.with_name(place.name + ".new")
    try:
        with temporary.open("xb") as file:
            try:
                before = read_reviews(bundle, bundle_digest)
                review = added(before)
                _write(file, Reviews(bundle_digest=bundle_digest, last=review.digest, reviews=(*before, review)))
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        os.replace(temporary, place)
    except FileExistsError as error:
        text = "another review is being recorded: {file} exists. Try again; if nobody is recording, remove that file"
        raise UsageError(say(text, file=temporary)) from error
    except OSError as error:
        text = "the review cannot be recorded in {file} ({why}). Choose a place that you may write to"
        raise UsageError(say(text, file=place, why=error.strerror or error)) from error
    return review


def _write(file: IO[Any], reviews: Reviews) -> None:
    file.write(reviews.model_dump_json(indent=1).encode("utf-8") + b"\n")
    file.flush()
    os.fsync(file.fileno())


def _said(option: str, given: str, longest: int) -> str:
    """
    A text that says something: at least one letter or digit, and no half character.
    """
    found = given.strip()
    if not any(character.isalnum() for character in found):
        raise UsageError(say("{option} says nothing. A review names who decided, and why", option=option))
    if len(found) > longest:
        text = "{option} is longer than {longest} characters. Shorten it"
        raise UsageError(say(text, option=option, longest=longest))
    try:
        found.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(say("{option} holds a character that is no text. Type it again", option=option)) from error
    return found


def _document(place: Path) -> ReviewedDocument:
    try:
        if not place.is_file():  # a pipe would never end
            raise OSError(None, "it is not there, or is no file")
        with place.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(say("the document {file} cannot be read: {why}", file=place, why=error.strerror)) from error
    return ReviewedDocument(name=visible(place.name, 200)[:255], sha256=digest)
