"""Companies and people that do not exist: names of invented words, addresses, numbers."""

import random
from dataclasses import dataclass
from typing import Final

from berkas.values.identifiers import npwp

_HEADS: Final = [
    "Ter",
    "Ka",
    "Wan",
    "Per",
    "Sal",
    "Mar",
    "Bun",
    "Ran",
    "Dal",
    "Kir",
    "Jan",
    "Lem",
    "Sun",
    "Tar",
    "Bal",
    "Gan",
    "Pra",
    "Sen",
    "Lor",
    "Ming",
    "Nar",
    "Har",
    "Wir",
    "Cen",
]
_MIDDLES: Final = ["a", "e", "i", "o", "u", "ada", "eni", "ola", "uri", "ami", "iwa", "ara", "uno"]
_TAILS: Final = [
    "sona",
    "lawi",
    "ndara",
    "kanta",
    "wuri",
    "mbala",
    "ranti",
    "dewa",
    "lima",
    "tara",
    "nggala",
    "pura",
    "sari",
    "wangsa",
    "tindo",
    "kesa",
    "rana",
]
_GENERAL: Final = (
    "Karya", "Mandiri", "Sentosa", "Abadi", "Cipta", "Sumber", "Graha", "Mitra", "Surya", "Bahari", "Lintas", "Prima", "Jaya",
    "Makmur", "Anugerah", "Persada", "Sarana", "Utama", "Gemilang", "Sinar", "Tirta", "Wahana", "Bintang", "Mulia",
)  # fmt: skip
_FORMS: Final = (
    "PT",
    "PT",
    "PT",
    "PT",
    "PT.",
    "PT.",
    "CV",
    "CV",
    "CV.",
    "UD",
    "Toko",
    "Koperasi",
    "Apotek",
    "Yayasan",
    "",
)
_BUYER_FORMS: Final = ("PT", "PT", "PT", "PT.", "CV", "CV.", "Toko", "RS", "Hotel", "Koperasi", "SMA", "")
_STREETS: Final = (
    "Jl. Rambutan", "Jl. Sultan Hasanuddin", "Jl. Raya Cikole", "Jl. Panglima Polim", "Jalan Teuku Umar",
    "Jl. HOS Cokroaminoto",
    "Jl. Ir. H. Juanda", "JL. Veteran", "Jl. Letjen Suprapto", "Jl. K.H. Mas Mansyur", "Jalan Anggrek",
    "Jl. Bypass Ngurah Rai",
    "Komplek Pergudangan Tirta Blok {b}", "Ruko Taman Wangsa Blok {b}", "Kawasan Industri Mekarsari Kav. {b}",
    "Jl. Tukad Yeh Aya",
)  # fmt: skip
_CITIES: Final = (
    ("Jakarta Barat", "DKI Jakarta", "021", "114"), ("Jakarta Timur", "DKI Jakarta", "021", "132"), ("Tangerang", "Banten",
    "021", "151"),
    ("Bekasi", "Jawa Barat", "021", "171"), ("Bandung", "Jawa Barat", "022", "402"), ("Semarang", "Jawa Tengah", "024",
    "501"),
    ("Surakarta", "Jawa Tengah", "0271", "571"), ("Yogyakarta", "DI Yogyakarta", "0274", "552"), ("Surabaya", "Jawa Timur",
    "031", "602"),
    ("Malang", "Jawa Timur", "0341", "651"), ("Denpasar", "Bali", "0361", "802"), ("Makassar", "Sulawesi Selatan", "0411",
    "902"),
    ("Palembang", "Sumatera Selatan", "0711", "301"), ("Medan", "Sumatera Utara", "061", "201"), ("Balikpapan",
    "Kalimantan Timur", "0542", "761"),
    ("Pontianak", "Kalimantan Barat", "0561", "781"), ("Sidoarjo", "Jawa Timur", "031", "612"), ("Cirebon", "Jawa Barat",
    "0231", "451"),
)  # fmt: skip
_DISTRICTS: Final = (
    "Sukamekar",
    "Karangjati",
    "Tanjungrejo",
    "Mekarwangi",
    "Pasirhalang",
    "Wonosekar",
    "Batununggal",
    "Lowokwaru",
)
_FIRST_PARTS: Final = [
    "Brindle",
    "Hollow",
    "Thorn",
    "Quill",
    "Marsh",
    "Fen",
    "Larch",
    "Oak",
    "Copper",
    "Raven",
    "Alder",
    "Stone",
    "Wren",
    "Harrow",
    "Elder",
    "Juniper",
    "Sable",
]
_LAST_PARTS: Final = [
    "wick",
    "mere",
    "vane",
    "ford",
    "stead",
    "combe",
    "lock",
    "dale",
    "march",
    "brook",
    "field",
    "well",
    "gate",
]
_TRADES: Final = (
    "Supply",
    "Industrial",
    "Consulting",
    "Studio",
    "Systems",
    "Trading",
    "Logistics",
    "Works",
    "Analytics",
    "Media",
)
_ENGLISH_FORMS: Final = ("LLC", "Inc.", "Ltd", "Co.", "Group", "Corp.", "")
_MAILBOXES: Final = ("finance", "info", "admin", "sales", "keuangan", "penagihan", "cs")
_GIVEN: Final = (
    "Wening", "Bagas", "Laras", "Danang", "Kirana", "Tegar", "Ayunda", "Galih", "Sekar", "Yudha", "Melati", "Panji",
    "Nadia", "Raka",
    "Citra", "Wahyu", "Intan", "Satria",
)  # fmt: skip
_FAMILY: Final = (
    "Contoh", "Permadi", "Kusumaningrum", "Specimen", "Wicaksana", "Halimah", "Pangestu", "Nareswari", "Tambunan", "Manurung",
    "Wijayanti", "Contoh",
)  # fmt: skip
_ENGLISH_PEOPLE: Final = (
    "Maud Larkspur",
    "Owen Tallis",
    "Greta Finch",
    "Ned Ashdown",
    "Ivy Rowntree",
    "Silas Penrose",
    "Tess Hobday",
)
_TOWNS: Final = (
    ("Tulsa", "OK", "741", "918"), ("Dayton", "OH", "454", "937"), ("Spokane", "WA", "992", "509"), ("Boise", "ID", "837",
    "208"),
    ("Macon", "GA", "312", "478"), ("Portland", "ME", "041", "207"), ("Fresno", "CA", "937", "559"), ("Austin", "TX", "787",
    "512"),
)  # fmt: skip
_AVENUES: Final = (
    "Fennimore Ave",
    "W Cordwainer St",
    "Old Quarry Road",
    "Pinder Blvd",
    "Saltbox Lane",
    "N Meridian Pkwy",
    "Tannery Row",
)


