"""Telling the world what happened to a document, within the transaction in which it happened."""

from typing import Any, Final

import msgspec

from berkas.clock import utc_now
from berkas.ids import IdPrefix, new_id
from berkas.model.events import EventKind
from berkas.model.geometry import Code
from berkas.webhooks import event_body, event_data
from tables.engine import fetch, fetch_one
from tables.queries import deliveries
from tables.queries.deliveries import NewDelivery
from tables.queries.storable import from_json, storable

_WITH_EXTRACTION: Final = frozenset({EventKind.EXTRACTED, EventKind.REQUIRES_REVIEW, EventKind.CORRECTED})

_FINDING: Final = ("code", "severity", "fields", "row", "column", "message")
"""What a finding tells the world: names and places, never a value."""


async def emit(kind: EventKind, *, organisation_id: str, document_id: str, **facts: Any) -> None:  # noqa: ANN401 - JSON values
    """Announce an event of a document to every active webhook that wants it; without one it costs a single look.

    Args:
        kind: What happened.
        organisation_id: Whose document.
        document_id: Which document, in the state that the event tells of.
        facts: In snake case; what ``berkas.webhooks.DATA`` wants and they do not say is looked up.
    """
    wanted = await fetch(
        "select id from webhook where organisation_id = $1 and active and $2 = any(events) order by id",
        organisation_id,
        kind.value,
    )
    if not wanted:
        return
    known = await _document_facts(organisation_id, document_id)
    if kind is EventKind.CLASSIFIED and known.pop("type_hint", None) is not None:
        return  # a type that the sender named is no news
    if kind in _WITH_EXTRACTION:
        known |= await _extraction_facts(organisation_id, document_id, facts.get("extraction_id"))
    event_id, now = new_id(IdPrefix.EVENT), utc_now()
    body = event_body(
        kind.value,
        event_id=event_id,
        occurred_at=now,
        organisation_id=organisation_id,
        data=event_data(kind, {**known, **_plain(facts)}),
    )
    await deliveries.add(
        NewDelivery(organisation_id, event_id, kind.value, body, document_id=document_id, occurred_at=now),
        [row["id"] for row in wanted],
    )


async def _document_facts(organisation_id: str, document_id: str) -> dict[str, Any]:
    row = await fetch_one(
        """select type, type_hint, filename, sha256, external_ref, error_message, stage, template_id,
            (classification ->> 'confidence')::int as classification_confidence
        from document where organisation_id = $1 and id = $2""",
        organisation_id,
        document_id,
    )
    return {"document_id": document_id, **(dict(row) if row else {})}


async def _extraction_facts(organisation_id: str, document_id: str, extraction_id: str | None) -> dict[str, Any]:
    """Of the extraction that is named, else of the newest one."""
    row = await fetch_one(
        """select id as extraction_id, confidence_score, fields, field_confidences, cell_confidences, flags, findings,
            codes, review_reasons, actor as actor_user_id, previous_extraction_id
        from extraction where organisation_id = $1 and document_id = $2 and ($3::text is null or id = $3)
        order by created_at desc, id desc limit 1""",
        organisation_id,
        document_id,
        extraction_id,
    )
    if row is None:
        return {}
    fields = from_json(row["fields"], dict[str, Any])
    confidences = from_json(row["field_confidences"], dict[str, int])
    return dict(row) | {
        "fields": fields,
        "field_confidences": {name: confidences[name] for name in fields if name in confidences},
        "cell_confidences": from_json(row["cell_confidences"], dict[str, Any]),
        "codes": [
            {"kind": code.kind, "content": code.content, "byteCount": code.byte_count, "page": code.box.page}
            for code in from_json(row["codes"], tuple[Code, ...])
        ],
        "flags": from_json(row["flags"], list[str]),
        "review_reasons": from_json(row["review_reasons"], list[str]),
        "findings": [
            {name: found.get(name) for name in _FINDING} for found in from_json(row["findings"], list[dict[str, Any]])
        ],
    }


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Enums as their values, and text that can be stored."""
    plain: dict[str, Any] = msgspec.to_builtins(facts)
    return {name: storable(value) for name, value in plain.items()}
