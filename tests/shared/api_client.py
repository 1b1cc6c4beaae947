"""What a client of a running stack does with the API."""

import time
from typing import Any

import httpx

FINAL = {"extracted", "requires_review", "failed", "password_required"}


class Api:
    """A client with a key."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def upload(self, content: bytes, filename: str = "paper.pdf", **fields: str) -> dict[str, Any]:
        """Upload a file; the data of the answer."""
        answer = self.http.post("/api/documents/upload", files={"file": (filename, content)}, data=fields)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json()["data"])

    def settled(self, document_id: str, *, seconds: float = 120) -> dict[str, Any]:
        """The document in its final status."""
        deadline = time.monotonic() + seconds
        while (document := self.document(document_id))["status"] not in FINAL:
            assert time.monotonic() < deadline, f"{document['status']} after {seconds} s, attempt {document['attempt']}"
            time.sleep(0.2)
        return document

    def read(self, content: bytes, filename: str = "paper.pdf", **fields: str) -> dict[str, Any]:
        """Upload a file and wait for its document."""
        return self.settled(self.upload(content, filename, **fields)["document"]["id"])

    def document(self, document_id: str) -> dict[str, Any]:
        return dict(self.http.get(f"/api/documents/{document_id}").json()["data"])

    def extractions(self, document_id: str) -> list[dict[str, Any]]:
        return list(self.http.get(f"/api/documents/{document_id}/extractions").json()["data"])
