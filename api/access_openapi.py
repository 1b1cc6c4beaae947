"""What the OpenAPI document says of the requests that follow an upload: bodies, parameters, files, streams."""

from dataclasses import dataclass, field
from typing import Any, Final

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Example,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from api import access_schemas, error_schemas, schemas
from api.documents.export_query import EXPORT_ONE_PARAMETERS, EXPORT_PARAMETERS, MEDIA_TYPES, ExportFormat
from api.documents.export_rows import LONG_COLUMNS
from api.errors import RangeNotSatisfiable
from api.openapi import EXAMPLE_REQUEST_ID, IDEMPOTENCY_KEY, failure, failures, parameter_of
from berkas import errors, refusals
from berkas.model.statuses import DocumentStatus
from berkas.page_pictures import FINEST_PX, LEAST_PX, LONGEST_PX
from berkas.reading.filetypes import FileType

_FILE: Final = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
_TEXT: Final = Schema(type=OpenAPIType.STRING)

_STREAM: Final = Schema(
    description=(
        "A stream of events, each `id: <attempt>-<status>`, `event: status` and `data:` with a `StatusEvent` in JSON, and while "
        "pages are read `event: document.page_read` without an id and with a `PageReadEvent`, parted by "
        "empty lines; lines that begin with a colon are signs of life. It ends with the final status, so a client that "
        "waits for the whole answer gets it as one text."
    ),
    any_of=[
        Schema(type=OpenAPIType.STRING, title="The whole stream"),
        # what a reader of event streams makes of each; OpenAPI 3.1 has no word for the items of a stream
        Schema(
            type=OpenAPIType.OBJECT,
            title="One event",
            required=["id", "event", "data"],
            properties={name: Schema(type=OpenAPIType.STRING, title=name) for name in ("id", "event", "data")},
        ),
    ],
)
_STREAM_EXAMPLE: Final = "".join(
    f"id: 1-{status}\nevent: status\n"
    f'data: {{"documentId":"{schemas.EXAMPLE_DOCUMENT}","status":"{status}","attempt":1}}\n\n'
    for status in (DocumentStatus.QUEUED, DocumentStatus.PARSING, DocumentStatus.EXTRACTED)
)

_WORKBOOK: Final = {MEDIA_TYPES[ExportFormat.XLSX]: OpenAPIMediaType(schema=_FILE)}
_CSV_EXAMPLE: Final = f"""{",".join(LONG_COLUMNS)}
{schemas.EXAMPLE_DOCUMENT},npwp,extracted,npwp-contoh.pdf,,,2026-05-24T03:15:42.118Z,ext_01HXYJ8Q4Z5N7T2B9C6D3E8F4K,npwp_number,,,09.254.294.3-407.000,99,1,,
"""


def _body_of(model: type[schemas.Wire], *, is_required: bool) -> RequestBody:
    schema: Any = model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    return RequestBody(required=is_required, content={"application/json": OpenAPIMediaType(schema=schema)})


@dataclass
class _PathOperation(Operation):
    """Keeps the parameters of the path that the framework found."""

    parameters: Any = field(default=None)

    def add(self, *parameters: Parameter) -> None:
        """Add parameters to those of the path."""
        self.parameters = [*(self.parameters or []), *parameters]

    def answer(self, status: int, response: OpenAPIResponse) -> None:
        """Describe an answer that no signature does."""
        self.responses = {**(self.responses or {}), str(status): response}


@dataclass
class ReextractOperation(_PathOperation):
    """A re-extract; its body is decoded by hand, as every body that may repeat."""

    def __post_init__(self) -> None:
        """Describe body and header."""
        self.request_body = _body_of(access_schemas.Reextract, is_required=False)
        self.add(IDEMPOTENCY_KEY)


@dataclass
class CorrectionOperation(_PathOperation):
    """A correction; its body is decoded by hand, for its fields depend on the template."""

    def __post_init__(self) -> None:
        """Describe body and header."""
        self.request_body = _body_of(access_schemas.Correction, is_required=True)
        seen = Parameter(
            name="If-Match",
            param_in="header",
            required=False,
            description="The id of the extraction that you saw, in quotes; in place of `previousExtractionId`.",
            schema=_TEXT,
        )
        self.add(IDEMPOTENCY_KEY, seen)


@dataclass
class ViewersOperation(_PathOperation):
    """A lease; its body may be left out."""

    def __post_init__(self) -> None:
        """Describe the body."""
        empty = Schema(type=OpenAPIType.OBJECT, additional_properties=False)
        self.request_body = RequestBody(required=False, content={"application/json": OpenAPIMediaType(schema=empty)})


@dataclass
class FollowOperation(_PathOperation):
    """The file behind a link."""

    def __post_init__(self) -> None:
        """Describe the file, whole and in part."""
        self.add(
            Parameter(
                name="Range",
                param_in="header",
                required=False,
                description="One range of bytes, such as `bytes=0-1023`; it is the one use of the link, too.",
                schema=_TEXT,
            )
        )
        name = OpenAPIHeader(schema=_TEXT, description="The filename as it was sent, in UTF-8.")
        span = OpenAPIHeader(schema=_TEXT, description="Which bytes of how many.")
        content = {kind.value: OpenAPIMediaType(schema=_FILE) for kind in FileType}
        self.answer(200, OpenAPIResponse("The original.", content=content, headers={"Content-Disposition": name}))
        self.answer(206, OpenAPIResponse("A part of the original.", content=content, headers={"Content-Range": span}))


