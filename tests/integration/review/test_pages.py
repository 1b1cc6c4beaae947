"""Pictures of pages: boxes fit them, they are for who may read the document, and nothing keeps them."""

import base64
import io
import json
import os

import numpy as np
import pytest
from PIL import Image

from berkas.evaluation.specimens import papers, variants
from berkas.jobs import DRAW_PAGE

INK = 110
"""Grey below which a pixel is print; papers are lighter."""


def page(document_id, number=0):
    return f"/api/documents/{document_id}/pages/{number}"


def picture(answer):
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


def part(image, box):
    """The part of a picture in a box, as grey."""
    width, height = image.size
    edges = (box["x"] * width, box["y"] * height, (box["x"] + box["w"]) * width, (box["y"] + box["h"]) * height)
    return np.asarray(image.convert("L").crop(tuple(round(edge) for edge in edges)))


def boxes_of(document):
    for box in document["extraction"]["fieldBoundingBoxes"].values():
        yield from box if isinstance(box, list) else [box]


@pytest.mark.parametrize("variant", ["turned_180", "skewed", "text_pdf"])
def test_boxes_fall_on_print_however_the_paper_lay(client, upload, read, variant):
    card = papers.make("npwp", layout="card", seed=31)
    document = read(upload(variants.render(card, variant, seed=31)[0], type="npwp"))

    answer = client.get(page(document["id"]))

    drawn = picture(answer)
    boxes = list(boxes_of(document))
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert drawn.format == "JPEG"
    assert max(drawn.size) <= 1600
    assert len(boxes) >= 2
    for box in boxes:
        assert (part(drawn, box) < INK).mean() > 0.05
        # a check that cannot fail is none: the other way up there is nothing in the boxes
        assert (part(drawn.rotate(180), box) < INK).mean() < 0.01


def test_the_way_up_is_what_reading_found_also_where_that_is_not_what_it_seems(client, upload, rows, paper, read):
    document = read(upload(paper("CONTOH"), type="generic_ocr"))
    upright = picture(client.get(page(document["id"])))
    rows("update document set page_rotations = '[90]' where id = $1", document["id"])

    turned = picture(client.get(page(document["id"])))

    assert turned.size == upright.size[::-1]


def test_every_page_of_a_document_can_be_seen_also_before_it_was_read(client, upload):
    statement = papers.make("rekening_koran", layout="columns", seed=7)
    count = variants.page_count(statement.pdf)
    document_id = upload(statement.pdf)

    sizes = [picture(client.get(page(document_id, number))).size for number in range(count)]

    assert {max(size) for size in sizes} == {1600}
    assert client.get(page(document_id, count)).status_code == 404


@pytest.mark.parametrize("number", ["1", "200", "99999999999999999999", "-1", "one"])
def test_a_page_that_is_not_there_is_not_found(client, upload, paper, rows, number):
    document_id = upload(paper("CONTOH"))
    unread = client.get(page(document_id, number))
    rows("update document set page_count = 1 where id = $1", document_id)

    answer = client.get(page(document_id, number))

    assert (unread.status_code, answer.status_code) == (404, 404)
    assert answer.json()["code"] == "not_found"


def test_pages_are_for_who_may_read_the_document(installation, organisation, client, stranger, upload, paper):
    path = page(upload(paper("CONTOH")))

    with installation.client(organisation, "templates:read", "documents:write") as writer:
        refused = writer.get(path), writer.post(path)
    with installation.client(organisation, "documents:read") as reader:
        seen = reader.get(path)

    assert [answer.status_code for answer in refused] == [403, 403]
    assert (stranger.get(path).status_code, stranger.post(path).status_code) == (404, 404)
    assert client.get(path, headers={"Authorization": ""}).status_code == 401
    assert seen.status_code == 200


@pytest.mark.parametrize("status", ["erased", "purged"])
def test_of_a_document_that_is_gone_nothing_is_seen(client, upload, paper, rows, status):
    document_id = upload(paper("CONTOH"))
    rows("update document set status = $2, dedupe_key = null where id = $1", document_id, status)

    answer = client.get(page(document_id))

    assert (answer.status_code, answer.json()["code"]) == (410, "gone")


