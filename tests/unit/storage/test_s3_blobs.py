"""Requests to an S3 server that a small real one never needs: pages of versions, and connections that break."""

from typing import Any

import aiohttp
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from berkas.errors import ObjectStoreUnavailable
from berkas.storage.s3_blobs import PART_BYTES, S3BlobStore

NAME = "org_01/doc_01"
LONGER = {"Key": f"{NAME}0", "VersionId": "v9"}


class RecordingServer:
    """Answers each operation with the next of its prepared answers, and keeps what was asked."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def call_s3(self, operation: str, **options: Any) -> Any:
        self.asked.append((operation, options))
        answer = self.answers[operation].pop(0) if self.answers.get(operation) else {}
        if isinstance(answer, Exception):
            raise answer
        return answer

    def cat_file(self, path: str, **options: Any) -> Any:
        return self.call_s3("cat_file", path=path, **options)


def store_on(server: RecordingServer) -> S3BlobStore:
    return S3BlobStore(server, bucket="originals")


def test_every_page_of_versions_is_deleted_and_longer_keys_are_left() -> None:
    pages = [
        {
            "Versions": [{"Key": NAME, "VersionId": "v1"}],
            "IsTruncated": True,
            "NextKeyMarker": NAME,
            "NextVersionIdMarker": "v1",
        },
        {
            "Versions": [{"Key": NAME, "VersionId": "null"}, LONGER],
            "DeleteMarkers": [{"Key": NAME, "VersionId": "v3"}],
            "IsTruncated": True,
            "NextKeyMarker": f"{NAME}0",
        },
    ]
    server = RecordingServer(list_object_versions=pages)

    assert store_on(server).delete(NAME) == 3

    deleted = [options["VersionId"] for operation, options in server.asked if operation == "delete_object"]
    listed = [options for operation, options in server.asked if operation == "list_object_versions"]
    assert deleted == ["v1", "null", "v3"]
    assert [options.get("VersionIdMarker") for options in listed] == [None, "v1"]


def test_a_version_that_cannot_be_deleted_is_not_passed_over() -> None:
    server = RecordingServer(
        list_object_versions=[{"Versions": [{"Key": NAME, "VersionId": "v1"}]}],
        delete_object=[ClientError({"Error": {"Code": "AccessDenied"}}, "DeleteObject")],
    )

    with pytest.raises(ObjectStoreUnavailable):
        store_on(server).delete(NAME)


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ClientPayloadError("the body broke off"),
        ReadTimeoutError(endpoint_url="http://127.0.0.1"),
        ConnectionResetError(),
        TimeoutError(),
        ClientError({"Error": {"Code": "NoSuchBucket"}}, "GetObject"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_broken_connection_is_an_unavailable_store(error: Exception) -> None:
    with pytest.raises(ObjectStoreUnavailable):
        store_on(RecordingServer(cat_file=[error])).read(NAME)


def test_an_upload_whose_last_request_fails_is_aborted_and_never_put() -> None:
    server = RecordingServer(
        create_multipart_upload=[{"UploadId": "u1"}],
        upload_part=[{"ETag": "e1"}, {"ETag": "e2"}],
        complete_multipart_upload=[ConnectionResetError()],
        abort_multipart_upload=[ConnectionResetError()],
    )
    writer = store_on(server).writer(NAME)
    writer.write(bytes(PART_BYTES + 1))

    with pytest.raises(ObjectStoreUnavailable):
        writer.commit()
    writer.abort()
    writer.abort()

    operations = [operation for operation, _ in server.asked]
    assert operations[-1] == "abort_multipart_upload"
    assert operations.count("abort_multipart_upload") == 1
    assert "put_object" not in operations


def test_parts_are_completed_in_their_order_with_their_tags() -> None:
    server = RecordingServer(
        create_multipart_upload=[{"UploadId": "u1"}], upload_part=[{"ETag": "e1"}, {"ETag": "e2"}, {"ETag": "e3"}]
    )
    writer = store_on(server).writer(NAME)

    writer.write(bytes(2 * PART_BYTES + 7))
    writer.commit()

    sizes = [len(options["Body"]) for operation, options in server.asked if operation == "upload_part"]
    assert sizes == [PART_BYTES, PART_BYTES, 7]
    assert server.asked[-1][1]["MultipartUpload"] == {
        "Parts": [{"PartNumber": number, "ETag": f"e{number}"} for number in (1, 2, 3)]
    }
