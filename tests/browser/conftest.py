"""What browser tests share: a Chromium, watched pages, and axe for accessibility."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.watching import Troubles, settle
from tools.browser import find_chromium

HERE = Path(__file__).parent
AXE = HERE / "vendor" / "axe.min.js"
# A page may take this long on a busy machine, in ms; what never comes still fails.
PATIENCE = 60_000
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Barrier:
    """A serious or critical finding of axe, with the elements it concerns."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder `browser`, so that `-m "not browser"` leaves them out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One running Chromium for the session; without one the test is skipped, or fails when CI=true."""
    path = find_chromium()
    if path is None:
        told = "no Chromium that starts: install one, name it in WGEC_CHROMIUM, or run make test"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(told)
        pytest.skip(told)
    home = str(tmp_path_factory.mktemp("browser-home"))
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    # A home of its own: what the browser leaves behind goes away with it.
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags, env=environment)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> Troubles:
    """What went wrong on the pages of this test; `troubles.allow(fragment)` lets expected ones pass."""
    return Troubles()


@pytest.fixture
def new_page(chromium: Browser, troubles: Troubles) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own, so that each call stands for another person.

    Arguments are those of Playwright's `new_context` (`java_script_enabled`, `viewport`, …). At the end
    the test fails on every console error, script error or policy violation that was not allowed.
    """
    contexts: list[BrowserContext] = []
    # Without JavaScript nothing runs that could report, and waiting for a page's answer would never end.
    watched: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = chromium.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if options.get("java_script_enabled", True):
            troubles.watch(context)
            watched.append(context)
        return context.new_page()

    yield open_page
    for context in watched:
        for page in context.pages:
            settle(page)
    for context in contexts:
        context.close()
    unexpected = troubles.unexpected()
    if unexpected:
        pytest.fail("the page reported: " + "; ".join(map(str, unexpected)), pytrace=False)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A watched page in a fresh context."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[Barrier]]:
    """Return a function that runs axe on a page as it stands and returns the serious and critical findings."""
    source = AXE.read_text("utf-8")

    def run(page: Page) -> list[Barrier]:
        # Evaluated by the driver, not by a script element: the page's own policy stays in force. Style sheets and media
        # are not loaded once more: that is for rules on experiments and on films, and there are none.
        page.evaluate(source + "; undefined")
        result = page.evaluate("() => axe.run(document, { resultTypes: ['violations'], preload: false })")
        return [
            Barrier(
                rule=found["id"],
                impact=found["impact"],
                help=found["help"],
                elements=tuple(node["html"] for node in found["nodes"]),
            )
            for found in result["violations"]
            if found["impact"] in ("serious", "critical")
        ]

    return run
