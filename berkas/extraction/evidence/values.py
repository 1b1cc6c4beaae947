"""What a candidate says of itself: its text, its place on the page, its part in sums and in the order of dates."""

import re
from collections.abc import Sequence
from typing import Final

from berkas.extraction.evidence import texts
from berkas.extraction.evidence.scene import Scene, compact, is_near, key_of
from berkas.extraction.evidence.views import View
from berkas.extraction.propose.address_blocks import CONTACT, OTHER_LABEL, STREET
from berkas.extraction.propose.kinds import Kind, kind_of
from berkas.extraction.propose.party_blocks import LEGAL_FORM
from berkas.layout.folding import fold
from berkas.values.number_words import parse_words

_POSTAL: Final = re.compile(r"\b[1-9]\d{4}\W*$")
_TITLES: Final = frozenset(
    ("INVOICE", "FAKTUR", "FAKTURPENJUALAN", "TAGIHAN", "NOTATAGIHAN", "COMMERCIALINVOICE", "SALESINVOICE", "INVOICETAGIHAN",
     "SPECIMEN", "CONTOH", "ORIGINAL", "ASLI", "LOGO", "TAXINVOICE", "NOTAPENJUALAN", "NOTA", "KWITANSI", "RECEIPT",
     "PURCHASEORDER", "SURATJALAN", "DELIVERYORDER", "STATEMENT", "INVOICEPENJUALAN", "PROFORMAINVOICE", "COPY", "PAID", "LUNAS",
     "UNPAID", "BELUMLUNAS", "THANKYOU", "TERIMAKASIH")
)  # fmt: skip


def value_features(view: View, scene: Scene) -> dict[str, float]:
    """The candidate's text and how it was read."""
    candidate = view.candidate
    text = " ".join(piece.text for piece in candidate.pieces)
    place = view.label or candidate.places[0]
    whole = " ".join(piece.text for piece in place.pieces)
    squeezed = compact(text)
    kind = kind_of(candidate.field)
    kinds = [scene.kinds.get(key_of(piece), set()) for piece in candidate.pieces]
    cell = scene.cell_of.get(key_of(view.first))
    return {
        "coverage": len(squeezed) / max(len(compact(whole)), 1),
        "is_label": float(fold(text) in scene.label_texts or fold(candidate.pieces[0].text) in scene.label_texts),
        "letters": min(sum(map(str.isalpha, text)), 60),
        "digits": min(sum(map(str.isdigit, text)), 30),
        "words": len(candidate.pieces),
        "valid": scene.validity(candidate.field, candidate.value),
        "other_kind": float(all(own and kind not in own for own in kinds)),
        "read": candidate.read,
        "repeats": min(scene.all_text.count(squeezed), 5) if len(squeezed) >= 4 else 0,
        "height": view.first.height / max(scene.heights.get(view.first.word.box.page, 1.0), 1e-6),
        "legal_form": float(bool(LEGAL_FORM.search(text))),
        "is_title": float(fold(text) in _TITLES),
        "number_context": len(cell.pieces) if cell is not None else 0,
        "lines": len({round(piece.middle, 3) for piece in candidate.pieces}),
        "ends_postal": float(bool(_POSTAL.search(text))),
        "starts_street": float(bool(STREET.match(text))),
        "goes_on": _goes_on(view, scene),
        "bank_word": float("BANK" in text.upper()),
        **texts.looks_of(text, scene.label_words),
    }


def _goes_on(view: View, scene: Scene) -> float:
    """How the text goes on below: 0 not at all, .3 with a label or contact, .6 with digits, 1 with text."""
    last = scene.cell_of.get(key_of(view.candidate.pieces[-1]))
    if last is None:
        return 0.0
    for line in scene.layout.cells[last.line + 1 : last.line + 2]:
        for other in line:
            is_near = other.page == last.page and other.middle - last.middle < 2.3 * max(last.height, other.height)
            if is_near and other.left < last.right and other.right > last.left:
                if (
                    CONTACT.search(other.text)
                    or OTHER_LABEL.search(other.text)
                    or fold(other.text) in scene.label_texts
                ):
                    return 0.3
                return 0.6 if any(map(str.isdigit, other.text)) else 1.0
    return 0.0


def place_features(view: View, scene: Scene) -> dict[str, float]:
    """Where on the page, and seen from the tables, a candidate stands."""
    box = view.first.word.box
    table, taken = scene.table, scene.layout.taken
    line = scene.layout.lines[view.line]
    return {
        "y": box.center_y,
        "x": box.center_x,
        "first_page": float(box.page == 0),
        "last_page": float(box.page == len(scene.pages) - 1),
        "above_table": float(table is not None and view.line < table[0]),
        "below_table": float(table is not None and view.line > table[1]),
        "in_table": float(view.line in taken),
        "has_table": float(table is not None),
        "line_share": len(view.candidate.pieces) / max(len(line.pieces), 1),
    }


def sum_features(view: View, views: Sequence[View], scene: Scene) -> dict[str, float]:
    """The candidate's part in sums, or its place in the order of the dates."""
    value = view.candidate.value
    kind = kind_of(view.candidate.field)
    if kind is Kind.DATE and isinstance(value, str):
        dates = sorted({str(other.candidate.value) for other in views})
        return {"date_rank": dates.index(value) + 1, "date_count": len(dates)}
    if kind is Kind.WORDS and isinstance(value, str):
        spoken = parse_words(value)
        return {"in_words": float(spoken is not None and is_near(spoken, scene.amounts))}
    if kind is not Kind.AMOUNT or not isinstance(value, int | float):
        return {}
    amount = abs(float(value))
    ordered = [abs(known) for known in scene.amounts]
    return {
        "is_column_sum": float(is_near(amount, scene.column_sums)),
        "closes": float(is_near(amount, scene.closing)),
        "is_largest": float(bool(ordered) and amount >= max(ordered)),
        "in_words": float(is_near(amount, scene.words_amounts)),
        "sum_rank": min(len(ordered) - ordered.index(amount), 15) if amount in ordered else 0,
        "sum_count": min(len(ordered), 20),
        "is_negative": float(value < 0),
    }
