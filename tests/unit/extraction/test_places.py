"""Where custom templates may look: left of and above labels, in areas, by the label alone; and the trace of it."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.model.template import Template


def apply(page, *fields, seen=None):
    template = Template.model_validate({"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": fields})
    result = apply_template(template, [page], threshold=70, today=date(2026, 11, 24), seen=seen)
    return {field.name: field.value for field in result.fields}


def field(name="a", label="Nomor", **more):
    """A field whose value is stated however unsure it is."""
    return {"name": name, "label": label, "requireConfidenceAbove": 0, **more}


def test_a_field_without_labels_is_found_by_its_label(page_of):
    assert apply(page_of("Nomor : A-17"), field()) == {"a": "A-17"}


def test_a_hint_leads_nowhere(page_of):
    assert apply(page_of("Nomor : A-17"), field(label="Kode", hint="Nomor")) == {"a": None}


def test_labels_replace_the_label(page_of):
    assert apply(page_of("Nomor : A-17"), field(labels=["Kode"])) == {"a": None}


def test_a_pattern_is_looked_for_at_the_label_and_then_everywhere(page_of):
    pattern = "KC-[0-9]+"

    beside = apply(page_of("Ref KC-1\nNomor : KC-2"), field(regex=pattern))
    anywhere = apply(page_of("Ref KC-1\nKode : KC-2"), field(regex=pattern))

    assert (beside, anywhere) == ({"a": "KC-2"}, {"a": "KC-1"})


def test_a_value_left_of_its_label_is_found(page_of):
    page = page_of("Kota  : Bandung        12 bulan")

    assert apply(page, field(label="bulan", near=["left"]), field("b", "Kota")) == {"a": "12", "b": "Bandung"}


def test_a_value_left_of_its_label_ends_at_another_label(page_of):
    page = page_of("Tarif 250 per Bulan")

    assert apply(page, field(label="per Bulan", near=["left"]), field("b", "Tarif", near=["below"])) == {
        "a": "250",
        "b": None,
    }


def test_one_text_is_the_value_of_one_field(page_of):
    found = apply(page_of("Tarif 250 per Bulan"), field(label="per Bulan", near=["left"]), field("b", "Tarif"))

    assert sorted(map(str, found.values())) == ["250", "None"]


def test_a_value_above_its_label_is_found(page_of):
    page = page_of("Budi Contoh            Sinta Contoh\nDirektur               Saksi")

    found = apply(page, field(label="Direktur", near=["above"]), field("b", "Saksi", near=["above"]))

    assert found == {"a": "Budi Contoh", "b": "Sinta Contoh"}


def test_nothing_is_above_the_first_line(page_of):
    assert apply(page_of("Direktur"), field(label="Direktur", near=["above"])) == {"a": None}


@pytest.mark.parametrize(
    ("area", "value"),
    [
        ({"x": 0, "y": 0, "w": 0.5, "h": 0.2}, "A-1"),
        ({"x": 0.5, "y": 0, "w": 0.5, "h": 0.2}, "B-1"),
        ({"x": 0.5, "y": 0.5, "w": 0.5, "h": 0.5}, None),
    ],
)
def test_an_area_alone_says_where_the_value_stands(page_of, area, value):
    page = page_of("A-1" + " " * 60 + "B-1\nA-2" + " " * 60 + "B-2")

    assert apply(page, field(area=area)) == {"a": value}


def test_an_area_gives_as_many_lines_as_the_field_has(page_of):
    page = page_of("Jl. Contoh 5" + " " * 50 + "X\nBandung" + " " * 55 + "Y")

    assert apply(page, field(area={"w": 0.5}, lines=2)) == {"a": "Jl. Contoh 5 Bandung"}


def test_an_area_chooses_among_equal_labels_and_patterns(page_of):
    page = page_of("Nomor : A-1" + " " * 50 + "Nomor : B-1")
    right = {"x": 0.5, "w": 0.5}

    labelled = apply(page, field(labels=["Nomor"], area=right))
    by_pattern = apply(page, field(area=right, regex="[A-Z]-[0-9]"))

    assert (labelled, by_pattern) == ({"a": "B-1"}, {"a": "B-1"})


def test_every_place_that_was_looked_at_is_in_the_trace(page_of):
    seen = {}

    apply(
        page_of("Tanggal : besok\nTanggal : 1 Mei 2026"), field(label="Tanggal", type="date", near=["right"]), seen=seen
    )

    first, second, by_kind = seen["a"]
    assert (first.way, first.label, first.printed, first.matched, first.value) == (
        "label",
        "Tanggal",
        "besok",
        "besok",
        None,
    )
    assert (second.printed, second.value) == ("1 Mei 2026", "2026-05-01")
    assert (by_kind.way, by_kind.label, by_kind.value) == ("kind", None, "2026-05-01")
    assert first.label_box.right <= first.box.x


def test_lines_without_the_pattern_are_not_told(page_of):
    seen = {}

    apply(page_of("satu\ndua KC-1\ntiga"), field(regex="KC-[0-9]"), seen=seen)

    assert [(one.way, one.printed, one.matched) for one in seen["a"]] == [("pattern", "dua KC-1", "KC-1")]


def test_a_field_of_many_places_tells_the_first_ones(page_of):
    seen = {}

    apply(page_of("\n".join("Tanggal : besok" for _ in range(30))), field(label="Tanggal", type="date"), seen=seen)

    assert len(seen["a"]) == 40


def test_a_label_in_another_column_does_not_end_the_one_below_a_label(page_of):
    page = page_of("""
Kepada                        Tanggal    01-02-2026
                              Halaman    1
CONTOH SPECIMEN               Hari       2
""")

    found = apply(page, field(label="Kepada"), field("b", "Halaman"), field("c", "Tanggal"))

    assert found["a"] == "CONTOH SPECIMEN"


def test_a_number_stands_under_a_title_in_two_languages(page_of):
    titles = (
        "Saldo Awal          Jumlah Keluar         Saldo Akhir\nOpening Balance     Total Withdrawals     Final Amount"
    )
    page = page_of(titles + "\n   1.000.000             50.000              950.000")

    found = apply(page, field(label="Jumlah Keluar", type="number"), field("b", "Saldo Awal", type="number"))

    assert found == {"a": 50000, "b": 1000000}


def test_a_date_that_no_label_names_is_no_surer_than_its_shape(page_of):
    template = Template.model_validate(
        {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [field("due", "Jatuh Tempo", type="date")]}
    )
    result = apply_template(template, [page_of("Bandung, 1 Mei 2026")], threshold=70, today=date(2026, 11, 24))

    assert result.fields[0].confidence <= 80
