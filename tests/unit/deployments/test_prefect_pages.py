"""What browsers are told on the pages of the Prefect server."""

from deployments.prefect_pages import OwnPages, policy


async def page(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"<html>"})


async def test_every_answer_lets_the_browser_talk_to_its_own_server_only():
    sent = []

    async def send(message):
        sent.append(message)

    await OwnPages(page, None)({"type": "http", "method": "GET", "path": "/api/x", "headers": []}, None, send)

    assert dict(sent[0]["headers"]) == {
        b"content-type": b"text/html",
        b"content-security-policy": policy(None).encode(),
    }
    assert sent[1]["body"] == b"<html>"
    assert "http" not in policy(None)
    assert "*" not in policy(None)


def test_the_address_of_the_api_may_be_another_one_than_that_of_the_pages():
    assert "connect-src 'self' data: blob: https://prefect.example:8443;" in policy("https://prefect.example:8443/api")


async def test_connections_that_are_no_requests_pass_unchanged():
    seen = []

    async def app(scope, receive, send):
        seen.append((scope, receive, send))

    await OwnPages(app, None)({"type": "websocket"}, "receive", "send")

    assert seen == [({"type": "websocket"}, "receive", "send")]
