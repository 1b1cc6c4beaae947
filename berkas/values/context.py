"""What every normaliser takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from berkas.model.extraction import Scalar
from berkas.values.amounts import DEFAULT_LOCALE, NumberLocale


@dataclass(frozen=True, slots=True)
class NormaliseContext:
    """What a normaliser may need beside the text.

    Attributes:
        today: Of the reading.
        locale: How the document writes numbers.
    """

    today: date
    locale: NumberLocale = DEFAULT_LOCALE


Normaliser = Callable[[str, NormaliseContext], Scalar]
"""Makes the canonical value of a printed text, or None when it cannot be one."""
