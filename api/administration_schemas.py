"""The wire models of API keys and of the organisation's own settings."""

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.schemas import EXAMPLE_TIME, PageAnswer, Percent, Timestamp, Wire

_STRICT = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")
_LIMITS = "Requests by bucket: api.read and api.write per minute, documents.upload per ten minutes."


class KeyOut(Wire):
    """An API key, without the key itself."""

    id: str = Field(examples=["key_01HXYJ8Q4Z5N7T2B9C6D3E8F9R"])
    name: str = Field(examples=["intake service"])
    hint: str = Field(description="The last characters of the key.", examples=["Q7XA"])
    key: str | None = Field(
        description="Shown once, when it is made; null everywhere else and in replays.",
        examples=["bk_live_ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"],
    )
    scopes: list[str] = Field(examples=[["documents:read", "documents:write"]])
    rate_limits: dict[str, int] = Field(
        description=f"Its own limits, where it has any. {_LIMITS}", examples=[{"documents.upload": 30}]
    )
    current: bool = Field(description="It is the key of this request.")
    created_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    expires_at: Timestamp | None = Field(description="Null for never.")
    revoked_at: Timestamp | None = Field(description="From then on it is refused.")
    last_used_at: Timestamp | None = Field(description="To the minute.")


class KeyAnswer(Wire):
    """Answer with one key."""

    data: KeyOut


class KeyListAnswer(PageAnswer[KeyOut]):
    """Answer with one page of keys, newest first, revoked and expired ones included."""


class NewKeyBody(Wire):
    """Body that makes a key."""

    model_config = _STRICT

    name: str = Field(max_length=255, examples=["intake service"])
    scopes: list[str] = Field(
        min_length=1, description="Only scopes of the key that asks.", examples=[["documents:read", "documents:write"]]
    )
    expires_at: Timestamp | None = Field(default=None, description="Null for never.")
    rate_limits: dict[str, int] | None = Field(
        default=None, description=f"{_LIMITS} At most those of the installation.", examples=[{"documents.upload": 30}]
    )


class OrganisationOut(Wire):
    """The organisation of the key."""

    id: str = Field(examples=["org_01HXYJ8Q4Z5N7T2B9C6D3E8FAS"])
    name: str = Field(examples=["PT CONTOH SEJAHTERA"])
    requires_review_threshold: Percent = Field(description="A lower confidence is for an analyst.", examples=[70])
    retention_days: dict[str, int | None] = Field(
        description="Its own days of retention by document type, and `default`; null keeps for ever.",
        examples=[{"ktp": 1827, "invoice": 3653, "default": None}],
    )
    rate_limits: dict[str, int] = Field(description=f"Of keys without limits of their own. {_LIMITS}", examples=[{}])
    created_at: Timestamp = Field(examples=[EXAMPLE_TIME])
    updated_at: Timestamp = Field(examples=[EXAMPLE_TIME])


class OrganisationAnswer(Wire):
    """Answer with the organisation."""

    data: OrganisationOut


class OrganisationChange(Wire):
    """Body that changes the organisation; what is left out stays, what is given is replaced as a whole."""

    model_config = _STRICT

    name: str | None = Field(default=None, max_length=255)
    requires_review_threshold: Percent | None = Field(default=None, examples=[80])
    retention_days: dict[str, int | None] | None = Field(
        default=None,
        description="1-36525 days by document type, and `default`; null keeps for ever.",
        examples=[{"ktp": 365, "default": None}],
    )
    rate_limits: dict[str, int] | None = Field(
        default=None, description=f"{_LIMITS} At most those of the installation.", examples=[{"api.read": 300}]
    )
