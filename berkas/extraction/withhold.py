"""Withhold what is too unsure to stand in a document that nobody looks at, rather than send every document to a person.

A required value that is unsure sends its document to review. An optional one is withheld: its field is empty, and what was read
stays beside it, with its place, for whoever looks.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from berkas.extraction import confidence
from berkas.extraction.judge import Judged
from berkas.model.extraction import Finding, Severity
from berkas.model.strategies import PartyPart
from berkas.model.template import TemplateField

FLOOR: Final = 85
"""Confidence 0-100 below which an optional value is withheld, unless it is of a party."""

FLOOR_OF_PARTIES: Final = 95
"""Of what stands about a party or its account: on layouts of others most wrong values of fields in documents that nobody looked at
were of these."""

FLOOR_OF_ADDRESSES: Final = 97
"""Of an address, which must be certain: where it begins and ends is the least sure of what stands about a party."""


def without_unsure(
    judged: Sequence[Judged], findings: Sequence[Finding], *, threshold: int
) -> tuple[list[Judged], list[Finding]]:
    """The fields with unsure optional values withheld, and a finding for each; as they are where a person looks anyway.

    Args:
        judged: Every field of the template.
        findings: All that is known against the document by now.
        threshold: Score 0-100 below which an analyst looks.
    """
    unsure = {one.field.name for one in judged if _is_unsure(one)}
    kept = [_withheld(one) if one.field.name in unsure else one for one in judged]
    pairs = [(one.field, one.whole) for one in kept]
    if not unsure or confidence.review_causes(pairs, findings, score=score_of(kept), threshold=threshold):
        return list(judged), []
    message = "A value was too unsure to be stated."
    return kept, [
        Finding("value_withheld", Severity.INFO, (one.field.name,), message)
        for one in judged
        if one.field.name in unsure
    ]


def score_of(judged: Sequence[Judged]) -> int:
    """How likely it is that no stated value is wrong and no required one is missing, 0-100."""
    return confidence.score(
        [one.probability for one in judged if one.value.value is not None and one.field.gather is None],
        missing=sum(one.field.required and one.value.value is None for one in judged),
    )


def _is_unsure(one: Judged) -> bool:
    field, value = one.field, one.value
    # a floor of its own asks for a person, as its author wished
    if field.required or field.items is not None or value.value is None or field.require_confidence_above is not None:
        return False
    return 100 * one.probability < _floor(field)


def _floor(field: TemplateField) -> int:
    find = field.find
    if find is None or (find.party is None and find.payment is None):
        return FLOOR
    is_address = find.party is not None and find.party.part is PartyPart.ADDRESS
    return FLOOR_OF_ADDRESSES if is_address else FLOOR_OF_PARTIES


def _withheld(one: Judged) -> Judged:
    return replace(one, value=replace(one.value, value=None))
