"""The worker's way to what the API holds in memory: passwords of PDFs and errands."""

import httpx

from berkas.errors import SlotMissing, Unavailable

_SECONDS = 10


class InternalApi:
    """Endpoints below ``/internal``, with the key that only this installation's workers have."""

    def __init__(self, base_url: str, token: str) -> None:
        self._base_url = base_url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def ask(self, method: str, path: str, *, content: bytes | None = None) -> httpx.Response:
        """The answer to a request.

        Raises:
            Unavailable: The API does not answer.
        """
        try:
            async with httpx.AsyncClient(base_url=self._base_url, timeout=_SECONDS, trust_env=False) as client:
                return await client.request(method, path, headers=self._headers, content=content)
        except httpx.HTTPError as error:
            raise Unavailable from error

    async def ask_for_slot(self, method: str, path: str, *, content: bytes | None = None) -> httpx.Response:
        """The answer to a request for something that may be over.

        Raises:
            SlotMissing: It is forgotten, over, or lost with the API process that held it.
            Unavailable: The API does not answer, or not as it should.
        """
        answer = await self.ask(method, path, content=content)
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise SlotMissing
        if not answer.is_success:
            raise Unavailable
        return answer


class PasswordSlotsClient:
    """Takes PDF passwords out of the API's memory."""

    def __init__(self, base_url: str, token: str) -> None:
        self._api = InternalApi(base_url, token)

    async def take(self, handle: str) -> str:
        """The password of a slot.

        Raises:
            SlotMissing: Forgotten, over, or lost with the API process that held it.
            Unavailable: The API does not answer.
        """
        answer = await self._api.ask_for_slot("POST", f"/internal/password-slots/{handle}/take")
        return str(answer.json()["password"])

    async def forget(self, handle: str) -> None:
        """Empty a slot; when the API does not answer, the slot's own time ends it."""
        try:
            await self._api.ask("DELETE", f"/internal/password-slots/{handle}")
        except Unavailable:
            return


class ErrandsClient:
    """Takes errands out of the API's memory and brings their answers back."""

    def __init__(self, base_url: str, token: str) -> None:
        self._api = InternalApi(base_url, token)

    async def take(self, handle: str) -> bytes:
        """The request of an errand.

        Raises:
            SlotMissing: Nobody waits for it any more.
            Unavailable: The API does not answer.
        """
        return (await self._api.ask_for_slot("POST", f"/internal/errands/{handle}/take")).content

    async def answer(self, handle: str, answer: bytes) -> None:
        """Bring the answer of an errand.

        Raises:
            SlotMissing: Nobody waits for it any more.
            Unavailable: The API does not answer.
        """
        await self._api.ask_for_slot("PUT", f"/internal/errands/{handle}/answer", content=answer)
