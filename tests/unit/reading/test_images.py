"""Image files as upright frames of blue-green-red pixels."""

import io
import random

import numpy as np
import pillow_heif
import pytest
from hostile_files import jpeg, png, tiff, with_exif
from PIL import Image

from berkas.errors import PageLimitExceeded, PixelLimitExceeded, UnreadableFile
from berkas.reading.filetypes import FileType
from berkas.reading.images import Frames
from berkas.reading.limits import ReadingLimits

LIMITS = ReadingLimits(max_pages=20, max_pixels=100_000)
ORIENTATION = 0x0112

STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that notes this orientation has laid the pixels down."""


@pytest.fixture(autouse=True)
def _pixels_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is the library's own, for the whole process: in a sandbox that is meant, here it would reach other tests."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def paper() -> Image.Image:
    """Red above left, green above right, blue below left, white below right; 64 × 48."""
    picture = Image.new("RGB", (64, 48), "white")
    picture.paste("red", (0, 0, 32, 24))
    picture.paste("lime", (32, 0, 64, 24))
    picture.paste("blue", (0, 24, 32, 48))
    return picture


def is_upright(pixels: np.ndarray) -> bool:
    corners = {(8, 8): (0, 0, 255), (8, 56): (0, 255, 0), (40, 8): (255, 0, 0), (40, 56): (255, 255, 255)}
    return pixels.shape == (48, 64, 3) and all(
        np.abs(pixels[place].astype(int) - colour).max() < 12 for place, colour in corners.items()
    )


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def first(content: bytes, file_type: FileType) -> np.ndarray:
    return Frames(content, file_type, LIMITS)[0]


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", [FileType.JPEG, FileType.PNG, FileType.WEBP, FileType.TIFF])
def test_the_orientation_that_a_camera_noted_is_undone(orientation, kind) -> None:
    move = STORED[orientation]
    stored = paper().transpose(move) if move is not None else paper()
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {"quality": 95, "subsampling": 0} if kind is FileType.JPEG else {}
    options |= {"lossless": True} if kind is FileType.WEBP else {}

    content = saved(stored, kind.name, exif=exif, **options)

    assert is_upright(first(content, kind))


def test_heic_is_read_and_its_orientation_undone_once() -> None:
    stored = paper().transpose(STORED[6])
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    buffer = io.BytesIO()
    pillow_heif.from_pillow(stored).save(buffer, quality=-1, exif=exif.tobytes())

    assert is_upright(first(buffer.getvalue(), FileType.HEIC))


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("rubbish", [b"", bytes(40), b"II*\x00\xff\xff\xff\xff", random.Random(1).randbytes(400)])
def test_a_photo_whose_notes_are_rubbish_is_read_as_it_lies(rubbish) -> None:
    content = with_exif(jpeg(paper(), quality=95, subsampling=0), rubbish)

    assert is_upright(first(content, FileType.JPEG))


def test_eighteen_megabytes_of_notes_are_passed_over() -> None:
    content = with_exif(jpeg(paper(), quality=95, subsampling=0), bytes(60_000), times=300)

    assert is_upright(first(content, FileType.JPEG))


def test_every_frame_of_a_tiff_is_a_page() -> None:
    greys = [Image.new("L", (30 + number, 20), 40 * number) for number in range(4)]

    frames = Frames(saved(greys[0], "TIFF", save_all=True, append_images=greys[1:]), FileType.TIFF, LIMITS)

    assert len(frames) == 4
    assert [frames[index].shape for index in (3, 0, 2, 1)] == [(20, 33, 3), (20, 30, 3), (20, 32, 3), (20, 31, 3)]
    assert [int(frames[index].mean()) for index in range(4)] == [0, 40, 80, 120]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_the_page(kind) -> None:
    others = [Image.new("RGB", (64, 48), "black") for _ in range(30)]
    content = saved(paper(), kind, save_all=True, append_images=others, lossless=True)

    frames = Frames(content, FileType[kind], LIMITS)

    assert len(frames) == 1
    assert is_upright(frames[0])


def test_a_photo_with_a_second_picture_inside_is_one_page() -> None:
    content = saved(
        paper(), "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))], quality=95, subsampling=0
    )

    frames = Frames(content, FileType.JPEG, LIMITS)

    assert len(frames) == 1
    assert is_upright(frames[0])


def test_print_colours_become_screen_colours() -> None:
    content = saved(paper().convert("CMYK"), "JPEG", quality=95)

    pixels = first(content, FileType.JPEG)

    assert pixels[40, 56].min() > 240
    assert int(pixels[8, 8].argmax()) == 2


@pytest.mark.parametrize("kind", [FileType.PNG, FileType.TIFF])
def test_sixteen_bits_keep_light_and_dark(kind) -> None:
    values = np.full((48, 64), 60_000, dtype=np.uint16)
    values[:, :32] = 2_000

    pixels = first(saved(Image.fromarray(values), kind.name), kind)

    assert (int(pixels[10, 10, 0]), int(pixels[10, 50, 0])) == (7, 233)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "F", "I;16B", "YCbCr", "LAB"])
def test_every_mode_of_pixels_becomes_blue_green_red(mode) -> None:
    white = {"I;16B": 65_535, "LAB": (255, 128, 128)}
    picture = (
        Image.new(mode, (20, 10), white[mode]) if mode in white else Image.new("RGB", (20, 10), "white").convert(mode)
    )
    kind = FileType.TIFF if mode in {"F", "I;16B", "YCbCr", "LAB"} else FileType.PNG

    pixels = first(saved(picture, kind.name), kind)

    assert pixels.dtype == np.uint8
    assert pixels.shape == (10, 20, 3)
    assert pixels.min() > 240


def test_what_is_transparent_is_white_paper() -> None:
    pixels = first(saved(Image.new("RGBA", (20, 10), (0, 0, 0, 0)), "PNG"), FileType.PNG)

    assert pixels.min() == 255


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(60_000, 60_000, bit_depth=1), FileType.PNG),
        (png(2**31 - 1, 2**31 - 1), FileType.PNG),
        (png(317, 316), FileType.PNG),
        (tiff(1, size=(500, 400)), FileType.TIFF),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(content, kind) -> None:
    with pytest.raises(PixelLimitExceeded):
        Frames(content, kind, LIMITS)


def test_a_later_frame_of_too_many_pixels_is_refused_too() -> None:
    frames = [Image.new("L", (10, 10)), Image.new("L", (400, 300))]

    with pytest.raises(PixelLimitExceeded):
        Frames(saved(frames[0], "TIFF", save_all=True, append_images=frames[1:]), FileType.TIFF, LIMITS)


def test_a_tiff_of_thousands_of_frames_is_refused() -> None:
    with pytest.raises(PageLimitExceeded):
        Frames(tiff(5_000), FileType.TIFF, LIMITS)


def test_a_tiff_whose_last_frame_points_to_the_first_ends() -> None:
    assert len(Frames(tiff(3, is_looped=True), FileType.TIFF, LIMITS)) == 3


def noise(width: int = 120, height: int = 90) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(5).randbytes(width * height * 3))


def heic() -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(noise()).save(buffer, quality=80)
    return buffer.getvalue()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", [FileType.PNG, FileType.WEBP, FileType.TIFF, FileType.HEIC])
def test_a_truncated_picture_is_unreadable(kind, part) -> None:
    content = heic() if kind is FileType.HEIC else saved(noise(), kind.name)

    with pytest.raises(UnreadableFile):
        Frames(content[: int(len(content) * part)], kind, LIMITS)


@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 10), (10, 0)])
def test_a_picture_without_an_area_is_unreadable(width, height) -> None:
    with pytest.raises(UnreadableFile):
        Frames(png(width, height), FileType.PNG, LIMITS)


def test_only_the_decoder_of_the_type_looks_at_a_file() -> None:
    buffer = io.BytesIO()
    paper().save(buffer, "GIF")

    for kind in (FileType.JPEG, FileType.PNG, FileType.WEBP, FileType.TIFF, FileType.HEIC):
        with pytest.raises(UnreadableFile):
            Frames(buffer.getvalue(), kind, LIMITS)


@pytest.mark.parametrize(
    ("dpi", "shape"),
    [((204, 98), (208, 200, 3)), ((98, 204), (100, 416, 3)), ((200, 200), (100, 200, 3)), ((300, 20), (100, 200, 3))],
)
def test_oblong_pixels_of_a_fax_become_square(dpi, shape):
    buffer = io.BytesIO()
    Image.new("1", (200, 100), 1).save(buffer, "TIFF", dpi=dpi, compression="group4")

    assert Frames(buffer.getvalue(), FileType.TIFF, ReadingLimits())[0].shape == shape


def test_a_fax_that_would_grow_beyond_the_limit_stays_as_it_is():
    buffer = io.BytesIO()
    Image.new("1", (200, 100), 1).save(buffer, "TIFF", dpi=(204, 98))

    assert Frames(buffer.getvalue(), FileType.TIFF, ReadingLimits(max_pixels=30_000))[0].shape == (100, 200, 3)
