"""
The observation: the evidence of one vector after reading. This is all that a check sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from conformance.contract import Description
from conformance.exceptions import NotExercised, Review
from conformance.model import Action, Capability, DisplayVector, Profile
from conformance.reading.findings import QidTold
from conformance.reading.payload import BAR
from conformance.reading.printed import Printed
from conformance.reading.screen import folded
from conformance.reading.symbol import Measurement
from conformance.reading.symbol.robustness import Trial
from conformance.reading.views import Code, View
from conformance.texts import Message, say


@dataclass(frozen=True)
class Measured:
    """
    What was measured of the personal code of a view: everything, or why nothing could be; what it does not withstand.
    """

    measurement: Measurement | None
    reason: Message | None = None
    lost: tuple[Trial, ...] = ()


@dataclass(frozen=True)
class Observation:
    """
    All that was seen of a candidate in one vector.
    """

    vector: DisplayVector
    views: tuple[View, ...]
    candidate: Description
    profile: Profile
    panel: frozenset[str]  # the readers that looked
    offline_views: tuple[View, ...] = ()  # apart from `views`: what they show is decided by PQR-085 alone
    missed: Mapping[str, frozenset[str]] = field(default_factory=dict)  # file -> readers that should have read its code
    measured: Mapping[str, Measured] = field(default_factory=dict)  # file -> what was measured of its code
    documents: tuple[Printed, ...] = ()  # that were exported for printing

    @property
    def file(self) -> str | None:
        """
        The screen that stands for the vector: the default view's.
        """
        return self.views[0].file if self.views else None

    def missed_readers(self, code: Code) -> frozenset[str]:
        """
        The readers that cannot read a code as displayed, but read a clean symbol of its size and content.
        """
        return self.missed.get(code.view.file, frozenset())

    @cached_property
    def measured_codes(self) -> tuple[tuple[Code, Measurement], ...]:
        """
        The codes with their measurements, for what is only recommended of a symbol: without those that not every reader
        reads, or not all alike. Raises NotExercised when none is left, and Review when one could not be measured.
        """
        sound = [code for code in self.all_codes if code.symbol.agreed and not self.missed_readers(code)]
        if not sound:
            raise NotExercised(say("not every reader reads a code of this vector; PQR-080 decides why"))
        pairs = []
        for code in sound:
            found = self.measured.get(code.view.file)
            if found is None or found.measurement is None:
                text = "the symbol could not be measured, so a person must look at it: {why}"
                raise Review(say(text, why=found.reason if found and found.reason else "-"))
            pairs.append((code, found.measurement))
        return tuple(pairs)

    def view(self, *actions: Action) -> View:
        """
        The first screen after one of the actions. Raises NotExercised when there is none in the evidence.
        """
        for each in self.views:
            if each.step.do in actions:
                return each
        wanted = "/".join(action.value for action in actions)
        raise NotExercised(say("the evidence holds no screen after the step {step}", step=wanted))

    @property
    def default(self) -> View:
        """
        The first view of the personal code, in the default mode.
        """
        return self.view(Action.SHOW)

    @property
    def default_views(self) -> tuple[View, ...]:
        """
        Every view in the default mode, of each person and installation, before the switch was ever used on it, also
        without network. Raises NotExercised when there is none.
        """
        found = tuple(view for view in (*self.views, *self.offline_views) if view.untouched)
        if not found:
            raise NotExercised(say("the evidence holds no screen in the default mode"))
        return found

    def need_texts(self) -> None:
        """
        Raises Review where the candidate cannot say what texts its screens show: then a person must look.
        """
        mute = any(not (view.texts or view.unseen) for view in self.views)
        if mute or Capability.TEXTS not in self.candidate.capabilities:
            raise Review(say("the candidate gives no visible texts: a person must read the screens"))

    @cached_property
    def all_codes(self) -> tuple[Code, ...]:
        """
        The personal code of every view. Raises CodeNotVisible, and NotExercised when there is no view at all.
        """
        if not self.views:
            raise NotExercised(say("the evidence holds no screen of the personal code"))
        return tuple(view.code for view in self.views)

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """
        The codes whose fields can be judged: in six parts, and not the code of another person of the vector.

        What is wrong with the others is decided once, by the requirements on structure and on consistency; judging
        their fields as well would accuse the candidate of one fault many times.
        """
        usable = tuple(code for code in self.all_codes if self.has_fields(code) and not self.is_foreign(code))
        if not usable:
            text = "no code of this vector can be read field by field; PQR-001, PQR-004 or PQR-076 decide why"
            raise NotExercised(say(text))
        return usable

    @cached_property
    def qids(self) -> tuple[QidTold, ...]:
        """
        Every QID that was shown, with whose it should be, in the order of time. Raises what `codes` raises.
        """
        return tuple(
            QidTold(code.person.qid, code.payload.qid, code.view.step.installation, code.view.edited, code.finding)
            for code in self.codes
        )

    @property
    def unissued(self) -> Message | None:
        """
        Nobody: the people of a display come with their QIDs.
        """
        return None

    @property
    def issued(self) -> Mapping[str, str]:
        """
        The QIDs that were issued to the people of the vector -> whose they are.
        """
        return {person.qid: person.qid for person in self.vector.people}

    def has_fields(self, code: Code) -> bool:
        """
        Whether the code splits into the six fields (five under the profile that lets an empty EXT lose its bar).
        """
        return code.text.count(BAR) == 5 or (self.profile.lenient_ext and code.text.count(BAR) == 4)

    def is_foreign(self, code: Code) -> bool:
        """
        Whether it is the code of another person of the vector: that person's QID, and not this one's number or name.
        """
        others = {person.qid for person in self.vector.people} - {code.person.qid}
        if code.payload.qid not in others:
            return False
        own_number = code.person.paper.number[6:] if code.person.paper else ""
        same_number = bool(own_number) and code.payload.so_giay_to.endswith(own_number)
        return not same_number or folded(code.payload.ho_ten) not in {folded(name) for name in code.expected.names}
