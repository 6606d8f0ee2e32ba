"""
What the mutants of the reader get wrong with HC1: certificates (PQR-093).
"""

from __future__ import annotations

from base64 import b64decode

import cbor2

from conformance.reference.certificate import Certificate
from conformance.reference.faults import Mutant
from conformance.reference.reader_faults import HONEST, reader_fault
from conformance.reference.scanner import Scanner


def _never_expires(_self: Scanner, _found: Certificate) -> bool:
    return False


def _believes_everybody(_self: Scanner, _found: Certificate) -> bool:
    return True


def _believes_the_kid(self: Scanner, found: Certificate) -> bool:
    """
    A certificate that names a trusted key is trusted, whoever signed it.
    """
    return any(b64decode(key.kid) == found.headers.get(4) for key in self.keys)


def _protected_kid_only(self: Scanner, found: Certificate) -> bool:
    return 4 in cbor2.loads(found.protected) and HONEST.is_signed(self, found)


CERTIFICATE_FAULTS: tuple[Mutant, ...] = (
    reader_fault(
        "expiry-ignored",
        "PQR-093",
        "Certificates past exp are accepted.",
        "Chấp nhận chứng nhận đã hết hạn.",
        is_expired=_never_expires,
    ),
    reader_fault(
        "signature-ignored",
        "PQR-093",
        "No signature is verified.",
        "Không kiểm tra chữ ký.",
        is_signed=_believes_everybody,
    ),
    reader_fault(
        "kid-believed",
        "PQR-093",
        "Whoever names a trusted key is trusted.",
        "Tin mọi chứng nhận nêu kid của khóa tin cậy.",
        is_signed=_believes_the_kid,
    ),
    reader_fault(
        "kid-in-one-place",
        "PQR-093",
        "The key identifier is looked for in the protected header alone.",
        "Chỉ tìm kid ở phần đầu được bảo vệ.",
        is_signed=_protected_kid_only,
    ),
)
