"""
An HC1: certificate as the reference reader takes it apart: hcert_spec.md v1.0.8, sections 3.3 and 4.2.
"""

from __future__ import annotations

import time
import zlib
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cbor2

from conformance.model import TrustedKey

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # RFC 9285
LARGEST = 100_000  # bytes after unpacking: twenty times the largest that a symbol can carry
KID, EXPIRES = 4, 4  # RFC 9052, section 3.1; RFC 8392, section 3.1.4


class NoCertificate(Exception):
    """
    A text that begins with HC1: and cannot be taken apart.
    """


@dataclass(frozen=True)
class Certificate:
    """
    The parts of a COSE_Sign1 message (RFC 9052, section 4.2), and its claims.
    """

    protected: bytes
    headers: dict[Any, Any]
    payload: bytes
    signature: bytes
    claims: dict[Any, Any]

    @classmethod
    def of(cls, text: str) -> Certificate:
        """
        The certificate in a text. Raises NoCertificate.
        """
        try:
            unpacked = zlib.decompressobj().decompress(_base45(text.removeprefix("HC1:")), LARGEST)
            message = cbor2.loads(unpacked)
            protected, unprotected, payload, signature = (
                message.value if isinstance(message, cbor2.CBORTag) else message
            )
            headers = {**unprotected, **cbor2.loads(protected)}  # the protected kid wins: section 3.3
            return cls(protected, headers, payload, signature, dict(cbor2.loads(payload)))
        except (ValueError, TypeError, KeyError, EOFError, zlib.error, cbor2.CBORDecodeError) as error:
            raise NoCertificate(str(error)) from error

    def is_signed_by(self, keys: Iterable[TrustedKey]) -> bool:
        """
        Whether one of the keys of its kid made its signature.
        """
        return any(b64decode(key.kid) == self.headers.get(KID) and self._fits(key) for key in keys)

    def _fits(self, key: TrustedKey) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        from cryptography.hazmat.primitives.hashes import SHA256

        x, y = (int.from_bytes(urlsafe_b64decode(each + "="), "big") for each in (key.x, key.y))
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        r, s = (int.from_bytes(half, "big") for half in (self.signature[:32], self.signature[32:]))
        covered = cbor2.dumps(["Signature1", self.protected, b"", self.payload])
        try:
            public.verify(utils.encode_dss_signature(r, s), covered, ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True

    def is_expired(self) -> bool:
        """
        Whether its exp is past; a certificate without one is.
        """
        expires = self.claims.get(EXPIRES)
        return not isinstance(expires, int) or expires < time.time()


def _base45(text: str) -> bytes:
    """
    The bytes of a Base45 text. Raises ValueError.
    """
    values = [DIGITS.index(letter) for letter in text]
    found = bytearray()
    for start in range(0, len(values), 3):
        group = values[start : start + 3]
        number = sum(value * 45**place for place, value in enumerate(group))
        found += number.to_bytes(len(group) - 1, "big")
    return bytes(found)
