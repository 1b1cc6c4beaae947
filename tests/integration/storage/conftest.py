"""A real S3 server with a versioned bucket, and one store of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from s3_server import ACCESS_KEY, BUCKET, SECRET_KEY, S3Server, free_ports, s3_serving

from berkas.settings import Settings
from berkas.storage.blobs import BlobStore, LocalBlobStore, open_store
from berkas.storage.s3_blobs import S3BlobStore


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with s3_serving() as server:
        yield server


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
