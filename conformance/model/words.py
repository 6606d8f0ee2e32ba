"""
Closed words: what a candidate is, what is asked of it, and what is answered.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import Field

RequirementId = Annotated[str, Field(pattern=r"^PQR-[0-9]{3}$")]
VectorId = Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{3}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Role(StrEnum):
    """
    What a candidate does with the personal code.
    """

    DISPLAY = "display"  # shows personal codes
    READER = "reader"  # scans codes
    PLATFORM = "platform"  # issues and manages codes
    ALL = "all"  # a requirement on every candidate, or on the evaluation itself


class Level(StrEnum):
    """
    How strongly a requirement binds; only MUST decides the conclusion.
    """

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Method(StrEnum):
    """
    What a requirement is decided on.
    """

    PAYLOAD = "payload"
    SCREEN = "screen"
    SYMBOL = "symbol"
    BEHAVIOUR = "behaviour"
    DOCUMENT = "document"


class Verdict(StrEnum):
    """
    The answer of a check, for one vector and for all of them.
    """

    PASS = "pass"  # exercised enough, and held every time
    FAIL = "fail"  # seen, and wrong
    NOT_APPLICABLE = "not applicable"  # an optional capability or a role is declared absent
    INSUFFICIENT = "insufficient"  # fewer vectors exercised than the requirement demands
    INCONCLUSIVE = "inconclusive"  # the panel disagrees, or repeats differ
    REVIEW = "review"  # a person must look
    BLOCKED = "blocked"  # the candidate crashed, hung, or sent what could not be looked at
    SUITE_ERROR = "suite error"  # our fault; voids the run


class Blame(StrEnum):
    """
    Whose a failure is.
    """

    CANDIDATE = "candidate"  # the app under test
    ADAPTER = "adapter"  # the bridge between the suite and the app: it breaks the contract
    CONFIGURATION = "configuration"  # what was declared is not what is there
    NETWORK = "network"  # nobody answers at the address any more, whoever cut the line
    VECTOR = "vector"  # the situation is not one that this suite makes
    SUITE = "suite"  # ours


class Conclusion(StrEnum):
    """
    What all verdicts together say of the candidate.
    """

    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does not conform"
    UNDETERMINED = "undetermined"
    VOID = "void"


class ExitCode(IntEnum):
    """
    How a command ends. Anything unnamed blocks.
    """

    CONFORMS = 0
    DOES_NOT_CONFORM = 1
    USAGE = 2
    UNDETERMINED = 3
    UNREACHABLE = 4
    SUITE_ERROR = 5


class Action(StrEnum):
    """
    What a step of a vector asks of the candidate.
    """

    INSTALL = "install"  # a fresh installation, with one person registered as the national platform delivers it
    SHOW = "show"  # open the screen of the personal code
    TOGGLE = "toggle"  # use the control that switches between the masked and the full form
    LEAVE = "leave"  # go to another screen of the app
    RETURN = "return"  # come back to the screen of the personal code
    RESTART = "restart"  # end the app and start it again, then open the screen of the personal code
    OFFLINE = "offline"  # cut the network
    ONLINE = "online"  # restore it
    EDIT = "edit"  # the national platform delivers changed data of the same person
    EXPORT = "export"  # give the document that the user would print, with the personal code


# The actions that end on the screen of the personal code.
SHOWING = frozenset({Action.SHOW, Action.TOGGLE, Action.RETURN, Action.RESTART})


class Capability(StrEnum):
    """
    What a candidate may lack without failing; it says so in its description.
    """

    TEXTS = "texts"  # gives the visible texts of a screen with their boxes
    LEAVE = "leave"
    RESTART = "restart"
    OFFLINE = "offline"
    EDIT = "edit"
    EXPORT = "export"  # gives the personal code as a document for printing
    NONCE = "nonce"  # shows the nonce of an action on its screen
    SCAN_TEXT = "scan-text"  # a reader that takes a text as its decoder hands it over
    HC1 = "hc1"  # a reader that takes HC1: certificates
    LOCATIONS = "locations"  # a platform that keeps lists of visitors for the owners of locations
    AUDIT = "audit"  # a platform whose audit records can be read
    LOGS = "logs"  # a platform that hands in its request log


class MaskingScope(StrEnum):
    """
    Where the default mode must be masked: on the screen, in the payload, or in both. The annex leaves it open.
    """

    SCREEN = "screen"
    PAYLOAD = "payload"
    BOTH = "both"


# ------------------------------------------------------------------------------------------------------ the reader role


class Kind(StrEnum):
    """
    The formats that a scanner meets in Vietnam.
    """

    PERSONAL = "personal QR"
    CCCD = "CCCD card"
    BHYT = "BHYT card"
    VIETQR = "VietQR payment"
    HC1 = "HC1 certificate"
    URL = "URL"
    OTHER = "other text"


class ReaderAction(StrEnum):
    """
    What a step of a reader's vector asks.
    """

    SCAN = "scan"


class ScanResult(StrEnum):
    """
    What a reader says of a scan.
    """

    ACCEPTED = "accepted"  # a code that the app takes and works with, of the kind that it names
    REFUSED = "refused"  # something was read, and the user is told that it is no good
    NOTHING = "nothing"  # no code was found


class Refusal(StrEnum):
    """
    Why a reader refuses what it read.
    """

    STRUCTURE = "structure"  # not six parts between five bars, or a separator inside a value
    CHARACTERS = "characters"  # control characters, line breaks, BOM, bytes that are no UTF-8
    LENGTH = "length"  # longer than a personal code can be
    PAPER = "paper"  # SoGiayTo
    NAME = "name"  # HoTen
    DATE = "date"  # NgaySinh
    DECLARATION = "declaration"  # LoaiDinhDanh
    QID = "qid"
    EXT = "ext"  # a value of EXT is wrong, or stands in another's place
    KIND = "kind"  # a code of another kind than this app works with
    EXPIRED = "expired"  # a certificate past its exp
    SIGNATURE = "signature"  # a certificate whose signature does not verify


# ---------------------------------------------------------------------------------------------------- the platform role


class PlatformAction(StrEnum):
    """
    What a step of a platform's vector asks.
    """

    REGISTER = "register"  # people are registered, and get their QIDs
    CHANGE = "change"  # data of a registered person are changed
    LOOK_UP = "look-up"  # the data of the person with a QID are asked for
    VISIT = "visit"  # a person is recorded at a location
    VISITORS = "visitors"  # the list of a location is asked for
    AUDIT = "audit"  # the audit records of a QID are asked for
    LOGS = "logs"  # the platform's own request log is handed in


class Identity(StrEnum):
    """
    Who asks a platform.
    """

    NOBODY = "nobody"  # no token
    GARBAGE = "garbage"  # a token that was never issued
    EXPIRED = "expired"  # the token of an authority that is past its time
    PERSON = "person"  # the person themself
    OTHER_PERSON = "other-person"  # another registered person
    LOCATION_OWNER = "location-owner"  # the owner of the location of the step
    APP = "app"  # an app that registers people
    OTHER_APP = "other-app"  # a second one, of another vendor
    AUTHORITY = "authority"  # a person or organisation with authority to look people up
    AUDITOR = "auditor"  # who may read the audit records and logs
