"""What only a disk can get wrong: files left behind, and who may read them."""

from pathlib import Path

import pytest

from berkas.errors import ObjectStoreUnavailable
from berkas.settings import Settings
from berkas.storage.blobs import LocalBlobStore, open_store

NAME = "org_01/doc_01"


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_aborted_write_leaves_no_file(disk_store: LocalBlobStore, tmp_path: Path) -> None:
    writer = disk_store.writer(NAME)
    writer.write(bytes(100_000))
    assert files_below(tmp_path)

    writer.abort()

    assert not files_below(tmp_path)


def test_files_are_for_the_owner_only(disk_store: LocalBlobStore, tmp_path: Path) -> None:
    disk_store.writer(NAME).commit()
    path = tmp_path / "blobs" / NAME

    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_without_a_url_blobs_lie_in_the_data_folder(tmp_path: Path) -> None:
    open_store(Settings(data_dir=tmp_path / "with space")).writer(NAME).commit()

    assert (tmp_path / "with space" / "blobs" / NAME).is_file()


def test_a_lost_folder_makes_commit_unavailable_and_abort_harmless(disk_store: LocalBlobStore, tmp_path: Path) -> None:
    writer = disk_store.writer(NAME)
    for path in files_below(tmp_path):
        path.unlink()

    with pytest.raises(ObjectStoreUnavailable):
        writer.commit()
    writer.abort()
