"""Locked PDFs inside the sandbox, where libraries of ciphers open no device and load nothing more."""

import io

import pikepdf
import pytest
from rogue_children import LIMITS

from berkas.errors import PasswordRequired, PasswordWrong
from berkas.evaluation.specimens import papers
from berkas.reading.limits import OcrOptions
from berkas.reading.reader import DocumentReader

PASSWORD = "sandi-CONTOH"


@pytest.fixture(scope="module")
def reader():
    with DocumentReader(LIMITS, OcrOptions()) as one:
        yield one


def locked(revision: int, *, aes: bool) -> bytes:
    """An NPWP, locked as the revisions of the PDF standard do: RC4 of 40 and 128 bits, AES of 128 and 256."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.make("npwp", layout="electronic", seed=7).pdf)) as pdf:
        encryption = pikepdf.Encryption(user=PASSWORD, owner="pemilik", R=revision, aes=aes, metadata=revision >= 4)
        pdf.save(content, encryption=encryption)
    return content.getvalue()


@pytest.mark.parametrize(("revision", "aes"), [(2, False), (3, False), (4, True), (5, True), (6, True)])
def test_a_locked_document_is_read_with_its_password_whatever_locked_it(reader, revision, aes) -> None:
    content = locked(revision, aes=aes)

    with pytest.raises(PasswordRequired):
        reader.open(content)
    with pytest.raises(PasswordWrong):
        reader.open(content, password="salah")
    for password in (PASSWORD, "pemilik"):
        assert reader.open(content, password=password).page_count == 1
        assert len(reader.read_pages([0])[0].words) > 10
