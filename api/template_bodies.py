"""Bodies of requests about templates: every mistake at once, each under its path, such as ``fields.3.regex``."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

import msgspec
from litestar import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from api import json_reader
from berkas.extraction.template_rules import problems_of
from berkas.model.template import TemplateDefinition
from berkas.refusals import ValidationFailed
from templates_registry.document_types import KnownType

MOST_BODY_BYTES: Final = 256 * 1024
_SMALL_BODY_BYTES: Final = 8 * 1024
_MOST_ERRORS: Final = 100

M = TypeVar("M", bound=BaseModel)


class DryRunBody(BaseModel):
    """Body of a dry run."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    document_id: str = Field(max_length=64, examples=["doc_01HXYJ8Q4Z5N7T2B9C6D3E8F1G"])
    version: int | None = Field(
        None, ge=1, le=2**31 - 1, description="Of the template; the newest, a draft too, when left out."
    )
    pdf_password: str | None = Field(
        None, min_length=1, max_length=1024, repr=False, description="Opens an encrypted PDF; held in memory only."
    )


class SentDefinition(TemplateDefinition):
    """A template as it is sent: the type that it is for exists."""

    document_type_hint: KnownType | None = Field(
        None, description=TemplateDefinition.model_fields["document_type_hint"].description
    )


async def read_object(request: Request[Any, Any, Any], most_bytes: int = MOST_BODY_BYTES) -> dict[str, Any]:
    """The JSON object in a body.

    Raises:
        UnsupportedMediaType: It is not announced as JSON.
        PayloadTooLarge: It is larger than allowed.
        Refused: It is no JSON object, or holds an API key.
    """
    return await json_reader.read_object(request, most_bytes=most_bytes)


async def read_dry_run(request: Request[Any, Any, Any]) -> DryRunBody:
    """The body of a dry run.

    Raises:
        ValidationFailed: Fields are unknown, missing or invalid.
        Refused: It is no JSON object, too large, or of another media type.
    """
    values = await read_object(request, _SMALL_BODY_BYTES)
    errors: dict[str, list[str]] = {}
    body = _validated(DryRunBody, values, errors)
    if body is None:
        raise ValidationFailed(errors)
    return body


def taken_flag(values: dict[str, Any], name: str, errors: dict[str, list[str]]) -> bool | None:
    """Take a flag out of a body; None when it is not there."""
    flag = values.pop(name, None)
    if flag is None or isinstance(flag, bool):
        return flag
    errors.setdefault(name, []).append("must be true or false")
    return None


def checked_definition(values: dict[str, Any], errors: dict[str, list[str]]) -> TemplateDefinition:
    """The template in a body; without a slug it gets one of its name.

    Args:
        values: The body, without what is no part of a template.
        errors: Mistakes that were found before.

    Raises:
        ValidationFailed: Something is wrong; every mistake at once.
    """
    if values.get("slug") is None and isinstance(values.get("name"), str):
        values = {**values, "slug": slug_of(values["name"])}
    definition = _validated(SentDefinition, values, errors)
    if definition is not None:
        for path, messages in problems_of(definition).items():
            errors.setdefault(path, []).extend(messages)
    if definition is None or errors:
        raise ValidationFailed(dict(list(errors.items())[:_MOST_ERRORS]))
    return definition


def slug_of(name: str) -> str:
    """A short name for URLs made of a name for people: ``Kartu Anggota (2026)`` gives ``kartu-anggota-2026``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].rstrip("-") or "template"


def _validated(model: type[M], values: dict[str, Any], errors: dict[str, list[str]]) -> M | None:
    try:
        return model.model_validate_json(msgspec.json.encode(values), strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        every = error.errors(include_url=False, include_context=False, include_input=False)
        for found in every:
            place = found["loc"]
            if found["type"] == "too_short" and any(one["loc"][: len(place)] == place != one["loc"] for one in every):
                continue  # it is too short only because of what is wrong inside
            messages = errors.setdefault(_path(place), [])
            message = re.sub(r"\b([Tt])uple\b", _as_list, found["msg"].removeprefix("Value error, "))
            if message not in messages:
                messages.append(message)
        return None


def _as_list(found: re.Match[str]) -> str:
    """What JSON calls a tuple of ours."""
    return "List" if found[1] == "T" else "list"


def _path(location: Sequence[int | str]) -> str:
    return ".".join(_steps(location)) or "body"


def _steps(location: Sequence[int | str]) -> Iterator[str]:
    for position, step in enumerate(location):
        # what follows a value of an enum names a type that it might have been
        if position >= 2 and location[position - 2] == "values" and isinstance(location[position - 1], int):
            return
        yield "".join(char for char in str(step)[:64] if char.isprintable())
