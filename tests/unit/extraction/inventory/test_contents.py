"""What any document may hold becomes tables of fields, cell by cell, within bounds."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.extraction.inventory.contents import MOST_CHARACTERS
from berkas.model.template import Template
from templates_registry import registry

GENERIC = registry.latest("generic_ocr")
TODAY = date(2026, 11, 27)
LETTER = """
Nomor   : 012/KCS/V/2026          Jakarta, 12 Mei 2026
Perihal : Undangan

No   Nama anggota         Wilayah         Jumlah
1    CONTOH SATU          Bandung         250.000
2    SPECIMEN DUA         Jakarta       1.250.000

Iuran paling sedikit Rp 250.000 sebulan
"""


@pytest.fixture
def read(page_of):
    def of(text=LETTER, template=GENERIC, **options):
        return apply_template(template, [page_of(text, **options)] if text else [], threshold=70, today=TODAY)

    return of


def by_name(result):
    return {field.name: field for field in result.fields}


def small(**arguments):
    columns = [{"name": name, "label": name} for name in ("key", "value")]
    items = {"fields": columns, "gather": {"pairs": {"key": "key", "value": "value", **arguments}}}
    field = {"name": "pairs", "label": "Pairs", "type": "array", "items": items}
    return Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [field]})


def test_pairs_entities_and_tables_are_rows_of_fields(read):
    fields = by_name(read())

    assert fields["key_values"].value[0] == {"key": "Nomor", "value": "012/KCS/V/2026"}
    assert [(row["kind"], row["value"], row["currency"]) for row in fields["entities"].value] == [
        ("date", "2026-05-12", None),
        ("amount", "250000", "IDR"),
    ]
    assert [
        [row[name] for name in ("table", "row", "column_2", "column_4", "column_5")]
        for row in fields["table_rows"].value
    ] == [
        [1, 0, "Nama anggota", "Jumlah", None],
        [1, 1, "CONTOH SATU", "250.000", None],
        [1, 2, "SPECIMEN DUA", "1.250.000", None],
    ]


def test_every_printed_cell_has_a_box_and_every_row_one_around_them(read):
    for field in read().fields:
        assert len(field.row_boxes) == len(field.cell_boxes) == len(field.value)
        for row, boxes, whole in zip(field.value, field.cell_boxes, field.row_boxes, strict=True):
            assert boxes.keys() <= {name for name, cell in row.items() if cell is not None}
            assert all(whole.x <= box.x + 1e-4 and box.right <= whole.right + 1e-4 for box in boxes.values())


def test_only_entities_are_sure(read):
    fields = by_name(read())

    assert max(fields["key_values"].confidence, fields["table_rows"].confidence) < 90
    assert fields["entities"].confidence >= 90


def test_a_document_that_was_sent_as_free_text_needs_no_person_merely_for_a_poor_word(read):
    result = read(LETTER + "\nx")
    poor = apply_template(GENERIC, [mixed(read)], threshold=70, today=TODAY)

    assert result.review_reasons == ()
    assert poor.review_reasons == ()


def mixed(read):
    """The letter with one word that was read very poorly."""
    page = read.__closure__[0].cell_contents(LETTER)
    words = (*page.words[:-1], type(page.words[-1])("?", page.words[-1].box, 0.2, page.words[-1].line))
    return type(page)(page.index, page.width, page.height, 0, page.source, words, None)


def test_a_text_that_was_read_poorly_as_a_whole_or_is_not_there_does(read):
    assert "score_below_threshold" in read(confidence=0.6).review_reasons
    assert "score_below_threshold" in read("\n").review_reasons


def test_a_document_that_nobody_read_has_nothing_wrong(read):
    unread = read("", registry.latest("other"))

    assert (unread.confidence_score, unread.review_reasons, unread.fields, unread.raw_text) == (100, (), (), "")


def test_what_is_more_than_the_template_lists_is_left_out_and_said(read):
    result = read(template=small(most=1))

    assert by_name(result)["pairs"].value == [{"key": "Nomor", "value": "012/KCS/V/2026"}]
    assert [finding.code for finding in result.findings] == ["rows_left_out"]
    assert result.review_reasons == ()


def test_labels_of_the_template_lead_without_a_colon(read):
    assert by_name(read("Kode gudang     G-17", small()))["pairs"].value is None
    assert by_name(read("Kode gudang     G-17", small(labels=["KODE GUDANG"])))["pairs"].value == [
        {"key": "Kode gudang", "value": "G-17"}
    ]


def test_a_text_without_end_is_cut(read):
    [row] = by_name(read(f"Isi : {'x' * 3 * MOST_CHARACTERS}", small()))["pairs"].value

    assert len(row["value"]) == MOST_CHARACTERS
    assert row["value"].endswith("…")