@dataclass(frozen=True, slots=True)
class Firm:
    """Somebody who sells or buys.

    Attributes:
        name: With its legal form, as printed.
        core: Without it.
        address: Lines of the postal address.
        city: For places before dates.
        npwp: Fifteen digits.
        phone: As printed.
        fax: As printed.
        email: In small letters.
        site: Of the web.
        person: Who signs or is to be asked for.
    """

    name: str
    core: str
    address: tuple[str, ...]
    city: str
    npwp: str
    phone: str
    fax: str
    email: str
    site: str
    person: str


def invented_word(rng: random.Random) -> str:
    """A word that sounds Indonesian and means nothing."""
    return rng.choice(_HEADS) + rng.choice(_MIDDLES) + rng.choice(_TAILS)


def make_person(rng: random.Random, *, is_english: bool = False) -> str:
    """Given name and family name."""
    return rng.choice(_ENGLISH_PEOPLE) if is_english else f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"


def make_firm(rng: random.Random, *, is_buyer: bool = False) -> Firm:
    """An Indonesian company; some buyers are people."""
    form = rng.choice(_BUYER_FORMS if is_buyer else _FORMS)
    parts = [invented_word(rng), *rng.sample(_GENERAL, rng.choice((0, 1, 1, 2)))]
    if len(parts) > 1 and rng.random() < 0.4:
        parts = [parts[1], parts[0], *parts[2:]]
    core = " ".join(parts)
    if is_buyer and rng.random() < 0.08:
        core, form = make_person(rng), ""
    elif not form and len(parts) == 1:
        form = "PT"
    name = f"{form} {core}".strip()
    if form == "PT" and rng.random() < 0.1:
        name += " Tbk"
    if rng.random() < 0.5:
        name = name.upper()
    city, province, area, digits = rng.choice(_CITIES)
    number = f"{rng.randrange(2200, 9800)}"
    slug = "".join(part.lower() for part in parts[:2])
    return Firm(
        name=name, core=core, address=_address(rng, city, province, digits), city=city, npwp=_npwp(rng),
        phone=_phone(rng, area, number), fax=_phone(rng, area, f"{int(number) + 1}"),
        email=f"{rng.choice(_MAILBOXES)}@{slug}.{rng.choice(('example', 'co.example', 'id.example'))}",
        site=f"www.{slug}.example", person=make_person(rng),
    )  # fmt: skip


