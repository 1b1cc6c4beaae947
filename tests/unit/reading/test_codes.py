"""Codes in pictures: which are read, what they say, and where they are."""

import cv2
import numpy as np
import pytest
from drawn_codes import picture

from berkas.model.geometry import MOST_CODES_OF_PAGE, BoundingBox, Code, CodeKind, Page, PageSource
from berkas.reading.codes import boxed, find_codes, kept

TEXT = "https://contoh.invalid/v?n=INV-7"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("QRCode", TEXT, CodeKind.QR_CODE),
        ("MicroQRCode", "12345", CodeKind.MICRO_QR_CODE),
        ("RMQRCode", "CONTOH", CodeKind.RMQR_CODE),
        ("DataMatrix", TEXT, CodeKind.DATA_MATRIX),
        ("Aztec", TEXT, CodeKind.AZTEC),
        ("PDF417", TEXT, CodeKind.PDF417),
        ("MicroPDF417", "CONTOH", CodeKind.MICRO_PDF417),
        ("Code128", "INV-2026-0001", CodeKind.CODE_128),
        ("Code93", "INV2026", CodeKind.CODE_93),
        ("Code39", "INV-2026", CodeKind.CODE_39),
        ("ITF", "12345678", CodeKind.ITF),
        ("EAN13", "8991234567891", CodeKind.EAN_13),
    ],
)
def test_every_kind_that_is_promised_is_read(name, content, kind):
    [code] = find_codes(picture(content, name), 2)

    assert (code.kind, code.content, code.byte_count, code.box.page) == (kind, content, len(content), 2)


@pytest.mark.parametrize("name", ["EAN8", "UPCE", "Codabar"])
def test_kinds_that_other_stripes_look_like_are_left_out(name):
    assert find_codes(picture({"EAN8": "1234567", "UPCE": "1234567", "Codabar": "A12345A"}[name], name), 0) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Jl. Pélita №7 – 日本".encode(), "Jl. Pélita №7 – 日本"),
        ("NAMA: CONTOH\r\nNO\t7", "NAMA: CONTOH\r\nNO\t7"),
        ("A\x1dB\x1eC", "A\x1dB\x1eC"),
        ("Rp\xa01.500\u200b\u3000日本 \U0001fae9".encode(), "Rp\xa01.500\u200b\u3000日本 \U0001fae9"),
        ("CONTOH\x85\x9b".encode(), None),
        (bytes(range(0, 256, 5)), None),
        (b"PDF\x00\x01\x02", None),
    ],
)
def test_content_is_text_or_is_none(content, said):
    [code] = find_codes(picture(content), 0)

    assert code.content == said
    assert code.byte_count > 0


def test_a_box_is_around_its_code_also_on_a_page_at_an_angle():
    sheet = np.full((1400, 1000, 3), 255, np.uint8)
    mark = picture(TEXT)
    sheet[900 : 900 + mark.shape[0], 600 : 600 + mark.shape[1]] = mark
    corners = np.float32([[0, 0], [1000, 0], [1000, 1400], [0, 1400]])
    moved = np.float32([[60, 40], [930, 90], [990, 1350], [20, 1300]])
    change = cv2.getPerspectiveTransform(corners, moved)
    photo = cv2.warpPerspective(sheet, change, (1000, 1400), borderValue=(90, 110, 120))
    middle = cv2.perspectiveTransform(np.float32([[[600 + mark.shape[1] / 2, 900 + mark.shape[0] / 2]]]), change)[0][0]

    [code] = find_codes(photo, 0)

    assert code.content == TEXT
    assert (code.box.center_x, code.box.center_y) == pytest.approx((middle[0] / 1000, middle[1] / 1400), abs=0.01)


def test_codes_stand_in_the_order_of_the_page_whatever_its_size():
    one, other = picture("ATAS"), picture("BAWAH")
    sheet = np.full((5000, 4500, 3), 255, np.uint8)  # more pixels than are looked at
    sheet[4000 : 4000 + other.shape[0], 100 : 100 + other.shape[1]] = other
    sheet[200 : 200 + one.shape[0], 3000 : 3000 + one.shape[1]] = one

    assert [code.content for code in find_codes(sheet, 0)] == ["ATAS", "BAWAH"]


def test_a_code_of_a_part_has_its_box_on_the_page():
    code = Code(CodeKind.QR_CODE, "A", 1, BoundingBox(0, 0.5, 0.5, 0.25, 0.5))

    assert boxed(code, BoundingBox(3, 0.2, 0.4, 0.4, 0.2)).box == BoundingBox(3, 0.4, 0.5, 0.1, 0.1)


def test_a_page_keeps_codes_up_to_a_limit_and_says_when_there_were_more():
    page = Page(0, 100, 100, 0, PageSource.OCR, (), None)
    codes = [Code(CodeKind.ITF, "123456", 6, BoundingBox(0, 0, 0, 1, 1))] * (MOST_CODES_OF_PAGE + 1)

    assert not kept(page, codes[1:]).codes_left_out
    assert (len(kept(page, codes).codes), kept(page, codes).codes_left_out) == (MOST_CODES_OF_PAGE, True)
