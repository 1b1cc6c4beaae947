"""Whether two values say the same, as far as print and reading let one tell. All CONTOH."""

import pytest

from berkas.consistency.comparing import Likeness, compare, name_words, people
from berkas.model.type_definition import Attribute, SubjectKind

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
    ],
)
def test_names_of_people(one, other, likeness):
    assert (people(one, other), people(other, one)) == (likeness, likeness)


def test_a_name_of_nothing_but_titles_keeps_its_words():
    assert name_words("RADEN MAS") == ["MAS"]
    assert name_words("RADEN") == ["RADEN"]


@pytest.mark.parametrize(
    ("attribute", "one", "other", "likeness"),
    [
        (Attribute.NIK, "3273015508950001", "3273 0155 0895 0001", SAME),
        (Attribute.NIK, "3273015508950001", "3273015508950002", DIFFERENT),
        (Attribute.NPWP, "01.300.066.6-091.000", "0013000666091000", SAME),
        (Attribute.NPWP, "01.300.066.6-091.000", "01.300.066.6-091.001", ALIKE),
        (Attribute.NPWP, "01.300.066.6-091.000", "09.254.294.3-407.000", DIFFERENT),
        (Attribute.NPWP, "01.300.066.6-091.000", "3273015508950001", None),
        (Attribute.NPWP, "3273015508950001", "3273015508950002", DIFFERENT),
        (Attribute.BIRTH_DATE, "1995-08-15", "1995-08-15", SAME),
        (Attribute.BIRTH_DATE, "1995-08-15", "1995-08-16", DIFFERENT),
        (Attribute.SEX, "LAKI-LAKI", "L", SAME),
        (Attribute.SEX, "PRIA", "PEREMPUAN", DIFFERENT),
        (Attribute.SEX, "LAKI-LAKI", "?", None),
        (Attribute.BIRTH_PLACE, "BANDUNG", "KOTA BANDUNG", SAME),
        (Attribute.BIRTH_PLACE, "BANDUNG", "BANDUN6", ALIKE),
        (Attribute.BIRTH_PLACE, "JAKARTA", "JAKARTA SELATAN", ALIKE),
        (Attribute.BIRTH_PLACE, "BANDUNG", "SEMARANG", DIFFERENT),
        (Attribute.ADDRESS, "JL. KENANGA RAYA NO. 79", "Jalan Kenanga Raya No 79", SAME),
        (Attribute.ADDRESS, "JL. KENANGA RAYA NO. 79", "JL KENANGA RAYA NO 79 RT 005 RW 014 SUKASARI BANDUNG", ALIKE),
        (Attribute.ADDRESS, "JL. KENANGA RAYA NO. 79", "JL. MELATI NO. 12", DIFFERENT),
        (Attribute.ADDRESS, "JL. KENANGA RAYA NO. 79", "JL. KENANGA RAYA NO. 97", DIFFERENT),
        (Attribute.MARITAL_STATUS, "KAWIN", "BELUM KAWIN", DIFFERENT),
        (Attribute.MOTHER_NAME, "HJ. SUKINI", "SUKINI", SAME),
    ],
)
def test_values_of_every_attribute(attribute, one, other, likeness):
    assert compare(attribute, one, other, PERSON) is likeness
    assert compare(attribute, other, one, PERSON) is likeness


@pytest.mark.parametrize(
    ("kind", "one", "other", "likeness"),
    [
        (COMPANY, "PT. Contoh Sejahtera, Tbk", "CONTOH SEJAHTERA", SAME),
        (COMPANY, "PT CONTOH SEJAHTERA", "PT CONTOH SEJAHTRA", ALIKE),
        (COMPANY, "PT CONTOH SEJAHTERA", "SEJAHTERA CONTOH", DIFFERENT),
        (PARTY, "PT CONTOH SEJAHTERA", "CV CONTOH SEJAHTERA", SAME),
        (PARTY, "Ratna Sari, S.H.", "RATNA SARI", SAME),
    ],
)
def test_names_of_companies_and_of_those_who_may_be_either(kind, one, other, likeness):
    assert compare(Attribute.NAME, one, other, kind) is likeness


def test_every_attribute_can_be_compared():
    assert all(
        compare(attribute, "1", "1", PERSON) is not DIFFERENT for attribute in Attribute if "name" not in attribute
    )


def test_long_values_are_compared_by_their_beginning():
    assert people("A" * 100_000 + " B", "A" * 100_000 + " C") is not None
    assert compare(Attribute.NAME, "RATNA " * 100_000, "RATNA " * 100_000, PERSON) is SAME
