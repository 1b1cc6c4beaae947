"""Pictures of a report."""

import io

from PIL import Image

from berkas.evaluation.reliability import Decision, Fate, Reliability
from berkas.evaluation.report_pictures import automation_picture, reliability_picture
from berkas.evaluation.scoring import Comparison

BAR, LACK, MARKED = (59, 130, 196), (244, 162, 97), (31, 41, 55)


def measured(*, right, confidence=95, is_cell=False):
    found = Reliability()
    for number in range(100):
        comparison = Comparison("a", "X", "X" if number < right else "Y", confidence, is_cell=is_cell)
        found.add_value(comparison, kind="name", sent="photo")
    return found


def colours(png):
    """Pixels of each colour, near ones as one: the palette of a PNG shifts them a little."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    counts = image.getcolors(image.width * image.height)
    return lambda colour: sum(n for n, one in counts if all(abs(a - b) < 8 for a, b in zip(one, colour, strict=True)))


def test_values_that_are_surer_than_right_show():
    honest, too_sure = (colours(reliability_picture(measured(right=right))) for right in (96, 50))
    assert too_sure(LACK) > honest(LACK) + 3000
    assert honest(BAR) > too_sure(BAR) + 3000


def test_cells_have_a_diagram_of_their_own():
    fields = measured(right=90)
    both = measured(right=90)
    both.groups |= measured(right=90, is_cell=True).groups
    heights = [Image.open(io.BytesIO(reliability_picture(one))).height for one in (fields, both)]
    assert heights[1] > 1.7 * heights[0]


def test_the_threshold_in_force_is_marked_where_it_leaves_documents_to_no_person():
    found = Reliability(decisions=[Decision(score, False, Fate.FLAWLESS) for score in range(50, 100)])
    # no document has a score of 100, so nothing is marked there
    marked, unmarked = (colours(automation_picture(found, threshold=one)) for one in (70, 100))
    assert marked(MARKED) > unmarked(MARKED) + 60


def test_nothing_measured_is_still_a_picture():
    for png in (reliability_picture(Reliability()), automation_picture(Reliability(), threshold=70)):
        assert Image.open(io.BytesIO(png)).size[0] == 1080
