"""Files that nobody sends by accident: each ends within the limits, as one known error or as nothing, and the next one is read."""

import io
import random
import time

import psutil
import pytest
from hostile_files import (
    A4,
    attachment_only,
    content_bomb,
    deep_nesting,
    endless_letters,
    enormous_page,
    enormous_table_of_objects,
    for_pdfminer,
    form_in_itself,
    jpeg,
    looped_outline,
    looped_page_tree,
    million_laughs,
    one_page,
    pages,
    picture_bomb,
    png,
    rubbish_picture,
    scattered_letters,
    stream,
    text,
    tiff,
    unknown_encryption,
    with_exif,
    without_pages,
)
from PIL import Image

from berkas.errors import (
    DocumentError,
    PageLimitExceeded,
    PixelLimitExceeded,
    ReaderCrashed,
    ReadingLimitExceeded,
    UnreadableFile,
)
from berkas.evaluation.specimens import papers
from berkas.model.geometry import PageSource
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader
from berkas.settings import Settings

MEBIBYTE = 1024 * 1024
LIMITS = ReadingLimits(memory_bytes=1000 * MEBIBYTE, cpu_seconds=3, wall_seconds=20)
SLACK_SECONDS = 10
"""What starting a child and noticing its end take on top."""

SPECIMEN = papers.make("npwp", layout="card", seed=3).pdf


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(LIMITS, OcrOptions(models_dir=str(Settings().models_dir))) as one:
        one.start()
        yield one


@pytest.fixture(autouse=True)
def the_next_paper_is_read(reader):
    """After every test, by the same reader."""
    yield
    reader.open(SPECIMEN)
    (page,) = reader.read_pages([0])
    assert len(page.words) > 10


def read_all(reader: DocumentReader, content: bytes) -> int:
    """Read a file as the flow does; the number of words."""
    info = reader.open(content)
    found = reader.read_pages(range(info.page_count))
    reader.find_ruled_tables(range(info.page_count))
    return sum(len(page.words) for page in found)


def ends_within_limits(reader: DocumentReader, content: bytes) -> DocumentError | int:
    """How reading ends: an error of the document or a number of words. Anything else fails the test."""
    cpu, started = reader.cpu_seconds, time.monotonic()
    try:
        outcome: DocumentError | int = read_all(reader, content)
    except DocumentError as error:
        outcome = error
    assert time.monotonic() - started < LIMITS.wall_seconds + SLACK_SECONDS
    assert reader.cpu_seconds - cpu < LIMITS.cpu_seconds + SLACK_SECONDS
    if reader.pid is not None:
        assert psutil.Process(reader.pid).memory_info().rss < LIMITS.memory_bytes
    return outcome


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"%PDF-1.7\n%%EOF\n", (UnreadableFile,)),
        (b"%PDF-1.7" + bytes(5000), (UnreadableFile,)),
        (without_pages(), (UnreadableFile,)),
        (attachment_only(), (UnreadableFile,)),
        (enormous_table_of_objects(), (UnreadableFile, ReadingLimitExceeded)),
        (deep_nesting(), (UnreadableFile, ReadingLimitExceeded)),
        (deep_nesting().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R"), (UnreadableFile, ReadingLimitExceeded)),
        (unknown_encryption("Contoh.Rahasia"), (UnreadableFile,)),
        (unknown_encryption("Adobe.PubSec"), (UnreadableFile,)),
        (looped_page_tree(), (PageLimitExceeded,)),
        (pages(201), (PageLimitExceeded,)),
        (one_page(stream(text(["kata"] * 200_000, per_line=200))), (ReadingLimitExceeded,)),
        (enormous_page(b"[0 0 1000000000 1]"), (UnreadableFile, PixelLimitExceeded)),
        (b"\x89PNG\r\n\x1a\n" + pages(1), (UnreadableFile,)),
        (b"\xff\xd8\xff\xe0" + pages(1), (UnreadableFile,)),
        (png(60_000, 60_000, bit_depth=1), (PixelLimitExceeded,)),
        (png(0, 0), (UnreadableFile,)),
        (tiff(5_000), (PageLimitExceeded,)),
        (tiff(1, size=(9_000, 9_000))[:4_000], (PixelLimitExceeded,)),
    ],
    ids=[
        "an empty PDF", "zeros", "no pages", "a portfolio", "four thousand million objects", "lists in lists", "the same, locked",
        "an unknown lock", "a lock by certificates", "a page tree in itself", "201 pages", "200 000 words",
        "a page like a thread", "a PDF as PNG", "a PDF as JPEG", "a picture bomb", "a picture without area", "5 000 frames",
        "81 million pixels",
    ],
)  # fmt: skip
def test_it_is_refused_with_the_reason(reader, content, errors) -> None:
    outcome = ends_within_limits(reader, content)

    assert type(outcome) in errors


