"""Where an address stands on a commercial paper: behind a label or in a block, up to a contact, another label or a postal code."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from berkas.extraction.propose.layout import Layout
from berkas.layout.cells import Cell, Pieces
from berkas.layout.folding import fold
from berkas.values.commerce import FURTHER_CONTACTS

CONTACT: Final = re.compile(
    r"(?<![\w/.-])(?:\+62|\(?0\d)[\d ()./-]{5,}|\b(?:TELP?|TELEPON|PHONE|TLP|HP|FAX|E-?MAIL|N\s?P\s?W\s?P|WWW)\b|@|\bHTTPS?\b|"
    + FURTHER_CONTACTS,
    re.IGNORECASE,
)
OTHER_LABEL: Final = re.compile(
    r"^\W*(?:NO|NOMOR|TGL|TANGGAL|DATE|DUE|INVOICE|FAKTUR|JATUH|PO|P\.O|UP|ATTN|SYARAT|TERM|CP|PIC|KODE(?! ?POS)|CUST|ID|TAX|VAT|"
    r"PH|SALES|HAL|REF)\b",
    re.IGNORECASE,
)
_POSTAL_CODE: Final = re.compile(r"[A-Za-z.]\W{1,3}[1-9]\d{4}\.?$")
"""Behind a place; an address ends with it."""

STREET: Final = re.compile(
    r"(?:(?:JL|JLN|JALAN|KAWASAN|RUKO|KOMPLEKS?|KOMP|PERUM|PERUMAHAN|DUSUN|KAMPUNG|KP|GG|GANG|DESA|BLOK|GEDUNG|MENARA|PLAZA|PERGUDANGAN|"
    r"APARTEMEN|RUKAN)\b"
    r"|\d{1,5}[A-Z]?,? [A-Z][A-Za-z']+(?: [A-Z][A-Za-z']+)* ?(?:STREET|ST|ROAD|RD|LANE|LN|AVENUE|AVE|DRIVE|DR|BOULEVARD|BLVD|WAY|"
    r"COURT|CT|PLACE|PL|SQUARE|SQ|TERRACE|CLOSE|PARADE|HIGHWAY|HWY|ROW|PARK|HILL|CRESCENT|KINGSWAY|BROADWAY)?\b)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"\W*\d{5}\b")
_SHORT_LABEL: Final = 7
"""A contact that begins within so many characters stands behind its label, not behind an address."""

_BEFORE_POSTAL_CODE: Final = re.compile(r"\b(?:KODE ?POS|POSTAL CODE|POST ?CODE|ZIP(?: CODE)?)\W*$", re.IGNORECASE)
_LEAST_LETTERS: Final = 4
_NEAR_LINES: Final = 3
ADDRESS_LABELS: Final = ("ALAMAT", "ADDRESS", "ALAMATPENAGIHAN", "BILLINGADDRESS")
LEAST_LABEL: Final = 90
"""Likeness, 0-100, of a label that is one for sure."""


def with_value(line: list[Cell], cell: Cell) -> list[Cell]:
    """A cell, and the one behind its colon."""
    following = [other for other in line if other.left > cell.left][:1]
    return [cell, *(other for other in following if other.pieces[0].after_colon)]


def labelled_address(cells: list[list[Cell]], buyer: Cell | None) -> Iterator[Cell]:
    """What stands behind the label of an address and a colon, in the lines right below the buyer's name."""
    if buyer is None:
        return
    for line in cells[buyer.line + 1 : buyer.line + 1 + _NEAR_LINES]:
        for label in line:
            own = with_value(line, label)
            is_in_column = label.left < buyer.right and own[-1].right > buyer.left
            if is_in_column and len(own) > 1 and fold(label.text.split("/")[0]) in ADDRESS_LABELS:
                yield own[1]


def unlabelled(block: list[Cell], cells: list[list[Cell]], layout: Layout) -> list[Cell]:
    """The cells down to the first that is the label of something else, known or followed by a colon."""
    anchors = [anchor for every in layout.anchors.values() for anchor in every if anchor.ratio >= LEAST_LABEL]
    starts = {(anchor.line, layout.lines[anchor.line].pieces[anchor.start].left) for anchor in anchors}
    found = []
    for cell in block:
        own = with_value(cells[cell.line], cell)
        if len(own) > 1 and _BEFORE_POSTAL_CODE.search(cell.text):
            found += own
            continue
        before = _before_contact(cell) if len(own) > 1 else None
        if before is not None:
            found.append(before)
            break
        is_text = STREET.match(cell.text) or any(map(str.isdigit, cell.text))
        is_label = not is_text and len(own) > 1 and fold(cell.text) not in ADDRESS_LABELS
        if is_label or (cell.line, cell.left) in starts:
            break
        found.append(cell)
    return found


def _before_contact(cell: Cell) -> Cell | None:
    """The part of a cell before a label of a contact at its end: Bandung, Telp."""
    last = cell.pieces[-1]
    rest = cell.pieces[:-1]
    is_address = sum(map(str.isalpha, " ".join(piece.text for piece in rest))) >= _LEAST_LETTERS
    text = last.text.strip(".:,")
    label = CONTACT.match(f"{text}:")  # its mark is gone from the text where a value follows
    return replace(cell, pieces=rest) if is_address and label is not None and label.end() >= len(text) else None


def address_of(block: list[Cell]) -> Iterator[Pieces]:
    """At most three cells up to a contact; one that holds a contact behind the address still counts."""
    found: list[Cell] = []
    for cell in _from_street(block)[:3]:
        contact = CONTACT.search(cell.text)
        is_led = contact is not None and contact.start() < _SHORT_LABEL and not _CODE.match(cell.text)
        if OTHER_LABEL.search(cell.text) or is_led:
            break
        found.append(cell)
        if contact or _POSTAL_CODE.search(cell.text):
            break
    if found:
        yield tuple(piece for cell in found for piece in cell.pieces)


def growing(block: list[Cell]) -> Iterator[Pieces]:
    """The block ended after each of its lines, down to a contact: which of them is the last of the address is not decided here."""
    pieces: Pieces = ()
    for cell in block:
        contact = CONTACT.search(cell.text)
        is_led = contact is not None and contact.start() < _SHORT_LABEL and not _CODE.match(cell.text)
        if OTHER_LABEL.search(cell.text) or is_led:
            break
        pieces += cell.pieces
        yield pieces
        if contact:
            break


def _from_street(block: list[Cell]) -> list[Cell]:
    """The block without lines above the street that have no number: a department or a person."""
    street = next((place for place, cell in enumerate(block[:3]) if STREET.match(cell.text)), 0)
    is_led = street and not any(map(str.isdigit, "".join(cell.text for cell in block[:street])))
    return block[street:] if is_led else block
