"""What a data engineer finds in the Prefect UI."""

import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.e2e


READY_SECONDS = 30
ONE = (1, "CANCEL_NEW")
DEPLOYMENTS = {
    "process-document/on-upload": ("default", {"berkas", "document"}, None, []),
    "dry-run-template/on-request": ("default", {"berkas", "document"}, None, []),
    "deliver-webhook/on-event": ("webhooks", {"berkas", "webhook"}, None, []),
    "erase-document/on-request": ("side", {"berkas", "erasure"}, None, []),
    "purge-expired/nightly": ("long", {"berkas", "maintenance", "long"}, ONE, [("0 2 * * *", "Asia/Jakarta", True)]),
    "sweep-queued/every-minute": ("side", {"berkas", "maintenance"}, ONE, [("* * * * *", "Asia/Jakarta", True)]),
    "bulk-reextract/on-demand": ("long", {"berkas", "maintenance", "long"}, ONE, []),
}
"""What the server has of each: work queue, tags, how many at once and what becomes of one more, schedules that are on."""

QUEUES = {"default": (1, None), "side": (2, None), "long": (3, None), "webhooks": (4, None), "bulk": (9, 1)}
"""Priority, of which the least goes first, and how many at once."""


@pytest.fixture
def deployments(stack) -> dict[str, dict[str, Any]]:
    """Every deployment that the server has, once its worker has looked for runs of each."""
    deadline = time.monotonic() + READY_SECONDS
    with stack.prefect() as prefect:
        flows = {flow["id"]: flow["name"] for flow in prefect.post("/flows/filter", json={}).json()}
        while True:
            found = prefect.post("/deployments/filter", json={}).json()
            waiting = [each["name"] for each in found if each["status"] != "READY"]
            if not waiting:
                break
            assert time.monotonic() < deadline, waiting
            time.sleep(0.2)
    return {f"{flows[each['flow_id']]}/{each['name']}": each for each in found}


def queues_of(prefect) -> dict[str, tuple[int, int | None]]:
    found = prefect.post("/work_pools/berkas/queues/filter", json={}).json()
    assert not [queue["name"] for queue in found if queue["is_paused"]]
    return {queue["name"]: (queue["priority"], queue["concurrency_limit"]) for queue in found}


def limit_of(deployment: dict[str, Any]) -> tuple[int, str] | None:
    limit, options = deployment["global_concurrency_limit"], deployment["concurrency_options"]
    return (limit["limit"], options["collision_strategy"]) if limit else None


def schedules_of(deployment: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [
        (each["schedule"]["cron"], each["schedule"]["timezone"], each["active"]) for each in deployment["schedules"]
    ]


def test_the_server_has_every_deployment_as_it_is_meant(deployments) -> None:
    assert {
        path: (each["work_queue_name"], set(each["tags"]), limit_of(each), schedules_of(each))
        for path, each in deployments.items()
    } == DEPLOYMENTS
    for path, each in deployments.items():
        assert each["work_pool_name"] == "berkas", path
        assert not each["paused"], path


def test_every_deployment_explains_itself(deployments) -> None:
    fields = {path: dict(fields_of(each["parameter_openapi_schema"])) for path, each in deployments.items()}

    assert {path for path, shown in fields.items() if not shown} == {"sweep-queued/every-minute"}
    assert {"selection", "created_from", "most_at_once"} <= fields["bulk-reextract/on-demand"].keys()
    for path, each in deployments.items():
        assert each["description"], path
        for name, shown in fields[path].items():
            # where a flow gives none, Prefect takes the parameter's name for its title
            assert shown.get("title") not in {None, "", name}, (path, name)
            assert shown.get("description"), (path, name)
            assert "position" in shown, (path, name)


def test_fresh_uploads_go_first_and_bulk_last(stack) -> None:
    with stack.prefect() as prefect:
        assert queues_of(prefect) == QUEUES


def test_the_next_registration_keeps_what_an_operator_added_and_takes_new_limits(stack) -> None:
    with stack.prefect() as prefect:
        automations = {each["name"]: each for each in prefect.post("/automations/filter", json={}).json()}
        late = automations["berkas-late-runs"]
        late["actions"].append({"type": "do-nothing"})
        kept = {name: late[name] for name in ("name", "description", "enabled", "trigger", "actions")}
        answer = prefect.put(f"/automations/{late['id']}", json=kept)
        assert answer.is_success, answer.text

        register(stack, BERKAS_BULK_SLOTS="3")
        again = prefect.get(f"/automations/{late['id']}").json()
        queues = queues_of(prefect)
        prefect.patch("/work_pools/berkas/queues/bulk", json={"concurrency_limit": QUEUES["bulk"][1]})

    assert "berkas-lost-runs" in automations
    assert [action["type"] for action in again["actions"]] == ["run-deployment", "do-nothing"]
    assert queues == QUEUES | {"bulk": (9, 3)}


def fields_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a run's form by its name, those inside of others, too, and what the form shows of it."""

    def below(part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, shown in part.get("properties", {}).items():
            yield name, shown
            if "$ref" in shown:
                yield from below(schema["definitions"][shown["$ref"].removeprefix("#/definitions/")])

    yield from below(schema)


def register(stack, **settings: str) -> None:
    """What an upgrade does."""
    environment = (
        stack.environment
        | settings
        | {
            "BERKAS_DATA_DIR": str(stack.folder),
            "BERKAS_DATABASE_URL": stack.info.database_url,
            "PREFECT_API_URL": f"{stack.info.prefect_url}/api",
            "PREFECT_API_AUTH_STRING": stack.prefect_auth,
            "PREFECT_HOME": str(stack.folder / "prefect"),
        }
    )
    subprocess.run(
        [stack.installed.berkas, "deploy"], env=environment, cwd=stack.installed.empty, check=True, timeout=120
    )
