"""What the rest of a document says of the name of a party: whose account is to be paid to, and whose domain it writes from."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from berkas.extraction.evidence.scene import Scene, compact
from berkas.extraction.evidence.views import View
from berkas.extraction.propose.accounts import accounts, holders
from berkas.extraction.propose.layout import Layout
from berkas.model.strategies import PartyPart, Role

OF_NAME: Final = ("holder_like", "beside_account", "domain_like")
OF_EMAIL: Final = ("own_domain", "other_domain")
FEATURES: Final = (*OF_NAME, *OF_EMAIL)

_DOMAIN: Final = re.compile(r"(?:@|www\.|https?://)([a-z0-9-]{4,})\.[a-z]", re.IGNORECASE)
_ANYBODYS: Final = frozenset({"GMAIL", "YAHOO", "YMAIL", "HOTMAIL", "OUTLOOK", "ICLOUD", "LIVE", "ROCKETMAIL"})
UNKNOWN: Final = -1.0
"""Of a document that names no account, or no domain: nothing speaks against a name there."""

_LEAST_LETTERS: Final = 5
_LINES: Final = 4
"""So many lines above and below the number of an account may name its holder."""

_MOST: Final = 50
"""Maximum numbers of accounts and domains that are looked at."""

_SHARE_OF_NAME: Final = 0.4
_BY_CHANCE: Final = 60
"""As alike, 0-100, are a name and a domain that have nothing to do with each other."""


def name_features(view: View, scene: Scene) -> dict[str, float]:
    """The `FEATURES` of the name or the e-mail address of a party.

    1 where a name is that of the holder of the account, or a domain is made of it; where an address is of the domain of the name
    of its own party, or of the other one's.
    """
    find = view.candidate.field.find
    if find is None or find.party is None:
        return {}
    if find.party.part is PartyPart.EMAIL:
        return _domain_of_parties(view, find.party.role, scene)
    return _name(view, scene) if find.party.part is PartyPart.NAME else {}


def _name(view: View, scene: Scene) -> dict[str, float]:
    name = compact(" ".join(piece.text for piece in view.candidate.pieces))
    if len(name) < _LEAST_LETTERS:
        return {}
    # not by standing there itself
    beside = (
        text.count(name) > (abs(line - view.line) <= _LINES) for line, text in scene.layout.once(_beside_accounts)
    )
    return {
        "holder_like": max((_contained(name, holder) for holder in scene.layout.once(_holder_names)), default=UNKNOWN),
        "beside_account": max(map(float, beside), default=UNKNOWN),
        "domain_like": max((_alike(name, domain) for domain in scene.layout.once(_domains)), default=UNKNOWN),
    }


def _domain_of_parties(view: View, own: Role, scene: Scene) -> dict[str, float]:
    domains = {compact(match) for match in _DOMAIN.findall(str(view.candidate.value))} - _ANYBODYS
    other = Role.RECIPIENT if own is Role.ISSUER else Role.ISSUER
    return {
        feature: max(
            (_alike(compact(cell.text), d) for cell in scene.parties.get(role, ()) for d in domains), default=UNKNOWN
        )
        for feature, role in (("own_domain", own), ("other_domain", other))
    }


def _holder_names(layout: Layout) -> Sequence[str]:
    """Squeezed names of the holders of accounts."""
    names = {compact(" ".join(piece.text for piece in pieces)) for pieces in layout.once(holders)}
    return sorted(name for name in names if len(name) >= _LEAST_LETTERS)


def _beside_accounts(layout: Layout) -> Sequence[tuple[int, str]]:
    """For each number of an account the index of its line, and the squeezed text of that and the lines around it."""
    found = []
    for line in sorted({cell.line for cell, _ in layout.once(accounts)})[:_MOST]:
        around = layout.lines[max(0, line - _LINES) : line + _LINES + 1]
        found.append((line, compact(" ".join(one.text for one in around))))
    return found


def _domains(layout: Layout) -> Sequence[str]:
    """Squeezed domains of the document's e-mail and web addresses, without those at which anybody may have one."""
    text = " ".join(line.text for line in layout.lines)
    return sorted({compact(match) for match in _DOMAIN.findall(text)} - _ANYBODYS)[:_MOST]


def _contained(name: str, holder: str) -> float:
    """How much of the longer of two texts the other one is; 0 where it is no part of it."""
    if name not in holder and holder not in name:
        return 0.0
    return min(len(name), len(holder)) / max(len(name), len(holder))


def _alike(name: str, domain: str) -> float:
    """How alike a name and a domain are; a domain that is one word of a long name says less."""
    share = min(1.0, len(domain) / (_SHARE_OF_NAME * max(len(name), 1)))
    return share * max(0.0, fuzz.partial_ratio(name, domain) - _BY_CHANCE) / (100 - _BY_CHANCE)
