"""What every normaliser takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from berkas.model.extraction import Scalar
from berkas.values.amounts import NumberLocale
from berkas.values.conventions import DEFAULT, Conventions


@dataclass(frozen=True, slots=True)
class NormaliseContext:
    """What a normaliser may need beside the text.

    Attributes:
        today: Of the reading.
        conventions: How the document writes numbers and dates.
    """

    today: date
    conventions: Conventions = DEFAULT

    @property
    def locale(self) -> NumberLocale:
        """Which mark ends the whole part of a number."""
        return self.conventions.decimal


Normaliser = Callable[[str, NormaliseContext], Scalar]
"""Makes the canonical value of a printed text, or None when it cannot be one."""
