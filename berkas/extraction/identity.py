"""Which values make a document this one and no other, so that the same document in other bytes is known again.

A rescan, a photo of a photo or another export of a document has other bytes and states the same. The file of a type says which
fields identify one: what tells two ordinary documents apart is among them, as the day of issue of a KTP that keeps its NIK: where
it is not stated, nothing is said. Others tell two apart only where both state them. Only values that are sure count: a
misread digit must not make two documents one.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from berkas.model.extraction import Finding, Severity, Value
from berkas.values.identifiers import npwp

SURE: Final = 90
"""Confidence 0-100 from which a value counts; below it nothing corroborates the value."""

DUPLICATE: Final = "probable_duplicate"

_LEGAL_FORMS: Final = frozenset(
    [
        "PT",
        "CV",
        "UD",
        "PD",
        "FA",
        "FIRMA",
        "TBK",
        "PERSERO",
        "PERSEROAN",
        "TERBATAS",
        "LTD",
        "LIMITED",
        "LLC",
        "INC",
        "CORP",
        "CO",
    ]
)
_WORD: Final = re.compile(r"[^\W_]+")
_DOTTED: Final = re.compile(r"\b(\w)\.(?=\w\b)")
"""P.T. is PT."""


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """Which fields of a type identify a document.

    Attributes:
        of: Names of the fields that must all be stated and equal.
        apart: Names of the fields that tell two such documents apart where both state them and they differ.
        companies: Those among them that are names of companies, compared without their legal forms.
        tax_numbers: Those among them that are NPWP, of which 15 digits and 16 may be one number.
    """

    of: tuple[str, ...]
    apart: tuple[str, ...]
    companies: frozenset[str] = frozenset()
    tax_numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is stored of an identity: without the key of the organisation nobody can tell or guess the values.

    Attributes:
        identity: 64 hexadecimal digits; equal for documents of a type with equal values.
        apart: The same for each field that tells two apart, by name.
    """

    identity: str
    apart: Mapping[str, str]

    def differs(self, other: Mapping[str, str]) -> bool:
        """Whether a field that both state says that the documents are two."""
        return any(name in other and other[name] != value for name, value in self.apart.items())


def fingerprint(
    kind: str,
    rule: IdentityRule,
    values: Mapping[str, Value],
    confidences: Mapping[str, int],
    *,
    key: bytes,
    is_verified: bool = False,
) -> Fingerprint | None:
    """The fingerprint of a document; None where a value that identifies it is missing or unsure.

    Args:
        kind: Its type.
        rule: Of the type.
        values: By field.
        confidences: 0-100 by field.
        key: Of the organisation.
        is_verified: Whether a person signed the values off, so that each of them is sure.
    """

    def stated(name: str) -> str | None:
        value = values.get(name)
        if not is_verified and confidences.get(name, 0) < SURE:
            return None
        if name in rule.tax_numbers and isinstance(value, str):
            value = npwp.full(value)
        return comparable(value, is_company=name in rule.companies)

    parts = [stated(name) for name in rule.of]
    known = [part for part in parts if part]
    if len(known) < len(parts):
        return None
    apart = {name: _digest(key, (kind, name, part)) for name in rule.apart if (part := stated(name))}
    return Fingerprint(_digest(key, (kind, *known)), apart)


def comparable(value: Value, *, is_company: bool = False) -> str | None:
    """One spelling of a value: without case, accents, spaces and punctuation, a company without its legal form.

    >>> comparable("PT. Contoh Sejahtera, Tbk", is_company=True) == comparable("CONTOH SEJAHTERA", is_company=True)
    True
    >>> comparable("INV/2026-001"), comparable(1000.50), comparable("---")
    ('INV2026001', '1000.5', None)
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return format(Decimal(str(value)).normalize(), "f")
    return "".join(comparable_words(value, is_company=is_company)) or None if isinstance(value, str) else None


def comparable_words(text: str, *, is_company: bool = False) -> list[str]:
    """The words of which ``comparable`` makes one.

    >>> comparable_words("P.T. Contoh Sejahtera, Tbk", is_company=True)
    ['CONTOH', 'SEJAHTERA']
    """
    plain = unicodedata.normalize("NFKD", text).upper()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _WORD.findall(_DOTTED.sub(r"\1", plain))
    own = [word for word in words if word not in _LEGAL_FORMS] if is_company else words
    return own or words


def duplicate_of(document_id: str) -> Finding:
    """A finding, and with it a reason for a review, where another document states the same."""
    message = "Another document states the same values that identify it: it may be the same one, sent again."
    return Finding("probable_duplicate", Severity.WARNING, (), message, document_id=document_id)


def _digest(key: bytes, parts: Iterable[str]) -> str:
    """An HMAC-SHA-256 in hexadecimal digits over parts of which none can be taken for two."""
    encoded = [part.encode() for part in parts]
    return hmac.digest(key, b"".join(len(part).to_bytes(4, "big") + part for part in encoded), "sha256").hex()
