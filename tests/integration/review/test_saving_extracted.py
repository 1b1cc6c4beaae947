"""A correction of a document that counts as extracted: what rules contradict is accepted on the page before it is saved."""

from berkas.model.statuses import DocumentStatus
from tables.engine import fetch


def test_what_rules_contradict_is_accepted_and_saved_without_a_sign_off(npwp, analyst, client, installation):
    document_id = npwp()
    installation.run(fetch, "update document set status = 'extracted' where id = $1", document_id)
    person = analyst(document_id)
    person.field("Name").fill("12345")

    person.press("Save correction")
    dialog = person.page.locator("#accept")
    dialog.wait_for()
    stored = client.get(f"/api/documents/{document_id}/extractions").json()["total"]
    dialog.get_by_role("checkbox").check()
    person.press("Accept & save")
    person.said("Saved.")

    document = client.get(f"/api/documents/{document_id}").json()["data"]
    [finding] = [one for one in document["extraction"]["findings"] if one["code"] == "value_unlikely"]
    assert stored == 1
    assert (document["status"], document["extraction"]["fields"]["name"]) == (DocumentStatus.EXTRACTED, "12345")
    assert (finding["accepted"], "analyst_verified" in document["extraction"]["flags"]) == (True, False)