@pytest.mark.parametrize(
    "bomb",
    [
        million_laughs,
        lambda: one_page(content_bomb()),
        lambda: one_page(scattered_letters()),
        lambda: for_pdfminer(content_bomb(b"(a) Tj\n")),
        lambda: for_pdfminer(scattered_letters()),
        endless_letters,
    ],
    ids=["a million laughs", "a content bomb", "letters over letters", "a content bomb for pdfminer",
         "letters over letters for pdfminer", "endless letters for pdfminer"],
)  # fmt: skip
def test_a_bomb_is_put_out_within_the_limits(reader, bomb) -> None:
    content = bomb()
    assert len(content) < 100_000

    outcome = ends_within_limits(reader, content)

    assert type(outcome) in {ReadingLimitExceeded, ReaderCrashed}


@pytest.mark.parametrize(
    "content",
    [
        form_in_itself(),
        picture_bomb(),
        rubbish_picture("JBIG2Decode"),
        rubbish_picture("CCITTFaxDecode", b"/DecodeParms << /K -1 /Columns 1240 /Rows 1754 >>"),
        rubbish_picture("DCTDecode"),
        rubbish_picture("JPXDecode"),
        rubbish_picture("Nonsense"),
        enormous_page(b"[0 0 1000000000 1000000000]"),
        enormous_page(b"[0 0 0 0]"),
        enormous_page(b"[0 0 -5 nan]"),
        tiff(3, is_looped=True, size=(50, 50)),
    ],
    ids=["a form in itself", "pixels by the thousand million", "JBIG2", "CCITT", "DCT", "JPX", "no filter", "a field", "nothing",
         "no numbers", "frames in a ring"],
)  # fmt: skip
def test_what_shows_nothing_is_read_as_nothing(reader, content) -> None:
    outcome = ends_within_limits(reader, content)

    assert outcome == 0 or type(outcome) in {UnreadableFile, ReadingLimitExceeded, PixelLimitExceeded}


@pytest.mark.parametrize(
    "content",
    [looped_outline(), b"GIF89a" + pages(3), pages(3) + bytes(3000), pages(3).replace(b"startxref", b"startxxxx")],
    ids=["a ring of bookmarks", "another signature before", "zeros behind", "no place of the table"],
)
def test_what_is_odd_but_holds_a_paper_is_read(reader, content) -> None:
    words = ends_within_limits(reader, content)

    assert isinstance(words, int)
    assert words >= 7


