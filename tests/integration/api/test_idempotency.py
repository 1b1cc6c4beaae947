"""A request may be repeated under its Idempotency-Key: it is done once and answered alike."""

import base64
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from berkas.errors import ObjectStoreUnavailable
from berkas.storage.blobs import LocalBlobStore


@pytest.fixture
def send(client, pdf):
    def post(key, number=1, http=client, **fields):
        headers = {"Idempotency-Key": key}
        return http.post("/api/documents/upload", files={"file": ("a.pdf", pdf(number))}, data=fields, headers=headers)

    return post


class Gate:
    """A store whose blobs appear only when it is opened."""

    def __init__(self, store):
        self.store, self.is_reached, self.open = store, threading.Event(), threading.Event()

    def __getattr__(self, name):
        return getattr(self.store, name)

    def writer(self, name):
        writer, gate = self.store.writer(name), self

        class Waiting:
            write, abort = staticmethod(writer.write), staticmethod(writer.abort)

            def commit(self):
                gate.is_reached.set()
                assert gate.open.wait(20)
                writer.commit()

        return Waiting()


def test_a_repeated_request_gets_the_first_answer_and_is_not_done_again(send, client, server):
    first = send("k1", externalRef="a")
    blobs = server.blobs()

    second = send("k1", externalRef="a")

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert (client.get("/api/documents").json()["total"], server.blobs()) == (1, blobs)


@pytest.mark.parametrize("change", [{"number": 2}, {"externalRef": "b"}, {"type": "ktp"}, {"pdfPassword": "x"}])
def test_the_same_key_with_another_request_is_a_conflict(send, client, change):
    send("k1", externalRef="a")

    answer = send("k1", **{"externalRef": "a"} | change)

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_conflict")
    assert client.get("/api/documents").json()["total"] == 1


def test_without_a_key_or_with_another_one_the_request_is_a_new_one(send, upload):
    send("k1")

    assert (send("k2").status_code, upload(1).status_code) == (200, 200)


def test_a_form_and_json_with_the_same_content_are_the_same_request(send, client, pdf):
    send("k1", externalRef="a")
    body = {"filename": "a.pdf", "contentBase64": base64.b64encode(pdf(1)).decode(), "externalRef": "a"}

    answer = client.post("/api/documents/upload-json", json=body, headers={"Idempotency-Key": "k1"})

    assert answer.headers["idempotency-replayed"] == "true"


def test_keys_of_two_organisations_never_meet(send, stranger):
    first = send("k1")

    second = send("k1", number=2, http=stranger)

    assert (first.status_code, second.status_code) == (201, 201)
    assert "idempotency-replayed" not in second.headers


def test_a_refusal_of_the_content_is_replayed(send):
    fields = {"customerId": "cus_01HXYJ8Q4Z5N7T2B9C6D3E8F3J"}

    first, second = send("k1", **fields), send("k1", **fields)

    assert (first.status_code, second.status_code) == (400, 400)
    assert second.content == first.content
    assert second.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("given", ["", "x" * 256, "é".encode(), b"a\tb"])
def test_a_key_of_another_shape_is_refused(send, given):
    answer = send(given)

    assert answer.status_code == 400, answer.text
    assert list(answer.json()["details"]["fieldErrors"]) == ["Idempotency-Key"]


def test_a_key_may_be_255_printable_characters(send):
    assert send(("~ !" * 85)[:254] + "x").status_code == 201


def test_a_customer_is_named_once_under_a_key(client):
    send = [
        client.post("/api/customers", json={"name": name}, headers={"Idempotency-Key": "c1"})
        for name in ("A", "A", "B")
    ]

    assert [answer.status_code for answer in send] == [201, 201, 409]
    assert send[1].headers["idempotency-replayed"] == "true"


def test_while_the_first_request_is_in_flight_the_second_is_a_conflict(serve, make_settings, send):
    settings = make_settings()
    gate = Gate(LocalBlobStore(settings.data_dir / "blobs"))
    with (
        serve(settings, gate) as server,
        server.client(server.key(server.organisation())) as http,
        ThreadPoolExecutor() as pool,
    ):
        first = pool.submit(send, "k1", http=http)
        assert gate.is_reached.wait(20)

        second = send("k1", http=http)
        other = send("k1", number=2, http=http)

        gate.open.set()
        assert first.result().status_code == 201
        third = send("k1", http=http)
        assert http.get("/api/documents").json()["total"] == 1

    assert [answer.status_code for answer in (second, other, third)] == [409, 409, 201]
    assert third.headers["idempotency-replayed"] == "true"


def test_simultaneous_requests_with_one_key_give_one_document(server, key, client, send, eventually):
    def attempt(_):
        with server.client(key) as http:
            return send("k1", http=http, externalRef="a")

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(attempt, range(12)))

    done = [answer for answer in answers if answer.status_code == 201]
    assert len([answer for answer in done if "idempotency-replayed" not in answer.headers]) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    (document,) = client.get("/api/documents").json()["data"]
    eventually(lambda: server.orchestrator.runs_of(document["id"]))
    assert len(server.orchestrator.runs_of(document["id"])) == 1


class Failing(LocalBlobStore):
    """A store that fails once for each error."""

    def __init__(self, folder, *errors):
        super().__init__(folder)
        self.errors = list(errors)

    def writer(self, name):
        writer = super().writer(name)
        if not self.errors:
            return writer
        error = self.errors.pop(0)

        class Broken:
            write, abort = staticmethod(writer.write), staticmethod(writer.abort)

            def commit(self):
                raise error

        return Broken()


def test_a_failure_of_ours_is_not_replayed_so_that_a_repetition_can_succeed(serve, make_settings, send):
    settings = make_settings()
    store = Failing(settings.data_dir / "blobs", ObjectStoreUnavailable(), RuntimeError("unforeseen"))
    with serve(settings, store) as server, server.client(server.key(server.organisation())) as http:
        answers = [send("k1", http=http) for _ in range(4)]
        total = http.get("/api/documents").json()["total"]
        blobs = server.blobs()

    assert [answer.status_code for answer in answers] == [503, 500, 201, 201]
    assert ["idempotency-replayed" in answer.headers for answer in answers] == [False, False, False, True]
    assert (total, len(blobs)) == (1, 1)
