"""The guard of these tests: nothing that they try may leave this machine, and they would notice."""

import asyncio
import socket

import httpx
import pytest

PUBLIC = "192.0.2.1"  # documentation: nobody's address, should the guard fail


def test_no_socket_connects_to_another_machine(guard):
    with socket.socket() as connection, pytest.raises(AssertionError):
        connection.connect((PUBLIC, 443))

    assert guard.refused == [PUBLIC]


def test_no_datagram_goes_to_another_machine(guard):
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(AssertionError):
        connection.sendto(b"", (PUBLIC, 53))

    assert guard.refused == [PUBLIC]


async def test_no_event_loop_connects_to_another_machine(guard):
    with pytest.raises(AssertionError):
        await asyncio.open_connection(PUBLIC, 443)

    assert PUBLIC in guard.refused


async def test_no_http_client_looks_up_a_name(guard):
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(AssertionError):
            await client.get("http://contoh.example.com/")

    assert guard.refused == ["contoh.example.com"]


async def test_this_machine_can_be_reached(receiver, guard):
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(receiver.url, content=b"{}")

    assert (answer.status_code, guard.refused) == (200, [])
