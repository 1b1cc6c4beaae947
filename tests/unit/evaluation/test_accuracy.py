"""The page of accuracy is made in parts: what is not measured now stays as it was."""

import io
from datetime import date

import pytest
from PIL import Image

from berkas.evaluation import accuracy
from berkas.evaluation.accuracy import Counts, Part
from berkas.evaluation.accuracy_page import markdown
from berkas.evaluation.accuracy_picture import accuracy_picture, colour_of
from berkas.evaluation.run import NO_TYPE, Report, Score
from berkas.evaluation.scoring import Tally


def part(right=97, *, cells=0, seeds="900", documents=4):
    counts = Counts(values=100, right=right, confident=50, confident_wrong=1)
    return Part(
        documents, 8, 4, 6.0, counts, Counts(cells, cells, cells, 0), seeds, date(2026, 11, 27), "1.0.0"
    )  # fmt: skip


def test_a_measurement_gives_counts_by_type_and_way_and_leaves_out_what_has_no_type():
    report = Report()
    fields = Tally(values=10, right=9, confident=5, confident_wrong=1)
    report.scores["ktp", "photo"] = Score(documents=2, pages=2, type_right=1, cpu_seconds=3.0, fields=fields)
    report.scores[NO_TYPE, "cv"] = Score(documents=1)

    found = accuracy.measured(report, seeds="900-901", day=date(2026, 11, 27), version="1.0.0")

    assert list(found) == ["ktp"]
    one = found["ktp"]["photo"]
    assert (one.fields, one.cells, one.seeds) == (Counts(10, 9, 5, 1), Counts(), "900-901")
    assert (one.cpu_per_document, one.fields.rate, one.fields.wrong_rate, one.cells.rate) == (1.5, 90.0, 20.0, None)


def test_new_figures_take_the_place_of_those_of_the_same_type_and_way_alone(tmp_path):
    file = tmp_path / "accuracy.json"
    accuracy.store({"ktp": {"photo": part(90), "text_pdf": part(80)}, "gone": {"photo": part()}}, file)

    known = accuracy.merged(accuracy.load(file), {"ktp": {"photo": part(99)}, "npwp": {"tiff": part()}})
    found = accuracy.ordered(known, ("npwp", "ktp"), ("text_pdf", "photo", "tiff"))

    assert [(kind, list(ways)) for kind, ways in found.items()] == [("npwp", ["tiff"]), ("ktp", ["text_pdf", "photo"])]
    assert [one.fields.right for one in found["ktp"].values()] == [80, 99]
    assert accuracy.load(tmp_path / "none.json") == {}


def test_the_page_says_who_drew_what_and_gives_every_figure():
    page = markdown({"ktp": {"photo": part(cells=20)}}, picture="images/accuracy.png", data="accuracy.json")

    assert "We drew these documents ourselves" in page
    assert "(images/accuracy.png)" in page
    assert "| `ktp` | `photo` | 4 | 4/4 | 97.0 % of 100 | 100.0 % of 20 | 1 of 50 / 0 of 20 |" in page
    assert "| `ktp` | `photo` | 1.50 | 0.75 | 900 | 2026-11-27, 1.0.0 |" in page


@pytest.mark.parametrize("ways", [1, 18])
def test_the_picture_has_a_cell_for_each_part_in_the_colour_of_its_figure(ways):
    names = [f"way_{number}" for number in range(ways)]
    png = accuracy_picture({"ktp": dict.fromkeys(names, part(100)), "npwp": {names[-1]: part(60, cells=30)}})

    image = Image.open(io.BytesIO(png)).convert("RGB")
    counts = {colour: count for count, colour in image.getcolors(image.width * image.height)}

    def pixels(colour):
        return sum(n for one, n in counts.items() if all(abs(a - b) < 8 for a, b in zip(one, colour, strict=True)))

    assert pixels(colour_of(100)) > ways * 1500
    assert 500 < pixels(colour_of(60)) < 5000


def test_colours_follow_the_share_of_right_values():
    colours = [colour_of(rate) for rate in (100, 98, 96, 92, 85, 10, None)]

    assert len({*colours}) == 7
    assert colour_of(99) == colour_of(100)
