"""Papers in locked PDFs."""

import io

import pikepdf


def locked(content: bytes, password: str) -> bytes:
    """The same PDF, locked by AES-256 with one password for user and owner."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
    return buffer.getvalue()
