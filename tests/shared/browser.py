"""A real browser for tests of pages: the system's Chromium, which may reach this machine alone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

WIDTHS = (1280, 1920, 390)
"""Of a laptop, a desktop and a telephone, in CSS pixels."""

WAIT_SECONDS = 60
"""How long a page may take: it asks a server that other tests keep busy."""
expect.set_options(timeout=1000 * WAIT_SECONDS)

_QUIET = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # a page that asks another host gets no address for it
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, as long as it is wanted."""
    # the shell without windows needs half the processor time of the whole browser
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert program, "make programs installs Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, *, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """A page with a profile of its own: no cookies, no storage, and an error in its scripts fails the test."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(1000 * WAIT_SECONDS)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page
        assert errors == []
    finally:
        context.close()
