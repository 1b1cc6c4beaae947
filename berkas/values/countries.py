"""Countries by the three letters that travel documents write (ICAO Doc 9303-3, section 5: ISO 3166-1 and codes of its own).

UTO is the country of ICAO's own specimens, and so of ours.

>>> code_of("IDN"), code_of("INDONESIA"), code_of("D"), code_of("Narnia")
('IDN', 'IDN', 'D', None)
"""

import re
from typing import Final

CODES: Final = frozenset(
    re.findall(
        r"[A-Z]+",
        """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU
    BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE D DJI DMA DNK
    DOM DZA ECU EGY ERI ESH ESP EST ETH EUE FIN FJI FLK FRA FRO FSM GAB GBD GBN GBO GBP GBR GBS GEO GGY GHA GIB GIN GLP GMB GNB
    GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ
    KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
    MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI
    PRK PRT PRY PSE PYF QAT REU RKS ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE
    SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI UNA UNK UNO URY USA UTO UZB VAT VCT
    VEN VGB VIR VNM VUT WLF WSM XBA XCC XCE XCO XIM XOM XPO XXA XXB XXC XXX YEM ZAF ZMB ZWE""",
    )
)
"""As printed, without fillers; D is Germany's."""

_NAMES: Final = {
    "INDONESIA": "IDN", "INDONESIAN": "IDN", "REPUBLIKINDONESIA": "IDN", "WNI": "IDN", "MALAYSIA": "MYS", "MALAYSIAN": "MYS",
    "SINGAPORE": "SGP", "SINGAPURA": "SGP", "SINGAPOREAN": "SGP", "UTOPIA": "UTO", "UTOPIAN": "UTO",
}  # fmt: skip
"""What visual zones print for nationality; other names are left to the machine-readable zone."""


def code_of(text: str) -> str | None:
    """The code of a country that is printed as code or name; None where it is unknown."""
    letters = re.sub(r"[^A-Z]", "", text.upper())
    return letters if letters in CODES else _NAMES.get(letters)
