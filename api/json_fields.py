"""Fields of a JSON body, read by hand so that every mistake is told at once, by wire name, and no value is ever repeated."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from litestar import Request

from api.json_reader import Mistakes, read_object
from berkas.clock import utc_now

BODY_BYTES: Final = 16 * 1024

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


class JsonFields(Mistakes):
    """Reads fields and collects mistakes; null means the same as left out."""

    def __init__(self, values: Mapping[str, Any], known: Collection[str]) -> None:
        super().__init__()
        self.values = dict(values)
        self.blame_unknown(values, known)

    def check(self) -> None:
        """Refuse the body if there were mistakes.

        Raises:
            ValidationFailed: With all of them.
        """
        self.refuse()

    def has(self, name: str) -> bool:
        """Whether the field is given."""
        return self.values.get(name) is not None

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
        given = self.values.get(name)
        if given is None:
            return default
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


async def read_json(
    request: Request[Any, Any, Any], known: Collection[str], *, is_optional: bool = False
) -> JsonFields:
    """The fields of a request's body; with ``is_optional`` an empty one has none.

    Raises:
        UnsupportedMediaType: It is not sent as JSON.
        PayloadTooLarge: It has more than 16 KB.
        Refused: Not a JSON object, ambiguous or extreme, or it holds an API key.
    """
    return JsonFields(await read_object(request, most_bytes=BODY_BYTES, is_optional=is_optional), known)
