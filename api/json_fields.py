"""Fields of a JSON body, read by hand so that every mistake is told at once, by wire name, and no value is ever repeated."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from litestar import Request

from api.auth import KEY_MISPLACED, holds_key
from api.bodies import read_body
from berkas.clock import utc_now
from berkas.errors import Refused, UnsupportedMediaType, ValidationFailed

BODY_BYTES: Final = 16 * 1024

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


class JsonFields:
    """Reads fields and collects mistakes."""

    def __init__(self, values: Mapping[str, Any], known: Collection[str]) -> None:
        self.values = dict(values)
        self.errors: dict[str, list[str]] = {}
        for unknown in values.keys() - set(known):
            name = "".join(char for char in unknown[:64] if char.isprintable())
            self.blame(name or "(unnamed)", "is not a field of this body")

    def blame(self, name: str, message: str) -> None:
        """Note a mistake."""
        self.errors.setdefault(name, []).append(message)

    def check(self) -> None:
        """Refuse the body if there were mistakes.

        Raises:
            ValidationFailed: With all of them.
        """
        if self.errors:
            raise ValidationFailed(self.errors)

    def has(self, name: str) -> bool:
        """Whether the field is in the body, be it null."""
        return name in self.values

    def text(self, name: str, longest: int) -> str:
        """A text that must be there, trimmed."""
        given = self.values.get(name)
        text = given.strip() if isinstance(given, str) else ""
        if given is None:
            self.blame(name, "is required")
        elif not isinstance(given, str):
            self.blame(name, "must be text")
        elif not text:
            self.blame(name, "must not be blank")
        elif len(text) > longest:
            self.blame(name, f"must be at most {longest} characters")
        elif any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
            self.blame(name, "must not contain control characters")
        return text

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        given = self.values.get(name, default)
        if not isinstance(given, bool):
            self.blame(name, "must be true or false")
            return default
        return given

    def texts(self, name: str, most: int) -> list[str]:
        """A list that must be there and not be empty, without repetitions."""
        given = self.values.get(name)
        if given is None:
            self.blame(name, "is required")
        elif not isinstance(given, list) or not all(isinstance(item, str) for item in given):
            self.blame(name, "must be a list of text")
        elif not given:
            self.blame(name, "must not be empty")
        elif len(given) > most:
            self.blame(name, f"must have at most {most} entries")
        else:
            return list(dict.fromkeys(given))
        return []

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number that must be there."""
        return self.checked_whole(name, self.values.get(name), low, high)

    def checked_whole(self, name: str, given: object, low: int, high: int) -> int:
        """A whole number in a range; booleans and 1.0 are none."""
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high:
            self.blame(name, f"must be a whole number from {low} to {high}")
            return low
        return given

    def mapping(self, name: str, known: Collection[str]) -> dict[str, Any]:
        """An object whose names are known; absent and null are empty."""
        given = self.values.get(name)
        if given is None:
            return {}
        if not isinstance(given, dict):
            self.blame(name, "must be an object")
            return {}
        if given.keys() - set(known):
            self.blame(name, f"may have: {', '.join(known)}")
            return {}
        return given

    def future(self, name: str) -> datetime | None:
        """A time to come, with its zone; None where none is given."""
        given = self.values.get(name)
        if given is None:
            return None
        try:
            is_shaped = isinstance(given, str) and _TIME.fullmatch(given)
            moment = datetime.fromisoformat(given).astimezone(UTC) if is_shaped else None
        except (ValueError, OverflowError):  # in another zone the last hours of 9999 are behind all time
            moment = None
        if moment is None:
            self.blame(name, "must be an ISO 8601 time with its zone, such as 2027-01-31T00:00:00Z")
        elif moment <= utc_now():
            self.blame(name, "must be in the future")
        return moment


async def read_json(request: Request[Any, Any, Any], known: Collection[str]) -> JsonFields:
    """The fields of a request's body.

    Raises:
        UnsupportedMediaType: It is not sent as JSON.
        PayloadTooLarge: It has more than 16 KB.
        Refused: Not a JSON object, or it holds an API key.
    """
    if request.content_type[0] != "application/json":
        raise UnsupportedMediaType("Send the body as application/json.")
    body = await read_body(request, BODY_BYTES)
    try:
        values = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        raise Refused("The body must be a valid JSON object.") from None
    if holds_key(body.decode("utf-8", "replace")):
        raise Refused(KEY_MISPLACED)
    return JsonFields(values, known)
