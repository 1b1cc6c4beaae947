"""What the OpenAPI document says beyond what handlers' signatures tell: failures, streamed bodies, filters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Components,
    Example,
    License,
    OpenAPIMediaType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
    SecurityScheme,
    Tag,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from api import error_schemas, schemas
from api.docs_page import DocsPage, docs_router
from api.filters import INCLUDE_PARAMETER, LIST_PARAMETERS, PAGING_PARAMETERS, ListParameter
from api.http.openapi_document import CompleteDocument
from api.idempotency import KEY_PATTERN, MAX_KEY
from api.upload_schemas import UploadJson
from berkas import errors, refusals
from berkas.ids import IdPrefix, id_pattern
from templates_registry import document_types

EXAMPLE_REQUEST_ID = "req_01HXYJ8Q4Z5N7T2B9C6D3E8F5M"

_DESCRIPTIONS: Final[dict[int, str]] = {
    400: "Malformed, or one or more fields are invalid; every field error at once.",
    401: "No, malformed, unknown, revoked or expired API key.",
    403: "The key does not carry the scope.",
    404: "Not there, or another organisation's.",
    409: "The state of the resource, or an Idempotency-Key, forbids it.",
    410: "The original is erased or purged.",
    413: "The file, the form or the body is too large.",
    415: "Not one of the six file types by content, or a wrong Content-Type.",
    422: "Well-formed, but a business rule says no.",
    429: "The bucket of this key is empty, or too many such requests of the organisation are under way; see Retry-After.",
    500: "Our fault; quote the request id.",
    503: "The database or the object store does not answer; see Retry-After.",
}

_EXAMPLES: Final[dict[int, dict[str, Any]]] = {
    400: {
        "error": refusals.ValidationFailed.message,
        "code": refusals.ValidationFailed.code,
        "details": {"fieldErrors": {"customerId": ["is not a customer of yours"], "colour": ["is unknown"]}},
    },
    401: {"error": refusals.AuthenticationFailed.message, "code": refusals.AuthenticationFailed.code},
    403: {"error": "missing scope: documents:write", "code": refusals.MissingScope.code},
    404: {"error": refusals.NotFound.message, "code": refusals.NotFound.code},
    409: {"error": refusals.IdempotencyConflict.message, "code": refusals.IdempotencyConflict.code},
    410: {"error": refusals.Gone.message, "code": refusals.Gone.code},
    413: {"error": refusals.PayloadTooLarge.message, "code": refusals.PayloadTooLarge.code},
    415: {"error": errors.UnsupportedFile.message, "code": errors.UnsupportedFile.code},
    422: {"error": refusals.RuleViolation.message, "code": refusals.RuleViolation.code},
    500: {"error": errors.BerkasError.message, "code": errors.BerkasError.code},
    503: {"error": errors.DatabaseUnavailable.message, "code": errors.DatabaseUnavailable.code},
}


def failures(*statuses: int) -> dict[int, ResponseSpec]:
    """Response specifications of these failures, with those that every authenticated handler may answer."""
    # 400 too: a key in the query string is refused everywhere, and the framework would describe a body of its own
    return {status: failure(status) for status in sorted({400, 401, 403, 429, 500, 503, *statuses})}


def uploaded() -> dict[int, ResponseSpec]:
    """The answer to an upload of bytes that were here already; that to new ones is in the signature."""
    return {200: ResponseSpec(schemas.UploadAnswer, False, "The same bytes were here already; `deduped` is true.")}


def met() -> dict[int, ResponseSpec]:
    """The answer to a customer who was known already; that to a new one is in the signature."""
    return {
        200: ResponseSpec(schemas.CustomerAnswer, False, "There is a customer of that name, however it is written.")
    }


def not_ready() -> dict[int, ResponseSpec]:
    """The answer of the readiness probe when a needed server is away."""
    return {503: ResponseSpec(schemas.ReadinessOut, False, "Uploads cannot be taken now.")}


def failure(status: int) -> ResponseSpec:
    """Response specification of one failure."""
    if status == 429:
        value: dict[str, Any] = {
            "error": "rate limit exceeded",
            "code": "rate_limited",
            "bucket": "documents.upload",
            "limit": 60,
        }
        return ResponseSpec(error_schemas.RateLimitedOut, False, _DESCRIPTIONS[status], examples=[Example(value=value)])
    value = {**_EXAMPLES[status], "requestId": EXAMPLE_REQUEST_ID}
    return ResponseSpec(error_schemas.ErrorOut, False, _DESCRIPTIONS[status], examples=[Example(value=value)])


def _text(description: str, **more: Any) -> Schema:  # noqa: ANN401 - any keyword of Schema
    return Schema(type=OpenAPIType.STRING, description=description, **more)


_FORM = Schema(
    type=OpenAPIType.OBJECT,
    required=["file"],
    additional_properties=False,
    properties={
        "file": _text("PDF, JPEG, PNG, HEIC, WebP or TIFF by content; at most 20 MB.", format=OpenAPIFormat.BINARY),
        "type": _text("Document type; skips classification.", enum=list(document_types.names())),
        "externalRef": _text("Your reference; kept for every upload, also when deduped.", max_length=255),
        "customerName": _text("Binds to the customer of that name, creating it at need.", max_length=255),
        "customerId": _text("Binds to an existing customer.", pattern=id_pattern(IdPrefix.CUSTOMER)),
        "pdfPassword": _text("Opens an encrypted PDF; held in memory only.", format="password"),
        "metadata": _text("A JSON object of at most 4 KB.", examples=['{"branch": "JKT-01"}']),
    },
)

IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    required=False,
    description="1-255 printable ASCII characters; the first answer is replayed for 24 hours.",
    schema=Schema(type=OpenAPIType.STRING, min_length=1, max_length=MAX_KEY, pattern=KEY_PATTERN),
)


@dataclass
class UploadOperation(Operation):
    """The form upload; its body is streamed, so no signature describes it."""

    def __post_init__(self) -> None:
        """Describe body and header."""
        self.request_body = RequestBody(required=True, content={"multipart/form-data": OpenAPIMediaType(schema=_FORM)})
        self.parameters = [IDEMPOTENCY_KEY]


@dataclass
class UploadJsonOperation(Operation):
    """The JSON upload; its body is decoded by hand because of its size."""

    def __post_init__(self) -> None:
        """Describe body and header."""
        body: Any = UploadJson.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
        self.request_body = RequestBody(required=True, content={"application/json": OpenAPIMediaType(schema=body)})
        self.parameters = [IDEMPOTENCY_KEY]


@dataclass
class CustomerOperation(Operation):
    """Naming a customer; its body is decoded by hand, as every body that may repeat."""

    def __post_init__(self) -> None:
        """Describe body and header."""
        body: Any = schemas.NewCustomer.model_json_schema(by_alias=True)
        self.request_body = RequestBody(required=True, content={"application/json": OpenAPIMediaType(schema=body)})
        self.parameters = [IDEMPOTENCY_KEY]


@dataclass
class RepeatableOperation(Operation):
    """A POST without a body that takes an Idempotency-Key."""

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Add the header to the parameters of the path."""
        self.parameters = [*(self.parameters or []), IDEMPOTENCY_KEY]


