"""Spaces where the picture of a line has gaps, and nowhere else."""

import numpy as np
import pytest

from berkas.reading.ocr.word_gaps import spacing_of

HEIGHT, LETTER = 30, 14


def line(gaps, *, is_inverted=False):
    """A picture of block letters with these gaps between them, and the middles of the letters."""
    places, left = [5], 5
    for gap in gaps:
        left += LETTER + gap
        places.append(left)
    picture = np.full((HEIGHT, places[-1] + LETTER + 5, 3), 250, np.uint8)
    for place in places:
        picture[6:24, place : place + LETTER] = 20
    return 255 - picture if is_inverted else picture, [place + LETTER / 2 for place in places]


def spaces(letters, gaps, *, parted=(), written=(), **options):
    picture, columns = line(gaps, **options)
    found = spacing_of(picture, letters, columns, parted, frozenset(written))
    return found.starts, found.unsure


@pytest.mark.parametrize("is_inverted", [False, True])
def test_a_word_that_was_parted_for_the_width_of_its_letters_is_joined(is_inverted):
    assert spaces("JAWA", [2, 2, 2], parted=[2], is_inverted=is_inverted) == ((), frozenset())


def test_a_space_that_the_recogniser_invented_is_taken_away():
    gaps = [2, 2, 2, 10, 2, 2, 2, 2]

    assert spaces("DEWILINDA", gaps, parted=[2, 4], written=[2, 4]) == ((4,), frozenset())


def test_a_space_as_wide_as_the_others_is_kept():
    assert spaces("ADAABCDE", [2, 2, 9, 2, 9, 2, 2], parted=[3, 5], written=[3, 5]) == ((3, 5), frozenset())


def test_a_lost_space_is_found_by_the_other_gaps_of_the_line():
    gaps = [2, 2, 9, 2, 2, 9, 2, 2]

    assert spaces("PTACONTOH", gaps, parted=[3], written=[3]) == ((3, 6), frozenset())


def test_hyphens_and_digits_do_not_part_words():
    gaps = [2, 2, 9, 2, 9, 9, 2]

    assert spaces("TGL12-05", gaps, parted=[3], written=[3])[0] == (3,)


def test_columns_without_a_space_between_them_stay_apart():
    assert spaces("AB12", [2, 40, 2], parted=[2]) == ((2,), frozenset())


def test_wide_letter_spacing_is_no_row_of_words():
    assert spaces("CONTOH", [8, 8, 8, 8, 8], parted=[3]) == ((), frozenset())


def test_a_gap_between_that_of_letters_and_that_of_words_is_in_doubt():
    # 5 pixels more than between letters: almost as wide as what parts words without a written space
    assert spaces("CONTOH", [2, 2, 7, 2, 2], parted=[3]) == ((), {3})


def test_a_written_space_that_is_wide_in_itself_and_narrow_among_the_others_is_in_doubt():
    gaps = [2, 2, 30, 2, 5, 2, 30, 2]

    assert spaces("ABCDEFGHI", gaps, parted=[3, 5, 7], written=[3, 5, 7]) == ((3, 5, 7), {5})


def test_words_of_one_letter_each_are_left_as_they_were_read():
    assert spaces("AB", [2], parted=[1], written=[1]) == ((1,), frozenset())


def test_a_pattern_that_fills_every_gap_takes_no_written_space_away():
    picture, columns = line([2, 2, 9, 2, 2, 9, 2])
    picture[10:12, :] = 20

    found = spacing_of(picture, "ABCDEFGH", columns, [3, 6], frozenset({3, 6}))

    assert found.starts == (3, 6)


def test_a_pattern_joins_no_columns_that_are_far_from_each_other():
    picture, columns = line([2, 60, 2])
    picture[10:12, :] = 20

    assert spacing_of(picture, "AB12", columns, [2], frozenset()).starts == (2,)
