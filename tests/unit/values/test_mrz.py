"""The machine-readable zone of passports: check digits, and what is put right by them."""

from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkas.values.identifiers import mrz, passport

FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def second(number="X0000123", born="900817", expires="320314", optional=""):
    parts = [number.ljust(9, "<"), born, expires, optional.ljust(14, "<")]
    checked = [part + mrz.check_digit(part) for part in parts]
    return f"{checked[0]}IDN{checked[1]}F{checked[2]}{checked[3]}{mrz.check_digit(''.join(checked))}"


def test_the_specimen_of_the_standard_is_valid_and_its_lines_say_who_it_is():
    both = f"{FIRST}\n{SECOND}"

    assert mrz.validate(both.replace("<<<<<1", "< <<<<1").lower()) == both
    assert mrz.second_line(SECOND).is_valid
    assert mrz.parse_names(FIRST) == ("ERIKSSON", "ANNA MARIA")


@pytest.mark.parametrize(
    "text", ["", FIRST, f"{SECOND}\n{FIRST}", f"{FIRST}\n{SECOND[:-1]}", f"{FIRST}\n{SECOND[:-1]}9"]
)
def test_what_is_no_zone_or_fails_a_check_digit_is_refused(text):
    assert not mrz.is_valid(text)
    with pytest.raises(ValueError, match=r"passport|check digit"):
        mrz.validate(text)


@pytest.mark.parametrize("sign", ["Λ", "‹", "^", "〈"])
def test_fillers_that_recognition_writes_as_other_signs_are_fillers(sign):
    assert mrz.compact(FIRST.replace("<", sign)) == FIRST


def test_who_has_one_name_has_no_given_names():
    assert mrz.parse_names("P<IDNCONTOH".ljust(44, "<")) == ("CONTOH", "")


def test_no_optional_data_may_have_a_filler_for_its_check_digit():
    line = second()

    assert mrz.is_valid_line(line)
    assert mrz.is_valid_line(line[:42] + "<" + line[43:])


@pytest.mark.parametrize(
    ("misread", "guessed"),
    [
        (SECOND.replace("UTO", "UT0"), set()),
        (SECOND.replace("740812", "74O8I2"), set()),
        (SECOND.replace("1204159", "12O4I59"), set()),
        (SECOND.replace("L898902C3", "L8989O2C3"), {"number"}),
        (SECOND.replace("<<<<<10", "<<<<10"), set()),
        (SECOND.replace("<<<<<10", "<<<<<<<10"), set()),
    ],
    ids=["country", "birth", "expiry", "number", "filler lost", "fillers invented"],
)
def test_what_looks_alike_is_put_right_where_a_check_digit_then_holds(misread, guessed):
    found = mrz.second_line(misread)

    assert (found.text, found.is_valid, found.guessed) == (SECOND, True, frozenset(guessed))


def test_nothing_is_put_right_that_no_check_digit_proves():
    line = second(number="X0000123")
    misread = "XOO00128" + line[8:]

    found = mrz.second_line(misread)

    assert found.text.startswith("XOO00128")
    assert "number" not in found.holds
    assert not found.is_valid


@given(st.integers(0, 43), st.sampled_from(digits + ascii_uppercase))
def test_a_single_wrong_character_is_seen_unless_its_value_is_ten_away_or_nothing_checks_it(place, character):
    wrong = SECOND[:place] + character + SECOND[place + 1 :]
    before, after = (0 if char == "<" else int(char, 36) for char in (SECOND[place], character))
    is_no_digit = place in {9, 19, 27, 42, 43} and character in ascii_uppercase
    is_seen = place not in {10, 11, 12, mrz.SEX} and (is_no_digit or (before - after) % 10 != 0)

    assert mrz.is_valid_line(wrong) == (not is_seen)


@pytest.mark.parametrize("text", ["", "A" * 44, "PT CONTOH", "1234567890123456", "<" * 44, "9" * 44])
def test_other_texts_are_no_second_line(text):
    assert mrz.second_line(text) is None


def test_the_first_line_has_its_state_put_right_and_its_fillers_counted():
    assert mrz.first_line("P<1DNCONTOH<<SITI<AMINAH<<<<<<<<<<<<<<<<<<<<<<") == "P<IDNCONTOH<<SITI<AMINAH".ljust(44, "<")
    assert mrz.first_line("PT CONTOH NUSANTARA") is None
    assert mrz.first_line("P" + "<" * 43) is None


@pytest.mark.parametrize(
    ("digits", "printed"), [("740812", "12 AUG 74"), ("74<<<<", None), ("741312", None), ("740012", None)]
)
def test_a_date_is_one_where_all_of_it_is_known(digits, printed):
    assert mrz.as_printed(digits) == printed


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("X 0000123", True),
        ("XY000123", True),
        ("L898902C3", True),
        ("17AUG1990", False),
        ("SPECIMEN", False),
        ("X12", False),
    ],
)
def test_the_number_of_a_passport_has_its_shape(text, is_valid):
    assert passport.is_valid(text) is is_valid
    assert passport.format(text) == text.replace(" ", "")
