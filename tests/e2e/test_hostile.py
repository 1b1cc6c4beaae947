"""The worst files through the whole stack: each ends as failed with a stage and a safe sentence, and the next paper is read."""

import pytest
from hostile_files import (
    content_bomb,
    endless_letters,
    looped_page_tree,
    million_laughs,
    one_page,
    pages,
    png,
    scattered_letters,
    stream,
    text,
    tiff,
    unknown_encryption,
)

from berkas import errors

pytestmark = pytest.mark.e2e

LIMIT, CRASH = errors.ReadingLimitExceeded, errors.ReaderCrashed
HOSTILE = {
    "a million laughs": (million_laughs, {LIMIT, CRASH}),
    "a content bomb": (lambda: one_page(content_bomb()), {LIMIT, CRASH}),
    "letters over letters": (lambda: one_page(scattered_letters()), {LIMIT, CRASH}),
    "endless letters": (endless_letters, {LIMIT, CRASH}),
    "a page of 200 000 words": (lambda: one_page(stream(text(["kata"] * 200_000, per_line=200))), {LIMIT}),
    "a page tree in itself": (looped_page_tree, {errors.PageLimitExceeded}),
    "5 000 frames": (lambda: tiff(5_000), {errors.PageLimitExceeded}),
    "3 600 million pixels": (lambda: png(60_000, 60_000, bit_depth=1), {errors.PixelLimitExceeded}),
    "a lock without a key": (lambda: unknown_encryption("Contoh.Rahasia"), {errors.UnreadableFile}),
    "a PDF that says it is a PNG": (lambda: b"\x89PNG\r\n\x1a\n" + pages(1), {errors.UnreadableFile}),
}


def test_hostile_files_fail_safely_and_the_next_paper_is_read(stack, api, draw) -> None:
    sent = {name: api.upload(make())["document"]["id"] for name, (make, _) in HOSTILE.items()}

    for name, document_id in sent.items():
        document = api.settled(document_id, seconds=400)
        expected = {error.code: error.message for error in HOSTILE[name][1]}
        assert document["status"] == "failed", name
        assert document["errorMessage"] == expected.get(document["errorCode"]), (name, document["errorCode"])
        assert document["stage"] in {"unseal", "classify", "extract"}, name
        assert document["attempt"] == 1, name
        assert document["extraction"] is None, name
    after = api.read(draw("npwp", "electronic", 55)[0])

    assert after["status"] == "extracted"


def test_a_failed_paper_is_a_completed_run(stack, api) -> None:
    """Only what an operator should look into is red in Prefect."""
    document = api.read(looped_page_tree() + b"\n")

    with stack.prefect() as prefect:
        run = stack.finished_run(prefect, document["flowRunUrl"])
    assert run["state"]["type"] == "COMPLETED"
    assert "page_limit_exceeded" in run["state"]["message"]
