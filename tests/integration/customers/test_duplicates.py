"""A document that comes again in other bytes, over HTTP. All SPECIMEN."""

from berkas.evaluation.specimens import variants


def duplicates(document):
    return [one["documentId"] for one in document["extraction"]["findings"] if one["code"] == "probable_duplicate"]


def test_a_scan_of_a_card_that_is_here_already_goes_to_review_until_somebody_signs_it_off(client, taken, draw):
    card = draw("ktp")
    scan, _ = variants.render(card, "scan_pdf", seed=1)

    first, second = taken(card.pdf), taken(scan)

    assert duplicates(first) == []
    assert second["extraction"]["fieldConfidences"]["nik"] >= 90
    assert duplicates(second) == [first["id"]]
    assert (second["status"], "probable_duplicate" in second["reviewReasons"]) == ("requires_review", True)

    findings = [
        {"code": one["code"], "fields": one["fields"], "row": one["row"], "column": one["column"]}
        for one in second["extraction"]["findings"]
        if one["severity"] == "error"
    ]
    path = f"/api/documents/{second['id']}"
    signed = client.post(f"{path}/extractions", json={"fields": {}, "verify": True, "acceptFindings": findings})
    assert signed.status_code in {200, 201}, signed.text
    assert client.get(path).json()["data"]["status"] == "extracted"

    stored = client.get(f"/api/documents?q={card.truth['nik']}").json()["data"]
    assert {one["id"] for one in stored} == {first["id"], second["id"]}