@pytest.mark.parametrize("part", range(1, 20, 2))
def test_a_pdf_that_was_cut_is_refused_or_read_as_far_as_it_goes(reader, part) -> None:
    outcome = ends_within_limits(reader, SPECIMEN[: len(SPECIMEN) * part // 20])

    assert isinstance(outcome, int | UnreadableFile)


@pytest.mark.parametrize("seed", range(12))
def test_a_pdf_with_altered_bytes_is_refused_or_read(reader, seed) -> None:
    rng = random.Random(seed)
    content = bytearray(papers.make("invoice", layout="taxable", seed=seed).pdf)
    for _ in range(60):
        content[rng.randrange(len(content))] = rng.randrange(256)

    outcome = ends_within_limits(reader, b"%PDF-1.7" + bytes(content[8:]))

    assert isinstance(outcome, int | DocumentError)


def test_pdfminer_reads_what_pdfium_refuses_within_the_limits(reader) -> None:
    """A catalogue without pages: pdfminer.six looks for them among all objects."""
    content = stream(text(["SPECIMEN", "contoh", "halaman", "yang", "dicari", "di", "antara", "semua", "objek"]))

    words = ends_within_limits(reader, for_pdfminer(content))

    assert isinstance(words, int)
    assert words >= 7


def test_words_beside_the_page_are_not_read(reader) -> None:
    hidden = b"BT /F 9 Tf 5 -20 Td (RAHASIA) Tj 0 2000 Td (RAHASIA) Tj -900 -1500 Td (RAHASIA) Tj ET "

    reader.open(
        one_page(stream(hidden + text(["SPECIMEN", "contoh", "halaman", "dengan", "kata", "di", "luar", "kertas"])))
    )
    (page,) = reader.read_pages([0])

    assert page.source is PageSource.TEXT_LAYER
    assert "RAHASIA" not in {word.text for word in page.words}
    assert {"SPECIMEN", "kertas"} <= {word.text for word in page.words}


TURNED = {
    0: b"1 0 0 1 60 760",
    90: b"0 1 -1 0 200 705",
    180: b"-1 0 0 -1 380 760",
    270: b"0 -1 1 0 200 835",
}
"""How text must lie to be upright on a page that is shown turned by so many degrees."""


@pytest.mark.parametrize("rotation", TURNED)
@pytest.mark.parametrize("box", [b"[0 0 595 842]", b"[-100 -100 495 842]", b"[30 700 400 842]"])
def test_every_word_on_a_turned_or_shifted_page_is_read(reader, rotation, box) -> None:
    drawn = b"BT /F 6 Tf %s Tm (SPECIMEN contoh halaman yang diputar) Tj ET" % TURNED[rotation]

    reader.open(one_page(stream(drawn), media_box=box + b" /Rotate %d" % rotation))
    (page,) = reader.read_pages([0])

    assert page.source is PageSource.TEXT_LAYER
    assert [word.text for word in page.words] == ["SPECIMEN", "contoh", "halaman", "yang", "diputar"]
    assert all(0 < word.box.center_x < 1 and 0 < word.box.center_y < 1 for word in page.words)


def test_text_that_lies_on_its_side_or_head_is_read_as_a_picture() -> None:
    """Its letters stand below each other as seen; a picture is turned first."""
    lying = text(["SPECIMEN", "contoh", "halaman", "yang", "terbalik"] * 6)
    with DocumentReader(ReadingLimits(), OcrOptions(models_dir=str(Settings().models_dir))) as patient:
        for rotation in (90, 180, 270):
            patient.open(one_page(stream(lying), media_box=A4 + b" /Rotate %d" % rotation))
            (page,) = patient.read_pages([0])

            assert page.source is PageSource.OCR, rotation
            assert sum(word.text.upper() == "SPECIMEN" for word in page.words) > 3, rotation


def test_a_document_of_too_many_words_is_refused_on_the_page_that_brings_them() -> None:
    limits = ReadingLimits(max_words=20)
    with DocumentReader(limits, OcrOptions()) as reader:
        reader.open(pages(3))

        assert len(reader.read_pages([0, 1])) == 2
        with pytest.raises(ReadingLimitExceeded):
            reader.read_pages([2])
        reader.open(pages(1))
        assert len(reader.read_pages([0])) == 1


def test_a_hundred_scanned_sheets_fit_into_the_memory() -> None:
    """As pixels they would take gigabytes; one at a time does."""
    sheet = Image.new("1", (1654, 2339), 1)
    with DocumentReader(LIMITS, OcrOptions()) as reader:
        info = reader.open(_tiff_of(sheet, 100))
        (page,) = reader.read_pages([99])

    assert info.page_count == 100
    assert (page.width, page.height) == (1654, 2339)


def _tiff_of(sheet: Image.Image, count: int) -> bytes:
    buffer = io.BytesIO()
    sheet.save(buffer, "TIFF", save_all=True, append_images=[sheet] * (count - 1), compression="group4")
    return buffer.getvalue()


@pytest.mark.parametrize("size", [(1, 40_000), (40_000, 1), (3, 3), (30, 30_000)])
def test_a_picture_like_a_ribbon_or_a_speck_is_read_as_nothing_or_refused(reader, size) -> None:
    width, height = size
    stripes = Image.frombytes("L", size, bytes(255 * (number // 7 % 2) for number in range(width * height)))

    outcome = ends_within_limits(reader, jpeg(stripes))

    assert isinstance(outcome, int | UnreadableFile | ReadingLimitExceeded)


def test_a_photo_with_megabytes_of_notes_is_read_as_a_picture(reader) -> None:
    content = with_exif(jpeg(Image.new("RGB", (400, 300), "white")), bytes(60_000), times=200)

    assert ends_within_limits(reader, content) == 0


@pytest.mark.parametrize("mode", ["L", "RGB", "I;16"])
def test_a_picture_that_does_not_fit_into_the_memory_is_a_limit_and_no_damage(mode) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (7_000, 7_000), "white" if mode != "I;16" else 60_000).save(buffer, "PNG", compress_level=1)
    with DocumentReader(ReadingLimits(memory_bytes=700 * MEBIBYTE), OcrOptions()) as reader:
        with pytest.raises(ReadingLimitExceeded):
            read_all(reader, buffer.getvalue())

        reader.open(SPECIMEN)
        assert len(reader.read_pages([0])[0].words) > 10
