"""Roles of the lines of a table that are no rows: sums, carried-over sums, what every page repeats.

A label counts only where it is all that its cell says. A description that resembles a label, such as TRANSAKSI DEBIT beside the sum
TOTAL TRANSAKSI DEBET, is none.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.tables.heading_cells import runs_of
from berkas.layout.folding import fold, fold_label
from berkas.layout.lines import Line
from berkas.values.number_words import is_number_word

_CELL_GAPS: Final = (1.0, 1.8)
"""Words closer than this many text heights belong to one cell."""

_LEAST_RATIO: Final = 90
_LEAST_FUZZY: Final = 6
_SAME_HEIGHT: Final = 0.02
"""What pages repeat stands at the same height within so much of the page's width."""

_LEAST_NUMBER_WORDS: Final = 4
_SHARE_OF_NUMBER_WORDS: Final = 0.6
"""An amount in words: the least number of words of numbers on its line, and their least share of its words."""

_ASIDE: Final = re.compile(r"\(\s*[^\W\d_]{2}")
"""What begins with a word in parentheses is said of a description, as (Total 72 pcs) is."""

_LEAST_OF_SENTENCE: Final = 5
_EMAIL: Final = re.compile(r"[^\s@]@[^\s@]+\.[^\s@.]")
_TITLE_OF_GROUP: Final = re.compile(r"(?:[A-H]|[IVX]{1,4})[.)]\s+[^\W\d_]{2}")

_TAIL: Final = frozenset(("RP", "IDR", "USD", "SGD", "EUR", "RUPIAH", "NO", "KE", ""))
"""Words behind a label that change nothing."""

_PAGE_OF: Final = re.compile(
    r"^\W*(?:HALAMAN|HAL|PAGE|LEMBAR|SHEET)\b\W*\d+|^\W*\d{1,3}\s*(?:DARI|OF|/)\s*\d{1,3}\W*$", re.IGNORECASE
)
_CARRIED: Final = re.compile(
    r"\b(?:(?:DI)?PINDAH(?:KAN|AN)|BAWAAN|(?:CARRIED|BROUGHT)\s+(?:FORWARD|DOWN|OVER)|B/F|C/F|BALANCE\s+FORWARD|LANJUTAN)\b",
    re.IGNORECASE,
)
_CARRIED_BEGIN: Final = re.compile(
    r"^\W*(?:JUMLAH|JML|TOTAL|SUB\s*TOTAL|SALDO|BALANCE|AMOUNT|DIPINDAHKAN|PINDAHAN|PINDAHKAN|CARRIED|BROUGHT|B/F|C/F|BAWAAN)",
    re.IGNORECASE,
)

_AMOUNTS: Final = re.compile(r"(?:^|\s|:)+(?:RP|IDR|USD)?\.?\s*[-+(]?\d[\d.,]*(?=\s|$|\)|-)", re.IGNORECASE)

_BEHIND_CARRIED: Final = frozenset(
    ("", "KE", "DARI", "HALAMAN", "HAL", "LEMBAR", "SEBELUMNYA", "BERIKUT", "BERIKUTNYA", "SELANJUTNYA", "TO", "FROM", "PAGE",
     "NEXT", "PREVIOUS", "THE", "CARRIED", "BROUGHT", "FORWARD", "DOWN", "BALANCE", "SALDO", "RP", "IDR")
)  # fmt: skip
"""What may follow the word."""

WORDS_OF_SUMS: Final = frozenset(
    ("TOTAL", "SUBTOTAL", "SUB", "JUMLAH", "JML", "PPN", "PPH", "DPP", "VAT", "TAX", "PAJAK", "DISKON", "DISCOUNT", "POTONGAN",
     "DUE", "DIBAYAR", "BAYAR", "TAGIHAN", "NETTO", "NETO", "BRUTO", "NET", "GROSS", "ONGKIR", "ONGKOS", "FREIGHT", "SHIPPING",
     "DP", "UANG", "DEPOSIT", "PAYABLE", "BALANCE", "SISA", "PEMBULATAN", "ROUNDING", "WITHHOLDING", "TERBILANG", "BIAYA",
     "GRAND", "METERAI", "MATERAI", "STAMP", "PAID", "GST", "PB", "SERVICE", "KEMBALI", "KEMBALIAN", "TUNAI", "CASH")
)  # fmt: skip


