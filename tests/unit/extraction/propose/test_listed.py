"""Strategies `listed` and `tallest`: values whose place tells what they are."""

from datetime import date

import pytest

from berkas.extraction.apply import apply_template
from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.strategies import places_of
from berkas.layout.lines import lines_of
from berkas.model.geometry import BoundingBox, Page, PageSource, Word
from berkas.model.strategies import Find
from berkas.model.template import Template
from templates_registry import registry

TODAY = date(2026, 11, 27)
FIELDS = ({"name": "a", "label": "Alamat", "labels": ["Alamat"]},)
CARD = """
INDONESIA
SURAT IZIN MENGEMUDI
DRIVING LICENSE                            A

9340-6100-989470
1.  RATNA SARI CONTOH
2.  SURABAYA, 07-02-1981
3.  B - WANITA
4.  JL. MERDEKA BARAT NO. 73
    MEDAN BARU
5.  WIRASWASTA
6.  POLDA JAWA TENGAH
"""


@pytest.fixture
def found(lines):
    """The texts of the places that a strategy gives on a page of text."""

    def of(text, find, own=None):
        template = Template.model_validate(
            {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": list(FIELDS)}
        )
        layout = Layout.of(template, own or lines(text))
        places = places_of(Find.model_validate(find).arguments, layout)
        return [" ".join(piece.text for piece in place.pieces) for place in places]

    return of


def test_an_item_of_a_list_is_found_by_its_number_with_the_lines_that_go_on_with_it(found):
    assert found(CARD, {"listed": {"number": 1}}) == ["RATNA SARI CONTOH"]
    assert found(CARD, {"listed": {"number": 4}}) == ["JL. MERDEKA BARAT NO. 73", "JL. MERDEKA BARAT NO. 73 MEDAN BARU"]
    assert found(CARD, {"listed": {"number": 7}}) == []


def test_a_number_glued_to_its_text_is_one_too(found):
    assert found(CARD.replace("1.  RATNA", "1.RATNA"), {"listed": {"number": 1}}) == ["RATNA SARI CONTOH"]


@pytest.mark.parametrize(
    "text", ["1. SATU\n2. DUA", "1. SATU\n3. TIGA\n2. DUA\n7. TUJUH", "1. SATU\n2. DUA\n             3. TIGA"],
    ids=["two lines", "no order", "no column"],
)  # fmt: skip
def test_lines_that_are_no_list_give_nothing(found, text):
    assert found(text, {"listed": {"number": 1}}) == []


def test_a_list_of_labels_is_left_to_the_labels(found):
    assert found("1. Nama\n2. Umur\n3. Alamat : Jl. Contoh", {"listed": {"number": 3}}) == []


def test_the_tallest_texts_come_first(found):
    def word(text, y, height):
        return Word(text, BoundingBox(0, 0.1, y, 0.05, height), 1.0, 0)

    page = Page(0, 1000, 1000, 0, PageSource.TEXT_LAYER, (word("kecil", 0.1, 0.02), word("A", 0.3, 0.1)), None)

    assert found("", {"tallest": {}}, tuple(lines_of(page))) == ["A", "kecil"]


def test_a_licence_with_numbered_lines_is_read_without_labels(page_of):
    result = apply_template(registry.latest("sim"), [page_of(CARD)], threshold=100, today=TODAY)

    fields = {field.name: field.value for field in result.fields}
    assert {name: fields[name] for name in ("sim_number", "name", "date_of_birth", "gender", "issuing_office")} == {
        "sim_number": "93406100989470", "name": "RATNA SARI CONTOH", "date_of_birth": "1981-02-07", "gender": "PEREMPUAN",
        "issuing_office": "POLDA JAWA TENGAH",
    }  # fmt: skip
    assert fields["nik"] is None
