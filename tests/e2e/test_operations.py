"""What a data engineer finds in the Prefect UI."""

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.e2e


def test_every_deployment_explains_itself(stack) -> None:
    with stack.prefect() as prefect:
        deployments = prefect.post("/deployments/filter", json={}).json()

    assert {"on-upload", "every-minute", "on-demand"} <= {deployment["name"] for deployment in deployments}
    for deployment in deployments:
        assert deployment["description"], deployment["name"]
        assert "berkas" in deployment["tags"], deployment["name"]
        for name, shown in fields_of(deployment["parameter_openapi_schema"]):
            # where a flow gives none, Prefect takes the parameter's name for its title
            assert shown.get("title") not in {None, "", name}, (deployment["name"], name)
            assert shown.get("description"), (deployment["name"], name)
            assert "position" in shown, (deployment["name"], name)
        assert all(each["schedule"]["timezone"] == "Asia/Jakarta" for each in deployment["schedules"]), deployment[
            "name"
        ]


def test_fresh_uploads_go_first_and_bulk_last(stack) -> None:
    with stack.prefect() as prefect:
        queues = prefect.post("/work_pools/berkas/queues/filter", json={}).json()
        deployments = prefect.post("/deployments/filter", json={}).json()

    by_priority = [queue["name"] for queue in sorted(queues, key=lambda queue: queue["priority"])]
    assert by_priority == ["default", "side", "long", "webhooks", "bulk"]
    assert {d["work_queue_name"] for d in deployments if "document" in d["tags"]} == {"default"}
    assert {d["work_queue_name"] for d in deployments if "document" not in d["tags"]} == {"side", "long", "webhooks"}


def test_a_notification_that_an_operator_added_survives_the_next_registration(stack) -> None:
    with stack.prefect() as prefect:
        automations = {each["name"]: each for each in prefect.post("/automations/filter", json={}).json()}
        late = automations["berkas-late-runs"]
        late["actions"].append({"type": "do-nothing"})
        kept = {name: late[name] for name in ("name", "description", "enabled", "trigger", "actions")}
        answer = prefect.put(f"/automations/{late['id']}", json=kept)
        assert answer.is_success, answer.text

        register(stack)
        again = prefect.get(f"/automations/{late['id']}").json()

    assert "berkas-lost-runs" in automations
    assert [action["type"] for action in again["actions"]] == ["run-deployment", "do-nothing"]


def fields_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a run's form by its name, those inside of others, too, and what the form shows of it."""

    def below(part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, shown in part.get("properties", {}).items():
            yield name, shown
            if "$ref" in shown:
                yield from below(schema["definitions"][shown["$ref"].removeprefix("#/definitions/")])

    yield from below(schema)


def register(stack) -> None:
    """What an upgrade does."""
    environment = stack.environment | {
        "BERKAS_DATA_DIR": str(stack.folder),
        "BERKAS_DATABASE_URL": stack.info.database_url,
        "PREFECT_API_URL": f"{stack.info.prefect_url}/api",
        "PREFECT_API_AUTH_STRING": stack.prefect_auth,
        "PREFECT_HOME": str(stack.folder / "prefect"),
    }
    subprocess.run(
        [stack.installed.berkas, "deploy"], env=environment, cwd=stack.installed.empty, check=True, timeout=120
    )
