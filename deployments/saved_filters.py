"""Saved filters of the page *Runs* in the Prefect UI: documents without the runs of housekeeping beside them."""

from typing import Any, Final

from prefect.client.orchestration import PrefectClient

from berkas.jobs import READING_TAG

DOCUMENTS: Final = "Documents"
"""Name of the filter that shows the runs of documents, of the last seven days."""

_WEEK_SECONDS: Final = 7 * 24 * 3600


async def register_filters(client: PrefectClient) -> None:
    """Make the filters, or bring them up to date; the server keeps one of each name."""
    filters = [_shown("tag", [READING_TAG]), _shown("range", {"type": "span", "seconds": -_WEEK_SECONDS})]
    await client.request("PUT", "/saved_searches/", json={"name": DOCUMENTS, "filters": filters})


def _shown(name: str, value: object) -> dict[str, Any]:
    """One condition as the UI writes it; its columns of type and operation are empty there."""
    return {"object": "flowRun", "property": name, "type": "", "operation": "", "value": value}
