"""What the file of a document type says: its names, its group, how long its documents are kept, and how it is recognised."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from berkas.model.document_types import DocumentType

MAX_PATTERN_LENGTH = 500
MAX_RETENTION_DAYS = 36_525
"""A hundred years."""


def _is_compilable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        message = f"not a valid regular expression: {error}"
        raise ValueError(message) from error
    return pattern


Phrase = Annotated[str, Field(min_length=2, max_length=100)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=100)]
EvidencePattern = Annotated[str, Field(min_length=1, max_length=MAX_PATTERN_LENGTH), AfterValidator(_is_compilable)]
KeyField = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
TypeName = Annotated[str, Field(min_length=1, max_length=100)]


class TypeGroup(StrEnum):
    """What documents of a type are about."""

    IDENTITY = "identity"
    BUSINESS = "business"
    CIVIL = "civil"
    COMMERCE = "commerce"
    EMPLOYMENT = "employment"
    FINANCE = "finance"
    GENERIC = "generic"


class Fallback(StrEnum):
    """Which documents a type takes that no type's evidence fits."""

    TEXT = "text"
    NO_TEXT = "no_text"


class _TypeModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TypeNames(_TypeModel):
    """What people call the type."""

    id: TypeName = Field(description="In Indonesian.")
    en: TypeName = Field(description="In English.")


Sentence = Annotated[str, Field(min_length=1, max_length=400)]


class TypeGuide(_TypeModel):
    """What people should know of the type; the pages of docs/types are made of it."""

    about: Sentence = Field(description="What it is, in a sentence.")
    known: Annotated[tuple[Sentence, ...], Field(max_length=10)] = Field(
        (), description="Generations and layouts that are known, which others may not be read as well as."
    )
    traps: Annotated[tuple[Sentence, ...], Field(max_length=10)] = Field(
        (), description="What is easily taken wrongly."
    )


class TypeEvidence(_TypeModel):
    """What speaks for and against a type, as printed; case, spaces, punctuation and small reading errors do not matter."""

    titles: Phrases = Field((), description="Headings; any one counts, most in the top quarter of the first page.")
    mentions: Phrases = Field(
        (),
        description="By which other documents name one of the type beside its number: behind a word for a number no title.",
    )
    phrases: Phrases = Field((), description="Words that hardly any other document has.")
    labels: Phrases = Field((), description="Words that support the type.")
    patterns: Annotated[tuple[EvidencePattern, ...], Field(max_length=20)] = Field(
        (),
        description="Python regular expressions over the text in capitals; ours, so they must be linear by themselves.",
    )
    negatives: Phrases = Field((), description="What belongs to another document.")


class TypeIdentity(_TypeModel):
    """Which values make a document of the type this one and no other."""

    of: Annotated[tuple[KeyField, ...], Field(min_length=1, max_length=6)] = Field(
        description="Fields of the newest template that must all be stated and equal in the same document."
    )
    apart: Annotated[tuple[KeyField, ...], Field(max_length=6)] = Field(
        (), description="Fields that tell two documents apart where both state them: the day of issue of a card."
    )


class SubjectKind(StrEnum):
    """Whom a document states something of; a party is a person or a company, as the holder of an account is."""

    PERSON = "person"
    COMPANY = "company"
    PARTY = "party"


class Attribute(StrEnum):
    """What a document may state of a person or a company, comparable between documents."""

    NIK = "nik"
    NPWP = "npwp"
    NIB = "nib"
    PASSPORT_NUMBER = "passport_number"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    SEX = "sex"
    ADDRESS = "address"
    MARITAL_STATUS = "marital_status"
    FATHER_NAME = "father_name"
    MOTHER_NAME = "mother_name"


class TypeSubject(_TypeModel):
    """Of whom documents of the type state what."""

    kind: SubjectKind
    role: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")] = Field(
        description="What it is to the document: holder, seller, husband …"
    )
    table: KeyField | None = Field(None, description="Where each row of a table is about another one.")
    states: dict[Attribute, KeyField] = Field(
        min_length=1, description="By attribute the field of the newest template, or the column of the table."
    )
    shared: dict[Attribute, KeyField] = Field({}, description="With a table: fields that hold for every row of it.")


class TypeDefinition(_TypeModel):
    """A type of documents."""

    is_card: bool = Field(False, description="A card or a small booklet: people put several on one sheet.")

    name: DocumentType = Field(description="On the wire; also the name of its folder.")
    names: TypeNames
    group: TypeGroup
    position: int = Field(ge=0, le=9999, description="Place in lists of types; of equals the name decides.")
    retention_days: int | None = Field(
        None, ge=1, le=MAX_RETENTION_DAYS, description="Days from the upload; the installation's default when left out."
    )
    free_text: bool = Field(
        False, description="It has no fields of its own: its text is read, and at most what any document may hold."
    )
    is_read: bool = Field(
        True,
        description="Whether a document is read that its sender calls so; else it is stored, and nothing is taken out of it.",
    )
    fallback: Fallback | None = Field(None, description="Of a free-text type: what of unknown documents it takes.")
    guide: TypeGuide | None = Field(
        None, description="For people: what it is, which layouts are known, and what is easily taken wrongly."
    )
    evidence: TypeEvidence = Field(TypeEvidence(), description="How the classifier recognises it.")
    identity: TypeIdentity | None = Field(
        None, description="How the same document is known again in other bytes; none where nothing tells."
    )
    subjects: Annotated[tuple[TypeSubject, ...], Field(max_length=6)] = Field(
        (), description="Of whom its documents state what, to compare it with other documents of a customer."
    )
    examples: dict[str, JsonValue] = Field(
        {},
        max_length=200,
        description="An invented value of each field, as the API gives it; the rows of a table are one row.",
    )

    @model_validator(mode="after")
    def _free_text_has_no_evidence(self) -> Self:
        if self.free_text != (self.fallback is not None):
            message = "fallback belongs to types of free text, and to no other"
            raise ValueError(message)
        if self.free_text and self.identity is not None:
            message = "a type of free text has no identity: it has no fields"
            raise ValueError(message)
        if self.free_text and self.evidence != TypeEvidence():
            message = "a type of free text has no evidence: it takes what no other type's evidence fits"
            raise ValueError(message)
        return self
