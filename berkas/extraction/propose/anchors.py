"""Labels as anchors: find a printed label, however it was misread, and what stands beside or below it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from berkas.layout.folding import LETTER_OF_DIGIT, fold, fold_label
from berkas.layout.lines import Line, Piece

_LEAST_RATIO = 78
_LEAST_PART = 0.6
"""Words with so small a part of a label's letters cannot reach the least ratio."""

_HOPELESS = 66
"""A line no part of which is so much alike does not hold a label."""

_SHORT = 4
"""Maximum letters of a label that must be read exactly."""
_LEAST_GLUED_RATIO = 88
_GLUED_COSTS = 6
"""A label that ends with its piece is preferred to one that goes on in it."""

_GOES_ON_COSTS = 4
_LED_COSTS = 12
"""A label right behind a word is the end of a longer one, as DATE is of APP. DATE."""
_LEAST_JUDGED = 70
"""Words that are less like a label, once they stand within others, are none: MERDEKA in JL. MERDEKA BARAT is not MEREK."""

_SPACE = 0.8
"""Maximum width of a space, in text heights."""
_APART = 2.0
"""The words of one label are nearer to each other than this many text heights."""

_MOST_PIECES = 7
_GAP = 3.5
"""A gap wider than this many text heights of the text ends a value: what follows is another column."""
_NEXT_LINE = 2.2
"""The next line is nearer than this many text heights."""

_FIRST_LINE = 4.6
"""The first line under a label is nearer than this many text heights."""

_OTHER_COLUMN = 10
"""Minimum distance of another column to the right, in text heights."""

_LOST = 2
"""Letters missing at an end that make another, shorter label, as NOMOR is of NOMOR PO."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label as found.

    Attributes:
        line: Index of its line.
        start: Index of its first piece.
        end: Index after its last piece.
        ratio: How alike it is, 0-100; less where the line goes on in words, for it may be the beginning of another label.
        letters: Of the label.
        cut: Characters of the last piece that belong to the label, when the value is glued to it; else 0.
    """

    line: int
    start: int
    end: int
    ratio: float
    cut: int = 0
    letters: int = 0


@dataclass(frozen=True, slots=True)
class _Folded:
    """A line with its pieces folded once for all labels.

    Attributes:
        line: The line itself.
        whole: Its pieces.
        first: Of pieces in two languages the first part; None when no piece is in two.
        texts: All pieces together, of each of both.
        joined: Both of them in one text; no label goes over what parts them.
        is_exact: Every character is known, as in a text layer: labels are as printed or they are not there.
    """

    line: Line
    whole: tuple[str, ...]
    first: tuple[str, ...] | None
    texts: tuple[str, ...]
    joined: str
    is_exact: bool

    @staticmethod
    def of(line: Line) -> "_Folded":
        """The folded line."""
        whole = tuple(piece.folded for piece in line.pieces)
        parts = [_first_language(piece.text) for piece in line.pieces]
        is_plain = all(part == piece.text for part, piece in zip(parts, line.pieces, strict=True))
        first = None if is_plain else tuple(map(fold, parts))
        texts = ("".join(whole),) if first is None else ("".join(whole), "".join(first))
        return _Folded(
            line, whole, first, texts, "\n".join(texts), all(piece.word.confidence >= 1 for piece in line.pieces)
        )

    def may_hold(self, label: str) -> bool:
        """A cheap look before the dear one."""
        if self.is_exact or len(label) <= _SHORT:
            return label in self.joined
        return any(len(text) > 2 and fuzz.partial_ratio(label, text, score_cutoff=_HOPELESS) for text in self.texts)


def find_anchors(lines: Sequence[Line], labels: Iterable[str], *, is_repeated: bool = False) -> list[Anchor]:
    """Every line on which one of the labels stands: the most alike first, of equals the longer label, then from top to bottom.

    Args:
        lines: Where to look.
        labels: As printed.
        is_repeated: Find labels again left and right of the best one on the same line.
    """
    folded = sorted({fold_label(label) for label in labels} - {""})
    found = []
    for index, line in enumerate(lines):
        parts = [(0, len(line.pieces))]
        while parts:
            begin, end = parts.pop()
            anchor = _best_of(line, index, folded, begin, end)
            if anchor is not None:
                found.append(anchor)
                parts += [(begin, anchor.start), (anchor.end, end)] if is_repeated else []
    return _in_order(found)


