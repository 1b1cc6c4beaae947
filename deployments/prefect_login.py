"""The log-in page of the Prefect server, in place of its own.

Prefect's own shows an error and an advertisement before anybody has typed a word, for its pages ask for settings and for a token
first, and are refused. So a page goes to this one where the browser has no log-in that is accepted (``guard``), before any script
of Prefect's runs. Those look for the log-in in the browser's storage: `prefect-password`, `user:password` in base64.
"""

import json
from typing import Final

_STORED: Final = "prefect-password"

_CHECK: Final = """
  const api = %(api)s;
  const stored = "%(stored)s";
  const isAccepted = (login) => {
    const request = new XMLHttpRequest();
    request.open("GET", api + "/admin/version", false);
    request.setRequestHeader("Authorization", "Basic " + login);
    try { request.send(); } catch { return null; }
    return request.status === 200 ? true : request.status === 401 ? false : null;
  };
"""
"""Asks without a pause: no script of the page may run before the answer is there. Null where the server gives none."""

_GUARD: Final = """<script>(() => {%(check)s
  const login = localStorage.getItem(stored);
  localStorage.setItem("prefect-show-promotional-content", "false");
  if (login !== null && isAccepted(login) !== false) return;
  localStorage.removeItem(stored);
  window.stop();
  location.replace(%(login)s + "?redirect=" + encodeURIComponent(location.pathname + location.search));
})();</script>"""

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in · Prefect</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center; }
  form { display: grid; gap: .75rem; width: min(22rem, 90vw); }
  h1 { font-size: 1.5rem; margin: 0; }
  label { display: grid; gap: .25rem; }
  input, button { font: inherit; padding: .5rem .75rem; }
  p { margin: 0; min-height: 1.5em; }
</style>
</head>
<body>
<main>
<form>
  <h1>Log in to Prefect</h1>
  <label>User <input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button>Log in</button>
  <p role="alert"></p>
</form>
</main>
<script>%(check)s
  const form = document.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const user = form.user.value.trim();
    const text = user ? user + ":" + form.password.value : form.password.value.trim();
    const login = btoa(String.fromCharCode(...new TextEncoder().encode(text)));
    const answer = isAccepted(login);
    if (answer !== true) {
      document.querySelector("p").textContent =
        answer === false ? "User or password is wrong." : "The Prefect server does not answer.";
      form.password.select();
      return;
    }
    localStorage.setItem(stored, login);
    const wanted = new URLSearchParams(location.search).get("redirect") || "";
    const target = new URL(/^\\/(?![/\\\\])/.test(wanted) ? wanted : %(home)s, location.origin);
    location.replace(target.origin === location.origin ? target.href : %(home)s);
  });
</script>
</body>
</html>
"""


def guard(api_url: str, base: str) -> bytes:
    """The script that goes first in each of Prefect's pages.

    Args:
        api_url: Where browsers reach the server's API.
        base: Path below which the pages are, `/` or `/prefect`.
    """
    return (_GUARD % {"check": _check(api_url), "login": _quoted(f"{base.rstrip('/')}/login")}).encode()


def page(api_url: str, base: str) -> bytes:
    """The log-in page; who left the user empty may give `user:password` as the password."""
    return (_PAGE % {"check": _check(api_url), "home": _quoted(base.rstrip("/") + "/")}).encode()


def _check(api_url: str) -> str:
    return _CHECK % {"api": _quoted(api_url.rstrip("/")), "stored": _STORED}


def _quoted(text: str) -> str:
    """A text of the settings as JavaScript, which cannot end the script that it stands in."""
    return json.dumps(text).replace("<", "\\u003c")
