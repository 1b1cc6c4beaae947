"""Small JSON bodies of documents' requests: decoded by hand, so that a client sees every mistake at once."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec
from litestar import Request

from api.json_reader import Mistakes, read_object

SMALL_BYTES: Final = 16 * 1024


class JsonBody(Mistakes):
    """The fields of a body and the mistakes found in it so far.

    Attributes:
        values: By wire name; the known ones only. Null means the same as left out.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self.values = values

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
        given = self.values.get(name)
        if given is None:
            return False
        if not isinstance(given, bool):
            self.blame(name, "must be true or false")
            return False
        return given

    def refuse_mistakes(self) -> None:
        """See that there was none.

        Raises:
            ValidationFailed: There were.
        """
        self.refuse()

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
        Refused: It is not a JSON object, ambiguous or extreme, or it holds an API key.
    """
    values = await read_object(request, most_bytes=most_bytes, secret=secret, is_optional=is_optional)
    found = JsonBody({name: value for name, value in values.items() if name in known})
    found.blame_unknown(values, known)
    return found
