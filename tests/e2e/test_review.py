"""The analyst's page and the pictures on it, in the whole stack."""

import base64

import pytest
from traces import rows_of

pytestmark = pytest.mark.e2e


def test_a_page_is_seen_and_kept_nowhere(stack, api, draw) -> None:
    document = api.read(draw("npwp", "card", 63)[0])

    assert api.http.get("/review/assets/app.js", headers={"Authorization": ""}).status_code == 200
    answer = api.http.get(f"/api/documents/{document['id']}/pages/0")

    with stack.prefect() as prefect:
        runs = prefect.post("/flow_runs/filter", json={"flow_runs": {"tags": {"all_": [document["id"]]}}}).json()
        [run] = [run for run in runs if run["name"] == "draw-page"]
        logs = prefect.post("/logs/filter", json={"logs": {"flow_run_id": {"any_": [run["id"]]}}}).json()
    assert (answer.status_code, answer.content[:3]) == (200, b"\xff\xd8\xff")
    assert set(run["parameters"]) == {"handle"}
    assert document["id"] not in str(logs)
    middle = answer.content[len(answer.content) // 2 :][:30]
    forms = middle, middle.hex().encode(), base64.b64encode(middle)
    for url in (stack.info.database_url, stack.prefect_database_url):
        assert not [form for form in forms[1:] if form.decode() in rows_of(url)]
    for folder in (stack.folder, stack.temporary):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                assert not [form for form in forms if form in content], path
