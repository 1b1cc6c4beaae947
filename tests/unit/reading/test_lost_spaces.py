"""Spaces that were lost from a text layer are found by the gaps that they leave."""

from berkas.reading.glyphs import Break, Glyph
from berkas.reading.lost_spaces import with_lost_spaces

_HEIGHT = 10.0
_LETTER = 5.0


def line_of(text: str, *, gaps: dict[int, float] | None = None, even: float = 0.0) -> list[Glyph | Break]:
    """Letters one after the other; ``gaps`` are the points before some of them, ``even`` those before every other one."""
    items: list[Glyph | Break] = []
    left = 0.0
    for position, letter in enumerate(text):
        if letter == " ":
            items.append(Break(is_line=False))
            left += 3
            continue
        left += (gaps or {}).get(position, even)
        items.append(Glyph(letter, left, 0, left + _LETTER, _HEIGHT))
        left += _LETTER
    return items


def text_of(items: list[Glyph | Break]) -> str:
    words = "".join(
        item.text if isinstance(item, Glyph) else "\n" if item.is_line else " " for item in with_lost_spaces(items)
    )
    return words.strip()


def test_a_gap_wider_than_those_of_the_line_is_a_space():
    assert text_of(line_of("Toko SerbaAda Lancar", gaps={10: 1.2})) == "Toko Serba Ada Lancar"


def test_letters_set_apart_are_one_word():
    assert text_of(line_of("INVOICE TAGIHAN", even=2.0)) == "INVOICE TAGIHAN"


def test_letters_at_uneven_distances_are_one_word():
    uneven = {position: (0.0, 0.9, -0.3, 0.6, 1.2)[position % 5] for position in range(20)}

    assert text_of(line_of("Percetakan Sejahtera", gaps=uneven)) == "Percetakan Sejahtera"


def test_nothing_is_said_of_a_line_with_few_letters():
    assert text_of(line_of("AdaUD", gaps={3: 1.2})) == "AdaUD"


def test_the_figures_of_a_number_stay_together():
    assert text_of(line_of("Nomor rekening 1234567", gaps={18: 1.4})) == "Nomor rekening 1234567"


def test_each_line_has_its_own_spacing():
    wide = line_of("LETTERS SET APART", even=2.0)

    assert text_of([*wide, Break(is_line=True), *line_of("and aSpecimen text", gaps={5: 1.2})]) == (
        "LETTERS SET APART\nand a Specimen text"
    )


def test_letters_set_apart_beside_text_that_is_not_are_one_word():
    text = "Nomor faktur dan tanggal SITIRAHAYU"
    apart = dict.fromkeys(range(text.index("SITI") + 1, len(text)), 2.0)

    assert text_of(line_of(text, gaps=apart)) == text


def test_a_gap_between_a_letter_and_a_figure_is_a_space_but_beside_a_1():
    assert text_of(line_of("Brosur A5Art Paper", gaps={9: 1.4})) == "Brosur A5 Art Paper"
    assert text_of(line_of("Barang kode K1Bola", gaps={14: 1.4})) == "Barang kode K1Bola"
