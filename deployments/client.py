"""A small client of our own API, for the command line: upload, wait, read."""

import asyncio
from typing import Any

import httpx

FINAL = frozenset({"extracted", "requires_review", "failed", "password_required", "erased", "purged"})


class ApiRefused(Exception):
    """The API answered with an error; the message is its own.

    Attributes:
        status: Of the answer.
        code: Its stable code; empty when it has none.
        retry_after: Seconds after which a full limit has room again; None for any other error.
    """

    def __init__(self, message: str, *, status: int = 0, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class ApiUnreachable(Exception):
    """Nothing answers at the address, or what answers is not this API."""

    def __init__(self, url: str) -> None:
        super().__init__(f"No Berkas API answers at {url}.")


class Client:
    """Talks to one API with one key."""

    def __init__(self, base_url: str, key: str) -> None:
        self._http = httpx.AsyncClient(
            base_url=base_url, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False
        )

    async def upload(self, filename: str, content: bytes, **fields: str) -> dict[str, Any]:
        """Upload a file; the answer: the document, and whether its bytes were here before (`deduped`).

        Raises:
            ApiRefused: The API does not take it.
            ApiUnreachable: It does not answer.
        """
        files = {"file": (filename, content)}
        return dict(_data(await self._ask("POST", "/api/documents/upload", files=files, data=fields)))

    async def read(self, document_id: str) -> dict[str, Any]:
        """One document with its newest extraction."""
        return dict(_data(await self._ask("GET", f"/api/documents/{document_id}")))

    async def extractions(self, document_id: str) -> list[dict[str, Any]]:
        """Every extraction of a document, newest first."""
        return list(_data(await self._ask("GET", f"/api/documents/{document_id}/extractions")))

    async def reextract(self, document_id: str, **options: str) -> None:
        """Have a document read again.

        Raises:
            ApiRefused: Its state forbids it.
        """
        _data(await self._ask("POST", f"/api/documents/{document_id}/reextract", json=options))

    async def cancel(self, document_id: str) -> None:
        """Cancel the run of a document.

        Raises:
            ApiRefused: There is none.
        """
        _data(await self._ask("POST", f"/api/documents/{document_id}/cancel"))

    async def wait(self, document_id: str, *, seconds: float = 300, every: float = 0.25) -> dict[str, Any]:
        """The document once it is in a final status; the limit of reads is kept to.

        Raises:
            TimeoutError: It is not, after so many seconds.
        """
        async with asyncio.timeout(seconds):
            while True:
                answer = await self._ask("GET", f"/api/documents/{document_id}")
                if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                    await asyncio.sleep(float(answer.headers["Retry-After"]))
                    continue
                document = dict(_data(answer))
                if document["status"] in FINAL:
                    return document
                await asyncio.sleep(every)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(self, method: str, path: str, **content: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        try:
            answer = await self._http.request(method, path, **content)
            answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ApiUnreachable(str(self._http.base_url)) from error
        return answer


def _data(answer: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    body = answer.json()
    if answer.is_success:
        return body["data"]
    fields = (body.get("details") or {}).get("fieldErrors") or {}
    wrong = "; ".join(f"{name}: {' '.join(reasons)}" for name, reasons in fields.items())
    message = f"{body.get('error')} ({body.get('code')}) {wrong}".strip()
    is_full = answer.status_code == httpx.codes.TOO_MANY_REQUESTS
    raise ApiRefused(
        message,
        status=answer.status_code,
        code=str(body.get("code") or ""),
        retry_after=float(answer.headers.get("Retry-After", 1)) if is_full else None,
    )
