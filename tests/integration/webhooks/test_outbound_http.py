"""One POST to a stranger: what goes out, where it goes, and how little a stranger can do."""

import asyncio
import datetime
import ipaddress
import socket
import ssl
import struct
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from berkas.outbound import OutboundPolicy, system_resolver
from berkas.outbound_http import KEPT_BYTES, post

BODY = b'{"event":"document.failed"}'
HERE = OutboundPolicy("127.0.0.1")


def resolving(*answers: str):
    """A resolver that gives one address after another, the last one for ever; and how often it was asked."""
    asked: list[tuple[str, int]] = []

    async def resolver(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [answers[min(len(asked), len(answers)) - 1]]

    return resolver, asked


async def send(receiver, *, seconds: float = 5, **headers: str):
    return await post(receiver.url, BODY, headers, policy=HERE, total_seconds=seconds)


async def test_the_body_arrives_to_the_byte_with_headers_and_path_as_given(receiver):
    url = receiver.url + "/a%2Fb?x=%20y&x"

    sent = await post(url, BODY, {"X-Berkas-Event": "document.failed"}, policy=HERE)

    [request] = receiver.arrived
    assert (sent.status_code, sent.response_body, sent.error_code, sent.is_success) == (200, "ok", None, True)
    assert (request.method, request.path, request.body) == ("POST", "/hook/a%2Fb?x=%20y&x", BODY)
    assert request.headers["x-berkas-event"] == "document.failed"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"].startswith("Berkas-Webhooks/")


async def test_the_connection_goes_to_the_judged_address_and_the_name_is_resolved_once(receiver, guard):
    resolver, asked = resolving("127.0.0.1", "169.254.169.254")
    policy, url = OutboundPolicy("hooks.contoh.example"), f"http://hooks.contoh.example:{receiver.port}/hook"

    first = await post(url, BODY, {}, policy=policy, resolver=resolver)

    assert first.is_success
    assert asked == [("hooks.contoh.example", receiver.port)]
    assert receiver.arrived[0].headers["host"] == f"hooks.contoh.example:{receiver.port}"
    assert "hooks.contoh.example" not in guard.resolved
    assert set(guard.connected) == {("127.0.0.1", receiver.port)}


async def test_a_name_that_moves_to_the_metadata_address_gets_nothing(receiver, guard):
    resolver, _ = resolving("127.0.0.1", "169.254.169.254")
    policy, url = OutboundPolicy("hooks.contoh.example"), f"http://hooks.contoh.example:{receiver.port}/hook"
    await post(url, BODY, {}, policy=policy, resolver=resolver)
    guard.connected.clear()

    second = await post(url, BODY, {}, policy=policy, resolver=resolver)

    assert (second.error_code, second.status_code) == ("address_refused", None)
    assert guard.connected == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "fd00:ec2::254", "192.0.2.1"])
async def test_a_public_name_with_a_special_address_is_not_connected_to(address, guard):
    resolver, _ = resolving(address)

    sent = await post("https://contoh.example.com/", BODY, {}, policy=OutboundPolicy(), resolver=resolver)

    assert sent.error_code == "address_refused"
    assert guard.connected == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "https://localhost/",
        "https://2130706433/",
        "https://[::ffff:7f00:1]/",
        "file:///etc/passwd",
    ],
)
async def test_a_url_that_became_forbidden_is_neither_resolved_nor_connected_to(url, guard):
    sent = await post(url, BODY, {}, policy=OutboundPolicy())

    assert sent.error_code == "address_refused"
    assert (guard.connected, guard.resolved) == ([], [])


async def test_a_name_without_addresses_is_told_as_such():
    async def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    sent = await post("https://contoh.example.com/", BODY, {}, policy=OutboundPolicy(), resolver=unknown)

    assert sent.error_code == "name_not_resolved"


async def test_the_next_address_is_tried_when_one_takes_no_connection(receiver):
    async def two(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    policy, url = OutboundPolicy("hooks.contoh.example"), f"http://hooks.contoh.example:{receiver.port}/hook"

    sent = await post(url, BODY, {}, policy=policy, resolver=two)

    assert sent.is_success


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_and_is_no_success(status, receiver, answering, guard):
    receiver.script.append(answering(status, location="http://169.254.169.254/latest/meta-data/"))

    sent = await send(receiver)

    assert (sent.status_code, sent.is_success) == (status, False)
    assert len(receiver.arrived) == 1
    assert set(guard.connected) == {("127.0.0.1", receiver.port)}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_every_2xx_is_a_success(status, receiver, answering):
    receiver.script.append(answering(status, b""))

    assert (await send(receiver)).is_success


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503])
async def test_nothing_else_is(status, receiver, answering):
    receiver.script.append(answering(status, b"no"))

    sent = await send(receiver)

    assert (sent.status_code, sent.is_success, sent.response_body) == (status, False, "no")


