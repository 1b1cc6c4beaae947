"""How commands write values for people."""

from typing import Any


def shown(value: Any) -> str:  # noqa: ANN401 - JSON
    """A value of a field, no table: sums as Indonesians write them, and a word for what is not there."""
    if value is None:
        return "nothing"
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
