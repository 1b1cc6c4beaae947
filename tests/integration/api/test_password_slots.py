"""PDF passwords: in memory, under a handle, for workers with the token only."""

import base64

import pytest

from api.controllers.operations import INTERNAL_API
from berkas.errors import SlotMissing, Unavailable
from berkas.storage.keyring import Keyring
from flows.resources import PasswordSlotsClient
from tables.engine import fetch

PASSWORD = "sandi-CONTOH-é"


@pytest.fixture
def worker(server, root_key):
    token = Keyring(root_key).derive(INTERNAL_API).hex()
    with server.client(token) as http:
        yield http


@pytest.fixture
def handle_of(server, eventually):
    """The handle that a document's run was given."""

    def find(document_id):
        (run,) = eventually(lambda: server.orchestrator.runs_of(document_id))
        return run.parameters["password_handle"]

    return find


def test_a_worker_takes_a_password_by_its_handle_until_it_says_that_it_is_done(uploaded, handle_of, worker):
    handle = handle_of(uploaded(1, pdfPassword=PASSWORD)["id"])

    # a run that is retried takes it again
    for _ in range(2):
        taken = worker.post(f"/internal/password-slots/{handle}/take")
        assert (taken.status_code, taken.json()) == (200, {"password": PASSWORD})
        assert taken.headers["cache-control"] == "no-store"
    assert worker.delete(f"/internal/password-slots/{handle}").status_code == 204

    gone = worker.post(f"/internal/password-slots/{handle}/take")
    assert (gone.status_code, gone.json()["code"]) == (404, "slot_missing")


def test_a_password_that_came_in_json_is_taken_alike(client, pdf, handle_of, worker):
    body = {"filename": "a.pdf", "contentBase64": base64.b64encode(pdf(1)).decode(), "pdfPassword": PASSWORD}

    document_id = client.post("/api/documents/upload-json", json=body).json()["data"]["document"]["id"]

    assert worker.post(f"/internal/password-slots/{handle_of(document_id)}/take").json() == {"password": PASSWORD}


@pytest.mark.parametrize("token", [None, "x", "Ã©"])
def test_without_the_token_nothing_is_given_or_forgotten(uploaded, handle_of, worker, server, token):
    path = f"/internal/password-slots/{handle_of(uploaded(1, pdfPassword=PASSWORD)['id'])}"
    with server.client(None) as http:
        headers = {"Authorization": f"Bearer {token}".encode("latin-1")} if token is not None else {}
        answers = [http.post(f"{path}/take", headers=headers), http.delete(path, headers=headers)]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert worker.post(f"{path}/take").status_code == 200


def test_a_customers_key_is_not_the_token(uploaded, handle_of, client):
    handle = handle_of(uploaded(1, pdfPassword=PASSWORD)["id"])

    assert client.post(f"/internal/password-slots/{handle}/take").status_code == 401


def test_a_handle_that_nobody_gave_is_missing(worker):
    assert worker.post("/internal/password-slots/x/take").status_code == 404
    assert worker.delete("/internal/password-slots/x").status_code == 204


def test_the_password_is_in_neither_the_database_nor_the_run_nor_the_log(uploaded, server, eventually):
    document_id = uploaded(1, pdfPassword=PASSWORD)["id"]
    (run,) = eventually(lambda: server.orchestrator.runs_of(document_id))
    names = server.run(fetch, "select tablename from pg_tables where schemaname = 'public'")

    for name in names:
        rows = server.run(fetch, f'select t::text from "{name[0]}" t')
        assert not [row for row in rows if PASSWORD in row[0]], name
    assert PASSWORD not in repr(run)
    assert PASSWORD not in server.log.getvalue()


def test_the_password_of_an_upload_that_met_another_one_is_forgotten(uploaded, server, worker, handle_of):
    document_id = uploaded(1, pdfPassword=PASSWORD)["id"]
    held = server.held_passwords()

    uploaded(1, pdfPassword="lain")

    assert server.held_passwords() == held
    assert worker.post(f"/internal/password-slots/{handle_of(document_id)}/take").json() == {"password": PASSWORD}


def test_a_picture_needs_no_password(uploaded, handle_of):
    document_id = uploaded(b"\xff\xd8\xff\xe0 contoh", "a.jpg", pdfPassword=PASSWORD)["id"]

    assert handle_of(document_id) is None


def test_handles_are_not_listed(client):
    paths = client.get("/schema/openapi.json").json()["paths"]

    assert not [path for path in paths if path.startswith("/internal")]


async def test_the_client_of_a_worker_and_the_api_understand_each_other(uploaded, handle_of, server, root_key):
    handle = handle_of(uploaded(1, pdfPassword=PASSWORD)["id"])
    slots = PasswordSlotsClient(server.url, Keyring(root_key).derive(INTERNAL_API).hex())

    assert await slots.take(handle) == PASSWORD
    await slots.forget(handle)

    with pytest.raises(SlotMissing):
        await slots.take(handle)


async def test_a_worker_waits_for_an_api_that_refuses_it_or_is_away(server):
    for slots in (
        PasswordSlotsClient(server.url, "another installation's"),
        PasswordSlotsClient("http://127.0.0.1:1", "x"),
    ):
        with pytest.raises(Unavailable):
            await slots.take("handle")
        await slots.forget("handle")
