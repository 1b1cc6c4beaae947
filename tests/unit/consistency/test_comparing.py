"""Whether two values say the same, as far as print and reading let one tell. All CONTOH."""

import pytest

from berkas.consistency.comparing import compare
from berkas.consistency.names import Likeness
from berkas.model.type_definition import Attribute, SubjectKind

PERSON = SubjectKind.PERSON
SAME, ALIKE, DIFFERENT = Likeness.SAME, Likeness.ALIKE, Likeness.DIFFERENT


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
        (Attribute.ADDRESS, "JL. NO. RT RW", "JL.", None),
        (Attribute.ADDRESS, "JL. KENANGA RAYA NO. 79", "---", None),
        (Attribute.BIRTH_PLACE, "KOTA", "KOTA", SAME),
        (Attribute.BIRTH_PLACE, "---", "BANDUNG", None),
        (Attribute.NPWP, "00.000.000.0-000.000", "01.300.066.6-091.000", None),
        (Attribute.NPWP, "00.000.000.0-404.000", "0000000000000000", None),
        (Attribute.NPWP, "---", "3273015508950001", None),
        (Attribute.NIK, "0000000000000000", "3273015508950001", None),
        (Attribute.NIB, "TIDAK ADA", "9120304567891", None),
        (Attribute.NAME, "---", "RATNA SARI", None),
        (Attribute.BIRTH_DATE, "1925-08-15", "25-08-15", SAME),
        (Attribute.BIRTH_DATE, "1925-08-15", "2025-08-15", DIFFERENT),
        (Attribute.MARITAL_STATUS, "KAWIN", "BELUM KAWIN", DIFFERENT),
        (Attribute.MARITAL_STATUS, "KAWIN", "Kawin", SAME),
        (Attribute.MARITAL_STATUS, "KAWIN", "KAWIN TERCATAT", ALIKE),
        (Attribute.MARITAL_STATUS, "KAWIN TERCATAT", "KAWIN BELUM TERCATAT", ALIKE),
        (Attribute.MARITAL_STATUS, "CERAI HIDUP", "CERAI HIDUP TERCATAT", ALIKE),
        (Attribute.MARITAL_STATUS, "CERAI", "CERAI MATI", ALIKE),
        (Attribute.MARITAL_STATUS, "CERAI HIDUP", "CERAI MATI", DIFFERENT),
        (Attribute.MARITAL_STATUS, "BELUM KAWIN", "KAWIN BELUM TERCATAT", DIFFERENT),
        (Attribute.MOTHER_NAME, "HJ. SUKINI", "SUKINI", SAME),
    ],
)
def test_values_of_every_attribute(attribute, one, other, likeness):
    assert compare(attribute, one, other, PERSON) is likeness
    assert compare(attribute, other, one, PERSON) is likeness


def test_every_attribute_can_be_compared():
    assert all(
        compare(attribute, "1", "1", PERSON) is not DIFFERENT for attribute in Attribute if "name" not in attribute
    )


def test_long_values_are_compared_by_their_beginning():
    assert compare(Attribute.NAME, "RATNA " * 100_000, "RATNA " * 100_000, PERSON) is SAME
