"""A type that is asked for is respected, and contradicted where the document is surely of another one. All SPECIMEN."""


def contradictions(document):
    return [one for one in document["extraction"]["findings"] if one["code"] == "type_contradicted"]


def test_a_card_that_was_uploaded_as_an_invoice_goes_to_review_until_it_is_read_as_a_card(client, read, taken, draw):
    card = draw("ktp")

    document = taken(card.pdf, type="invoice")
    [finding] = contradictions(document)

    assert (document["type"], document["extraction"]["type"]) == ("invoice", "invoice")
    assert document["status"] == "requires_review"
    assert "type_contradicted" in document["reviewReasons"]
    assert (finding["severity"], finding["fields"]) == ("warning", [])
    assert finding["message"] == "It was read as another type than it seems to be: ktp, with a confidence of 99."

    path = f"/api/documents/{document['id']}"
    assert client.post(f"{path}/reextract", json={"type": "ktp"}).status_code == 202
    document = read(document["id"], 2)
    assert contradictions(document) == []
    assert document["extraction"]["fields"]["nik"] == card.truth["nik"]

    # a template fixes the type, too
    [template] = [one for one in client.get("/api/templates?limit=200").json()["data"] if one["slug"] == "npwp"]
    assert client.post(f"{path}/reextract", json={"templateId": template["id"], "type": "npwp"}).status_code == 202
    document = read(document["id"], 3)
    assert (document["extraction"]["type"], len(contradictions(document))) == ("npwp", 1)
    assert "type_contradicted" in document["reviewReasons"]
