"""
HC1: certificates signed with keys that exist for tests alone, and what can be wrong with one.

Container: EU Digital COVID Certificate, hcert_spec.md v1.0.8, sections 3.3 (CBOR Web Token, ES256) and 4.2 (zlib,
Base45, `HC1:`). Signatures are deterministic (RFC 6979): the same person gives the same text for ever.
"""

from __future__ import annotations

import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import cbor2

from conformance.model import TrustedKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

PREFIX = "HC1:"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # RFC 9285
ALG, KID, ES256 = 1, 4, -7  # RFC 9052, section 3.1; RFC 9053, section 2.1
ISSUER, EXPIRES, ISSUED, HCERT = 1, 4, 6, -260  # claims: hcert_spec.md, section 3.3
COSE_SIGN1 = 18  # tag: RFC 9052, section 4.2
UVCI = "URN:UVCI:01:VN:TEST/0123456789AB"  # the certificate's identifier, without its check character
# ISO 7064-like Luhn mod N over all characters of the identifier: eHealth Network, eu-dcc-schema, examples/Luhn-Mod-N.
UVCI_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:"
VACCINATED = "2021-06-15"  # before any of the certificates was issued
SIGNED = datetime(2024, 1, 1, tzinfo=UTC)
LASTS = datetime(2037, 12, 31, tzinfo=UTC)  # the last that a reader can hold which counts seconds in 31 bits
FORMERLY, PASSED = datetime(2021, 6, 30, tzinfo=UTC), datetime(2022, 6, 30, tzinfo=UTC)
TRUSTED, STRANGER = "trusted", "stranger"  # labels of the two keys; only the first is on the list that readers get


@dataclass(frozen=True)
class Wish:
    """
    What a certificate is to be like.
    """

    issued: datetime = SIGNED
    expires: datetime = LASTS
    key: str = TRUSTED
    kid_of: str = TRUSTED  # whose key identifier it carries
    protected_kid: bool = True  # both places are right: hcert_spec.md, section 3.3
    altered: bool = False  # the name is changed after signing


WISHES: Mapping[str, Wish] = {
    "hc1-good": Wish(),
    "hc1-kid-unprotected": Wish(protected_kid=False),
    "hc1-expired": Wish(issued=FORMERLY, expires=PASSED),
    "hc1-altered": Wish(altered=True),
    "hc1-strange-key": Wish(key=STRANGER),
    "hc1-unknown-kid": Wish(key=STRANGER, kid_of=STRANGER),
}


def certificate(name: str, kind: str) -> str:
    """
    The text of the certificate of a person called `name` (letters A to Z), of a kind of `WISHES`.
    """
    wish = WISHES[kind]
    kid = _kid(wish.kid_of)
    protected = cbor2.dumps({ALG: ES256, KID: kid} if wish.protected_kid else {ALG: ES256}, canonical=True)
    payload = _payload(name, wish)
    signature = _signed(wish.key, protected, payload)
    shown = _payload(f"{name} X", wish) if wish.altered else payload
    unprotected = {} if wish.protected_kid else {KID: kid}
    token = cbor2.dumps(cbor2.CBORTag(COSE_SIGN1, [protected, unprotected, shown, signature]), canonical=True)
    return PREFIX + base45(zlib.compress(token, 9))


def trusted_keys() -> tuple[TrustedKey, ...]:
    """
    The list that a reader is given in the place of the national trust list.
    """
    numbers = _key(TRUSTED).public_key().public_numbers()
    x, y = (urlsafe_b64encode(each.to_bytes(32, "big")).rstrip(b"=").decode() for each in (numbers.x, numbers.y))
    return (TrustedKey(kid=b64encode(_kid(TRUSTED)).decode(), x=x, y=y),)


def base45(data: bytes) -> str:
    """
    RFC 9285: two bytes become three characters, a last single byte two.
    """
    found = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, 45)
            found.append(BASE45[digit])
    return "".join(found)


def check_character(text: str) -> str:
    """
    The Luhn mod N check character of a certificate's identifier, that stands after it and `#`.
    """
    size = len(UVCI_ALPHABET)
    values = [UVCI_ALPHABET.index(letter) * (2 - place % 2) for place, letter in enumerate(reversed(text))]
    return UVCI_ALPHABET[-sum(value // size + value % size for value in values) % size]


def _payload(name: str, wish: Wish) -> bytes:
    """
    The claims with a vaccination entry whose values are invented but for the code lists that it must be of.
    """
    family, _, given = name.partition(" ")
    entry = {"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
             "dt": VACCINATED, "co": "VN", "is": "Test Ministry", "ci": f"{UVCI}#{check_character(UVCI)}"}  # fmt: skip
    person = {"fn": family, "fnt": family, "gn": given, "gnt": given.replace(" ", "<")}
    certificate = {"ver": "1.3.0", "nam": person, "dob": "1987-01-18", "v": [entry]}
    times = {EXPIRES: int(wish.expires.timestamp()), ISSUED: int(wish.issued.timestamp())}
    return cbor2.dumps({ISSUER: "VN", **times, HCERT: {1: certificate}}, canonical=True)


def _signed(label: str, protected: bytes, payload: bytes) -> bytes:
    """
    The COSE signature: 32 bytes of r and 32 of s.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    covered = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)  # RFC 9052, section 4.4
    r, s = decode_dss_signature(_key(label).sign(covered, ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@cache
def _key(label: str) -> EllipticCurvePrivateKey:
    """
    The private key of a label. Everybody can make it: nothing that it signs is worth anything.
    """
    from cryptography.hazmat.primitives.asymmetric import ec  # 40 ms, paid only by who drives or reads readers

    return ec.derive_private_key(int.from_bytes(sha256(f"qrconform {label}".encode()).digest(), "big"), ec.SECP256R1())


def _kid(label: str) -> bytes:
    return sha256(f"kid {label}".encode()).digest()[:8]
