"""Values within sentences, as deeds and contracts say them. All SPECIMEN."""

import pytest

from berkas.extraction.propose.layout import Layout
from berkas.extraction.propose.strategies import places_of
from berkas.model.strategies import Find
from berkas.model.template import Near, Template

DEED = """
Berdasarkan Akta Kelahiran Nomor 3174-LU-24052010-0012
bahwa di JAKARTA pada tanggal DUA PULUH EMPAT MEI tahun
DUA RIBU SEPULUH telah lahir SITI CONTOH
SPECIMEN, anak ke-2, PEREMPUAN dari ayah BUDI CONTOH
dan ibu RATNA SPECIMEN.
"""


@pytest.fixture
def found(lines):
    """The places that a sentence gives."""

    def of(text, **arguments):
        template = Template.model_validate(
            {"id": "tpl_x", "name": "x", "slug": "x", "version": 1, "fields": [{"name": "a", "label": "A"}]}
        )
        wanted = Find.model_validate({"sentence": arguments}).arguments
        return list(places_of(wanted, Layout.of(template, lines(text))))

    return of


def texts(places):
    return [" ".join(piece.text for piece in place.pieces) for place in places]


@pytest.mark.parametrize(
    ("behind", "until", "value"),
    [
        (["bahwa di"], ["pada tanggal"], "JAKARTA"),
        (["pada tanggal"], ["telah lahir"], "DUA PULUH EMPAT MEI tahun DUA RIBU SEPULUH"),
        (["telah lahir"], [], "SITI CONTOH SPECIMEN"),
        (["anak ke"], [","], "2,"),
        (["dari ayah"], ["dan ibu"], "BUDI CONTOH"),
        (["dan ibu"], [], "RATNA SPECIMEN"),
    ],
)
def test_a_value_stands_behind_words_and_up_to_others_over_the_ends_of_lines(found, behind, until, value):
    assert texts(found(DEED, behind=behind, until=until)) == [value]


def test_the_words_before_a_value_are_its_label(found):
    place = found(DEED, behind=["telah lahir"])[0]

    assert place.anchor is not None
    assert (place.anchor.line, place.anchor.ratio, place.side) == (2, 100.0, Near.RIGHT)


def test_a_part_of_a_word_is_no_phrase(found):
    assert found("dibuat didari ayah BUDI CONTOH", behind=["dari ayah"]) == []
    assert found("sedari ayahnya BUDI CONTOH", behind=["dari ayah"]) == []


def test_a_text_without_the_words_that_should_end_it_or_of_too_many_words_is_none(found):
    text = "telah lahir SATU DUA TIGA EMPAT LIMA ENAM TUJUH anak dari"

    assert found(text, behind=["telah lahir"], until=["dan ibu"], mostWords=5) == []
    assert texts(found(text, behind=["telah lahir"], until=["anak"], mostWords=7)) == [
        "SATU DUA TIGA EMPAT LIMA ENAM TUJUH"
    ]


def test_the_first_or_the_second_place_alone_may_be_asked_for(found):
    text = "bertindak atas nama PT SATU, dan bertindak untuk dan atas nama PT DUA, demikian"
    behind = ["bertindak untuk dan atas nama", "atas nama"]

    assert texts(found(text, behind=behind, which=1)) == ["PT SATU"]
    assert texts(found(text, behind=behind, which=2)) == ["PT DUA"]
    assert found(text, behind=behind, which=3) == []


ACTS = "BUDI, untuk diri sendiri, disebut PIHAK PERTAMA. RATNA, untuk dan atas nama CV SPECIMEN, disebut PIHAK KEDUA"


def test_a_place_may_have_to_stand_before_or_behind_other_words(found):
    said = {"behind": ["untuk dan atas nama"], "until": [","]}

    assert texts(found(ACTS, **said, before=["PIHAK PERTAMA"])) == []
    assert texts(found(ACTS, **said, beyond=["PIHAK PERTAMA"])) == ["CV SPECIMEN"]
    assert texts(found(ACTS, **said, beyond=["PIHAK KETIGA"])) == []
