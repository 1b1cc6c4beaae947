"""Numbers of registers: NIB, KBLI, certificates of births and marriages. All of them are invented."""

from datetime import date

import pytest

from berkas.values.identifiers import birth_certificate, kbli, marriage_certificate, nib


@pytest.mark.parametrize("module", [nib, kbli, birth_certificate, marriage_certificate])
@pytest.mark.parametrize("text", ["", "x", "١٢٣٤٥٦٧٨٩٠١٢٣"])
def test_what_holds_no_number_is_none(module, text):
    assert not module.is_valid(text)
    with pytest.raises(ValueError, match="no"):
        module.validate(text)


def test_numbers_are_the_same_however_they_are_printed():
    assert nib.format("9120 3045 6789 1") == nib.validate("9120304567891")
    assert kbli.format("62.019") == kbli.validate("62019")
    assert birth_certificate.format("3174 – LU – 24052010 – 0012") == birth_certificate.validate(
        "3174-LU-24052010-0012"
    )
    assert marriage_certificate.format("0123 / 045 / vi / 2020") == marriage_certificate.validate("0123/045/VI/2020")


def test_a_birth_certificate_says_its_register_and_the_day_of_registration():
    assert birth_certificate.kind_of("3174-LT-24052010-0012") == "LT"
    assert birth_certificate.registered_on("3174-LT-24052010-0012") == date(2010, 5, 24)
    assert (birth_certificate.kind_of("123/U/JS/1990"), birth_certificate.registered_on("123/U/JS/1990")) == (
        None,
        None,
    )


def test_a_marriage_certificate_says_the_month_of_the_marriage():
    assert marriage_certificate.month_of("0123/045/XI/2020") == (2020, 11)
    assert marriage_certificate.month_of("3174-KW-17082020-0001") is None
