"""What a text looks like, whatever it is proposed for: a name, an address, a sentence, words of labels."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from berkas.layout.folding import fold

FEATURES: Final = (
    "label_words", "address_like", "sentence_like", "capitals", "commas", "person_like", "has_year", "company_words",
)  # fmt: skip

_PLACE: Final = re.compile(
    r"\b(?:INDONESIA|JAKARTA|BANDUNG|SURABAYA|SEMARANG|MEDAN|DENPASAR|BALI|JAWA|BARAT|TIMUR|TENGAH|SELATAN|UTARA|KOTA|KAB|KEC|KEL|"
    r"KABUPATEN|KECAMATAN|KELURAHAN|PROVINSI|RT|RW|NO|BLOK|KAV|LANTAI|FLOOR|SUITE|UNIT|STREET|ST|ROAD|RD|AVENUE|AVE|LANE|DRIVE|"
    r"BOULEVARD|BLVD|COUNTY|UNITED|STATES|KINGDOM|USA|UK|SINGAPORE|AUSTRALIA|GERMANY|NETHERLANDS|IRELAND|CANADA)\b",
    re.IGNORECASE,
)
_POST_CODE: Final = re.compile(r"\b(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2},? \d{5})\b")
_SMALL_WORDS: Final = re.compile(
    r"\b(?:YANG|UNTUK|DENGAN|DARI|PADA|DALAM|ADALAH|AKAN|TELAH|SUDAH|MOHON|HARAP|SILAKAN|DAN|ATAU|INI|ITU|TIDAK|AGAR|SETELAH|OLEH|"
    r"THE|OF|IS|ARE|BE|YOU|YOUR|OUR|PLEASE|WITHIN|FOR|AND|OR|THIS|THAT|WITH|ANY|ALL|IF|NOT|UPON)\b",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"(?:^|\s)(?:PT|CV|UD|PD|TB|TOKO|KOPERASI|YAYASAN|FIRMA|APOTEK|KLINIK|RUMAH SAKIT|RS|HOTEL|RESTORAN|KAFE|CAFE|WARUNG|BENGKEL|"
    r"PERCETAKAN|MINIMARKET|SWALAYAN|PABRIK|PERKEBUNAN|DINAS|SEKOLAH|UNIVERSITAS)\b|\b(?:LTD|LIMITED|LLC|INC|CORP|CORPORATION|PLC|"
    r"GMBH|PTY|PTE|B\.?V|S\.?A|CO|COMPANY|GROUP|PARTNERS|SOLUTIONS|SERVICES|STUDIO|SYSTEMS|TBK|PERSERO|INDONESIA|SDN|BHD|"
    r"ENTERPRISES?|TRADING|HARDWARE|STATIONERY|RESTAURANTS?|SUPERMARKET|MART|MINIMART|STORES?|BAKERY|PHARMACY|MACHINERY|MOTORS?)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")


def looks_of(text: str, label_words: Collection[str]) -> Mapping[str, float]:
    """The `FEATURES` of a text.

    Args:
        text: As printed.
        label_words: Folded words of all labels that are known.
    """
    words = [word for word in re.split(r"[\s/,.:;()-]+", text) if word]
    letters = [char for char in text if char.isalpha()]
    named = [word for word in words if word[:1].isalpha()]
    return {
        "label_words": sum(fold(word) in label_words for word in named) / max(len(named), 1),
        "address_like": place_words(text),
        "sentence_like": min(len(_SMALL_WORDS.findall(text)), 5),
        "capitals": sum(char.isupper() for char in letters) / max(len(letters), 1),
        "commas": min(text.count(","), 4),
        "person_like": float(
            1 < len(named) <= 4 and all(word[:1].isupper() for word in named) and len(named) == len(words)
        ),
        "has_year": float(bool(_YEAR.search(text))),
        "company_words": min(len(_COMPANY.findall(text)), 3),
    }


def place_words(text: str) -> float:
    """How many words of places a text has, up to four, and two more for a postal code."""
    return min(len(_PLACE.findall(text)), 4) + 2.0 * bool(_POST_CODE.search(text))
