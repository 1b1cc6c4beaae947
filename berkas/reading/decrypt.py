"""Encrypted PDFs: opened in memory with the password, or refused with the reason."""

import io
from collections.abc import Iterator
from contextlib import suppress

import pikepdf

from berkas.errors import PasswordRequired, PasswordWrong, UnreadableFile


def warm_up() -> None:
    """Make the library open its source of random numbers, which it keeps: a confined process opens nothing later."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(io.BytesIO(), encryption=pikepdf.Encryption(user="", owner="", R=6))


def is_encrypted(content: bytes) -> bool:
    """Whether a PDF says that it is encrypted; only then is the costlier way through pikepdf taken."""
    return b"/Encrypt" in content


def decrypted(content: bytes, password: str | None) -> bytes:
    """The same PDF without encryption. The empty password is tried first: many PDFs only forbid printing.

    Raises:
        PasswordRequired: No password was given, and the empty one does not open it.
        PasswordWrong: The password opens it neither as user nor as owner.
        UnreadableFile: Damaged.
    """
    for attempt in _attempts(password):
        try:
            with pikepdf.open(io.BytesIO(content), password=attempt) as pdf:
                if not pdf.is_encrypted:
                    return content
                plain = io.BytesIO()
                pdf.save(plain, encryption=False)
                return plain.getvalue()
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError) as error:
            raise UnreadableFile from error
    raise PasswordRequired if password is None else PasswordWrong


def _attempts(password: str | None) -> Iterator[str | bytes]:
    yield ""
    if password is None:
        return
    yield password
    # before PDF 2.0, accented letters were one byte each (ISO 32000-1, 7.6.3.3); pikepdf sends UTF-8
    with suppress(UnicodeEncodeError):
        if not password.isascii():
            yield password.encode("latin-1")
