"""The wire of the comparison of a customer's documents."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from api.schemas import EXAMPLE_DOCUMENT, EXAMPLE_TIME, Timestamp, Wire
from api.wire_model import Percent
from berkas.consistency.linking import LinkedBy
from berkas.model.extraction import Severity
from berkas.model.statuses import DocumentStatus
from berkas.model.type_definition import Attribute, SubjectKind
from templates_registry.document_types import KnownType

EXAMPLE_CUSTOMER = "cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"


class SkippedBecause(StrEnum):
    """Why a document was not compared."""

    NOT_READ = "not_read"
    TYPE_STATES_NOTHING = "type_states_nothing"
    NOBODY_FOUND = "nobody_found"


class ComparedDocumentOut(Wire):
    """A document of the customer, and whether it was compared."""

    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    extraction_id: str | None = Field(
        description="The newest extraction, whose values were compared.", examples=["ext_01HXYJ8Q4Z5N7T2B9C6D3E8F1G"]
    )
    type: KnownType | None = Field(examples=["ktp"])
    status: DocumentStatus
    verified: bool = Field(description="Whether a person signed it off; its values then count as certain.")
    used: bool
    skipped_because: SkippedBecause | None = Field(
        description="`not_read`: not `extracted` or `requires_review`; `type_states_nothing`: documents of its type say nothing of"
        " a person or company; `nobody_found`: nothing of that was read.",
        examples=[None],
    )


class MentionOut(Wire):
    """Where a document mentions a person or company."""

    document_id: str = Field(examples=[EXAMPLE_DOCUMENT])
    type: KnownType = Field(examples=["kartu_keluarga"])
    role: str = Field(description="What it is to the document: holder, member, seller …", examples=["member"])
    row: int | None = Field(description="Index of its row, 0-based; null outside of tables.", examples=[0])


class LinkedMentionOut(MentionOut):
    """A mention with what links it to the others."""

    linked_by: LinkedBy | None = Field(
        description="What it has in common with others of the subject: a number is sure, `name` alone is not.",
        examples=["nik"],
    )


class SubjectOut(Wire):
    """A person or company that several documents mention."""

    id: str = Field(description="In this answer only.", examples=["s1"])
    kind: SubjectKind = Field(description="`party` where nothing tells a person from a company.")
    name: str | None = Field(description="As the surest document has it.", examples=["RATNA SARI CONTOH"])
    mentions: list[LinkedMentionOut]


class UnlinkedOut(MentionOut):
    """A person or company that one document alone mentions: nothing links it to another document."""

    kind: SubjectKind
    name: str | None = Field(examples=["JOKO SUSILO SPECIMEN"])
    reason: Literal["no_match", "ambiguous"] = Field(
        description="`no_match`: no other document has its number, nor its name; `ambiguous`: its name is that of several."
    )


class StatementOut(MentionOut):
    """What one document states."""

    field: str = Field(description="Where it stands in the extraction; of a row the column.", examples=["name"])
    table: str | None = Field(description="The table of the row; null outside of tables.", examples=["members"])
    value: str = Field(examples=["RATNA SARI CONTOH"])
    confidence: Percent = Field(description="Of the value; 100 in a document that was signed off.", examples=[97])
    requires_review: bool = Field(description="Whether the document waits for a person, so that the value may change.")
    derived: bool = Field(
        description="Whether it is not printed as such but follows from the NIK, or the NPWP that is one, in `field`."
    )


class AgreementOut(Wire):
    """Documents that state the same of a subject."""

    attribute: Attribute
    subject: str = Field(description="Id of the subject.", examples=["s1"])
    match: Literal["same", "alike"] = Field(
        description="`same` apart from spelling, titles and degrees; `alike`: a letter that was misread, an initial, a part that is"
        " left out."
    )
    value: str = Field(description="As the surest document has it.", examples=["RATNA SARI CONTOH"])
    confidence: Percent = Field(description="Of the least sure document.", examples=[96])
    documents: list[StatementOut]


class ContradictingValueOut(Wire):
    """One of the values that contradict each other."""

    value: str = Field(examples=["RATNA DEWI CONTOH"])
    documents: list[StatementOut]


class ContradictionOut(Wire):
    """Documents that state different things of a subject."""

    attribute: Attribute
    subject: str = Field(description="Id of the subject.", examples=["s1"])
    severity: Severity = Field(
        description="`error`: sure values of what does not change differ; `warning`: one of them is unsure, or addresses and names"
        " of parents; `info`: what changes in a life. A link by name alone makes it milder, and one by NPWP alone a name, NIK,"
        " date of birth or sex that differs: a wife may use the NPWP of her husband."
    )
    confidence: Percent = Field(
        description="How sure it is that two values differ and are about the same subject.", examples=[93]
    )
    values: list[ContradictingValueOut] = Field(description="Those of most documents first.")


class ConsistencyOut(Wire):
    """What the documents of a customer say of each other."""

    customer_id: str = Field(examples=[EXAMPLE_CUSTOMER])
    documents: list[ComparedDocumentOut] = Field(description="The newest first, 200 at most.")
    subjects: list[SubjectOut]
    agreements: list[AgreementOut]
    contradictions: list[ContradictionOut] = Field(description="The severest first.")
    unlinked: list[UnlinkedOut]
    truncated: bool = Field(
        description="Whether older documents, or persons and companies in them, or values of one attribute beyond 20, were left"
        " out."
    )
    computed_at: Timestamp = Field(examples=[EXAMPLE_TIME])


class ConsistencyAnswer(Wire):
    """Answer with the comparison of a customer's documents."""

    data: ConsistencyOut
