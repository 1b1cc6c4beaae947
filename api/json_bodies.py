"""Small JSON bodies of documents' requests: decoded by hand, so that a client sees every mistake at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from litestar import Request

from api.auth import KEY_MISPLACED, holds_key
from api.bodies import read_body
from berkas.errors import Refused, UnsupportedMediaType, ValidationFailed

SMALL_BYTES: Final = 16 * 1024


@dataclass(slots=True)
class JsonBody:
    """The fields of a body and the mistakes found in it so far.

    Attributes:
        values: By wire name; the known ones only.
        errors: Sentences by wire name.
    """

    values: Mapping[str, Any] = field(repr=False)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, name: str, message: str) -> None:
        """Note a mistake."""
        self.errors.setdefault(name, []).append(message)

    def text(self, name: str, longest: int) -> str | None:
        """A text without blanks around it; None when it is not given or not right."""
        given = self.values.get(name)
        if given is None:
            return None
        if not isinstance(given, str):
            self.blame(name, "must be text")
        elif not given.strip():
            self.blame(name, "must not be blank")
        elif len(given.strip()) > longest:
            self.blame(name, f"must be at most {longest} characters")
        else:
            return given.strip()
        return None

    def flag(self, name: str) -> bool:
        """A boolean; False when it is not given."""
        given = self.values.get(name, False)
        if not isinstance(given, bool):
            self.blame(name, "must be true or false")
            return False
        return given

    def refuse_mistakes(self) -> None:
        """See that there was none.

        Raises:
            ValidationFailed: There were.
        """
        if self.errors:
            raise ValidationFailed(self.errors)

    @property
    def canonical(self) -> str:
        """One spelling of the body, for fingerprints."""
        return msgspec.json.encode(self.values, order="sorted").decode()


async def read_json(
    request: Request[Any, Any, Any],
    known: Collection[str],
    *,
    most_bytes: int = SMALL_BYTES,
    secret: str | None = None,
    is_optional: bool = False,
) -> JsonBody:
    """The body of a request.

    Args:
        request: The request.
        known: Wire names of its fields; others are blamed by their name, never by their value.
        most_bytes: How large it may be.
        secret: The field that may hold anything; in the others nothing shaped like an API key may stand.
        is_optional: An empty body is an object without fields.

    Raises:
        PayloadTooLarge: It is larger.
        UnsupportedMediaType: It is not said to be JSON.
        Refused: It is not a JSON object, or it holds an API key.
    """
    body = await read_body(request, most_bytes)
    if is_optional and not body.strip():
        return JsonBody({})
    if request.content_type[0] != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    try:
        values = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        raise Refused("The body must be a valid JSON object.") from None
    if any(holds_key(msgspec.json.encode(value).decode()) for name, value in values.items() if name != secret):
        raise Refused(KEY_MISPLACED)
    found = JsonBody({name: value for name, value in values.items() if name in known})
    for unknown in values.keys() - found.values.keys():
        name = "".join(char for char in unknown[:64] if char.isprintable()) or "(unnamed)"
        found.blame(name, "is not a field of this body")
    return found
