"""Numbers of vehicles: frame, plate, ownership book."""

import pytest

from berkas.values.identifiers import bpkb, plate, vin


def test_letters_that_no_frame_number_has_are_digits():
    assert vin.validate("MHK CTH I A2 3J OO 4567") == vin.format("MHKCTH1A23J004567") == "MHKCTH1A23J004567"
    assert vin.compact("Q") == "0"


@pytest.mark.parametrize("text", ["", "MHKCTH1A23J00456", "MHKCTH1A23J0045678", "MHKCTH1A23J00456A"])
def test_another_length_or_letters_at_the_end_are_no_vin(text):
    assert not vin.is_valid(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [("b1234cth", "B 1234 CTH"), ("DK 1 A", "DK 1 A"), ("RI 1", "RI 1"), ("AB-1234-XY", "AB 1234 XY")],
)
def test_plates_of_known_areas_are_valid_and_printed_with_spaces(text, printed):
    assert plate.is_valid(text)
    assert plate.format(text) == printed
    assert plate.validate(text) == printed.replace(" ", "")


@pytest.mark.parametrize("text", ["", "B 0123 CTH", "B 12345 C", "B CTH", "CONTOH 1", "XQ 1234 AB", "B 1234 CTHX"])
def test_what_is_no_plate_of_a_known_area(text):
    assert not plate.is_valid(text)


def test_a_text_of_the_shape_of_a_plate_keeps_it_whatever_its_area():
    assert (plate.parts("XQ 1234 AB"), plate.parts("SPECIMEN")) == (("XQ", "1234", "AB"), None)
    assert plate.format("specimen") == "SPECIMEN"


@pytest.mark.parametrize("text", ["Q-01234567", "No. Q 01234567", "q0123456", "R01234567P"])
def test_numbers_of_ownership_books_are_valid_with_or_without_dash(text):
    assert bpkb.is_valid(text)
    assert bpkb.format(text)[1] == "-"


@pytest.mark.parametrize("text", ["", "01234567", "QQ01234567", "Q-012345", "NOMOR"])
def test_what_is_no_number_of_a_book(text):
    assert not bpkb.is_valid(text)
