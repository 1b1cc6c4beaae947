"""The document types that Berkas knows: ``definitions/<type>/type.yaml``."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from berkas.model.document_types import DocumentType
from berkas.model.type_definition import Fallback, TypeDefinition
from templates_registry.data_files import DataFile, Problem, problems_in

FILE: Final = "type.yaml"

Types = Mapping[str, TypeDefinition]
"""By name, in the order of lists."""


def definitions() -> Traversable:
    """The folder of the built-in definitions."""
    return resources.files("templates_registry").joinpath("definitions")


def load(folder: Traversable) -> Types:
    """The types of a folder of definitions.

    Args:
        folder: A folder for each type, named like it, with its ``type.yaml``.

    Raises:
        ValueError: A file is missing or wrong, two types say the same of themselves, or none takes what is not recognised; the
            message names file, path and line.
    """
    found = [_parsed(one) for one in folder.iterdir() if one.is_dir()]
    ordered = {one.name: one for one in sorted(found, key=lambda one: (one.position, one.name))}
    for fallback in Fallback:
        takers = [one.name for one in ordered.values() if one.fallback is fallback]
        if len(takers) != 1:
            message = f"{folder.name}: one type must have fallback {fallback}, not {', '.join(takers) or 'none'}"
            raise ValueError(message)
    return ordered


def _parsed(folder: Traversable) -> TypeDefinition:
    entry = folder.joinpath(FILE)
    if not entry.is_file():
        message = f"{folder.name}: has no {FILE}"
        raise ValueError(message)
    file = DataFile(f"{folder.name}/{FILE}", entry.read_text(encoding="utf-8"))
    try:
        found = TypeDefinition.model_validate(file.content())
    except ValidationError as error:
        raise file.refusal(problems_in(error)) from None
    problems = list(_problems(found, folder.name))
    if problems:
        raise file.refusal(problems)
    return found


def _problems(found: TypeDefinition, folder: str) -> Iterator[Problem]:
    if found.name != folder:
        yield "name", f"must be {folder}, as its folder"
    for key in ("titles", "phrases", "labels", "patterns", "negatives", "mentions"):
        said = getattr(found.evidence, key)
        yield from ((f"evidence.{key}", f"{one} stands twice") for index, one in enumerate(said) if one in said[:index])


@cache
def built_in() -> Types:
    """The types of this release."""
    return load(definitions())


def names() -> tuple[DocumentType, ...]:
    """Names of all types, in the order of lists."""
    return tuple(built_in())


@cache
def free_text() -> frozenset[DocumentType]:
    """Names of the types that have no fields of their own."""
    return frozenset(name for name, one in built_in().items() if one.free_text)


@cache
def retention_days() -> Mapping[DocumentType, int | None]:
    """Days that documents of each type are kept where nobody says otherwise; None for the installation's default."""
    return {name: one.retention_days for name, one in built_in().items()}


if TYPE_CHECKING:
    KnownType = DocumentType
else:
    # a model that takes names from outside refuses others by it and shows the list in its schema; its values are text
    KnownType = StrEnum("DocumentType", {name.upper(): name for name in names()}, module=__name__)
    KnownType.__doc__ = "A kind of document; the value is its name on the wire."
