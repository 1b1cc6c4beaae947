"""A JPEG that lacks its end is read as far as it goes, as every viewer shows it, and what is missing is told."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from berkas.errors import UnreadableFile
from berkas.extraction.confidence import reasons_of, review_causes, source_findings
from berkas.model.extraction import Severity
from berkas.model.geometry import Page, PageSource
from berkas.reading.filetypes import FileType
from berkas.reading.images import Frames
from berkas.reading.limits import ReadingLimits

LIMITS = ReadingLimits()
WIDTH, HEIGHT = 320, 480
ORIENTATION = 0x0112

KINDS = {
    "baseline": {"quality": 90},
    "all colours": {"quality": 90, "subsampling": 0},
    "progressive": {"quality": 90, "progressive": True},
    "restarts": {"quality": 90, "restart_marker_rows": 1},
    "grey": {"quality": 90},
}


def picture(kind: str = "baseline") -> Image.Image:
    """Every row differs from every other one; nothing is as grey as what decoders fill in."""
    rng = np.random.default_rng(7)
    rows = np.kron(rng.integers(0, 90, (HEIGHT // 8, WIDTH // 8, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    return Image.fromarray(rows).convert("L" if kind == "grey" else "RGB")


def jpeg(kind: str = "baseline", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture(kind).save(buffer, "JPEG", **KINDS[kind], **options)
    return buffer.getvalue()


def frames(content: bytes) -> Frames:
    return Frames(content, FileType.JPEG, LIMITS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_picture_lacks_nothing(kind):
    assert frames(jpeg(kind)).missing is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lost", [1, 2])
def test_a_picture_without_its_last_marker_is_the_whole_picture(kind, lost):
    whole = jpeg(kind)

    found = frames(whole[:-lost])

    assert found.missing == 0
    assert np.array_equal(found[0], frames(whole)[0])


@pytest.mark.parametrize("kind", ["baseline", "all colours", "restarts", "grey"])
@pytest.mark.parametrize("part", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_what_came_of_a_picture_is_there_and_what_did_not_is_measured(kind, part):
    whole = jpeg(kind)

    found = frames(whole[: int(len(whole) * part)])

    there = int(HEIGHT * (1 - found.missing))
    assert abs(there / HEIGHT - part) < 0.08
    assert np.array_equal(found[0][: there - 1], frames(whole)[0][: there - 1])
    assert not np.array_equal(found[0][there + 1], frames(whole)[0][there + 1])


@pytest.mark.parametrize("part", [0.15, 0.3, 0.5, 0.7, 0.9])
def test_a_progressive_picture_is_shown_in_the_detail_that_came(part):
    whole = jpeg("progressive")

    found = frames(whole[: int(len(whole) * part)])

    assert found.missing > 0.01
    blurred = [cv2.blur(pixels, (32, 32)).astype(int) for pixels in (found[0], frames(whole)[0])]
    top = slice(0, HEIGHT // 10)
    assert np.abs(blurred[0][top] - blurred[1][top]).mean() < 12


def test_a_progressive_picture_that_ends_between_two_scans_is_coarse_although_no_data_is_cut():
    whole = jpeg("progressive")
    second_scan = whole.index(b"\xff\xda", whole.index(b"\xff\xda") + 2)
    tables = whole.rindex(b"\xff\xc4", 0, second_scan)

    assert frames(whole[:tables]).missing == 1


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_cut_picture_is_turned_as_its_camera_noted(turned):
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    whole = jpeg("baseline", exif=exif)

    found = frames(whole[: int(len(whole) * 0.7)])

    assert found[0].shape == ((HEIGHT, WIDTH, 3) if turned == 3 else (WIDTH, HEIGHT, 3))
    assert 0.2 < found.missing < 0.4
    first_row = {3: lambda p: p[-1, ::-1], 6: lambda p: p[:, -1], 8: lambda p: p[::-1, 0]}[turned]
    assert np.array_equal(first_row(found[0]), first_row(frames(whole)[0]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_which_nothing_came_is_unreadable(kind):
    whole = jpeg(kind)
    begins = whole.index(b"\xff\xda")

    for end in (3, 20, begins - 5, begins, begins + 4, begins + 14, begins + 16):
        with pytest.raises(UnreadableFile):
            frames(whole[:end])


def test_every_end_gives_a_picture_or_a_refusal():
    whole = jpeg("progressive")

    for end in range(2, len(whole), 97):
        try:
            found = frames(whole[:end])
        except UnreadableFile:
            continue
        assert 0 <= found.missing <= 1
        assert found[0].shape == (HEIGHT, WIDTH, 3)


def test_a_white_page_that_lacks_its_last_marker_is_a_white_page():
    buffer = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), "white").save(buffer, "JPEG")

    found = frames(buffer.getvalue()[:-2])

    assert (found.missing, int(found[0].min())) == (0, 255)


def page(missing: float | None) -> Page:
    return Page(0, 1, 1, 0, PageSource.OCR, (), None, missing)


@pytest.mark.parametrize(
    ("missing", "severity", "reasons"),
    [
        (0.0, Severity.INFO, ()),
        (0.01, Severity.INFO, ()),
        (0.011, Severity.WARNING, ("image_truncated",)),
        (1.0, Severity.WARNING, ("image_truncated",)),
    ],
)
def test_a_missing_end_is_told_and_a_missing_part_sends_the_document_to_an_analyst(missing, severity, reasons):
    found = source_findings([page(None), page(missing)])

    assert [(f.code, f.severity, f.fields) for f in found] == [("image_truncated", severity, ())]
    assert reasons_of(review_causes([], found, score=90, threshold=70)) == reasons


def test_of_whole_pictures_nothing_is_told():
    assert source_findings([page(None)]) == ()
