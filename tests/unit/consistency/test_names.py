"""Whether two names are of one person or company, as far as print and reading let one tell. All CONTOH."""

import pytest

from berkas.consistency.names import MOST_CHARACTERS, MOST_WORDS, Likeness, Name, name_words, people
from berkas.model.type_definition import SubjectKind

PERSON, COMPANY, PARTY = SubjectKind.PERSON, SubjectKind.COMPANY, SubjectKind.PARTY
SAME, ALIKE, DIFFERENT = Likeness.SAME, Likeness.ALIKE, Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("RATNA SARI CONTOH", "Ratna  Sari Contoh", SAME),
        ("dr. Ratna Sari Contoh, S.H., M.Kn.", "RATNA SARI CONTOH", SAME),
        ("H. BUDI SANTOSO", "BUDI SANTOSO", SAME),
        ("BUDI SANTOSO SE MM", "BUDI SANTOSO", SAME),
        ("CONTOH SITI AMINAH", "SITI AMINAH CONTOH", SAME),
        ("SITI AMINAH", "SITIAMINAH", SAME),
        ("NUR'AINI", "NUR AINI", SAME),
        ("RATNA SARI", "RATNA SARl", ALIKE),
        ("RATNA SARI", "RATNA SRAI", ALIKE),
        ("M. RIZKI PRATAMA", "MUHAMMAD RIZKI PRATAMA", ALIKE),
        ("MUHAMAD RIZKI", "MOCH RIZKI", ALIKE),
        ("A RIZKI PRATAMA", "AHMAD RIZKI PRATAMA", ALIKE),
        ("RATNA SARI", "RATNA SARI CONTOH", ALIKE),
        ("RATNA SARI", "RATNA DEWI", DIFFERENT),
        ("RATNA SARI", "RITNA SURI", DIFFERENT),
        ("RATNA", "RATNA SARI", DIFFERENT),
        ("ANI", "ADI", DIFFERENT),
        ("SITI SITI AMINAH", "SITI AMINAH", ALIKE),
        ("", "RATNA SARI", DIFFERENT),
        ("CONTOH, RATNA SARI", "RATNA SARI CONTOH", SAME),
        ("CONTOH, M. RIZKI", "M RIZKI CONTOH", SAME),
        ("RATNA SARI, S.E., Ak., CA", "RATNA SARI", SAME),
        ("RATNA SARI, S. Kom", "RATNA SARI", SAME),
        ("RATNA SARI, S KOM, M.Ars.", "RATNA SARI", SAME),
        ("CONTOH, RATNA SARI, S.H.", "RATNA SARI CONTOH", SAME),
        ("CONTOH, RATNA SARI", "CONTOH, DEWI LESTARI", DIFFERENT),
    ],
)
def test_names_of_people(one, other, likeness):
    assert (people(one, other), people(other, one)) == (likeness, likeness)


def test_a_name_of_nothing_but_titles_keeps_its_words():
    assert name_words("RADEN MAS") == ["MAS"]
    assert name_words("RADEN") == ["RADEN"]


@pytest.mark.parametrize(
    ("kind", "one", "other", "likeness"),
    [
        (COMPANY, "PT. Contoh Sejahtera, Tbk", "CONTOH SEJAHTERA", SAME),
        (COMPANY, "PT CONTOH SEJAHTERA", "PT CONTOH SEJAHTRA", ALIKE),
        (COMPANY, "PT CONTOH SEJAHTERA", "SEJAHTERA CONTOH", DIFFERENT),
        (COMPANY, "PT CONTOH JAYA CABANG BANDUNG", "PT CONTOH JAYA", ALIKE),
        (COMPANY, "PT CONTOH CABANG BANDUNG", "PT CONTOH", ALIKE),
        (COMPANY, "PT CONTOH JAYA BANDUNG", "PT. Contoh Jaya", ALIKE),
        (COMPANY, "PT CONTOH", "PT CONTOH JAYA", DIFFERENT),
        (COMPANY, "PT CONTOH JAYA", "PT CONTOH MAKMUR CABANG BANDUNG", DIFFERENT),
        (COMPANY, "---", "---", DIFFERENT),
        (PARTY, "PT CONTOH SEJAHTERA", "CV CONTOH SEJAHTERA", SAME),
        (PARTY, "Ratna Sari, S.H.", "RATNA SARI", SAME),
    ],
)
def test_names_of_companies_and_of_those_who_may_be_either(kind, one, other, likeness):
    assert (Name.of(one).likeness(Name.of(other), kind), Name.of(other).likeness(Name.of(one), kind)) == (
        likeness,
        likeness,
    )


@pytest.mark.parametrize("text", ["A" * 100_000, "A " * 100_000, "\ufdfa" * 100_000, "A. " * 100_000, "," * 100_000])
def test_of_a_long_name_the_beginning_is_compared(text):
    found = Name.of(text)

    for part in (found.person, found.company):
        assert len(part.squeezed) <= MOST_CHARACTERS
        assert len(part.words) <= MOST_WORDS
