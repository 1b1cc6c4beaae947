"""Patterns of templates: RE2, which takes linear time whatever it is given."""

from functools import lru_cache
from typing import Annotated, Any, Final

import re2
from pydantic import AfterValidator, Field

MAX_PATTERN_LENGTH: Final = 500

_PATTERN_MEMORY_BYTES: Final = 2 * 1024 * 1024
"""Of one compiled pattern; larger ones are refused."""


@lru_cache(maxsize=128)
def compiled(pattern: str) -> Any:  # noqa: ANN401 - the engine has no types
    """A pattern, ready to search. The engine would write what it thinks of patterns to stderr, so it is kept quiet.

    Raises:
        re2.error: It is none, or too large.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _PATTERN_MEMORY_BYTES
    return re2.compile(pattern, options)


def _linear_time(pattern: str) -> str:
    """The pattern itself, if the linear-time engine accepts it; a template can never make a regex run away."""
    try:
        compiled(pattern)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        told = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        message = f"not a valid RE2 regular expression: {told}"
        raise ValueError(message) from error
    return pattern


Pattern = Annotated[str, Field(min_length=1, max_length=MAX_PATTERN_LENGTH), AfterValidator(_linear_time)]