def test_a_locked_document_is_seen_with_its_password_in_a_body(installation, client, upload):
    locked = variants.render(papers.make("npwp", layout="card", seed=12), "locked_pdf", seed=12)[0]
    path = page(upload(locked + os.urandom(8)))

    without, wrong, right = (
        client.get(path),
        client.post(path, json={"pdfPassword": "salah"}),
        client.post(path, json={"pdfPassword": variants.PASSWORD}),
    )
    unknown = client.post(path, json={"password": "salah"})

    assert (without.status_code, without.json()["code"]) == (422, "password_required")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "password_wrong")
    assert unknown.json()["details"]["fieldErrors"] == {"password": ["is not a field of this body"]}
    assert max(picture(right).size) == 1600
    assert variants.PASSWORD not in installation.log.getvalue()


def test_a_document_that_cannot_be_opened_has_no_pictures(client, upload):
    answer = client.get(page(upload(b"%PDF-1.4 CONTOH" + os.urandom(500))))

    assert (answer.status_code, answer.json()["code"]) == (422, "page_not_drawn")
    assert "unreadable_file at unseal" in answer.json()["error"]


def test_an_original_that_was_lost_is_gone_and_one_that_was_altered_is_our_fault(installation, client, upload, paper):
    folder = installation.settings.data_dir / "blobs"
    before = set(folder.rglob("*"))
    document_id = upload(paper("CONTOH"))
    [blob] = [path for path in set(folder.rglob("*")) - before if path.is_file()]

    content = bytearray(blob.read_bytes())
    content[-1] ^= 1
    blob.write_bytes(content)
    altered = client.get(page(document_id))
    blob.unlink()
    lost = client.get(page(document_id))

    assert (altered.status_code, altered.json()["code"]) == (500, "internal_error")
    assert (lost.status_code, lost.json()["code"]) == (410, "gone")


def test_without_prefect_or_a_worker_the_analyst_is_told_to_come_again(impatient, organisation, upload, paper):
    path = page(upload(paper("CONTOH")))
    with impatient.client(organisation) as http:
        late = http.get(path)
        impatient.workshop.is_away = True
        away = http.get(path)

    assert (late.status_code, late.json()["code"]) == (503, "picture_timeout")
    assert (away.status_code, away.json()["code"]) == (503, "orchestrator_unavailable")
    assert late.headers["Retry-After"]
    assert late.elapsed.total_seconds() < 10


def test_a_viewing_is_written_down_and_nothing_of_the_picture_is_kept(installation, client, upload, paper, rows):
    document_id = upload(paper("CONTOH"))
    tables = [row["tablename"] for row in rows("select tablename from pg_tables where schemaname = 'public'")]

    answer = client.get(page(document_id))

    middle = answer.content[len(answer.content) // 2 :][:30]
    dump = "".join(str(rows(f'select t::text from "{table}" t')) for table in tables)
    files = [path for path in installation.settings.data_dir.parent.rglob("*") if path.is_file()]
    run = [run for run in installation.workshop.requests if run.deployment == DRAW_PAGE][-1]
    [entry] = rows(
        "select actor, action, details from audit_entry where subject = $1 and action like '%page'", document_id
    )
    assert picture(answer)
    for form in (middle.hex(), base64.b64encode(middle).decode(), repr(middle)):
        assert form not in dump
        assert form not in installation.log.getvalue()
    assert not [path for path in files if middle in path.read_bytes()]
    assert set(run.parameters) == {"handle"}
    assert run.name == "draw-page"
    assert (entry["action"], json.loads(entry["details"])["page"]) == ("document.view_page", 0)
    assert entry["actor"].startswith("key_")


def test_a_finer_picture_is_drawn_where_it_is_asked_for_and_no_larger_one_than_there_is(client, upload, paper):
    path = page(upload(paper("CONTOH")))

    sizes = [max(picture(client.get(path, params={"longestPx": longest})).size) for longest in (200, 3200)]
    posted = max(picture(client.post(path, params={"longestPx": 300})).size)

    assert (sizes, posted) == ([200, 3200], 300)


@pytest.mark.parametrize(
    "query", ["longestPx=199", "longestPx=3201", "longestPx=-1", "longestPx=1e3", "longestPx=", "size=400"]
)
def test_no_other_size_is_drawn(client, upload, paper, query):
    answer = client.get(f"{page(upload(paper('CONTOH')))}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert list(answer.json()["details"]["fieldErrors"]) == [query.partition("=")[0]]
