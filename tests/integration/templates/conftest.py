"""A template for a type of paper that nobody else knows, and such a paper."""

from typing import Any

import pytest
from workshop import (  # noqa: F401 - fixtures
    client,
    impatient,
    installation,
    organisation,
    paper,
    read,
    rows,
    stranger,
    upload,
)


@pytest.fixture
def card() -> dict[str, Any]:
    """A template for a type of paper that nobody else knows."""
    return {
        "name": "Kartu anggota",
        "documentTypeHint": None,
        "match": ["KOPERASI CONTOH SEJAHTERA"],
        "fields": [
            {"name": "memberNumber", "label": "No. Anggota", "required": True, "regex": "KC-[0-9]{6}"},
            {"name": "memberName", "label": "Nama", "required": True, "normaliser": "name"},
            {"name": "memberSince", "label": "Anggota sejak", "type": "date"},
            {"name": "level", "label": "Golongan", "type": "enum", "values": ["BIASA", "EMAS"]},
            {"name": "savings", "label": "Simpanan pokok", "type": "number"},
        ],
    }


CARD_LINES = (
    "KOPERASI CONTOH SEJAHTERA",
    "KARTU ANGGOTA - SPECIMEN",
    "No. Anggota     : KC-000123",
    "Nama            : Sinta Contoh",
    "Anggota sejak   : 17 Agustus 2019",
    "Golongan        : EMAS",
    "Simpanan pokok  : Rp 250.000",
)


@pytest.fixture
def card_lines() -> tuple[str, ...]:
    return CARD_LINES