class LineRoles:
    """Knows the labels of a table that are no rows."""

    def __init__(self, stops: Iterable[str], skips: Iterable[str], others: Iterable[str] = ()) -> None:
        """Fold the labels once for all lines.

        Args:
            stops: Labels that end the table.
            skips: Labels of lines that are no rows.
            others: Labels of other fields of the document.
        """
        self._others = frozenset(folded for label in others if (folded := fold_label(label)))
        self._stops = frozenset(folded for label in stops if (folded := fold_label(label)))
        self._skips = frozenset(folded for label in skips if (folded := fold_label(label)))
        self._known_stops: dict[str, bool] = {}

    def is_stop(self, line: Line) -> bool:
        """Whether a sum, one in words too, or a heading that ends the table stands on the line."""
        known = self._known_stops.get(line.text)
        if known is None:
            known = _is_amount_in_words(line.text) or any(_is_one_of(text, self._stops) for text in _label_cells(line))
            self._known_stops[line.text] = known
        return known

    def is_known(self, line: Line) -> bool:
        """Whether a label of another field, or a word of sums, says what stands on the line."""
        return has_word_of_sums(line.text) or any(_is_one_of(text, self._others) for text in _label_cells(line))

    def is_skip(self, line: Line) -> bool:
        """Whether the line is no row whatever it holds: a carried-over sum, the number of a page, a label of the template."""
        if _PAGE_OF.match(line.text):
            return True
        cells = _label_cells(line)
        if any(is_carried(text) for text in cells):
            return True
        # beside a sum that ends the table, a carried balance is part of a summary
        return any(_is_one_of(text, self._skips) for text in cells) and not self.is_stop(line)


def is_carried(text: str) -> bool:
    """Whether a cell names a sum that is carried over to the next page or brought from the one before."""
    found = _CARRIED.search(text)
    if found is None or not _CARRIED_BEGIN.match(text):
        return False
    return all(word in _BEHIND_CARRIED or word.isdigit() for word in re.split(r"\W+", text[found.end() :].upper()))


def has_word_of_sums(text: str) -> bool:
    """Whether a word of sums stands in a text."""
    words = {fold(word) for word in re.split(r"[\s/().]+", text)}
    return not words.isdisjoint(WORDS_OF_SUMS)


def _is_amount_in_words(text: str) -> bool:
    words = [word for word in re.split(r"[^A-Za-z]+", text) if word]
    numbers = sum(map(is_number_word, words))
    return numbers >= _LEAST_NUMBER_WORDS and numbers >= _SHARE_OF_NUMBER_WORDS * len(words)


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence with a full stop, as the terms below a table are, or tells whom to write to."""
    is_ended = text.rstrip().endswith(".") and len(text.split()) >= _LEAST_OF_SENTENCE
    return is_ended or _EMAIL.search(text) is not None


def is_title_of_group(text: str) -> bool:
    """Whether a text is the title of a group of rows: A. Material, II. Upah."""
    return _TITLE_OF_GROUP.match(text) is not None


def repeated_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Lines that several pages repeat word by word at the same height: letterheads, footers."""
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        found.setdefault(line.text.casefold(), []).append(index)
    return frozenset(
        index
        for same in found.values()
        if len(same) > 1
        for index in same
        if any(
            lines[other].page != lines[index].page and abs(lines[other].middle - lines[index].middle) < _SAME_HEIGHT
            for other in same
        )
    )


def _label_cells(line: Line) -> list[str]:
    """Texts of the cells that could be a label, without the amounts behind them; fonts differ in how wide their spaces are."""
    runs = [run for gap in _CELL_GAPS for run in runs_of(line.pieces, gap * line.height)]
    texts = [text for run in runs for text in _between_amounts(" ".join(piece.text for piece in run))]
    return list(dict.fromkeys(text for text in texts if sum(map(str.isalpha, text)) >= 2 and not _ASIDE.match(text)))


def _between_amounts(text: str) -> list[str]:
    return [part for part in _AMOUNTS.split(text) if part]


def _is_one_of(text: str, labels: frozenset[str]) -> bool:
    whole = fold(text)
    if whole in labels:
        return True
    words = text.split()
    joined = ""
    for position, word in enumerate(words, start=1):
        joined += fold(word)
        rest = [fold(other) for other in words[position:]]
        if joined in labels and (
            all(one in _TAIL for one in rest) or words[position] in {"/", "-"} or word.endswith("/")
        ):
            return True
    parts = re.split(r"\s*[/|]\s*", text)
    if len(parts) > 1 and any(fold(part) in labels for part in parts):
        return True
    return len(whole) >= _LEAST_FUZZY and any(
        len(label) >= _LEAST_FUZZY and abs(len(label) - len(whole)) <= 2 and fuzz.ratio(label, whole) >= _LEAST_RATIO
        for label in labels
    )
