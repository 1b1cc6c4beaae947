"""Machine-readable zone: what each of its parts says; their positions say what they are, check digits that they are right."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.cells import Pieces
from berkas.model.strategies import MachineZone
from berkas.values.countries import CODES
from berkas.values.identifiers import mrz

PROVEN: Final = 0.985
"""Of a part whose check digit holds, among lines that hold altogether; set by hand, for a wrong part may pass both."""

PLAUSIBLE: Final = 0.89
"""Of a part whose check digit holds while another one fails."""

LIKELY: Final = 0.92
"""Of names that are read a little otherwise in the zone, and taken as they are printed elsewhere."""

UNPROVEN: Final = 0.6
"""Of a part that no check digit covers and that is printed nowhere else, in a picture; and of one that was put right by a guess."""

_ALIKE: Final = 65
"""Two readings of one name are at least so much alike, 0-100."""

_REACH: Final = 3
"""Lines between which the two lines of a zone stand at most."""

_LEAST_READ: Final = 0.995
"""Of a word of a text layer, where nothing is misread."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Both lines as they were found.

    Attributes:
        first: The first line, 44 characters; None where it was not found.
        second: The second line; None where it was not found.
        first_pieces: Of the first line.
        second_pieces: Of the second line.
    """

    first: str | None
    second: mrz.SecondLine | None
    first_pieces: Pieces
    second_pieces: Pieces


def machine_zone(layout: Layout, wanted: MachineZone) -> Iterator[Place]:
    """A part of the zone, as text that its field can read, with how sure it is by itself."""
    zone = layout.once(_zone)
    if zone is None:
        return
    found = _PARTS[wanted.part](zone, layout)
    if found is not None:
        text, sure = found
        pieces = zone.first_pieces if wanted.part in _OF_FIRST else zone.second_pieces
        yield Place(pieces, Way.STRATEGY, text=text, sure=sure)


def _zone(layout: Layout) -> Zone | None:
    lines = [(mrz.compact("".join(p.text for p in line.pieces)), line) for line in layout.lines]
    for index, (text, line) in enumerate(lines):
        first = mrz.first_line(text)
        if first is None:
            continue
        for following, below in lines[index + 1 : index + 1 + _REACH]:
            second = mrz.second_line(following) if below.page == line.page else None
            if second is not None:
                return Zone(first, second, line.pieces, below.pieces)
    for text, line in lines:
        second = mrz.second_line(text)
        # without its first line only check digits tell what a line is
        if second is not None and second.is_valid:
            return Zone(None, second, (), line.pieces)
    return None


Part = tuple[str, float] | None


def _second(zone: Zone, name: str, text: str) -> Part:
    """A part with a check digit of its own; none where that fails."""
    second = zone.second
    if second is None or name not in second.holds or not text.strip("<"):
        return None
    if name in second.guessed:
        return text, UNPROVEN
    return text, PROVEN if second.is_valid else PLAUSIBLE


def _number(zone: Zone, layout: Layout) -> Part:
    found = _second(zone, "number", zone.second.text[mrz.NUMBER].rstrip("<")) if zone.second else None
    if found is not None and found[1] == UNPROVEN and found[0] in layout.once(_elsewhere):
        return found[0], PROVEN
    return found


def _date(name: str, part: slice) -> Callable[[Zone, Layout], Part]:
    def find(zone: Zone, _layout: Layout) -> Part:
        printed = mrz.as_printed(zone.second.text[part]) if zone.second else None
        return _second(zone, name, printed) if printed is not None else None

    return find


def _optional(zone: Zone, _layout: Layout) -> Part:
    return _second(zone, "optional", zone.second.text[mrz.OPTIONAL].rstrip("<")) if zone.second else None


def _sex(zone: Zone, _layout: Layout) -> Part:
    """Two letters are possible and nothing checks them: as sure as the line is."""
    if zone.second is None or zone.second.text[mrz.SEX] not in "MF":
        return None
    return zone.second.text[mrz.SEX], PROVEN if zone.second.is_valid else PLAUSIBLE


def _nationality(zone: Zone, _layout: Layout) -> Part:
    return _country(zone, zone.second.text[mrz.NATIONALITY].rstrip("<")) if zone.second else None


def _issuer(zone: Zone, _layout: Layout) -> Part:
    return _country(zone, zone.first[2:5].rstrip("<")) if zone.first else None


def _country(zone: Zone, code: str) -> Part:
    """A code of a country that stands on both lines is proven by that."""
    if zone.first is None or zone.second is None:
        return code, PLAUSIBLE
    is_twice = zone.first[2:5] == zone.second.text[mrz.NATIONALITY]
    return code, PROVEN if is_twice and zone.second.is_valid else PLAUSIBLE


def _names(zone: Zone, layout: Layout, choose: Callable[[str, str], str]) -> Part:
    """Names are proven where each of their words is printed elsewhere; a line that is full may have cut them."""
    if zone.first is None or zone.first[-1] != "<":
        return None
    surname, given = mrz.parse_names(zone.first)
    if not choose(surname, given):
        return None
    if _is_told(zone, layout):
        return choose(surname, given), PROVEN
    printed = _printed_name(surname, given, layout)
    return (choose(*printed), LIKELY) if printed is not None else (choose(surname, given), UNPROVEN)


def _is_told(zone: Zone, layout: Layout) -> bool:
    """Whether nothing of the names was misread: every word is printed elsewhere, or the line is of a text layer."""
    words = " ".join(mrz.parse_names(zone.first or "")).split()
    if _is_exact(zone.first_pieces):
        return True
    names = (zone.first or "")[5:].strip("<")
    # one filler between all words may be what is left of the two between surname and given names
    return ("<<" in names or "<" not in names) and all(word in layout.once(_elsewhere) for word in words)


def _is_exact(pieces: Pieces) -> bool:
    return all(piece.word.confidence >= _LEAST_READ for piece in pieces)


def _printed_name(surname: str, given: str, layout: Layout) -> tuple[str, str] | None:
    """Surname and given names as they stand beside the label of the whole name, in as many words and nearly the same letters."""
    count, wanted = len(surname.split()), f"{given} {surname}".split()
    for place in layout.once(_labelled_names):
        words = re.sub(r"[^A-Z ]", "", " ".join(piece.text for piece in place.pieces).upper()).split()
        if len(words) == len(wanted) and fuzz.ratio("".join(words), "".join(wanted)) >= _ALIKE:
            return " ".join(words[-count:]), " ".join(words[:-count])
    return None


def _labelled_names(layout: Layout) -> list[Place]:
    """What stands beside the labels of the field that takes the whole name from the zone."""
    wholes = [
        f for f in layout.template.fields if f.find is not None and f.find.mrz is not None and f.find.mrz.part == "name"
    ]
    return [place for field in wholes for place in layout.near(field)]


def _elsewhere(layout: Layout) -> frozenset[str]:
    """Words that stand outside of the zone, in capitals, letters and digits alone."""
    zone = layout.once(_zone)
    own = {id(piece) for piece in (*zone.first_pieces, *zone.second_pieces)} if zone is not None else set()
    words = (p.text.upper() for line in layout.lines for p in line.pieces if id(p) not in own)
    return frozenset(re.sub(r"[^A-Z0-9]", "", part) for word in words for part in re.split(r"[/,.]", word))


def _validity(zone: Zone, _layout: Layout) -> Part:
    if zone.second is None:
        return None
    if zone.second.is_valid:
        return "VALID", PROVEN
    # a single misread character fails a check digit, too
    return "INVALID", PROVEN if _is_exact(zone.second_pieces) else UNPROVEN


def _line(zone: Zone, layout: Layout, number: int) -> Part:
    if number == 1:
        return (
            (zone.first, PROVEN if _is_told(zone, layout) and zone.first[2:5] in CODES else UNPROVEN)
            if zone.first
            else None
        )
    return (zone.second.text, PROVEN if zone.second.is_valid else UNPROVEN) if zone.second else None


_OF_FIRST: Final = frozenset({"line1", "issuer", "name", "surname", "given_names"})
_PARTS: Final[Mapping[str, Callable[[Zone, Layout], Part]]] = {
    "line1": lambda zone, layout: _line(zone, layout, 1),
    "line2": lambda zone, layout: _line(zone, layout, 2),
    "validity": _validity,
    "number": _number,
    "issuer": _issuer,
    "nationality": _nationality,
    "birth_date": _date("born", mrz.BORN),
    "expiry_date": _date("expires", mrz.EXPIRES),
    "sex": _sex,
    "optional": _optional,
    "name": lambda zone, layout: _names(zone, layout, lambda surname, given: f"{given} {surname}".strip()),
    "surname": lambda zone, layout: _names(zone, layout, lambda surname, _: surname),
    "given_names": lambda zone, layout: _names(zone, layout, lambda _, given: given),
}
