"""A real S3 server with a versioned bucket, in a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import s3fs

BUCKET = "originals"
ACCESS_KEY, SECRET_KEY = "contoh", "contoh-rahasia"
START_SECONDS = 60


@dataclass(frozen=True)
class S3Server:
    endpoint_url: str
    filesystem: s3fs.S3FileSystem

    def versions(self, key: str) -> list[str]:
        """Ids of every version and delete marker of a key, asked for in another way than the store does."""
        return [entry["VersionId"] for entry in self._entries() if entry["Key"] == key]

    def unfinished_uploads(self) -> list[str]:
        listed = self.filesystem.call_s3("list_multipart_uploads", Bucket=BUCKET)
        return [upload["Key"] for upload in listed.get("Uploads", [])]

    def every_key(self) -> set[str]:
        """Every key that has a version, a delete marker or an unfinished upload."""
        return {entry["Key"] for entry in self._entries()} | set(self.unfinished_uploads())

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Key and bytes of every version, also of those that a later version or a delete marker hides."""
        for entry in self._entries():
            if "Size" in entry:  # a delete marker has none, and no bytes
                path = f"{BUCKET}/{entry['Key']}"
                yield entry["Key"], self.filesystem.cat_file(path, version_id=entry["VersionId"])

    def _entries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        marker: dict[str, str] = {}
        while True:
            listed = self.filesystem.call_s3("list_object_versions", Bucket=BUCKET, **marker)
            found += [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
            if not listed.get("IsTruncated"):
                return found
            marker = {"KeyMarker": listed["NextKeyMarker"], "VersionIdMarker": listed.get("NextVersionIdMarker", "")}


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def s3_serving() -> Iterator[S3Server]:
    """Run the server as long as the block lasts."""
    # not pytest's own folder: its path may be too long for the server's sockets
    with tempfile.TemporaryDirectory(prefix="berkas-s3-", ignore_cleanup_errors=True) as folder:
        ports = free_ports(10)
        process = subprocess.Popen(
            _command(Path(folder), ports),
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
            server = S3Server(f"http://127.0.0.1:{ports[3]}", _connect(f"http://127.0.0.1:{ports[3]}"))
            _make_bucket(server.filesystem, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(folder: Path, ports: list[int]) -> list[str]:
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


def _connect(endpoint_url: str) -> s3fs.S3FileSystem:
    return s3fs.S3FileSystem(
        key=ACCESS_KEY,
        secret=SECRET_KEY,
        endpoint_url=endpoint_url,
        client_kwargs={"region_name": "us-east-1"},
        skip_instance_cache=True,
    )


def _make_bucket(filesystem: s3fs.S3FileSystem, process: subprocess.Popen[bytes]) -> None:
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
