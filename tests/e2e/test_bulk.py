"""Bulk re-extraction through the whole stack, as a person starts it in the Prefect UI."""

import pytest

pytestmark = pytest.mark.e2e

DEPLOYMENT = "bulk-reextract/on-demand"
PAPERS = 6


def test_documents_are_read_again_while_fresh_uploads_go_before_them(stack, api, draw) -> None:
    papers = [
        api.upload(draw("npwp", "card", 400 + number)[0], externalRef="bulk")["document"]["id"]
        for number in range(PAPERS)
    ]
    for document_id in papers:
        api.settled(document_id)
    chosen = {"types": ["npwp"], "created_from": api.document(papers[0])["createdAt"]}

    with stack.prefect() as prefect:
        counted = stack.ended_run(prefect, stack.begin_run(prefect, DEPLOYMENT, selection=chosen))
        bulk = stack.begin_run(prefect, DEPLOYMENT, selection=chosen, dry_run=False, most_at_once=4)
        fresh = api.read(draw("npwp", "electronic", 450)[0])
        unfinished = [api.document(document_id) for document_id in papers]
        ended = stack.ended_run(prefect, bulk)

    assert counted["state"]["message"] == f"{PAPERS} documents would be read again."
    assert ended["state"]["type"] == "COMPLETED", ended["state"]
    assert fresh["status"] == "extracted"
    assert any(document["attempt"] == 1 or document["status"] != "extracted" for document in unfinished)
    again = [api.document(document_id) for document_id in papers]
    assert [(document["status"], document["attempt"]) for document in again] == [("extracted", 2)] * PAPERS
    assert all(len(api.extractions(document_id)) == 2 for document_id in papers)
