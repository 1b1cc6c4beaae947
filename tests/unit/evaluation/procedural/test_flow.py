"""Blocks and tables over pages."""

import pytest

from berkas.evaluation.procedural.blocks import Lines, Space
from berkas.evaluation.procedural.flow import Flow
from berkas.evaluation.procedural.page import Page, Type
from berkas.evaluation.procedural.pairs import Pairs
from berkas.evaluation.procedural.tables import Table, TableColumn, TableLook, TableRow, fit

TYPE = Type("Helvetica", 10)
ARRANGEMENTS = (
    "colon", "plain", "glued", "spread", "right_labels", "above", "below", "boxes_above", "boxes_below", "ruled", "strip",
)  # fmt: skip


@pytest.fixture
def flow(recording):
    page = Page(recording, size=(400, 300))
    return Flow(page, 20, 380, 20, 260, lambda number: Lines([(f"page {number}", TYPE)]))


def said(recording, page):
    return [text[5] for text in recording.texts if text[0] == page]


def test_a_block_that_does_not_fit_goes_to_the_next_page(flow, recording):
    flow.place(Space(230))
    flow.place(Lines([("one", TYPE), ("two", TYPE)]))
    flow.finish()

    assert "one" not in said(recording, 1)
    assert said(recording, 2)[-3:] == ["one", "two", "page 2"]
    assert "page 1" in said(recording, 1)


def test_a_table_repeats_its_headings_and_carries_sums_from_page_to_page(flow, recording):
    columns = (TableColumn("text", "Uraian", is_wide=True), TableColumn("amount", "Nilai", "right"))
    rows = tuple(TableRow({"text": [f"row {n}"], "amount": ["5"]}) for n in range(20))
    table = fit(Table(columns, rows, TableLook(TYPE, TYPE, TYPE)), 360)

    flow.place_table(
        table, carry=lambda n: (TableRow({"amount": [f"{n}x5"]}, "out"), TableRow({"amount": [f"{n}x5"]}, "in"))
    )
    flow.finish()

    first, second = said(recording, 1), said(recording, 2)
    count = sum(text.startswith("row") for text in first)
    assert 5 < count < 20
    assert first[-3:-1] == ["out", f"{count}x5"]
    assert second[1:5] == ["Uraian", "Nilai", "in", f"{count}x5"]


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_pairs_stand_within_the_height_that_they_ask_for(arrangement, recording, overlaps):
    page = Page(recording, size=(400, 300))
    rows = [
        ("No. Invoice", "INV/2026/0012"),
        ("Alamat", "Jl. Contoh No. 1, Kota Contoh 12345"),
        ("Tanggal\nDate", "1 Mei 2026"),
    ]
    pairs = Pairs(rows, arrangement, TYPE, TYPE)
    before = len(recording.texts)
    pairs.draw(page, 20, 30, 200)

    drawn = recording.texts[before:]
    assert overlaps(drawn) == []
    assert min(text[2] for text in drawn) >= 300 - 30 - pairs.height(200) - 1
    assert all(text[1] >= 20 and text[3] <= 220.5 for text in drawn)
    words = "".join(text[5] for text in drawn).replace(" ", "")
    assert all(part in words for part in ("INV/2026/0012", "12345", "Date"))
