"""Why fields have their values, on the wire: with ``?include=evidence``, and in dry runs."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import Field

from api.wire_model import BoxOut, Percent, Wire
from berkas.extraction.propose.layout import Way
from berkas.model.extraction import MOST_EVIDENCE_CHARACTERS, Corroboration
from berkas.model.template import Near

WORDS: Final[Mapping[Corroboration, str]] = {
    Corroboration.LABEL: "An exact label of the field stands at it.",
    Corroboration.POSITION: "It stands where the template looks for such a value.",
    Corroboration.CHECK: "A check against other values holds.",
    Corroboration.SUM: "It fits other amounts: a sum, a product or a balance holds, or it stands in words, too.",
    Corroboration.VALIDATOR: "It passes the validator of the field: its shape, its check digit or a register.",
    Corroboration.REPETITION: "The same value stands elsewhere in the document, too.",
    Corroboration.ACCOUNT: "The account that is to be paid to is in this name.",
    Corroboration.DOMAIN: "An e-mail or web address of the document is made of the party's name.",
}
"""A sentence for each reason; none tells a value."""


class CorroborationOut(Wire):
    """One reason that speaks for a value."""

    reason: Corroboration
    message: str = Field(description="The reason in words.", examples=[WORDS[Corroboration.LABEL]])


class PlaceOut(Wire):
    """The place that gave a value, with the words of a dry run's sightings."""

    way: Way = Field(
        description=(
            "Why it was looked at: by a label, a strategy, the pattern alone, the area alone, the kind of its text; "
            "`row` for a table."
        )
    )
    side: Near | None = Field(description="Where it is, seen from the label.")
    label_box: BoxOut | None
    label_likeness: Percent | None = Field(description="How alike the label is to the template's.", examples=[100])
    box: BoxOut | None = Field(description="Around the text; null for a table, whose cells have boxes of their own.")


class RivalOut(Wire):
    """The strongest other value of a field."""

    value: Any = Field(
        description=f"As it would stand in `fields`; a text of more than {MOST_EVIDENCE_CHARACTERS} characters is cut.",
        examples=["2026-06-21"],
    )
    confidence: Percent = Field(description="How likely that value is the field, as `meant`.", examples=[21])
    box: BoxOut | None


class WithheldOut(Wire):
    """A value that was read and is too unsure to be stated."""

    value: Any = Field(description="As it would stand in `fields`, whole.", examples=["PT CONTOH SEJAHTERA"])
    raw: str | None = Field(description="As printed, cut as `printed`.", examples=["PT. CONTOH SEJAHTERA"])
    box: BoxOut | None


class EvidenceOut(Wire):
    """Why a field has its value, or has none."""

    read: Percent | None = Field(
        description="How surely its characters were read; of a table its worst cell; null without a value.",
        examples=[98],
    )
    meant: Percent | None = Field(
        description="How likely it is this field and no other, before checks have their say; null without a value and for tables.",
        examples=[96],
    )
    label: str | None = Field(
        description="The label that led to it, as printed; null without one.", examples=["Jatuh Tempo"]
    )
    place: PlaceOut | None = Field(description="Null where only a rival was seen.")
    printed: str | None = Field(
        description=(
            "The text that gave the value or, where the field is empty, that can be no value of it; more than"
            f" {MOST_EVIDENCE_CHARACTERS} characters are cut."
        ),
        examples=["21 Mei 2026"],
    )
    corroborated_by: list[CorroborationOut] = Field(description="What else speaks for the value.")
    rival: RivalOut | None = Field(description="Null when nothing else may be the field.")
    withheld: WithheldOut | None = Field(description="Only with the finding `value_withheld`.")
