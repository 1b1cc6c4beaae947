"""The occupations that identity cards print: a closed list of the civil registry, to mend what was misread."""

import re
from typing import Final

from rapidfuzz import fuzz, process

_LEAST_RATIO: Final = 92

_OCCUPATIONS: Final = (
    "BELUM/TIDAK BEKERJA", "MENGURUS RUMAH TANGGA", "PELAJAR/MAHASISWA", "PENSIUNAN", "PEGAWAI NEGERI SIPIL (PNS)",
    "PEGAWAI NEGERI SIPIL", "TENTARA NASIONAL INDONESIA (TNI)", "TENTARA NASIONAL INDONESIA", "KEPOLISIAN RI (POLRI)",
    "KEPOLISIAN RI", "PERDAGANGAN", "PETANI/PEKEBUN", "PETERNAK", "NELAYAN/PERIKANAN", "INDUSTRI", "KONSTRUKSI", "TRANSPORTASI",
    "KARYAWAN SWASTA", "KARYAWAN BUMN", "KARYAWAN BUMD", "KARYAWAN HONORER", "BURUH HARIAN LEPAS", "BURUH TANI/PERKEBUNAN",
    "BURUH NELAYAN/PERIKANAN", "BURUH PETERNAKAN", "PEMBANTU RUMAH TANGGA", "TUKANG CUKUR", "TUKANG LISTRIK", "TUKANG BATU",
    "TUKANG KAYU", "TUKANG SOL SEPATU", "TUKANG LAS/PANDAI BESI", "TUKANG JAHIT", "TUKANG GIGI", "PENATA RIAS", "PENATA BUSANA",
    "PENATA RAMBUT", "MEKANIK", "SENIMAN", "TABIB", "PARAJI", "PERANCANG BUSANA", "PENTERJEMAH", "IMAM MASJID", "PENDETA", "PASTOR",
    "WARTAWAN", "USTADZ/MUBALIGH", "JURU MASAK", "PROMOTOR ACARA", "ANGGOTA DPR-RI", "ANGGOTA DPD", "ANGGOTA BPK", "PRESIDEN",
    "WAKIL PRESIDEN", "ANGGOTA MAHKAMAH KONSTITUSI", "ANGGOTA KABINET/KEMENTERIAN", "DUTA BESAR", "GUBERNUR", "WAKIL GUBERNUR",
    "BUPATI", "WAKIL BUPATI", "WALIKOTA", "WAKIL WALIKOTA", "ANGGOTA DPRD PROVINSI", "ANGGOTA DPRD KABUPATEN/KOTA", "DOSEN", "GURU",
    "PILOT", "PENGACARA", "NOTARIS", "ARSITEK", "AKUNTAN", "KONSULTAN", "DOKTER", "BIDAN", "PERAWAT", "APOTEKER",
    "PSIKIATER/PSIKOLOG", "PENYIAR TELEVISI", "PENYIAR RADIO", "PELAUT", "PENELITI", "SOPIR", "PIALANG", "PARANORMAL", "PEDAGANG",
    "PERANGKAT DESA", "KEPALA DESA", "BIARAWATI", "WIRASWASTA", "LAINNYA",
)  # fmt: skip


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z]", "", text)


_BY_LETTERS: Final = {_letters(occupation): occupation for occupation in _OCCUPATIONS}


def known_occupation(printed: str) -> str:
    """The occupation of the list that is meant, or the printed text in capitals when none is near enough.

    >>> known_occupation("KARYA WAN SWASTA"), known_occupation("PELAJAR1MAHASISWA"), known_occupation("PENJAGA CONTOH")
    ('KARYAWAN SWASTA', 'PELAJAR/MAHASISWA', 'PENJAGA CONTOH')
    """
    best = process.extractOne(_letters(printed), _BY_LETTERS.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
    return _BY_LETTERS[best[0]] if best else printed