async def test_of_a_huge_body_only_the_beginning_is_read(receiver):
    written = 0

    async def flood(_reader, writer):
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while not writer.is_closing() and written < 500_000_000:
            writer.write(b"x" * 65536)
            written += 65536
            await writer.drain()

    receiver.script.append(flood)

    sent = await send(receiver)

    assert sent.is_success
    assert sent.response_body == "x" * KEPT_BYTES
    assert written < 50_000_000


async def test_a_compressed_body_is_not_unpacked(receiver, answering):
    packed = bytes.fromhex("1f8b08000000000000034b4c4a4e494d4bcfc8040043a5f1b208000000")
    receiver.script.append(answering(200, packed, content_encoding="gzip"))

    sent = await send(receiver)

    assert sent.is_success
    assert sent.response_body is not None
    assert len(sent.response_body) > 10
    assert "abcdefgh" not in sent.response_body
    assert "\x00" not in sent.response_body


async def test_a_receiver_that_never_answers_is_given_up(receiver):
    async def wait(reader, _writer):
        await reader.read()

    receiver.script.append(wait)
    started = time.monotonic()

    sent = await send(receiver, seconds=0.5)

    assert (sent.error_code, sent.status_code) == ("timed_out", None)
    assert 450 <= sent.duration_ms < 3000
    assert time.monotonic() - started < 3


async def test_a_head_that_drips_is_given_up_in_time(receiver):
    async def drip(_reader, writer):
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    receiver.script.append(drip)
    started = time.monotonic()

    sent = await send(receiver, seconds=0.5)

    assert sent.error_code == "timed_out"
    assert time.monotonic() - started < 3


async def test_a_body_that_drips_is_cut_and_the_status_counts(receiver):
    async def drip(_reader, writer):
        writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)

    receiver.script.append(drip)
    started = time.monotonic()

    sent = await send(receiver, seconds=5)

    assert sent.is_success
    assert sent.response_body is not None
    assert set(sent.response_body) == {"a"}
    assert time.monotonic() - started < 4


async def test_a_head_without_end_is_cut(receiver):
    async def flood(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200_000):
            writer.write(b"X-%d: %s\r\n" % (number, b"a" * 1000))
            await writer.drain()

    receiver.script.append(flood)

    sent = await send(receiver)

    assert sent.status_code is None
    assert sent.error_code in {"answer_malformed", "connection_lost"}


async def test_answers_that_are_no_http_are_told_as_such(receiver):
    async def babble(_reader, writer):
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        await writer.drain()

    receiver.script.append(babble)

    assert (await send(receiver)).error_code == "answer_malformed"


async def test_a_connection_that_is_reset_is_told_as_such(receiver):
    async def reset(_reader, writer):
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    receiver.script.append(reset)

    assert (await send(receiver)).error_code == "connection_lost"


async def test_a_port_where_nobody_listens_is_told_as_such():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    sent = await post(f"http://127.0.0.1:{port}/", BODY, {}, policy=HERE)

    assert sent.error_code == "connection_failed"


@pytest.fixture
def self_signed(tmp_path):
    """A TLS context with a certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SPECIMEN")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "specimen.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file


async def test_a_certificate_that_nobody_vouches_for_is_refused(self_signed, receiving):
    async with receiving(self_signed[0]) as receiver:
        sent = await send(receiver)

    assert (sent.error_code, sent.status_code) == ("tls_failed", None)
    assert receiver.arrived == []


async def test_a_trusted_certificate_is_checked_against_the_name_and_not_the_address(
    self_signed, receiving, monkeypatch
):
    from berkas import outbound_http

    context, file = self_signed
    trusting = ssl.create_default_context(cafile=str(file))
    monkeypatch.setattr(outbound_http, "_tls", lambda: trusting)
    policy = OutboundPolicy("127.0.0.1,hooks.contoh.example")
    resolver, _ = resolving("127.0.0.1")
    async with receiving(context) as receiver:
        by_address = await post(receiver.url, BODY, {}, policy=policy)
        by_name = await post(
            f"https://hooks.contoh.example:{receiver.port}/", BODY, {}, policy=policy, resolver=resolver
        )

    assert by_address.is_success
    assert by_name.error_code == "tls_failed"
    assert len(receiver.arrived) == 1


async def test_proxies_of_the_environment_are_not_used(receiver, monkeypatch, guard):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")

    sent = await send(receiver)

    assert sent.is_success
    assert guard.refused == []


async def test_this_machine_resolves_its_own_name():
    assert set(await system_resolver("localhost", 443)) <= {"127.0.0.1", "::1"}
