"""Goods and services by trade, each with its unit and the range of its price: whole rupiah, or dollars for the English ones."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Good:
    """Something sold.

    Attributes:
        name: As printed.
        unit: As printed.
        price: Least and greatest, in the currency's whole units.
        is_divisible: Whether a half of it is sold.
        details: What may stand below its name.
    """

    name: str
    unit: str
    price: tuple[int, int]
    is_divisible: bool = False
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of seller.

    Attributes:
        goods: What it sells.
        is_service: Whether PPh 23 may be withheld, and nothing is shipped.
        most: Greatest quantity of a line.
    """

    goods: tuple[Good, ...]
    is_service: bool
    most: int


INDONESIAN: Final = (
    Trade((
        Good("Kopi robusta sangrai medium", "kg", (78_000, 145_000), True), Good("Gula aren cair 1 liter", "btl", (32_000,
        48_000)),
        Good("Teh melati celup isi 25", "pak", (7_500, 14_000)), Good("Tepung terigu protein sedang", "sak", (168_000,
        231_000)),
        Good("Susu kental manis 490 gr", "klg", (10_500, 13_900)), Good("Mie telor kering cap Angsa 200 gr", "bks", (4_200,
        6_900)),
        Good("Kecap manis jerigen 5 kg", "jrg", (96_000, 132_000)), Good("Cabai kering utuh", "kg", (61_000, 98_000), True),
        Good("Sirup markisa 620 ml", "btl", (17_500, 26_500), details=("Isi 12 botol per dus",)),
    ), False, 60),
    Trade((
        Good("Baja ringan kanal C 75 t 0,75", "btg", (84_000, 121_000)), Good("Hebel 10 x 20 x 60", "m3", (610_000,
        745_000), True),
        Good("Pasir pasang cuci", "m3", (265_000, 330_000), True), Good("Keramik lantai 40x40 putih polos", "dus", (52_000,
        79_500)),
        Good("Pipa PVC AW 3 inci", "btg", (104_000, 148_000), details=("Panjang 4 meter",)), Good("Paku beton 5 cm", "kg",
        (21_000, 29_000)),
        Good("Waterproofing elastis", "galon", (178_000, 240_000), details=("Warna abu-abu muda",)),
        Good("Kuas roll 9 inci", "bh", (18_000, 42_000)),
        Good("Engsel pintu stainless 4\"", "pasang", (27_500, 51_000)),
    ), False, 150),
    Trade((
        Good("Jasa perancangan antarmuka aplikasi", "paket", (6_500_000, 24_000_000), details=("Termasuk dua kali revisi",)),
        Good("Pemeliharaan server bulanan", "bulan", (1_750_000, 5_400_000)), Good("Pelatihan pengguna sistem gudang",
        "sesi", (1_200_000, 3_500_000)),
        Good("Migrasi basis data", "lot", (8_000_000, 27_500_000)), Good("Audit keamanan jaringan", "titik", (450_000,
        975_000)),
        Good("Pengembangan modul laporan", "man-day", (1_350_000, 2_250_000), True), Good("Sewa ruang peladen", "unit",
        (2_100_000, 3_900_000)),
        Good("Integrasi gerbang pembayaran", "paket", (4_800_000, 12_600_000), details=("Uji coba dan dokumentasi",)),
    ), True, 12),
    Trade((
        Good("Parasetamol tablet 500 mg", "box", (13_500, 21_000)), Good("Masker bedah 3 ply earloop", "box", (18_000,
        34_500)),
        Good("Spuit 3 cc", "pcs", (1_100, 2_300)), Good("Infus set dewasa", "set", (6_800, 12_400)),
        Good("Alkohol 70% 1 liter", "btl", (27_000, 38_500)),
        Good("Kasa steril 16 x 16", "box", (8_900, 15_750)), Good("Tensimeter digital lengan", "unit", (385_000, 720_000),
        details=("Garansi 3 tahun",)),
        Good("Vitamin C 1000 mg injeksi", "ampul", (9_400, 17_200)),
    ), False, 200),
    Trade((
        Good("Brosur A5 art paper 150 gr", "lbr", (650, 1_400), details=("Cetak dua sisi, full color",)),
        Good("Spanduk flexi 280 gr", "m2", (18_000, 32_000), True),
        Good("Kartu nama 2 sisi laminasi doff", "box", (35_000, 65_000)), Good("Kalender meja 2026", "eks", (14_500, 27_000)),
        Good("Stiker vinyl potong", "m2", (72_000, 110_000), True), Good("Nota NCR 3 ply ukuran 1/2 folio", "buku", (19_500,
        33_000)),
        Good("Desain logo dan panduan merek", "paket", (1_500_000, 6_000_000)), Good("Roll up banner 60 x 160", "unit",
        (165_000, 245_000)),
    ), False, 400),
    Trade((
        Good("Ongkos trucking CDD", "rit", (2_350_000, 6_900_000), details=("Tanjung Priok - Karawang",)),
        Good("Biaya bongkar muat", "ton", (48_000, 85_000), True),
        Good("Handling dokumen ekspor", "set", (350_000, 850_000)), Good("Sewa forklift 3 ton", "jam", (175_000, 310_000),
        True),
        Good("Jasa pengurusan kepabeanan", "dok", (900_000, 1_900_000)), Good("Penumpukan kontainer 20 feet", "hari",
        (95_000, 165_000)),
        Good("Asuransi muatan laut", "polis", (410_000, 1_280_000)), Good("Pengemasan kayu", "m3", (1_150_000, 1_750_000),
        True),
    ), True, 20),
    Trade((
        Good("Ban luar 205/65 R15", "bh", (690_000, 985_000), details=("Produksi minggu 14",)),
        Good("Oli mesin 10W-40 4 liter", "gln", (255_000, 398_000)),
        Good("Kampas rem depan set", "set", (185_000, 460_000)), Good("Filter udara model kotak", "pcs", (62_000, 145_000)),
        Good("Jasa tune up dan spooring", "jasa", (250_000, 475_000)), Good("Aki kering 45 Ah", "unit", (720_000,
        1_050_000), details=("No. seri tertera di kartu garansi",)),
        Good("Busi iridium", "pcs", (78_000, 134_000)), Good("V-belt kipas", "pcs", (88_000, 172_000)),
    ), False, 24),
    Trade((
        Good("Nasi kotak menu ayam bakar", "kotak", (27_500, 42_000)), Good("Kudapan sore dua macam", "porsi", (14_000,
        24_500)),
        Good("Prasmanan rapat 5 menu", "pax", (65_000, 118_000), details=("Termasuk peralatan dan pramusaji",)),
        Good("Sewa tenda 4 x 6", "set", (650_000, 1_100_000)),
        Good("Dekorasi panggung sederhana", "paket", (2_200_000, 6_400_000)), Good("Genset 20 kVA", "hari", (850_000,
        1_450_000)),
        Good("Kopi dan teh berdiri", "pax", (12_000, 22_000)), Good("Tata suara ruang 200 orang", "unit", (1_300_000,
        2_750_000)),
    ), True, 180),
    Trade((
        Good("Bibit durian okulasi 80 cm", "btg", (38_000, 74_000)), Good("Pupuk organik granul 40 kg", "zak", (52_500,
        86_000)),
        Good("Pakan lele apung 781-2", "zak", (318_000, 372_000)), Good("Selang drip 16 mm", "rol", (465_000, 640_000),
        details=("Isi 500 meter",)),
        Good("Plastik mulsa perak hitam", "rol", (495_000, 715_000)), Good("Jagung pipil kadar air 15", "kg", (4_700,
        6_350), True),
        Good("Herbisida 1 liter", "btl", (58_000, 97_000)), Good("Polybag 35 x 35", "kg", (29_000, 37_500), True),
    ), False, 300),
    Trade((
        Good("Kain katun combed 24s hitam", "kg", (98_000, 127_000), True), Good("Benang jahit 5000 yard", "cone", (11_500,
        17_800)),
        Good("Kaos polo bordir logo", "pcs", (68_000, 112_000), details=("S 12, M 20, L 18",)), Good("Ritsleting YK 20 cm",
        "lusin", (21_000, 35_000)),
        Good("Kemeja seragam lengan panjang", "pcs", (118_000, 185_000)), Good("Jilbab segi empat voal", "pcs", (31_000,
        58_000)),
        Good("Jasa obras dan kancing", "pcs", (4_500, 9_000)), Good("Furing abutai", "yard", (13_500, 19_900), True),
    ), False, 120),
)  # fmt: skip
ENGLISH: Final = (
    Trade((
        Good("Quarterly bookkeeping and reconciliation", "month", (420, 1_350)), Good("Payroll filing", "run", (85, 240)),
        Good("Technical writing", "hour", (55, 130), True, ("Operator manual, chapters 3 to 6",)),
        Good("Market research brief", "report", (900, 3_800)),
        Good("Translation English to Indonesian", "page", (14, 38)), Good("Workshop facilitation", "day", (750, 1_900),
        details=("On site, travel included",)),
        Good("Brand photography session", "session", (380, 1_200)), Good("Usability test with five people", "round", (1_100,
        2_900)),
    ), True, 24),
    Trade((
        Good("Stainless hex bolt M10 x 60", "pcs", (1, 4)), Good("Hydraulic hose assembly 3/8 in", "ea", (24, 78)),
        Good("Bearing 6205-2RS", "ea", (6, 19)),
        Good("Nitrile gloves, powder free", "box", (9, 22), details=("Size L, 100 per box",)), Good("Pallet wrap 500 mm",
        "roll", (7, 16)),
        Good("Digital caliper 150 mm", "ea", (38, 110)), Good("Cutting oil", "gal", (21, 46), True),
        Good("Safety helmet, vented", "ea", (14, 37)),
        Good("Conveyor belt fastener kit", "kit", (95, 260)),
    ), False, 90),
    Trade((
        Good("Cloud workspace, business plan", "seat", (8, 25), details=("Billing cycle monthly",)),
        Good("Dedicated virtual server 8 GB", "month", (48, 120)),
        Good("Domain renewal", "year", (12, 31)), Good("Data egress above quota", "GB", (1, 3), True),
        Good("Priority support add-on", "month", (99, 310)),
        Good("Onboarding and data import", "project", (600, 2_600)), Good("Backup vault 1 TB", "month", (17, 44)),
    ), True, 40),
    Trade((
        Good("Green coffee beans, washed, grade 1", "bag", (190, 340), details=("60 kg jute bags",)),
        Good("Coconut charcoal briquettes", "MT", (980, 1_420), True),
        Good("Rattan lounge chair", "pc", (64, 158)), Good("Vanilla beans, gourmet cut", "kg", (155, 290), True),
        Good("Teak garden bench 150 cm", "pc", (88, 175)),
        Good("Cassava chips, salted", "ctn", (16, 33)), Good("Woven seagrass basket", "set", (11, 29)),
        Good("Frozen shrimp 26/30", "ctn", (70, 124)),
    ), False, 60),
)  # fmt: skip
