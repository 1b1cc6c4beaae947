"""How papers are sent."""

import io

import pikepdf
import pytest
from PIL import Image

from berkas.evaluation.specimens import held_out, papers, variants
from berkas.reading.filetypes import HEAD_BYTES, FileType, sniff

CARD = papers.make("npwp", layout="card", seed=1)
STATEMENT = next(
    specimen
    for seed in range(1, 50)
    if variants.page_count((specimen := papers.make("rekening_koran", layout="columns", seed=seed)).pdf) == 2
)
KINDS = {"pdf": FileType.PDF, "jpg": FileType.JPEG, "png": FileType.PNG, "heic": FileType.HEIC, "webp": FileType.WEBP,
         "tiff": FileType.TIFF}  # fmt: skip


@pytest.mark.parametrize("variant", variants.VARIANTS)
def test_a_file_is_what_its_ending_says_and_the_same_every_time(variant):
    content, ending = variants.render(CARD, variant, seed=1)
    assert sniff(content[:HEAD_BYTES]) is KINDS[ending]
    # a locked PDF is sealed with fresh random numbers
    assert variant == "locked_pdf" or variants.render(CARD, variant, seed=1)[0] == content


@pytest.mark.parametrize("variant", ["small", "tiff", "text_pdf"])
def test_a_paper_of_two_pages_is_sent_whole(variant):
    assert variants.is_possible(STATEMENT, variant)
    content, ending = variants.render(STATEMENT, variant, seed=1)
    if ending == "tiff":
        assert Image.open(io.BytesIO(content)).n_frames == 2
    else:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert len(pdf.pages) == 2


def test_formats_of_one_picture_are_not_possible_for_several_pages():
    assert not variants.is_possible(STATEMENT, "heic")
    assert variants.is_possible(CARD, "heic")


def test_a_locked_pdf_opens_with_its_password_only():
    content, _ = variants.render(CARD, "locked_pdf", seed=1)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    pikepdf.open(io.BytesIO(content), password=variants.PASSWORD).close()


def test_a_turned_card_stands_upright_and_a_small_one_is_narrow():
    turned = Image.open(io.BytesIO(variants.render(CARD, "turned_90", seed=1)[0]))
    assert turned.height > turned.width
    small = Image.open(io.BytesIO(variants.render(CARD, "small", seed=1)[0]))
    assert small.width < 600


def test_a_photocopy_is_rendered_as_a_sheet():
    copy = held_out.make("ktp", layout="photocopy", seed=900)
    picture = Image.open(io.BytesIO(variants.render(copy, "png", seed=1)[0]))
    assert picture.height > picture.width > 1600