@dataclass
class PagedOperation(Operation):
    """A list with pages only."""

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Add the paging to the parameters of the path."""
        paging = [parameter_of(parameter) for parameter in PAGING_PARAMETERS]
        self.parameters = [*(self.parameters or []), *paging]


@dataclass
class ListOperation(Operation):
    """The list; its filters are parsed by hand so that an unknown one is refused."""

    def __post_init__(self) -> None:
        """Describe the filters."""
        self.parameters = [parameter_of(parameter) for parameter in LIST_PARAMETERS]


def parameter_of(parameter: ListParameter) -> Parameter:
    """A query parameter as the document says it."""
    if parameter.members:
        # one parameter with commas, not one for each value
        one = Schema(type=OpenAPIType.STRING, enum=list(parameter.members))
        schema = Schema(type=OpenAPIType.ARRAY, items=one)
        return Parameter(
            name=parameter.name, param_in="query", description=parameter.description, schema=schema, explode=False,
            style="form",
        )  # fmt: skip
    return Parameter(
        name=parameter.name, param_in="query", description=parameter.description, schema=_schema_of(parameter)
    )


def _schema_of(parameter: ListParameter) -> Schema:
    if parameter.is_moment:
        formats = (OpenAPIFormat.DATE, OpenAPIFormat.DATE_TIME)
        return Schema(any_of=[Schema(type=OpenAPIType.STRING, format=form) for form in formats])
    if parameter.minimum is not None:
        return Schema(
            type=OpenAPIType.INTEGER,
            minimum=parameter.minimum,
            maximum=parameter.maximum,
            default=parameter.default,
        )
    if parameter.values:
        return Schema(type=OpenAPIType.STRING, enum=list(parameter.values), default=parameter.default)
    if parameter.pattern:
        return Schema(type=OpenAPIType.STRING, pattern=parameter.pattern)
    return Schema(type=OpenAPIType.STRING, max_length=parameter.max_length)


@dataclass
class ExtractionOperation(Operation):
    """Reading extractions, with or without the text and the evidence."""

    parameters: Any = field(default=None)

    def __post_init__(self) -> None:
        """Add the query parameter to those of the path."""
        known: Iterable[Any] = self.parameters or []
        self.parameters = [*known, parameter_of(INCLUDE_PARAMETER)]


@dataclass
class ExtractionListOperation(ExtractionOperation):
    """A list of extractions."""

    def __post_init__(self) -> None:
        """Add the paging, too."""
        super().__post_init__()
        self.parameters += [parameter_of(parameter) for parameter in PAGING_PARAMETERS]


def openapi_config(version: str) -> OpenAPIConfig:
    """The document's head, and where it and its page are served."""
    return OpenAPIConfig(
        title="Berkas",
        version=version,
        description="A document goes in, trusted fields come out. Every failure has one envelope and a stable `code`.",
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        openapi_router=docs_router(),
        render_plugins=[DocsPage(), CompleteDocument()],
        security=[{"apiKey": []}],
        components=Components(
            security_schemes={
                "apiKey": SecurityScheme(
                    type="http",
                    scheme="bearer",
                    bearer_format="bk_<live|sandbox>_<32 base32 characters>",
                    description="An API key with the scope that the operation names.",
                )
            }
        ),
        tags=[
            Tag(name="Uploads", description="Send a document."),
            Tag(name="Documents", description="Read its status and its fields."),
            Tag(name="End of life", description="Hold, erase, and prove that it was erased."),
            Tag(name="Templates", description="Say which fields a document has and how to find them."),
            Tag(name="Customers", description="Whom documents are about."),
            Tag(name="Webhooks", description="Hear of events, and see what became of each."),
            Tag(name="Administration", description="Keys and settings of the organisation."),
            Tag(name="Operations", description="Health and metrics; without a key."),
        ],
        use_handler_docstrings=True,
    )
