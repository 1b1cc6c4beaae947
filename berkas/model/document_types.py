"""Types of documents are data, in ``templates_registry/definitions``; to the rules and engines here a type is a name."""

from typing import Annotated, TypeAlias

from pydantic import Field

DocumentType: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""Name of a type on the wire. Whoever takes one from outside checks that the type exists."""
