"""Values of sections that have the same labels. All SPECIMEN."""

import pytest

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.strategies import places_of
from berkas.model.template import Template


def field(name, titles, *labels):
    return {"name": name, "label": name, "lines": 2, "find": {"section": {"titles": titles, "labels": list(labels)}}}


TEMPLATE = Template.model_validate(
    {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [
        field("his", ["SUAMI"], "NAMA"), field("his_street", ["SUAMI"], "ALAMAT"),
        field("hers", ["ISTRI", "ISTERI"], "NAMA"), field("guardian", ["WALI NIKAH"], "NAMA"),
    ]}
)  # fmt: skip
BELOW = """
I. SUAMI
   1. Nama         : AGUS CONTOH
   2. Alamat       : JL. MELATI NO. 2
                     BANDUNG
II. ISTRI
   1. Nama         : DEWI SPECIMEN
III. WALI NIKAH
   1. Nama         : HENDRA CONTOH
"""
BESIDE = """
SUAMI                               ISTERI
Nama     : AGUS CONTOH              Nama     : DEWI SPECIMEN
Alamat   : JL. MELATI NO. 2         Alamat   : JL. KENANGA NO. 3

WALI NIKAH
Nama     : HENDRA CONTOH
"""


@pytest.fixture
def found(lines):
    """The first place of each field."""

    def of(text):
        layout = Layout.of(TEMPLATE, lines(text))
        places = {one.name: list(places_of(one.find.arguments, layout)) for one in TEMPLATE.fields}
        return {name: " ".join(p.text for p in own[0].pieces) if own else None for name, own in places.items()}, layout

    return of


@pytest.mark.parametrize("text", [BELOW, BESIDE])
def test_the_same_label_means_what_its_section_says(found, text):
    values, _ = found(text)

    assert (values["his"], values["hers"], values["guardian"]) == ("AGUS CONTOH", "DEWI SPECIMEN", "HENDRA CONTOH")
    assert values["his_street"] == "JL. MELATI NO. 2"


def test_a_place_names_the_label_where_it_stands_on_the_page(found):
    _, layout = found(BESIDE)

    place = next(places_of(TEMPLATE.fields[2].find.arguments, layout))

    line = layout.lines[place.anchor.line]
    assert [piece.text for piece in line.pieces[place.anchor.start : place.anchor.end]] == ["Nama"]
    assert line.pieces[place.anchor.start].left > line.pieces[-1].right / 2


def test_without_its_title_a_section_has_nothing(found):
    assert found("Nama : AGUS CONTOH")[0] == dict.fromkeys(("his", "his_street", "hers", "guardian"))


CONTRACT = Template.model_validate(
    {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [
        {"name": "one", "label": "One", "find": {"section": {
            "titles": ["YANG BERTANDA TANGAN DI BAWAH INI"], "labels": ["NAMA"], "within": True}}},
        {"name": "two", "label": "Two", "find": {"section": {
            "titles": ["DISEBUT PIHAK PERTAMA"], "labels": ["NAMA"], "within": True, "until": ["DISEBUT PIHAK KEDUA"]}}},
        {"name": "duty", "label": "Duty", "find": {"section": {
            "titles": ["DISEBUT PIHAK PERTAMA"], "labels": ["TUGAS"], "within": True, "until": ["DISEBUT PIHAK KEDUA"]}}},
    ]}
)  # fmt: skip


def test_words_of_sentences_over_the_ends_of_lines_begin_and_end_sections(lines):
    layout = Layout.of(CONTRACT, lines("""
Pada hari ini kami yang bertanda tangan di bawah ini:
Nama : BUDI CONTOH
bertindak untuk PT CONTOH, selanjutnya disebut PIHAK
PERTAMA.
Nama : DEWI SPECIMEN
selanjutnya disebut PIHAK KEDUA.
Tugas : PIHAK KEDUA melapor
"""))  # fmt: skip

    places = {one.name: list(places_of(one.find.arguments, layout)) for one in CONTRACT.fields}
    found = {name: own[0].pieces[0].text if own else None for name, own in places.items()}

    assert found == {"one": "BUDI", "two": "DEWI", "duty": None}
