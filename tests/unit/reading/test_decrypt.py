"""Encrypted PDFs: opened with the right password, refused with the reason."""

import io
import warnings

import pikepdf
import pytest
from hostile_files import pages, unknown_encryption
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from berkas.errors import PasswordRequired, PasswordWrong, UnreadableFile
from berkas.reading.decrypt import decrypted, is_encrypted

USER, OWNER = "lahir-01011990", "pemilik-bank"
SCHEMES = {
    "RC4 40": {"R": 2, "aes": False, "metadata": False},
    "RC4 128": {"R": 3, "aes": False, "metadata": False},
    "AES 128": {"R": 4, "aes": True},
    "AES 256 of Acrobat 9": {"R": 5, "aes": True},
    "AES 256": {"R": 6, "aes": True},
}


def locked(scheme: str, user: str = USER, owner: str = OWNER) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages(2))) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nobody should write AES 256 of Acrobat 9 any more
        pdf.save(buffer, encryption=pikepdf.Encryption(user=user, owner=owner, **SCHEMES[scheme]))
    return buffer.getvalue()


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("password", [USER, OWNER])
def test_user_and_owner_passwords_open_every_kind_of_encryption(scheme, password) -> None:
    content = locked(scheme)

    plain = opened(decrypted(content, password))

    assert is_encrypted(content)
    assert not plain.is_encrypted
    assert len(plain.pages) == 2
    assert b"SPECIMEN" in plain.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_missing_password_and_a_wrong_one_are_told_apart(scheme) -> None:
    content = locked(scheme)

    with pytest.raises(PasswordRequired) as missing:
        decrypted(content, None)
    with pytest.raises(PasswordWrong):
        decrypted(content, "salah")
    with pytest.raises(PasswordWrong):
        decrypted(content, "")

    assert type(missing.value) is PasswordRequired


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("password", [None, "anything"])
def test_a_pdf_that_only_forbids_printing_opens_whatever_is_given(scheme, password) -> None:
    content = locked(scheme, user="")

    assert not opened(decrypted(content, password)).is_encrypted


@pytest.mark.parametrize("password", ["kata-sandi-é", "пароль", "密码", "ﬁ-ﬂ", "a" * 127])
def test_passwords_of_any_letters_open_what_they_locked(password) -> None:
    assert len(opened(decrypted(locked("AES 256", user=password), password)).pages) == 2


@pytest.mark.parametrize("strength", [40, 128])
def test_older_kinds_take_accented_letters_in_one_byte_each(strength) -> None:
    """ISO 32000-1, 7.6.3.3: PDFDocEncoding, which is Latin-1 for the letters of western Europe."""
    buffer = io.BytesIO()
    lock = StandardEncryption("sandi-é", ownerPassword=OWNER, strength=strength)
    canvas = Canvas(buffer, encrypt=lock)
    canvas.drawString(72, 700, "SPECIMEN")
    canvas.save()

    assert len(opened(decrypted(buffer.getvalue(), "sandi-é")).pages) == 1
    with pytest.raises(PasswordWrong):
        decrypted(buffer.getvalue(), "sandi-è")


def test_a_password_of_many_letters_is_just_wrong() -> None:
    with pytest.raises(PasswordWrong):
        decrypted(locked("AES 256"), "x" * 100_000)


@pytest.mark.parametrize("handler", ["Standard", "Adobe.PubSec", "Contoh.Rahasia"])
def test_encryption_that_no_password_opens_is_unreadable(handler) -> None:
    with pytest.raises(UnreadableFile):
        decrypted(unknown_encryption(handler), "anything")


def test_a_damaged_encrypted_pdf_is_unreadable() -> None:
    content = locked("AES 256").replace(b"/O <", b"/X <").replace(b"/O (", b"/X (")

    with pytest.raises(UnreadableFile):
        decrypted(content, USER)


def test_a_pdf_that_only_talks_about_encryption_is_left_as_it_is() -> None:
    content = pages(1).replace(b"%%EOF", b"% /Encrypt\n%%EOF")

    assert is_encrypted(content)
    assert decrypted(content, None) is content
