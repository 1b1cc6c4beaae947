"""The same deployments on a stock process pool: how users outgrow one machine, or do without a warm worker."""

import contextlib
import os
import signal
import subprocess
import time

import pytest

from deployments import prefect_settings

pytestmark = pytest.mark.e2e

START_SECONDS = 60


@pytest.fixture
def stock_worker(stack):
    """Every deployment on a pool of type `process`, and Prefect's own worker for it; afterwards as before."""
    environment = {
        **stack.environment,
        **prefect_settings.client(
            api_url=f"{stack.info.prefect_url}/api", auth_string=stack.prefect_auth, home=stack.folder / "stock"
        ),
        "BERKAS_DATA_DIR": str(stack.folder),
        "BERKAS_DATABASE_URL": stack.info.database_url,
        "BERKAS_ROOT_KEY": (stack.folder / "secrets" / "root_key").read_text().strip(),
        "BERKAS_API_INTERNAL_URL": stack.info.api_url,
    }
    _deploy(stack, environment, "stock", "process")
    worker = subprocess.Popen(
        [stack.installed.python, "-m", "prefect", "worker", "start", "--pool", "stock", "--type", "process"],
        env=environment, cwd=stack.installed.empty, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        with stack.prefect() as prefect:
            deadline = time.monotonic() + START_SECONDS
            while prefect.get("/work_pools/stock").json()["status"] != "READY":
                assert time.monotonic() < deadline
                time.sleep(0.2)
        yield
    finally:
        _deploy(stack, environment, "berkas", "warm")
        worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):  # one that was just starting a run may not have heard it
            worker.wait(timeout=10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)


def _deploy(stack, environment: dict[str, str], pool: str, pool_type: str) -> None:
    command = [stack.installed.berkas, "deploy", "--pool", pool, "--pool-type", pool_type]
    subprocess.run(command, env=environment, cwd=stack.installed.empty, check=True, capture_output=True, timeout=120)


def test_the_same_deployment_runs_on_a_stock_process_pool(stack, api, draw, stock_worker) -> None:
    document = api.read(draw("npwp", "electronic", 91)[0])

    with stack.prefect() as prefect:
        run = stack.finished_run(prefect, document["flowRunUrl"])
    assert document["status"] == "extracted"
    assert run["work_pool_name"] == "stock"
    assert run["state"]["type"] == "COMPLETED"
