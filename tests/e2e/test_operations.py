"""What a data engineer finds in the Prefect UI."""

import subprocess
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from deployments import prefect_settings

pytestmark = pytest.mark.e2e


READY_SECONDS = 30
ONE = (1, "CANCEL_NEW")
DEPLOYMENTS = {
    "process-document/on-upload": ("default", {"berkas", "document"}, None, []),
    "dry-run-template/on-request": ("errands", {"berkas", "worker-call"}, None, []),
    "draw-page/on-request": ("errands", {"berkas", "worker-call"}, None, []),
    "deliver-webhook/on-event": ("webhooks", {"berkas", "webhook"}, None, []),
    "erase-document/on-request": ("side", {"berkas", "erasure"}, None, []),
    "purge-expired/nightly": ("long", {"berkas", "maintenance", "long"}, ONE, [("0 2 * * *", "Asia/Jakarta", True)]),
    "sweep-queued/every-minute": ("side", {"berkas", "maintenance"}, ONE, [("* * * * *", "Asia/Jakarta", True)]),
    "bulk-reextract/on-demand": ("long", {"berkas", "maintenance", "long"}, ONE, []),
}
"""What the server has of each: work queue, tags, how many at once and what becomes of one more, schedules that are on."""

ENDED = ("Completed", "Failed", "Cancelled", "Crashed")
"""Names of events after which no heartbeat is expected."""

QUEUES = {
    "errands": (1, None), "default": (2, None), "side": (3, None), "long": (4, None), "webhooks": (5, None), "bulk": (9, 1),
}  # fmt: skip
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


def test_the_server_has_the_automations_as_they_are_meant(stack, deployments) -> None:
    with stack.prefect() as prefect:
        lost, late = automation(prefect, "berkas-lost-runs"), automation(prefect, "berkas-late-runs")

    beat, ended = "prefect.flow-run.heartbeat", {f"prefect.flow-run.{state}" for state in ENDED}
    assert lost["enabled"]
    assert late["enabled"]
    assert lost["description"]
    assert late["description"]
    assert {name: lost["trigger"][name] for name in ("posture", "threshold", "within", "match", "for_each")} == {
        "posture": "Proactive",
        "threshold": 1,
        # three missed heartbeats
        "within": 3.0 * prefect_settings.HEARTBEAT_SECONDS,
        "match": {"prefect.resource.id": ["prefect.flow-run.*"]},
        "for_each": ["prefect.resource.id"],
    }
    assert (set(lost["trigger"]["after"]), set(lost["trigger"]["expect"])) == ({beat}, {beat} | ended)
    [crash] = lost["actions"]
    assert (crash["type"], crash["state"]) == ("change-flow-run-state", "CRASHED")
    trigger = late["trigger"]
    assert (trigger["posture"], trigger["threshold"], trigger["within"]) == ("Reactive", 10, 300.0)
    assert trigger["expect"] == ["prefect.flow-run.Late"]
    assert trigger["match_related"] == {
        "prefect.resource.id": ["prefect.tag.berkas"],
        "prefect.resource.role": ["tag"],
    }
    sweep = deployments["sweep-queued/every-minute"]["id"]
    assert [(each["type"], each.get("deployment_id")) for each in late["actions"]][:1] == [("run-deployment", sweep)]


def test_a_run_whose_heartbeat_stops_is_crashed_by_the_server(stack, deployments) -> None:
    """What is registered, in more of a hurry: the server takes ten seconds at least."""
    flow = deployments["sweep-queued/every-minute"]["flow_id"]
    with stack.prefect() as prefect:
        lost, ended = running_run(prefect, flow), running_run(prefect, flow)
        wanted = automation(prefect, "berkas-lost-runs")
        hasty = {name: wanted[name] for name in ("description", "enabled", "trigger", "actions")}
        del hasty["trigger"]["id"]
        hasty["name"] = "contoh-hasty"
        hasty["trigger"]["within"] = 10
        hasty["trigger"]["match"] = {"prefect.resource.id": [f"prefect.flow-run.{run}" for run in (lost, ended)]}
        made = prefect.post("/automations/", json=hasty)
        assert made.status_code == 201, made.text
        try:
            # again and again, as a run beats: an event before the server knows the automation counts for nothing
            for _ in range(8):
                beat(prefect, lost)
                time.sleep(1)
            beat(prefect, ended)
            prefect.post(f"/flow_runs/{ended}/set_state", json={"state": {"type": "COMPLETED"}, "force": True})
            crashed = stack.ended_run(prefect, lost, seconds=90)
        finally:
            prefect.delete(f"/automations/{made.json()['id']}")
        completed = prefect.get(f"/flow_runs/{ended}").json()

    assert (crashed["state"]["type"], crashed["state"]["message"]) == ("CRASHED", wanted["actions"][0]["message"])
    assert completed["state"]["type"] == "COMPLETED"


def test_the_server_forgets_runs_after_thirty_days(stack) -> None:
    with stack.prefect() as prefect:
        services = prefect.get("/admin/settings").json()["server"]["services"]

    assert set(services["db_vacuum"]["enabled"]) == {"events", "flow_runs"}
    assert services["db_vacuum"]["retention_period"] == "P30D"
    assert services["event_persister"]["enabled"]
    assert services["late_runs"]["after_seconds"] == "PT5M"


def automation(prefect, name: str) -> dict[str, Any]:
    [found] = [each for each in prefect.post("/automations/filter", json={}).json() if each["name"] == name]
    return dict(found)


def running_run(prefect, flow_id: str) -> str:
    """A run that no worker knows; its id."""
    answer = prefect.post("/flow_runs/", json={"flow_id": flow_id, "state": {"type": "RUNNING"}})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def beat(prefect, run_id: str) -> None:
    """What the engine sends every half minute while it runs."""
    event = {
        "id": str(uuid.uuid4()),
        "event": "prefect.flow-run.heartbeat",
        "occurred": datetime.now(UTC).isoformat(),
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run_id}", "prefect.resource.name": "contoh"},
        "related": [],
        "payload": {},
    }
    answer = prefect.post("/events", json=[event])
    assert answer.status_code == 204, answer.text


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
