"""What a text is by its shape: one kind and no other."""

import pytest

from berkas.extraction.propose.kinds import Kind, amounts_in_words, kind_of, spans_of
from berkas.extraction.propose.layout import Layout
from berkas.model.template import Template, TemplateField


@pytest.fixture
def layout_of(lines):
    template = Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": []})
    return lambda text: Layout.of(template, lines(text))


@pytest.mark.parametrize(
    ("printed", "kind", "text"),
    [
        ("12 Juni 2025", Kind.DATE, "12 Juni 2025"),
        ("2025-06-12", Kind.DATE, "2025-06-12"),
        ("June 12, 2025", Kind.DATE, "June 12, 2025"),
        ("Rp 1.067.820", Kind.AMOUNT, "Rp 1.067.820"),
        ("$24,529.24", Kind.AMOUNT, "$24,529.24"),
        ("11%", Kind.PERCENT, "11%"),
        ("01.234.567.8-901.000", Kind.TAX_ID, "01.234.567.8-901.000"),
        ("(021) 555-1805", Kind.PHONE, "(021) 555-1805"),
        ("+62 812-3456-7890", Kind.PHONE, "+62 812-3456-7890"),
        ("halo@contoh.example", Kind.EMAIL, "halo@contoh.example"),
        ("INV/CTH/2025/0044", Kind.CODE, "INV/CTH/2025/0044"),
        ("9480978797", Kind.DIGITS, "9480978797"),
    ],
)
def test_a_text_is_of_one_kind_by_its_shape(layout_of, printed, kind, text):
    [span] = spans_of(layout_of(printed))

    assert (span.kind, span.text) == (kind, text)


@pytest.mark.parametrize("printed", ["Jl. Contoh No. 12", "PT CONTOH JAYA", "KTR", "Bagian Keuangan"])
def test_plain_text_is_of_no_strict_kind(layout_of, printed):
    assert spans_of(layout_of(printed)) == []


def test_several_kinds_stand_beside_each_other_in_one_cell(layout_of):
    spans = spans_of(layout_of("Telp (021) 555-1805 halo@contoh.example"))

    assert {(span.kind, " ".join(piece.text for piece in span.pieces)) for span in spans} == {
        (Kind.PHONE, "(021) 555-1805"),
        (Kind.EMAIL, "halo@contoh.example"),
    }


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({}, Kind.TEXT),
        ({"type": "date"}, Kind.DATE),
        ({"type": "number"}, Kind.AMOUNT),
        ({"type": "number", "normaliser": "percent"}, Kind.PERCENT),
        ({"type": "enum", "values": ["A"]}, Kind.ENUM),
        ({"normaliser": "npwp"}, Kind.TAX_ID),
        ({"normaliser": "company"}, Kind.NAME),
        ({"normaliser": "postal_address"}, Kind.ADDRESS),
    ],
)
def test_the_kind_of_a_field_follows_from_its_normaliser_or_its_type(options, kind):
    assert kind_of(TemplateField(name="a", label="A", **options)) is kind


def test_an_amount_in_words_goes_on_below(layout_of):
    layout = layout_of("satu juta enam puluh tujuh ribu\ndelapan ratus dua puluh rupiah\nBank Contoh")

    runs = [" ".join(piece.text for piece in pieces) for pieces in amounts_in_words(layout)]

    assert "satu juta enam puluh tujuh ribu delapan ratus dua puluh rupiah" in runs
    assert not any("Bank" in run for run in runs)
