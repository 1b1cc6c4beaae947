"""An API whose database goes away and comes back.

The outbox is one for all, so no other API may stand beside this one.
"""

import contextlib
import secrets
import shutil
import socket
import tempfile
import threading
from base64 import b32encode
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

OK = {"status": "ok", "database": "ok", "objectStore": "ok", "prefect": "ok"}


class Cable:
    """A socket of PostgreSQL that leads to the real one, until it is cut."""

    def __init__(self, target: Path, database_url: str) -> None:
        self.target = target
        self.folder = Path(tempfile.mkdtemp(prefix="bk"))
        self.url = f"{database_url.partition('?')[0]}?host={self.folder}"
        self.plug()

    def plug(self) -> None:
        self.ends: list[socket.socket] = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / self.target.name))
        self.listener.listen()
        threading.Thread(target=self._serve, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        (self.folder / self.target.name).unlink()
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(self.target))
                self.ends += [here, there]
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cable(database_url):
    folder = Path(parse_qs(urlsplit(database_url).query)["host"][0])
    (target,) = [path for path in folder.glob(".s.PGSQL.*") if not path.name.endswith(".lock")]
    found = Cable(target, database_url)
    yield found
    with contextlib.suppress(OSError):
        found.cut()
    shutil.rmtree(found.folder, ignore_errors=True)


def ask(server, path):
    with server.client(None) as http:
        return http.get(path)


def test_without_the_database_it_is_not_ready_and_serves_again_when_it_is_back(
    serve, make_settings, pdf, cable, eventually
):
    with serve(make_settings(database_url=cable.url)) as server:
        key = server.key(server.organisation())
        with server.client(key) as http:
            assert ask(server, "/health/ready").json() == OK

            cable.cut()
            ready = eventually(lambda: (seen := ask(server, "/health/ready")).status_code == 503 and seen)
            refused = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
            others = [ask(server, path).status_code for path in ("/health/live", "/metrics")]
            left = server.blobs()

            cable.plug()
            eventually(lambda: ask(server, "/health/ready").json() == OK)
            taken = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
            eventually(lambda: server.orchestrator.requests)

    assert (ready.status_code, ready.json()) == (
        503,
        OK | {"status": "unavailable", "database": "database_unavailable"},
    )
    assert (refused.status_code, refused.json()["code"]) == (503, "database_unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    assert (others, left) == ([200, 200], [])
    assert taken.status_code == 201


def test_who_guesses_keys_does_not_reach_the_database_once_they_guessed_too_often(serve, make_settings, cable):
    # other tests have keys of one letter
    guesses = [f"Bearer bk_live_{b32encode(secrets.token_bytes(20)).decode()}" for _ in range(5)]
    with (
        serve(make_settings(database_url=cable.url, rate_limit_failed_auth=2)) as server,
        server.client(None) as http,
    ):
        asked = [http.get("/api/documents", headers={"Authorization": guess}) for guess in guesses[:2]]

        cable.cut()
        refused = [http.get("/api/documents", headers={"Authorization": guess}) for guess in guesses[2:]]

    assert [answer.status_code for answer in asked] == [401, 401]
    assert [answer.status_code for answer in refused] == [429, 429, 429]  # 503 would say that the database was asked


def test_a_database_that_is_away_makes_no_failed_authentication(serve, make_settings, cable, eventually):
    with serve(make_settings(database_url=cable.url, rate_limit_failed_auth=2)) as server:
        key = server.key(server.organisation())
        with server.client(key) as http:
            cable.cut()
            away = [http.get("/api/documents").status_code for _ in range(5)]

            cable.plug()
            eventually(lambda: ask(server, "/health/ready").json() == OK)
            back = http.get("/api/documents").status_code

    assert away == [503] * 5
    assert back == 200
