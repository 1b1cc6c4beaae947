"""Bodies of corrections: decoded by hand, for their fields depend on the template; and what a refused one tells."""

import asyncio
from typing import Final

from api.error_schemas import ChangedDetails, ChangeOut, FindingsDetails
from api.json_bodies import JsonBody
from api.template_choice import rules_of
from api.wire import finding_out
from berkas.corrections.corrected import Acceptance
from berkas.corrections.typed_values import mistakes
from berkas.extraction.checks.outcomes import MOST_ROWS_NAMED
from berkas.ids import IdPrefix, is_id
from berkas.model.statuses import FINAL_STATUSES, GONE_STATUSES
from berkas.model.template import MOST_CHECKS, MOST_FIELDS
from berkas.refusals import Conflict, Gone, NotFound
from tables.queries import documents, extractions
from tables.queries.corrections import Correction, OpenFindings, StaleCorrection
from tables.queries.extractions import ExtractionRow

FIELDS: Final = ("fields", "note", "verify", "previousExtractionId", "acceptFindings")
MAX_NOTE: Final = 1000
MOST_ACCEPTED: Final = (MOST_FIELDS + MOST_CHECKS) * (MOST_ROWS_NAMED + 1)
"""As many findings as can stand in the way of a sign-off: of every field or its rows, and of every check."""

IF_MATCH: Final = "If-Match"

_KEYS: Final = frozenset({"code", "fields", "row", "column", "documentId"})


async def checked(
    body: JsonBody, if_match: str | None, organisation_id: str, document_id: str, *, actor: str
) -> Correction:
    """The correction in a request, checked against the template that made the newest extraction.

    Raises:
        NotFound: The organisation has no such document.
        Gone: It is erased or purged.
        Conflict: It is being processed, or was never extracted.
        ValidationFailed: Fields are unknown or invalid; every mistake at once.
    """
    newest = await _newest(organisation_id, document_id)
    rules = await rules_of(organisation_id, newest.template_id, newest.template_version)
    note, is_sign_off = body.text("note", MAX_NOTE), body.flag("verify")
    if note is not None and "\x00" in note:
        body.blame("note", "must not contain NUL characters")
    acceptances = _acceptances(body)
    fields = body.values.get("fields")
    if not isinstance(fields, dict):
        body.blame("fields", "is required" if fields is None else "must be an object")
        fields = {}
    elif not fields and not is_sign_off and not body.values.get("acceptFindings"):
        body.blame("fields", "must name a field, unless verify is true or findings are accepted")
    found = await asyncio.to_thread(mistakes, rules.fields, fields)
    for name, messages in found.items():
        for message in messages:
            body.blame(name, message)
    previous = _previous(body, if_match)
    body.refuse_mistakes()
    return Correction(
        fields=fields,
        rules=rules,
        template=(newest.template_id, newest.template_version),
        is_sign_off=is_sign_off,
        previous=previous,
        acceptances=acceptances,
        note=note,
        actor=actor,
    )


async def _newest(organisation_id: str, document_id: str) -> ExtractionRow:
    document = await documents.find(organisation_id, document_id)
    if document is None:
        raise NotFound
    if document.status in GONE_STATUSES:
        raise Gone
    if document.status not in FINAL_STATUSES:
        raise Conflict("The document is being processed. Wait until it is finished.")
    newest = await extractions.newest_extraction(organisation_id, document_id)
    if newest is None:
        raise Conflict("The document has no extraction to correct. Re-extract it.")
    return newest


def _previous(body: JsonBody, if_match: str | None) -> str | None:
    """The extraction that the client saw, by body or header; None when it does not say."""
    sent = body.text("previousExtractionId", 64)
    if sent is not None and not is_id(sent, IdPrefix.EXTRACTION):
        body.blame("previousExtractionId", "is not an id of an extraction")
        return None
    if if_match is None or if_match.strip() == "*":
        return sent
    tag = if_match.strip()
    named = tag[1:-1] if len(tag) > 1 and tag[0] == tag[-1] == '"' else tag
    if not is_id(named, IdPrefix.EXTRACTION):
        body.blame(IF_MATCH, 'must be the id of one extraction in quotes, such as "ext_…"')
        return None
    if sent is not None and sent != named:
        body.blame(IF_MATCH, "names another extraction than previousExtractionId")
    return named


def _acceptances(body: JsonBody) -> tuple[Acceptance, ...]:
    given = body.values.get("acceptFindings")
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MOST_ACCEPTED:
        body.blame("acceptFindings", f"must be a list of at most {MOST_ACCEPTED} findings")
        return ()
    found = []
    for number, one in enumerate(given):
        acceptance = _acceptance(one)
        if acceptance is None:
            body.blame(
                f"acceptFindings[{number}]",
                "must be an object of code, fields, row, column and documentId as in findings",
            )
        else:
            found.append(acceptance)
    return tuple(found)


def _acceptance(given: object) -> Acceptance | None:
    if not isinstance(given, dict) or not given.keys() <= _KEYS:
        return None
    code, fields, row, column, document = (given.get(n) for n in ("code", "fields", "row", "column", "documentId"))
    if not isinstance(code, str) or not isinstance(fields, list) or not all(isinstance(name, str) for name in fields):
        return None
    if isinstance(row, bool) or not isinstance(row, int | None) or not isinstance(column, str | None):
        return None
    if document is not None and not (isinstance(document, str) and is_id(document, IdPrefix.DOCUMENT)):
        return None
    return Acceptance(code, frozenset(fields), row, column, document)


def explain_change(refusal: StaleCorrection, *, shows_values: bool) -> None:
    """Tell the client what somebody else changed; without the right to read only where."""
    details = ChangedDetails(
        newest_extraction_id=refusal.newest.id,
        changed_by=refusal.changed_by,
        changed_at=refusal.newest.created_at,
        changes=[
            ChangeOut(field=c.field, row=c.row, column=c.column, before=c.before, theirs=c.theirs, yours=c.yours)
            for c in refusal.changes
        ],
    ).model_dump(mode="json", by_alias=True)
    for shown, change in zip(details["changes"], refusal.changes, strict=True):
        for name in ("before", "theirs", "yours"):
            if not shows_values or (name == "yours" and not change.is_sent):
                del shown[name]
    refusal.details = details


def explain_findings(refusal: OpenFindings) -> None:
    """Tell the client which findings stand in the way."""
    details = FindingsDetails(findings=[finding_out(finding) for finding in refusal.findings])
    refusal.details = details.model_dump(mode="json", by_alias=True)