def make_american(rng: random.Random) -> Firm:
    """A company of the United States."""
    core = rng.choice(_FIRST_PARTS) + rng.choice(_LAST_PARTS)
    name = f"{core} {rng.choice(_TRADES)}"
    form = rng.choice(_ENGLISH_FORMS)
    town, state, zone, area = rng.choice(_TOWNS)
    street = f"{rng.randrange(12, 9800)} {rng.choice(_AVENUES)}"
    if rng.random() < 0.3:
        street += f", Suite {rng.randrange(100, 900)}"
    lines = [street, f"{town}, {state} {zone}{rng.randrange(10, 99)}"]
    if rng.random() < 0.08:
        lines.append(rng.choice(("United States", "USA")))
    line = f"555-01{rng.randrange(10, 98)}"
    phone = rng.choice((f"({area}) {line}", f"{area}-{line}", f"+1 {area} {line}"))
    slug = core.lower()
    return Firm(
        name=f"{name}, {form}" if form and rng.random() < 0.3 else f"{name} {form}".strip(), core=name,
        address=tuple(lines), city=town,
        npwp=_npwp(rng), phone=phone, fax=f"({area}) 555-0199",
        email=f"{rng.choice(('billing', 'accounts', 'hello', 'ar'))}@{slug}.example", site=f"www.{slug}.example",
        person=make_person(rng, is_english=True),
    )  # fmt: skip


def _address(rng: random.Random, city: str, province: str, digits: str) -> tuple[str, ...]:
    street = rng.choice(_STREETS).format(b=f"{rng.choice('ABCDEF')}{rng.randrange(1, 30)}")
    street += f" No. {rng.randrange(1, 300)}{rng.choice(('', '', 'A', 'B'))}" if "Kav" not in street else ""
    if rng.random() < 0.25:
        street += f" RT {rng.randrange(1, 12):03d}/RW {rng.randrange(1, 9):03d}"
    lines = [street]
    if rng.random() < 0.3:
        lines.append(f"Kel. {rng.choice(_DISTRICTS)}, Kec. {rng.choice(_DISTRICTS)}")
    code = f"{digits}{rng.randrange(10, 99)}"
    lines.append(
        rng.choice(
            (
                f"{city} {code}",
                f"{city} - {code}",
                f"{city}, {province} {code}",
                f"Kota {city} {code}",
                f"{city} {code}",
            )
        )
    )
    if rng.random() < 0.08:
        lines.append("Indonesia")
    return tuple(lines)


def _phone(rng: random.Random, area: str, number: str) -> str:
    line = f"555{rng.choice(('-', ' ', ''))}{number}"
    return rng.choice((f"({area}) {line}", f"{area}-{line}", f"{area} {line}", f"+62 {area[1:]} {line}"))


def _npwp(rng: random.Random) -> str:
    body = f"9{rng.randrange(10**7):07d}"
    check = next(str(digit) for digit in range(10) if npwp.has_valid_check_digit(f"{body}{digit}"))
    return f"{body}{check}{rng.randrange(1, 999):03d}000"
