r"""Machine-readable zone of a passport, TD3: two lines of 44 characters with check digits (ICAO Doc 9303-4, section 4.2).

Line 1: P, a letter or filler, three letters of the issuing state, surname, two fillers, given names. Line 2: number (9) and its
check digit, nationality (3), date of birth (6) and check digit, sex, date of expiry (6) and check digit, optional data (14) and
check digit, check digit over all three and the optional data. Fillers are ``<``. A check digit is the sum of the values (0-9,
A = 10 ... Z = 35, filler = 0) times 7, 3, 1, 7 ... modulo 10 (Doc 9303-3, section 4.9).

Nothing checks line 1, the nationality and the sex. A check digit sees any single misread character but one whose value is 10 or
20 away, such as G for 6: one reading in ten of a wrong number passes it.

>>> lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
>>> is_valid(lines), is_valid(lines.replace("8122F", "8123F"))
(True, False)
>>> parse_names(lines[:44])
('ERIKSSON', 'ANNA MARIA')
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from berkas.values.countries import CODES

LENGTH: Final = 44
"""Characters of a line."""

NUMBER: Final = slice(0, 9)
NATIONALITY: Final = slice(10, 13)
BORN: Final = slice(13, 19)
SEX: Final = 20
EXPIRES: Final = slice(21, 27)
OPTIONAL: Final = slice(28, 42)

_CHECKED: Final = {"number": (NUMBER, 9), "born": (BORN, 19), "expires": (EXPIRES, 27), "optional": (OPTIONAL, 42)}
_COMPOSITE: Final = 43
_ALPHABET: Final = re.compile(r"[A-Z0-9<]{44}\n[A-Z0-9<]{44}")
_FILLER_OF: Final = str.maketrans({"«": "<<", "‹": "<", "＜": "<", "〈": "<", "Λ": "<", "λ": "<", "∧": "<", "^": "<"})
_DIGIT_OF: Final = str.maketrans("OQDILZSGB", "000112568")
_LETTER_OF: Final = str.maketrans("01258", "OIZSB")
_TWINS: Final = {"0": "ODQ", "O": "0", "D": "0", "Q": "0", "1": "IL", "I": "1", "L": "1", "2": "Z", "Z": "2", "5": "S", "S": "5",
                 "6": "G", "G": "6", "8": "B", "B": "8"}  # fmt: skip
"""Characters that look alike, digit for letter and letter for digit."""

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LEAST: Final = 38
_MOST: Final = 48


@dataclass(frozen=True, slots=True)
class SecondLine:
    """The second line as it is meant.

    Attributes:
        text: 44 characters; what was misread is put right only where a check digit holds by that.
        holds: Which check digits hold: of ``number``, ``born``, ``expires``, ``optional`` and of all together, ``composite``.
        guessed: Which parts were put right by the only change of one character that lets their check digit hold.
    """

    text: str
    holds: frozenset[str]
    guessed: frozenset[str]

    @property
    def is_valid(self) -> bool:
        """Whether every check digit holds."""
        return len(self.holds) == len(_CHECKED) + 1


def compact(text: str) -> str:
    """Both lines, in capitals, without spaces and with the fillers that recognition writes as other signs."""
    lines = (re.sub(r"\s", "", line) for line in text.upper().translate(_FILLER_OF).split("\n"))
    return "\n".join(line for line in lines if line)


def validate(text: str) -> str:
    """The compact form.

    Raises:
        ValueError: It has not two lines of 44 characters, or a check digit fails.
    """
    found = compact(text)
    if not _ALPHABET.fullmatch(found) or found[0] != "P":
        message = "not two lines of a passport"
        raise ValueError(message)
    if not is_valid_line(found[LENGTH + 1 :]):
        message = "a check digit fails"
        raise ValueError(message)
    return found


def is_valid(text: str) -> bool:
    """Whether both lines have their shape and every check digit holds."""
    try:
        validate(text)
    except ValueError:
        return False
    return True


def format(text: str) -> str:
    """Both lines, one below the other."""
    return compact(text)


def is_valid_line(line: str) -> bool:
    """Whether every check digit of a second line holds, as it is."""
    return len(line) == LENGTH and len(_held(line)) == len(_CHECKED) + 1


def check_digit(text: str) -> str:
    """The check digit of a part: one digit."""
    values = (0 if char == "<" else int(char, 36) for char in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def parse_names(line: str) -> tuple[str, str]:
    """Surname and given names of a first line; who has one name has no given names."""
    surname, _, given = line[5:].strip("<").partition("<<")
    return " ".join(surname.split("<")), " ".join(given.replace("<<", "<").strip("<").split("<"))


def first_line(text: str) -> str | None:
    """The first line, with its fillers at the end put right; None where a text is none."""
    found = text.rstrip("<")
    if not re.fullmatch(r"P[A-Z<][A-Z0-9<]{3}[A-Z0-9<]+", text) or not _LEAST <= len(text) <= _MOST or len(found) < 7:
        return None
    state = found[2:5].translate(_LETTER_OF)
    found = found[:2] + (state if state.rstrip("<") in CODES else found[2:5]) + found[5:]
    return found.ljust(LENGTH, "<") if len(found) <= LENGTH else None


def second_line(text: str) -> SecondLine | None:
    """The second line, put right where a check digit proves it; None where a text is none."""
    if not re.fullmatch(r"[A-Z0-9<]+", text) or not _LEAST <= len(text) <= _MOST:
        return None
    found = [_mended(line) for line in _of_length(text)]
    best = max(found, key=lambda line: len(line.holds), default=None)
    # a text of letters is no line of numbers
    is_line = best is not None and sum(map(str.isdigit, best.text)) >= 10 and bool(best.holds & {"born", "expires"})
    return best if is_line else None


def as_printed(digits: str) -> str | None:
    """A date YYMMDD as people print it, 12 AUG 74, for a reader who knows the century; None where a part of it is not known.

    >>> as_printed("740812"), as_printed("74<<<<")
    ('12 AUG 74', None)
    """
    if not re.fullmatch(r"[0-9]{6}", digits) or not 1 <= int(digits[2:4]) <= len(_MONTHS):
        return None
    return f"{digits[4:]} {_MONTHS[int(digits[2:4]) - 1]} {digits[:2]}"


def _of_length(text: str) -> Iterator[str]:
    """The text with 44 characters: fillers of the optional data are miscounted in pictures."""
    more = LENGTH - len(text)
    if not more:
        yield text
        return
    for run in re.finditer(r"<+", text):
        if run.start() >= OPTIONAL.start and len(run[0]) + more > 0:
            yield text[: run.start()] + "<" * (len(run[0]) + more) + text[run.end() :]


def _mended(line: str) -> SecondLine:
    """A line of 44 characters with what was misread put right where that is proven."""
    state = line[NATIONALITY].translate(_LETTER_OF)
    line = _with(line, NATIONALITY, state if state.rstrip("<") in CODES else line[NATIONALITY])
    for place in (*(place for _, place in _CHECKED.values()), _COMPOSITE):
        digit = line[place].translate(_DIGIT_OF)
        line = line[:place] + digit + line[place + 1 :]
    guessed = set()
    for name, (part, place) in _CHECKED.items():
        if _holds(line[part], line[place]):
            continue
        is_of_digits = name in {"born", "expires"}
        ways = [line[part].translate(_DIGIT_OF)] if is_of_digits else _with_one_twin(line[part])
        held = {way for way in ways if _holds(way, line[place])}
        if len(held) == 1:
            line = _with(line, part, held.pop())
            if not is_of_digits:
                guessed.add(name)
    return SecondLine(line, _held(line), frozenset(guessed))


def _with(line: str, part: slice, text: str) -> str:
    return line[: part.start] + text + line[part.stop :]


def _with_one_twin(text: str) -> Iterator[str]:
    for place, char in enumerate(text):
        for twin in _TWINS.get(char, ""):
            yield text[:place] + twin + text[place + 1 :]


def _held(line: str) -> frozenset[str]:
    held = {name for name, (part, place) in _CHECKED.items() if _holds(line[part], line[place])}
    if line[_COMPOSITE].isdigit() and check_digit(line[:10] + line[13:20] + line[21:43]) == line[_COMPOSITE]:
        held.add("composite")
    return frozenset(held)


def _holds(part: str, digit: str) -> bool:
    """Whether a check digit is that of its part; that of no data may be a filler."""
    if digit == "<":
        return not part.strip("<")
    return digit.isdigit() and check_digit(part) == digit