@dataclass
class PageOperation(_PathOperation):
    """The picture of a page."""

    def __post_init__(self) -> None:
        """Describe the number of the page and the picture."""
        for parameter in self.parameters or []:
            if parameter.name == "page":
                parameter.description = "0-based, as `page` of boxes."
                parameter.schema = Schema(type=OpenAPIType.INTEGER, minimum=0, examples=[0])
        self.add(
            Parameter(
                name="longestPx",
                param_in="query",
                required=False,
                description="Pixels of the longer side at most; a picture is never enlarged.",
                schema=Schema(type=OpenAPIType.INTEGER, minimum=LEAST_PX, maximum=FINEST_PX, default=LONGEST_PX),
            )
        )
        content = {"image/jpeg": OpenAPIMediaType(schema=_FILE)}
        self.answer(200, OpenAPIResponse("The page as a person sees it.", content=content))


@dataclass
class LockedPageOperation(PageOperation):
    """The picture of a page of a locked PDF; its body is decoded by hand, as every small one."""

    def __post_init__(self) -> None:
        """Describe the body, too."""
        super().__post_init__()
        self.request_body = _body_of(access_schemas.LockedPage, is_required=False)


@dataclass
class ExportOperation(_PathOperation):
    """The export of many documents."""

    def __post_init__(self) -> None:
        """Describe filters and file."""
        self.add(*(parameter_of(parameter) for parameter in EXPORT_PARAMETERS))
        lines = Schema(type=OpenAPIType.STRING, description="One document with its newest extraction per line.")
        csv = OpenAPIMediaType(schema=_TEXT, examples={"csv": Example(value=_CSV_EXAMPLE)})
        content = {"text/csv": csv, "application/jsonl": OpenAPIMediaType(schema=lines), **_WORKBOOK}
        self.answer(200, OpenAPIResponse("The file; it streams.", content=content))


@dataclass
class ExportOneOperation(_PathOperation):
    """The export of one document."""

    def __post_init__(self) -> None:
        """Describe format and file."""
        self.add(*(parameter_of(parameter) for parameter in EXPORT_ONE_PARAMETERS))
        document = Schema(type=OpenAPIType.OBJECT, description="As the answer to reading the document.")
        csv = OpenAPIMediaType(schema=_TEXT, examples={"csv": Example(value=_CSV_EXAMPLE)})
        # text first: generated clients take the first one for whatever comes, and no file fails to be text
        content = {"text/csv": csv, "application/json": OpenAPIMediaType(schema=document), **_WORKBOOK}
        self.answer(200, OpenAPIResponse("The file.", content=content))


@dataclass
class EventsOperation(_PathOperation):
    """The stream of status changes."""

    def __post_init__(self) -> None:
        """Describe header and stream."""
        self.add(
            Parameter(
                name="Last-Event-ID",
                param_in="header",
                required=False,
                description="Of the last event that came, when reconnecting.",
                schema=_TEXT,
            )
        )
        stream = OpenAPIMediaType(schema=_STREAM, examples={"stream": Example(value=_STREAM_EXAMPLE)})
        self.answer(200, OpenAPIResponse("Server-sent events.", content={"text/event-stream": stream}))
        self.answer(204, OpenAPIResponse("The final status came before; there is nothing to wait for."))


def not_drawn(*statuses: int) -> dict[int, ResponseSpec]:
    """The failures of a picture; these statuses beside those that every picture may have."""
    found = failures(400, 404, 410, *statuses)
    for status, error, description in (
        (
            422,
            errors.PasswordRequired("The PDF is encrypted. Send its password in the body of a POST."),
            "The PDF is locked (`password_required`, `password_wrong`), or it cannot be opened or drawn (`page_not_drawn`).",
        ),
        (
            503,
            errors.PictureTimeout(),
            "No worker drew it in time (`picture_timeout`), or a server that is needed does not answer; see Retry-After.",
        ),
    ):
        body = {"error": str(error), "code": error.code, "requestId": EXAMPLE_REQUEST_ID}
        found[status] = ResponseSpec(error_schemas.ErrorOut, False, description, examples=[Example(value=body)])
    return found


def followed() -> dict[int, ResponseSpec]:
    """The failures of a link; they need no key."""
    found = {status: failure(status) for status in (400, 429, 500, 503)}
    for error, description in (
        (refusals.LinkInvalid(), "The link was altered, or is none of ours."),
        (
            refusals.LinkUsed(),
            "The link was used (`link_used`) or is over (`link_expired`), or the original is gone (`gone`).",
        ),
        (RangeNotSatisfiable(0), "The range begins behind the end of the file; the link stays unused."),
    ):
        body = {"error": str(error), "code": error.code, "requestId": EXAMPLE_REQUEST_ID}
        status = {refusals.LinkInvalid: 403, refusals.LinkUsed: 410}.get(type(error), 416)
        found[status] = ResponseSpec(error_schemas.ErrorOut, False, description, examples=[Example(value=body)])
    return found