def find_each(line: Line, labels: Iterable[tuple[str, ...]]) -> list[list[Anchor]]:
    """For each group of labels the place of each on one line, where it has one, in the order of `find_anchors`."""
    words = _Folded.of(line)
    groups = [
        {_best_in(words, 0, label) for label in _folded_labels(group) if words.may_hold(label)} for group in labels
    ]
    return [_in_order(_judged(line, anchor) for anchor in found if anchor.ratio) for found in groups]


@lru_cache(maxsize=1024)
def _folded_labels(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Labels of a template, folded once for all lines; nothing of a document is kept."""
    return tuple(dict.fromkeys(folded for label in labels if (folded := fold_label(label))))


def _in_order(found: Iterable[Anchor]) -> list[Anchor]:
    return sorted(found, key=lambda anchor: (-anchor.ratio, -anchor.letters, anchor.line, anchor.start))


def _judged(line: Line, anchor: Anchor) -> Anchor:
    costs = _GOES_ON_COSTS * _goes_on(line, anchor) + _LED_COSTS * _is_led(line, anchor)
    return replace(anchor, ratio=anchor.ratio - costs) if costs else anchor


def _best_of(line: Line, index: int, labels: Sequence[str], begin: int, end: int) -> Anchor | None:
    """The label that a line holds best between two of its pieces; a whole one goes before the beginning of a longer one."""
    rest = replace(line, pieces=line.pieces[begin:end]) if end - begin < len(line.pieces) else line
    words = _Folded.of(rest)
    by_start: dict[int, Anchor] = {}
    for anchor in (_best_in(words, index, label) for label in labels if words.may_hold(label)):
        if anchor.ratio:
            by_start[anchor.start] = max(by_start.get(anchor.start, anchor), anchor, key=_likeness)
    judged = (one for anchor in by_start.values() if (one := _judged(rest, anchor)).ratio >= _LEAST_JUDGED)
    best = max(judged, key=_likeness, default=None)
    return best and replace(best, start=best.start + begin, end=best.end + begin)


def _likeness(anchor: Anchor) -> tuple[float, int]:
    return anchor.ratio, anchor.letters


def _goes_on(line: Line, anchor: Anchor) -> bool:
    """Whether a word follows right behind the label, without a colon."""
    if anchor.cut or anchor.end >= len(line.pieces):
        return False
    last, following = line.pieces[anchor.end - 1], line.pieces[anchor.end]
    is_close = following.left - last.right < _SPACE * line.height
    return is_close and not following.after_colon and following.text[0].isalpha()


def _is_led(line: Line, anchor: Anchor) -> bool:
    """Whether a word stands right before the label, without a colon between."""
    if not anchor.start:
        return False
    before, first = line.pieces[anchor.start - 1], line.pieces[anchor.start]
    is_close = first.left - before.right < _SPACE * line.height
    return is_close and not first.after_colon and sum(map(str.isalpha, before.text)) > 1


def _best_in(words: _Folded, index: int, label: str) -> Anchor:
    whole = _best_among(words.whole, words, index, label)
    if words.first is None:
        return whole
    # of a label in two languages that is one word, Tanggal/Date, the first counts
    first = _best_among(words.first, words, index, label, is_first_language=True)
    return first if first.ratio > whole.ratio else whole


def _best_among(
    texts: Sequence[str], words: _Folded, index: int, label: str, *, is_first_language: bool = False
) -> Anchor:
    line = words.line
    best = Anchor(index, 0, 0, 0.0)
    most = len(label) * 1.4 + 1
    for start in range(len(texts)):
        if not texts[start]:
            continue
        joined = ""
        for end in range(start + 1, min(start + _MOST_PIECES, len(texts)) + 1):
            if end > start + 1 and not _may_go_on(line, end - 1, label):
                break
            before = len(joined)
            joined += texts[end - 1]
            glued = _glued(words, end - 1, joined, before, label)
            if glued and glued[0] > best.ratio:
                best = Anchor(index, start, end, *glued, len(label))
            if len(joined) > most:
                break
            ratio = 100.0 * (joined == label) if words.is_exact else _ratio(joined, label)
            # of two equally good places the shorter one leaves more to the value
            if ratio >= _LEAST_RATIO and ratio > best.ratio:
                best = Anchor(index, start, end, ratio, letters=len(label))
    return _with_translation(line, best, is_first_language=is_first_language) if best.ratio else best


def _ratio(joined: str, label: str) -> float:
    """How alike words and a label are; 0 where their lengths tell that they are not alike enough."""
    if len(label) <= _SHORT:
        return 100.0 * (joined == label)
    if len(joined) < _LEAST_PART * len(label):
        return 0.0
    is_cut = len(label) - len(joined) >= _LOST and (label.startswith(joined) or label.endswith(joined))
    return 0.0 if is_cut else fuzz.ratio(joined, label)


def _may_go_on(line: Line, position: int, label: str) -> bool:
    """Whether a piece may be a further word of a label: near the one before, behind no colon, no number that the label lacks."""
    before, piece = line.pieces[position - 1], line.pieces[position]
    if piece.after_colon or piece.left - before.right > _APART * line.height:
        return False
    is_number = any(map(str.isdigit, piece.text)) and not any(map(str.isalpha, piece.text))
    return not is_number or piece.text.translate(LETTER_OF_DIGIT) in label


def _first_language(text: str) -> str:
    parts = text.split("/")
    is_translated = len(parts) == 2 and all(len(part) >= 2 and part.isalpha() for part in parts)
    return parts[0] if is_translated else text


def _with_translation(line: Line, anchor: Anchor, *, is_first_language: bool) -> Anchor:
    """The anchor with the label in another language that stands behind it and a slash: Tanggal / Date."""
    if anchor.cut:
        return anchor
    end = anchor.end
    while end < len(line.pieces) and end - anchor.end < _MOST_PIECES:
        before, piece = line.pieces[end - 1], line.pieces[end]
        if piece.after_colon or piece.left - before.right > 1.5 * line.height or any(map(str.isdigit, piece.text)):
            break
        is_cut = is_first_language and _first_language(before.text) != before.text
        if end == anchor.end and not (piece.text.startswith("/") or before.text.endswith("/") or is_cut):
            break
        end += 1
    return replace(anchor, end=end)


def _glued(words: _Folded, position: int, joined: str, before: int, label: str) -> tuple[float, int] | None:
    """Ratio and cut when the last piece holds the end of the label and the beginning of the value.

    Recognition loses spaces; in a text layer only a number follows a label without one, else the label is part of a longer word.
    """
    last = words.line.pieces[position].text
    if before and len(joined) < len(label) + 2:
        return None
    rest = len(label) - before
    if len(label) <= _SHORT and not before:
        # a number glued to a short label: PPN11%, No.12
        is_glued = last[: len(label)].upper() == label and last[len(label) :].lstrip(".")[:1].isdigit()
        return (100.0 - _GLUED_COSTS, len(label)) if is_glued else None
    if len(label) <= _SHORT or len(joined) < len(label) + 2 or rest < 2:
        return None
    ratio = fuzz.ratio(joined[: len(label)], label)
    if ratio < _LEAST_GLUED_RATIO:
        return None
    letters = 0
    for cut, character in enumerate(last, start=1):
        letters += len(fold(character))
        if letters == rest:
            is_word = words.is_exact and not last[cut : cut + 1].isdigit()
            return None if is_word else (ratio - _GLUED_COSTS, cut)
    return None


def right_of(line: Line, anchor: Anchor, others: Iterable[Anchor]) -> tuple[Piece, ...]:
    """Pieces to the right of an anchor, up to a wide gap or the next label."""
    stop = min((a.start for a in others if a.line == anchor.line and a.start >= anchor.end), default=len(line.pieces))
    pieces = line.pieces[anchor.end : stop]
    if anchor.cut:
        last = line.pieces[anchor.end - 1]
        share = anchor.cut / len(last.text)
        rest = last.text[anchor.cut :].lstrip(" .:;")
        if rest:
            pieces = (replace(last, text=rest, left=last.left + (last.right - last.left) * share), *pieces)
    return until_gap(pieces, line.height)


def left_of(line: Line, anchor: Anchor, others: Iterable[Anchor]) -> tuple[Piece, ...]:
    """Pieces to the left of an anchor, back to a wide gap or the label before."""
    begin = max((a.end for a in others if a.line == anchor.line and a.end <= anchor.start), default=0)
    kept: list[Piece] = []
    for piece in reversed(line.pieces[begin : anchor.start]):
        if kept and kept[0].left - piece.right > _GAP * line.height:
            break
        kept.insert(0, piece)
    return tuple(kept)


def until_gap(pieces: Sequence[Piece], height: float) -> tuple[Piece, ...]:
    """Pieces up to the first gap that is too wide for a space; punctuation alone at the start is left out."""
    kept: list[Piece] = []
    for piece in pieces:
        if not kept and not re.search(r"\w", piece.text) and piece.text.strip("-–") == piece.text:
            continue
        if kept and piece.left - kept[-1].right > _GAP * height:
            break
        kept.append(piece)
    return tuple(kept)


def below(lines: Sequence[Line], index: int, left: float, *, most: int, taken: set[int]) -> list[tuple[Piece, ...]]:
    """What stands in the following lines under a left edge, line by line.

    Args:
        lines: Of one page.
        index: Of the line to begin under.
        left: Left edge of the column, in widths of the page.
        most: How many lines at most.
        taken: Lines that begin with a label and so end the column.
    """
    found: list[tuple[Piece, ...]] = []
    last = lines[index]
    for number in range(index + 1, len(lines)):
        line = lines[number]
        if len(found) == most or line.page != last.page:
            break
        if number in taken:
            # a label far to the right belongs to another column
            if line.pieces[0].left > left + _OTHER_COLUMN * line.height:
                continue
            break
        # under a label other columns may go on before its own does
        reach = _NEXT_LINE if found else _FIRST_LINE
        if line.middle - last.middle > reach * max(line.height, last.height):
            break
        pieces = until_gap([p for p in line.pieces if p.left >= left - 1.5 * line.height], line.height)
        if pieces and pieces[0].after_colon:  # it belongs to another label
            break
        if not pieces or abs(pieces[0].left - left) > 3 * line.height or _is_within_text(line, pieces[0]):
            continue
        found.append(pieces)
        last = line
    return found


def _is_within_text(line: Line, piece: Piece) -> bool:
    """Whether a piece goes on with the text before it, so that no column begins there."""
    before = [other for other in line.pieces if other.left < piece.left and re.search(r"\w", other.text)]
    return bool(before) and not piece.after_colon and piece.left - before[-1].right < _SPACE * line.height


def under(lines: Sequence[Line], anchor: Anchor, *, step: int = 1) -> tuple[Piece, ...]:
    """What stands in the next line within the width of a label, for values that are aligned at their right or middle.

    Args:
        lines: Of all pages.
        anchor: The label.
        step: 1 for the next line, -1 for the one above.
    """
    line = lines[anchor.line]
    left, right = line.pieces[anchor.start].left, line.pieces[anchor.end - 1].right
    if not 0 <= anchor.line + step < len(lines):
        return ()
    following = lines[anchor.line + step]
    distance = abs(following.middle - line.middle)
    if following.page != line.page or distance > _NEXT_LINE * max(line.height, following.height):
        return ()
    runs: list[list[Piece]] = []
    for piece in following.pieces:
        if runs and not piece.after_colon and piece.left - runs[-1][-1].right <= _GAP * following.height:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    for run in runs:
        shared = min(right, run[-1].right) - max(left, run[0].left)
        if shared > 0.5 * min(right - left, run[-1].right - run[0].left):
            return tuple(run)
    return ()
