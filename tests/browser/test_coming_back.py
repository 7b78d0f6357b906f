"""Coming Back to a form whose words the browser fills in again: what was sent is no draft, and new words are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.serving import served
from tests.browser.test_acting import sign_in
from tests.browser.test_editing import LABEL, in_browser
from tests.browser.watching import Troubles
from tests.conftest import Server
from wgec_living.accounts import drafts

SENT = "Words that are sent"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


@pytest.fixture
def ana(server: Server, address: str, new_page: Callable[..., Page]) -> Page:
    page = new_page()
    sign_in(server, page, address, "ana")
    return page


def kept(server: Server) -> list[list[str]]:
    """Return the words of all drafts that the server keeps for Ana, whose account is the first."""
    with server.app.app_context():
        return [draft.fields["body"] for account in (1, 2, 3) for draft in drafts.drafts_of(account)]


def test_what_was_sent_is_no_draft_and_what_is_written_then_is_one(
    server: Server, address: str, ana: Page
) -> None:
    form = f"{address}/documents/short/contributions/comment?block={server.block('The second')}"
    ana.goto(form)
    words = ana.get_by_label("Your comment")
    words.fill(SENT)
    ana.get_by_text("Your draft is kept.").wait_for()
    ana.get_by_role("button", name="Check before sending").click()
    ana.get_by_role("button", name="Send it to the public record").click()
    ana.get_by_role("heading", name="on record").wait_for()
    ana.go_back()
    ana.go_back()
    expect(words).to_have_value(SENT)
    expect(ana.locator("[data-draft-told]")).to_contain_text("was sent and is on record: contribution 1")
    expect(ana.locator("#preview")).to_contain_text(SENT)
    assert in_browser(ana) == "" and kept(server) == []
    words.fill("Words that are new")
    ana.goto(f"{address}/documents")  # At once, so that nobody hears what the server says.
    ana.go_back()
    expect(ana.locator("[data-draft-told]")).to_contain_text("Your draft is kept.")
    ana.get_by_role("button", name="Check before sending").click()
    ana.get_by_role("button", name="Send it to the public record").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Contribution 2 is on record")
    assert in_browser(ana) == "" and kept(server) == []


def test_the_editor_shows_what_the_browser_filled_in_again(server: Server, address: str, ana: Page) -> None:
    form = f"{address}/documents/short/contributions/proposal?block={server.block('The second')}"
    ana.goto(form)
    ana.get_by_label(LABEL).fill("Other words.")
    ana.get_by_text("Your draft is kept.").wait_for()
    ana.goto(f"{address}/documents")
    ana.go_back()
    expect(ana.locator(".cm-content")).to_have_text("Other words.")
    expect(ana.locator("#preview ins").first).to_be_visible()


def test_a_preview_asks_again_until_its_form_is_closed(
    server: Server, address: str, ana: Page, troubles: Troubles
) -> None:
    troubles.allow("ERR_")
    ana.clock.install()
    ana.goto(f"{address}/documents/short/contributions/comment?block={server.block('The second')}")
    asked: list[Route] = []

    def cut(route: Route) -> None:
        asked.append(route)
        route.abort()

    ana.route("**/contributions/comment", cut)
    with ana.expect_event("requestfailed", lambda request: request.url.endswith("comment")):
        ana.get_by_label("Your comment").fill(SENT)
    with ana.expect_event("requestfailed", lambda request: request.url.endswith("comment")):
        ana.clock.fast_forward(11_000)
    count = len(asked)
    ana.evaluate("document.querySelector('form.writing').remove()")
    ana.clock.fast_forward(60_000)
    ana.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    assert len(asked) == count
