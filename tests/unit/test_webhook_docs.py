"""What docs/webhooks.md tells receivers to do works with what Berkas sends."""

import base64
import os
import re
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from berkas import outbound_http
from berkas.model.events import EventKind
from berkas.outbound import AddressRefused, NameNotResolved
from berkas.webhooks import DATA, TEST_EVENT, Signing, headers, new_secret
from tables.queries import deliveries

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
BODY = '{"event":"document.extracted","data":{"name":"CONTOH Ñusa"}}'.encode()
SECRET, OLD = new_secret(), new_secret()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def sent(moment: datetime | None = None) -> dict[str, str]:
    made = headers(
        BODY,
        Signing(SECRET, OLD),
        event="document.extracted",
        event_id="evt_1",
        delivery_id="whd_1",
        attempt=1,
        moment=moment or datetime.now(UTC),
    )
    return {name.lower(): value for name, value in made.items()}


def is_genuine(secret: str, given: dict[str, str], body: bytes) -> bool:
    names: dict[str, object] = {}
    exec(blocks("python")[0], names)
    return bool(names["is_genuine"](secret, given, body))  # type: ignore[operator]


@pytest.mark.parametrize("secret", [SECRET, OLD], ids=["new", "old"])
def test_the_python_of_the_page_takes_what_we_send_under_either_secret(secret):
    assert is_genuine(secret, sent(), BODY)


def test_the_python_of_the_page_refuses_what_we_did_not_send():
    old = datetime.fromtimestamp(time.time() - 301, UTC)

    assert not is_genuine(SECRET, sent(), BODY + b" ")
    assert not is_genuine(new_secret(), sent(), BODY)
    assert not is_genuine(SECRET, sent() | {"webhook-id": "evt_2"}, BODY)
    assert not is_genuine(SECRET, sent(old), BODY)


def test_the_commands_of_the_page_compute_what_we_send(tmp_path):
    (tmp_path / "body.json").write_bytes(BODY)
    given = sent()
    plain, standard = [block for block in blocks("bash") if "openssl" in block]
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET": SECRET,
        "WEBHOOK_ID": given["webhook-id"],
        "WEBHOOK_TIMESTAMP": given["webhook-timestamp"],
    }

    said = [
        subprocess.run(["bash", "-c", block], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        for block in (plain, standard)
    ]

    assert said[0].stdout.split()[-1] == given["x-berkas-signature"].removeprefix("sha256=")
    assert said[1].stdout.strip() == given["webhook-signature"].split(" ")[0].removeprefix("v1,")
    assert base64.b64decode(said[1].stdout)


def test_every_event_and_every_name_of_its_data_is_told():
    words = set(re.findall(r"`([^`\n]+)`", PAGE))
    camel = {re.sub(r"_(\w)", lambda found: found[1].upper(), name) for names in DATA.values() for name in names}

    assert {*(kind.value for kind in EventKind), TEST_EVENT} <= words
    assert camel <= words


def test_every_error_code_of_an_attempt_is_told():
    codes = {
        outbound_http.TIMED_OUT,
        outbound_http.CONNECTION_FAILED,
        outbound_http.CONNECTION_LOST,
        outbound_http.TLS_FAILED,
        outbound_http.ANSWER_MALFORMED,
        AddressRefused.code,
        NameNotResolved.code,
        deliveries.WEBHOOK_INACTIVE,
        deliveries.BODY_ERASED,
        deliveries.RUN_LOST,
        deliveries.RECEIVER_PAUSED,
    }
    attempts = PAGE.partition("## Attempts")[2].partition("\n## ")[0]

    assert codes == set(re.findall(r"^\| `([a-z_]+)` \|", attempts, re.MULTILINE))
