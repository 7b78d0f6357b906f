"""The browser fixtures themselves: axe finds a planted fault, and the watcher sees what a policy blocks."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, Barrier
from tests.browser.watching import Troubles, settle
from tools.browser import ROOT

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'"
PAGE = "<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>{}</main></html>"
BODIES = {
    "/good": "<p>Words.</p><label>Name <input></label>",
    "/unlabelled": "<p>Words.</p><input>",
    "/inline": "<p id='p'>Words.</p><script>document.getElementById('p').textContent = 'Run.'</script>",
    "/throws": "<script src='/throws.js'></script>",
    "/logs": "<script src='/logs.js'></script>",
}
SCRIPTS = {"/throws.js": "throw new Error('planted error')", "/logs.js": "console.error('planted line')"}


class Handler(BaseHTTPRequestHandler):
    """Serves the pages above, each under the strict policy."""

    def do_GET(self) -> None:
        """Answer with a page, a script, or 204 for the rest, such as the icon."""
        if self.path in BODIES:
            self._answer(200, "text/html", PAGE.format(BODIES[self.path]))
        elif self.path in SCRIPTS:
            self._answer(200, "text/javascript", SCRIPTS[self.path])
        else:
            self._answer(204, "text/plain", "")

    def _answer(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", STRICT)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a tiny site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_axe_is_the_file_that_its_readme_names() -> None:
    readme = (AXE.parent / "README.md").read_text("utf-8")
    told = re.search(r"`([0-9a-f]{64})`", readme)
    assert told is not None
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == told.group(1)


def test_axe_finds_a_field_without_a_label(
    page: Page, site: str, axe: Callable[[Page], list[Barrier]]
) -> None:
    page.goto(f"{site}/unlabelled")
    found = axe(page)
    assert [barrier.rule for barrier in found] == ["label"]
    assert found[0].impact == "critical"
    assert found[0].elements == ("<input>",)


def test_axe_is_content_with_a_good_page_and_breaks_no_policy(
    page: Page, site: str, axe: Callable[[Page], list[Barrier]], troubles: Troubles
) -> None:
    page.goto(f"{site}/good")
    assert axe(page) == []
    settle(page)
    assert troubles.found == []


def test_an_inline_script_is_blocked_and_reported(page: Page, site: str, troubles: Troubles) -> None:
    page.goto(f"{site}/inline")
    settle(page)
    assert page.inner_text("#p") == "Words."
    assert [one.text for one in troubles.found if one.kind == "policy"] == ["script-src-elem blocked inline"]
    troubles.allow("script-src-elem blocked inline")
    troubles.allow("Content Security Policy")


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [("/throws", "script", "planted error"), ("/logs", "console", "planted line")],
)
def test_errors_of_scripts_and_console_are_reported(
    page: Page, site: str, troubles: Troubles, path: str, kind: str, text: str
) -> None:
    page.goto(f"{site}{path}")
    settle(page)
    assert [one.kind for one in troubles.found if text in one.text] == [kind]
    troubles.allow(text)


def test_without_script_a_page_still_opens(new_page: Callable[..., Page], site: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/inline")
    assert page.inner_text("#p") == "Words."


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test run inside the test, with these fixtures at hand."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return pytester


FAILING = """
pytest_plugins = ["tests.browser.conftest"]

def test_one(page):
    page.goto("{address}")
"""


@pytest.mark.parametrize(("path", "outcome"), [("/inline", "errors=1"), ("/good", "passed=1")])
def test_what_nobody_allowed_fails_the_test(
    chromium: object, site: str, inner: pytest.Pytester, path: str, outcome: str
) -> None:
    name, _, count = outcome.partition("=")
    inner.makepyfile(FAILING.format(address=site + path))
    result = inner.runpytest_subprocess("-p", "no:cacheprovider")
    assert result.parseoutcomes().get(name) == int(count), result.stdout.str()


def test_without_a_browser_tests_are_skipped_and_fail_in_ci(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WGEC_CHROMIUM", "/nonexistent/chromium")
    inner.makepyfile(FAILING.format(address="about:blank"))
    monkeypatch.setenv("CI", "")
    assert inner.runpytest_subprocess().parseoutcomes() == {"skipped": 1}
    monkeypatch.setenv("CI", "true")
    assert inner.runpytest_subprocess().parseoutcomes() == {"errors": 1}
