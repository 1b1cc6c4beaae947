"""Parameters as the orchestrator's run form shows them."""

from typing import Any

from pydantic import Field


def shown(title: str, description: str | None, **limits: int) -> Any:  # noqa: ANN401 - what pydantic's Field is, too
    """A parameter with a title and a description; Prefect replaces plain ones by the parameter's name and by nothing."""
    return Field(json_schema_extra={"title": title, "description": description or ""}, **limits)  # type: ignore[call-overload]
