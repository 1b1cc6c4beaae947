"""The words of a family of layouts: labels, of which a few are common to all families, texts, names and goods."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en", "both", "mixed"]
"""Of a document: Indonesian, English, every label in both, or some labels in either."""

LabelMap = Mapping[str, tuple[str, str]]
"""Labels by key: Indonesian and English synonyms, apart by ``|``."""

_CORE_SHARE = 0.4
"""How often a label is one of those that all families share."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a family of layouts writes.

    Attributes:
        core: Labels that every family uses.
        own: Further labels of this one.
    """

    core: LabelMap
    own: LabelMap

    def label(self, rng: random.Random, key: str, language: str) -> str:
        """A synonym of a label in a language, ``id`` or ``en``."""
        place = 0 if language == "id" else 1
        core, own = (labels.get(key, ("", ""))[place].split("|") for labels in (self.core, self.own))
        if core != [""] and (own == [""] or rng.random() < _CORE_SHARE):
            return rng.choice(core)
        return rng.choice(own)

    def own_labels(self) -> frozenset[str]:
        """All labels that are not common to all families, in small letters."""
        return frozenset(word.casefold() for pair in self.own.values() for words in pair for word in words.split("|"))


@dataclass(frozen=True, slots=True)
class Trade:
    """Names, goods and texts of the invoices of a family; in pairs of an Indonesian and an English form where both are needed.

    Attributes:
        notes: Terms and remarks.
        adverts: Thanks, surveys, loyalty points: texts that are no field.
        bodies: Sentences above the table with ``{title}``, ``{number}`` and ``{date}``.
        first_words: Mark every name as invented.
        firm_words: Behind them.
        forms: Of domestic names.
        foreign_forms: Of foreign names.
        streets: With ``{0}`` for a number, domestic and foreign.
        cities: Domestic and foreign.
        buildings: Lines above a street, with ``{0}`` for a number.
        districts: Lines between a street and a town.
        countries: Foreign ones.
        mottos: Lines below the name of a seller.
        people: Names of persons.
        banks: Names of banks.
        goods: Groups of ``description|unit|price`` in rupiah.
        foreign_goods: The same in dollars.
        details: Second lines of descriptions.
        sections: Headings between rows.
    """

    notes: Sequence[str]
    adverts: Sequence[str]
    bodies: Sequence[tuple[str, str]]
    first_words: Sequence[str]
    firm_words: Sequence[str]
    forms: Sequence[str]
    foreign_forms: Sequence[str]
    streets: tuple[Sequence[str], Sequence[str]]
    cities: tuple[Sequence[str], Sequence[str]]
    buildings: Sequence[str]
    districts: Sequence[str]
    countries: Sequence[str]
    mottos: Sequence[str]
    people: Sequence[str]
    banks: Sequence[str]
    goods: Sequence[Sequence[str]]
    foreign_goods: Sequence[str]
    details: Sequence[str]
    sections: Sequence[str]


@dataclass(frozen=True, slots=True)
class Banking:
    """Names, kinds of movements and texts of the bank statements of a family.

    Attributes:
        debits: Descriptions with ``|`` between lines and ``{name}``, ``{firm}``, ``{place}``, ``{n}``, ``{d}``, ``{dm}``, ``{my}``.
        credits: The same.
        banks: Names of banks.
        products: Names of kinds of accounts.
        branches: Names of branches.
        notes: Legal texts, with days and amounts in them.
        adverts: Other texts that are no field.
    """

    debits: Sequence[str]
    credits: Sequence[str]
    banks: Sequence[str]
    products: Sequence[str]
    branches: Sequence[str]
    notes: Sequence[str]
    adverts: Sequence[str]
