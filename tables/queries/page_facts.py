"""What is known of the pages of a document apart from their words: how they lie, and what is wrong with their pictures."""

from berkas.model.qualities import PageQualities
from berkas.model.statuses import DocumentStatus
from tables.documents import Document
from tables.engine import fetch_one
from tables.queries.storable import to_json


async def find_rotation(organisation_id: str, document_id: str, page_index: int) -> int | None:
    """Degrees clockwise that reading undid on a page, so that boxes fit its picture; None when it was not read."""
    row = await fetch_one(
        "select (page_rotations -> $3::int)::int from document where organisation_id = $1 and id = $2",
        organisation_id,
        document_id,
        page_index,
    )
    return row[0] if row else None


async def note_qualities(document_id: str, attempt: int, qualities: tuple[PageQualities, ...]) -> None:
    """Note the faults of the pictures of pages as soon as they are read, so that another picture can be asked for at once."""
    await Document.update({Document.qualities: to_json(qualities)}).where(
        Document.id == document_id, Document.attempt == attempt, Document.status == DocumentStatus.PARSING.value
    )
