"""Every encryption that PDFs have is undone inside the confined sandbox, where no file can be opened any more."""

import io

import pikepdf
import pytest

from berkas.errors import PasswordRequired, PasswordWrong
from berkas.reading.limits import OcrOptions, ReadingLimits
from berkas.reading.reader import DocumentReader

ENCRYPTIONS = {
    "40 bits of RC4": {"R": 2, "aes": False, "metadata": False},
    "128 bits of RC4": {"R": 3, "aes": False, "metadata": False},
    "128 bits of AES": {"R": 4},
    "256 bits of AES": {"R": 6},
}


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(ReadingLimits(), OcrOptions()) as opened:
        yield opened


def locked(**how) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(user="rahasia", owner="pemilik", **how))
    return buffer.getvalue()


@pytest.mark.parametrize("how", ENCRYPTIONS.values(), ids=ENCRYPTIONS)
def test_a_locked_pdf_is_opened_by_either_password_and_by_no_other(reader, how):
    content = locked(**how)

    assert reader.open(content, password="rahasia").page_count == 1
    assert reader.open(content, password="pemilik").page_count == 1
    with pytest.raises(PasswordWrong):
        reader.open(content, password="salah")
    with pytest.raises(PasswordRequired):
        reader.open(content)
