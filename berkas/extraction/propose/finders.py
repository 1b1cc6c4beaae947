"""Named ways of finding a value that anchors cannot express; a template's field names one in ``finder``.

A finder gives the pieces where the value may stand, likeliest first; the field's normaliser decides.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from rapidfuzz import fuzz

from berkas.extraction.propose import invoice_head, parties, payment, statement_head
from berkas.extraction.propose.anchors import until_gap
from berkas.extraction.propose.layout import Layout
from berkas.layout.cells import Pieces
from berkas.layout.folding import fold
from berkas.layout.lines import Line, Piece

Finder = Callable[[Layout], Iterator[Pieces]]

_NPWP = re.compile(r"\d{2}[.,]?\d{3}[.,]?\d{3}[.,]?\d\W?\d{3}[.,]?\d{3}|\d{4} ?\d{4} ?\d{4} ?\d{4}")
_AFTER_ADDRESS = (
    "TERDAFTAR",
    "TANGGALTERDAFTAR",
    "KPPPRATAMA",
    "KPPMADYA",
    "KANTORPELAYANANPAJAK",
    "NITKU",
    "NIK",
    "NPWP",
)
_DATE = re.compile(r"\d{2}\W\d{2}\W\d{4}")


def npwp_name(layout: Layout) -> Iterator[Pieces]:
    """The line below the number; cards before 2021 print no label."""
    yield from (until_gap(line.pieces, line.height) for line in _npwp_body(layout)[:1])


def npwp_address(layout: Layout) -> Iterator[Pieces]:
    """The lines between the name and the place or date of registration."""
    body = _npwp_body(layout)[1:4]
    if body:
        yield tuple(piece for line in body for piece in until_gap(line.pieces, line.height))


def _npwp_body(layout: Layout) -> list[Line]:
    """Lines after the number that are neither labels nor numbers, up to what ends the address."""
    body: list[Line] = []
    is_after_number = False
    for number, line in enumerate(layout.lines):
        if _NPWP.search(line.text):
            is_after_number = True
        elif is_after_number:
            begins = fold(line.text)
            if (
                any(fuzz.ratio(begins[: len(end)], end) >= 85 for end in _AFTER_ADDRESS)
                or number in layout.labelled
                or _DATE.search(line.text)
            ):
                if body:
                    break
            elif sum(map(str.isalpha, line.text)) >= 3:
                body.append(line)
    return body


def tax_office(layout: Layout) -> Iterator[Pieces]:
    """Cells that hold the kind of a tax office, glued to the words around it or not."""
    for cells in layout.cells:
        yield from (cell.pieces for cell in cells if re.search("PRATAMA|MADYA", cell.text.upper()))


def ktp_province(layout: Layout) -> Iterator[Pieces]:
    """What follows PROVINSI in the heading."""
    index = _province_line(layout)
    if index is not None:
        yield layout.lines[index].pieces[1:]


def ktp_regency(layout: Layout) -> Iterator[Pieces]:
    """The line below the province."""
    index = _province_line(layout)
    if index is not None and index + 1 < len(layout.lines):
        line = layout.lines[index + 1]
        yield until_gap(line.pieces, line.height)


def _province_line(layout: Layout) -> int | None:
    for index, line in enumerate(layout.lines[:6]):
        if fuzz.ratio(fold(line.pieces[0].text), "PROVINSI") >= 75 and len(line.pieces) > 1:
            return index
    return None


def ktp_issue_date(layout: Layout) -> Iterator[Pieces]:
    """The date below the photo."""
    yield from ((piece,) for _, piece in _photo_dates(layout))


def ktp_issue_place(layout: Layout) -> Iterator[Pieces]:
    """The place above the date below the photo."""
    for index, date in _photo_dates(layout):
        height = layout.lines[index].height
        for line in reversed(layout.lines[max(0, index - 3) : index]):
            pieces = tuple(p for p in line.pieces if p.left > date.left - 5 * height and p.word is not date.word)
            if pieces and date.middle - line.middle < 4 * height:
                yield _last_column(pieces, height)
                break


def _photo_dates(layout: Layout) -> Iterator[tuple[int, Piece]]:
    """Dates in the right part of the card, the lowest first; those of birth and validity stand in the left part."""
    if not layout.lines:
        return
    left = min(line.pieces[0].left for line in layout.lines)
    right = max(line.pieces[-1].right for line in layout.lines)
    for index in range(len(layout.lines) - 1, -1, -1):
        for piece in layout.lines[index].pieces:
            if _DATE.search(piece.text) and piece.left > left + 0.6 * (right - left):
                yield index, piece


def _last_column(pieces: Pieces, height: float) -> Pieces:
    start = 0
    for position in range(1, len(pieces)):
        if pieces[position].left - pieces[position - 1].right > 3 * height:
            start = position
    return pieces[start:]


FINDERS: Mapping[str, Finder] = {
    "tax_office": tax_office,
    "npwp_name": npwp_name,
    "npwp_address": npwp_address,
    "ktp_province": ktp_province,
    "ktp_regency": ktp_regency,
    "ktp_issue_date": ktp_issue_date,
    "ktp_issue_place": ktp_issue_place,
    "seller_name": parties.seller_name,
    "seller_address": parties.seller_address,
    "seller_contact": parties.seller_contact,
    "seller_npwp": parties.seller_npwp,
    "buyer_name": parties.buyer_name,
    "buyer_address": parties.buyer_address,
    "buyer_npwp": parties.buyer_npwp,
    "ppn_rate": parties.ppn_rate,
    "ppn_amount": parties.ppn_amount,
    "number_of_paper": invoice_head.number_of_paper,
    "dated_place": invoice_head.dated_place,
    "days_of_payment": invoice_head.days_of_payment,
    "total_below": invoice_head.total_below,
    "first_sum_below": invoice_head.first_sum_below,
    "currency_of_amounts": parties.currency_of_amounts,
    "bank_line": payment.bank_line,
    "account_in_sentence": payment.account_in_sentence,
    "holder_in_sentence": payment.holder_in_sentence,
    "statement_bank": statement_head.statement_bank,
    "statement_period": statement_head.statement_period,
    "total_of_debits": statement_head.total_of_debits,
    "total_of_credits": statement_head.total_of_credits,
    "statement_holder": statement_head.statement_holder,
}
