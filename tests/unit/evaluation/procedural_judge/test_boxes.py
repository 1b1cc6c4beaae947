"""Boxes know how high they are, and draw within it."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from berkas.evaluation.procedural_judge.boxes import Faces, Frame, Gap, Ink, Pen, Side, Stack, Text

INK = Ink(Faces("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"), 10, leading=1.2)


class Recording(Pen):
    """A pen that keeps what it writes."""

    def __init__(self):
        super().__init__(Canvas(io.BytesIO()), 500)
        self.written = []

    def text(self, x, y, text, ink):
        self.written.append((round(x, 1), round(y, 1), text, ink))


def drawn(box, width):
    pen = Recording()
    box.draw(pen, 0, 0, width)
    return pen.written


def test_a_paragraph_wraps_at_spaces_and_is_as_high_as_its_lines():
    text = Text("satu dua tiga empat lima enam", INK)
    lines = [written[2] for written in drawn(text, 70)]
    assert len(lines) > 1
    assert " ".join(lines) == text.words
    assert all(INK.width(line) <= 70 for line in lines)
    assert text.height(70) == pytest.approx(12 * len(lines))


def test_a_word_that_is_too_wide_makes_its_paragraph_smaller_instead_of_running_over():
    wide = Text("INV/2025/08/000123456789", INK)
    ((_, _, words, ink),) = drawn(wide, 60)
    assert words == wide.words
    assert ink.width(words) <= 60


def test_the_lead_is_bold_and_stands_on_the_first_line():
    first, second = drawn(Text("12 Maret 2025", INK, lead="Tanggal:"), 300)
    assert (first[2], first[3].weight, second[3].weight) == ("Tanggal:", "bold", "plain")
    assert first[1] == second[1]
    assert second[0] == pytest.approx(INK.bold().width("Tanggal:"), abs=0.1)


def test_lines_are_set_right_or_in_the_middle():
    assert drawn(Text("abc", INK, "right"), 100)[0][0] == pytest.approx(100 - INK.width("abc"), abs=0.1)
    assert drawn(Text("abc", INK, "center"), 100)[0][0] == pytest.approx((100 - INK.width("abc")) / 2, abs=0.1)


def test_a_stack_adds_heights_and_gaps_and_a_side_takes_the_highest():
    boxes = [Gap(10), Gap(25)]
    assert Stack(boxes, 5).height(100) == 40
    assert Side(boxes, [0.5, 0.5]).height(100) == 25
    assert Frame(Gap(10), pad=4).height(100) == 18


def test_fixed_widths_are_taken_off_before_the_rest_is_shared():
    assert Side([Gap(1)] * 3, [30.0, 0.75, 0.25], gap=10).widths(150) == [30.0, 75.0, 25.0]
