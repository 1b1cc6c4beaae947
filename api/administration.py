"""From bodies to API keys and settings of an organisation, and from their rows to the wire."""

import secrets
from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from api.administration_schemas import KeyOut, OrganisationOut
from api.auth import Caller
from api.json_fields import JsonFields
from api.ratelimit import Bucket, rules_of
from berkas.refusals import MissingScope
from berkas.retention import DEFAULT, MAX_DAYS, MIN_DAYS
from berkas.scopes import GRANTABLE, unknown_scopes
from berkas.settings import Settings
from tables.queries.api_keys import ApiKeyRow
from tables.queries.organisation_settings import OrganisationSettings, SettingsChange
from templates_registry import document_types

KEY_FIELDS: Final = ("name", "scopes", "expiresAt", "rateLimits")
ORGANISATION_FIELDS: Final = ("name", "requiresReviewThreshold", "retentionDays", "rateLimits")

HINT_CHARACTERS: Final = 4
MAX_NAME: Final = 255

_RANDOM_BYTES: Final = 20
_BUCKETS: Final = (Bucket.READ, Bucket.WRITE, Bucket.UPLOAD)
_RETAINED: Final = (*document_types.names(), DEFAULT)


def new_key(environment: str) -> str:
    """A random API key with 160 bits."""
    return f"bk_{environment}_{b32encode(secrets.token_bytes(_RANDOM_BYTES)).decode()}"


def checked_scopes(fields: JsonFields, caller: Caller) -> list[str]:
    """Scopes for a new key.

    Raises:
        MissingScope: The key that asks lacks one of them; nobody can give what they do not have.
    """
    scopes = fields.texts("scopes", len(GRANTABLE))
    if unknown_scopes(scopes):
        fields.blame("scopes", f"must be of: {', '.join(GRANTABLE)}")
        return []
    for scope in scopes:
        if not caller.may(scope):
            raise MissingScope(f"missing scope: {scope}")
    return scopes


def checked_end(fields: JsonFields, maker: ApiKeyRow) -> datetime | None:
    """When a new key ends: never later than the key that makes it, or with that key where nothing is said."""
    wanted = fields.future("expiresAt")
    if maker.expires_at is None:
        return wanted
    if wanted is not None and wanted > maker.expires_at:
        fields.blame("expiresAt", "must not be later than the end of the key that makes it")
    return wanted or maker.expires_at


def checked_limits(
    fields: JsonFields, settings: Settings, caller: Caller, *, own: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Limits by bucket: at most the installation's, or the higher ones that the operator gave to the key that asks.

    Args:
        fields: The body.
        settings: Of the installation.
        caller: Who asks.
        own: Limits of the very key that asks, where it makes another one: they hold for that one, too.
    """
    rules, own = rules_of(settings), own or {}
    given = fields.mapping("rateLimits", [bucket.value for bucket in _BUCKETS])
    limits = {}
    for bucket in _BUCKETS:
        usual = rules[bucket].limit
        most = own.get(bucket.value, max(usual, caller.rate_limits.get(bucket.value, 0)))
        if bucket.value in given:
            limits[bucket.value] = fields.checked_whole("rateLimits", given[bucket.value], 1, most)
        elif most < usual:
            limits[bucket.value] = most
    return limits


def checked_change(fields: JsonFields, settings: Settings, caller: Caller) -> SettingsChange:
    """What of an organisation shall change."""
    return SettingsChange(
        name=fields.text("name", MAX_NAME) if fields.has("name") else None,
        requires_review_threshold=fields.whole("requiresReviewThreshold", 0, 100)
        if fields.has("requiresReviewThreshold")
        else None,
        retention_days=_retention(fields) if fields.has("retentionDays") else None,
        rate_limits=checked_limits(fields, settings, caller) if fields.has("rateLimits") else None,
    )


def key_out(row: ApiKeyRow, caller: Caller, *, key: str | None = None) -> KeyOut:
    """A key; with itself when it is new."""
    return KeyOut(
        id=row.id,
        name=row.name,
        hint=row.hint,
        key=key,
        scopes=sorted(row.scopes),
        rate_limits=dict(row.rate_limits),
        current=row.id == caller.key_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def organisation_out(row: OrganisationSettings) -> OrganisationOut:
    """An organisation as it sees itself."""
    return OrganisationOut(
        id=row.id,
        name=row.name,
        requires_review_threshold=row.requires_review_threshold,
        retention_days=dict(row.retention_days),
        rate_limits=dict(row.rate_limits),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _retention(fields: JsonFields) -> Mapping[str, int | None]:
    given = fields.mapping("retentionDays", _RETAINED)
    return {
        name: None if days is None else fields.checked_whole("retentionDays", days, MIN_DAYS, MAX_DAYS)
        for name, days in given.items()
    }
