"""A real S3 server with a versioned bucket, and one store of each kind."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import s3fs

from berkas.settings import Settings
from berkas.storage.blobs import BlobStore, LocalBlobStore, open_store
from berkas.storage.s3_blobs import S3BlobStore

BUCKET = "originals"
ACCESS_KEY, SECRET_KEY = "contoh", "contoh-rahasia"
START_SECONDS = 60


@dataclass(frozen=True)
class S3Server:
    endpoint_url: str
    filesystem: s3fs.S3FileSystem

    def versions(self, key: str) -> list[str]:
        """Ids of every version and delete marker of a key, asked for in another way than the store does."""
        listed = self.filesystem.call_s3("list_object_versions", Bucket=BUCKET)
        entries = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
        return [entry["VersionId"] for entry in entries if entry["Key"] == key]

    def unfinished_uploads(self) -> list[str]:
        listed = self.filesystem.call_s3("list_multipart_uploads", Bucket=BUCKET)
        return [upload["Key"] for upload in listed.get("Uploads", [])]


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def server_command(folder: Path, ports: list[int]) -> list[str]:
    executable = shutil.which("weed", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert executable, "the S3 server of the dev requirements is not installed"
    parts = ["admin", "filer", "master", "s3", "volume"]
    flags = [f"-{part}.port={port}" for part, port in zip(parts, ports[:5], strict=True)]
    flags += [f"-{part}.port.grpc={port}" for part, port in zip(parts, ports[5:], strict=True)]
    return [
        executable, "-logtostderr=true", "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *flags,
        "-webdav=false", "-admin.ui=false", "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
        f"-filer.localSocket={folder}/filer.sock", f"-s3.localSocket={folder}/s3.sock",
    ]  # fmt: skip


def connect(endpoint_url: str) -> s3fs.S3FileSystem:
    return s3fs.S3FileSystem(
        key=ACCESS_KEY,
        secret=SECRET_KEY,
        endpoint_url=endpoint_url,
        client_kwargs={"region_name": "us-east-1"},
        skip_instance_cache=True,
    )


def make_bucket(filesystem: s3fs.S3FileSystem, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            filesystem.call_s3("create_bucket", Bucket=BUCKET)
            break
        except Exception:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    filesystem.call_s3("put_bucket_versioning", Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    # not pytest's own folder: its path may be too long for the server's sockets
    with tempfile.TemporaryDirectory(prefix="berkas-s3-", ignore_cleanup_errors=True) as folder:
        ports = free_ports(10)
        process = subprocess.Popen(
            server_command(Path(folder), ports),
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": folder,
                "AWS_ACCESS_KEY_ID": ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            server = S3Server(f"http://127.0.0.1:{ports[3]}", connect(f"http://127.0.0.1:{ports[3]}"))
            make_bucket(server.filesystem, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def s3_settings(s3_server: S3Server, tmp_path: Path) -> Settings:
    """An installation with a prefix of its own for each test."""
    return Settings(
        data_dir=tmp_path / "data",
        blob_url=f"s3://{BUCKET}/{tmp_path.name}",
        s3_endpoint_url=s3_server.endpoint_url,
        s3_access_key_id=ACCESS_KEY,
        s3_secret_access_key=SECRET_KEY,
        s3_region="us-east-1",
    )


@pytest.fixture
def s3_store(s3_settings: Settings) -> S3BlobStore:
    store = open_store(s3_settings)
    assert isinstance(store, S3BlobStore)
    return store


@pytest.fixture
def disk_store(tmp_path: Path) -> LocalBlobStore:
    return LocalBlobStore(tmp_path / "blobs")


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest) -> BlobStore:
    """Each kind of store in turn: whatever one promises, the other keeps."""
    made: BlobStore = request.getfixturevalue(f"{request.param}_store")
    return made


@pytest.fixture(params=["disk", "s3"])
def lost_store(request: pytest.FixtureRequest, tmp_path: Path, s3_settings: Settings) -> BlobStore:
    """A store whose server or disk is not there."""
    if request.param == "disk":
        (tmp_path / "blobs").write_text("a file where the folder should be")
        return LocalBlobStore(tmp_path / "blobs")
    [port] = free_ports(1)
    return open_store(s3_settings.model_copy(update={"s3_endpoint_url": f"http://127.0.0.1:{port}"}))
