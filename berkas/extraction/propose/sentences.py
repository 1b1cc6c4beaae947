"""Values within sentences: what stands behind some words and up to others, over the ends of lines.

Deeds, contracts and extracts of registers say most of their values in prose: "bahwa di JAKARTA pada tanggal DUA MEI telah lahir
SITI". The words before a value are its label; a line in much smaller letters, as of a translation, is no part of the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.propose.anchors import Anchor, until_gap
from berkas.extraction.propose.layout import Layout, Place, Way
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece
from berkas.model.strategies import Sentence
from berkas.model.template import Near

_LEAST_RATIO: Final = 86
_LEAST_FUZZY: Final = 6
_SMALL: Final = 0.8
"""A line whose letters are smaller than this part of those around it is beside the sentences."""

_NARROW: Final = 0.77
"""The same by the widths of recognised letters, which differ between words."""

_NARROWER: Final = 0.94
"""No line around a translation has letters as narrow as its own."""

_WIDE: Final = 1.36
"""A capital is this many times as wide as a small letter, in most typefaces."""

_RIGHT_BELOW: Final = 1.25
"""A translation is no further below its line than this many heights of that."""

_FOLLOWS: Final = 3.2
"""The sentence goes on below a translation within this many heights of the line above."""

_NEXT_LINE: Final = 4.5
"""A sentence goes on in a line that is no further away than this many text heights."""

_ENDS: Final = re.compile(r"[,;]$|(?<=[^\W\d_]{3})\.$")
_NUMBER: Final = "#"
"""Stands for a text without letters, which is no part of a phrase."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a line of prose.

    Attributes:
        piece: The piece.
        line: Index of its line.
        position: Of the piece on its line.
        folded: As phrases are compared; `_NUMBER` without letters, empty for a mark alone.
    """

    piece: Piece
    line: int
    position: int
    folded: str


@dataclass(frozen=True, slots=True)
class _Match:
    """A phrase in the text: from one token to before another, its likeness 0-100, and what of its last word is no part of it."""

    start: int
    end: int
    ratio: float
    letters: int
    rest: Piece | None = None


def sentence(layout: Layout, wanted: Sentence) -> Iterator[Place]:
    """What stands behind one of the phrases, those first that are named first."""
    tokens = layout.once(_tokens)
    low, high = _first(tokens, wanted.beyond, 0), _first(tokens, wanted.before, len(tokens))
    every = [found for phrase in wanted.behind for found in _matches(tokens, phrase) if low <= found.start < high]
    if wanted.which is not None:
        # a longer phrase and a shorter one that ends it are the same place
        ends = sorted({found.end for found in every})
        end = ends[wanted.which - 1] if wanted.which <= len(ends) else None
        every = [found for found in every if found.end == end][:1]
    for found in every:
        pieces = _value(tokens, found, wanted, layout.lines)
        if pieces:
            yield _place(tokens, found, pieces)


def _tokens(layout: Layout) -> Sequence[_Token]:
    return [
        _Token(piece, index, position, _folded(piece.text))
        for index, line in enumerate(layout.lines)
        if index not in layout.taken and not _is_caption(index, layout.lines)
        for position, piece in enumerate(line.pieces)
    ]


def _is_caption(index: int, lines: Sequence[Line]) -> bool:
    """Whether a line stands in much smaller letters right below one and above another, as a translation does."""
    if not 0 < index < len(lines) - 1:
        return False
    above, line, following = lines[index - 1 : index + 2]
    is_between = (
        above.page == line.page == following.page
        and line.middle - above.middle <= _RIGHT_BELOW * above.height
        and following.middle - line.middle <= _FOLLOWS * above.height
    )
    if any(piece.word.confidence < 1 for piece in line.pieces):
        own, sizes = _size(line), (_size(above), _size(following))
        return is_between and own < _NARROW * max(sizes) and own < _NARROWER * min(sizes)
    return is_between and line.height < _SMALL * min(above.height, following.height)


def _size(line: Line) -> float:
    """Size of the letters of a line by their widths, for heights of small letters are read badly; in widths of the page."""
    letters = [char for piece in line.pieces for char in piece.text]
    weights = sum(_WIDE if char.isupper() else 1.0 for char in letters)
    return sum(piece.right - piece.left for piece in line.pieces) / max(weights, 1.0)


def _folded(text: str) -> str:
    return fold(text) if any(map(str.isalpha, text)) else _NUMBER if any(map(str.isdigit, text)) else ""


def _first(tokens: Sequence[_Token], phrases: Sequence[str], without: int) -> int:
    """Where the first of some phrases begins; a place that leaves nothing where they are asked for and missing."""
    if not phrases:
        return without
    nothing = len(tokens) - without
    return min((found.start for phrase in phrases for found in _matches(tokens, phrase)), default=nothing)


def _matches(tokens: Sequence[_Token], phrase: str) -> Iterator[_Match]:
    """Where a phrase stands, from the top down; whole words, small reading errors allowed."""
    label = fold(phrase)
    for start, token in enumerate(tokens):
        if not token.folded or token.folded == _NUMBER or (label and not _may_begin(token, label)):
            continue
        found = _match_at(tokens, start, label)
        if found is not None:
            yield found


def _may_begin(token: _Token, label: str) -> bool:
    length = min(len(token.folded), len(label))
    if token.piece.word.confidence >= 1:
        return label[:length] == token.folded[:length]
    return length <= 2 or fuzz.ratio(label[:length], token.folded[:length]) >= _LEAST_RATIO - 20


def _match_at(tokens: Sequence[_Token], start: int, label: str) -> _Match | None:
    joined, best = "", None
    is_exact = tokens[start].piece.word.confidence >= 1
    for end in range(start + 1, len(tokens) + 1):
        token = tokens[end - 1]
        if token.folded == _NUMBER:
            break
        rest = _rest_behind(token.piece, label[len(joined) :])
        if rest is not None:
            return _Match(start, end, 100.0, len(label), rest)
        joined += token.folded
        if len(joined) > 1.3 * len(label) + 1:
            break
        ratio = 100.0 * (joined == label)
        if not ratio and not is_exact and min(len(joined), len(label)) >= _LEAST_FUZZY:
            ratio = fuzz.ratio(joined, label)
        if ratio >= _LEAST_RATIO and (best is None or ratio > best.ratio):
            best = _Match(start, end, ratio, len(label))
    return best


def _rest_behind(piece: Piece, last: str) -> Piece | None:
    """The value that a hyphen or a bracket ties to the last word of a phrase: ke-2."""
    found = re.match(r"([^\W\d_]+)[-(]+(\w.*)", piece.text)
    if found is None or not last or fold(found[1]) != last:
        return None
    left = piece.left + (piece.right - piece.left) * found.start(2) / len(piece.text)
    return replace(piece, text=found[2], left=left)


def lines_with(layout: Layout, phrase: str) -> list[int]:
    """Indexes of the lines on which a phrase ends, from the top down."""
    tokens = layout.once(_tokens)
    return [tokens[found.end - 1].line for found in _matches(tokens, phrase)]


def _value(tokens: Sequence[_Token], found: _Match, wanted: Sentence, lines: Sequence[Line]) -> tuple[Piece, ...]:
    """The pieces behind a phrase up to what ends the value; none where the words that should end it are missing or too far away."""
    pieces = [found.rest] if found.rest is not None else []
    marks = tuple(one for one in wanted.until if not fold(one))
    phrases = tuple(folded for one in wanted.until if (folded := fold(one)))
    if pieces and _is_end(pieces[-1].text, marks, has_any=bool(wanted.until)):
        return tuple(pieces)
    last = tokens[found.end - 1]
    if not pieces and found.end < len(tokens) and tokens[found.end].piece.after_colon:
        # the words are the label of a form, whose value ends with its line
        line = lines[last.line]
        return until_gap(line.pieces[last.position + 1 :], line.height)
    for position in range(found.end, len(tokens)):
        token = tokens[position]
        if not _is_next(last, token, lines):
            return () if phrases and not marks else tuple(pieces)
        if any(_match_at(tokens, position, phrase) for phrase in phrases if token.folded and _may_begin(token, phrase)):
            return tuple(pieces)
        if token.piece.text.strip("_.…·- ") or pieces:
            pieces.append(token.piece)
        if len(pieces) > wanted.most_words:
            return () if phrases else tuple(pieces[: wanted.most_words])
        if _is_end(token.piece.text, marks, has_any=bool(wanted.until)) and pieces:
            return (*pieces[:-1], replace(pieces[-1], text=pieces[-1].text.rstrip(",;.") or pieces[-1].text))
        last = token
    return tuple(pieces)


def _is_next(last: _Token, token: _Token, lines: Sequence[Line]) -> bool:
    """Whether a piece goes on with the text: on the same line, or at the beginning of a near one."""
    if token.line == last.line:
        return True
    one, other = lines[last.line], lines[token.line]
    return one.page == other.page and other.middle - one.middle < _NEXT_LINE * max(one.height, other.height)


def _is_end(text: str, marks: Sequence[str], *, has_any: bool) -> bool:
    if marks:
        return text.endswith(tuple(marks))
    return not has_any and _ENDS.search(text) is not None


def _place(tokens: Sequence[_Token], found: _Match, pieces: tuple[Piece, ...]) -> Place:
    """The value with the part of its phrase that stands on the phrase's last line as its label."""
    last = tokens[found.end - 1]
    first = next(token for token in tokens[found.start : found.end] if token.line == last.line)
    anchor = Anchor(last.line, first.position, last.position + 1, found.ratio, letters=found.letters)
    following = tokens[found.end] if found.end < len(tokens) else last
    is_beside = found.rest is not None or following.line == last.line
    return Place(pieces, Way.STRATEGY, anchor, Near.RIGHT if is_beside else Near.BELOW)
