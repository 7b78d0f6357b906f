"""The editor over the text field, and drafts that survive a lost line, a second window and an ended session."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PATIENCE, Barrier
from tests.browser.serving import served
from tests.browser.test_acting import sign_in, too_wide
from tests.browser.watching import Troubles
from tests.conftest import Server

LABEL = "The text as it should read"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


@pytest.fixture
def form(server: Server, address: str) -> str:
    return f"{address}/documents/short/contributions/proposal?block={server.block('The second')}"


@pytest.fixture
def ana(server: Server, address: str, new_page: Callable[..., Page]) -> Page:
    page = new_page()
    sign_in(server, page, address, "ana")
    return page


def test_words_are_edited_as_they_will_be_read(
    ana: Page, form: str, axe: Callable[[Page], list[Barrier]]
) -> None:
    ana.goto(form)
    content = ana.locator(".cm-content")
    expect(content).to_have_attribute("aria-label", LABEL)
    assert ana.locator("#field-replacement").is_hidden()
    content.press("Control+End")
    ana.keyboard.type(" With **weight**.")
    expect(content.locator(".ed-strong", has_text="weight")).to_be_visible()
    assert "**" not in content.inner_text()
    assert ana.locator("#field-replacement").input_value().endswith("With **weight**.")
    ana.locator("#preview ins").first.wait_for()
    ana.get_by_role("button", name="Show formatting marks").click()
    expect(content).to_contain_text("**weight**")
    assert axe(ana) == []
    ana.set_viewport_size({"width": 320, "height": 700})
    assert too_wide(ana) <= 0


def test_the_plain_box_is_remembered(ana: Page, form: str) -> None:
    ana.goto(form)
    ana.get_by_role("button", name="Write as plain text").click()
    assert ana.locator(".cm-content").count() == 0
    ana.get_by_label(LABEL).fill("Plain words.")
    ana.reload()
    expect(ana.locator("#field-replacement")).to_be_visible()
    ana.get_by_role("button", name="Write as plain text").click()
    expect(ana.locator(".cm-content")).to_be_visible()


def test_the_label_leads_into_the_editor(ana: Page, form: str) -> None:
    ana.goto(form)
    ana.locator("label", has_text=LABEL).click()
    ana.keyboard.type("Here. ")
    expect(ana.locator("#field-replacement")).to_have_value(re.compile("Here. "))


def test_a_draft_comes_back_after_the_window_is_closed(
    server: Server, address: str, ana: Page, form: str
) -> None:
    ana.goto(form)
    ana.get_by_label("Why?").fill("A reason half thou")
    ana.get_by_text("Your draft is kept.").wait_for()
    ana.close()
    ana = ana.context.new_page()
    ana.goto(form)
    expect(ana.get_by_label("Why?")).to_have_value("A reason half thou")
    ana.get_by_role("button", name="Discard it and begin afresh").click()
    expect(ana.get_by_label("Why?")).to_have_value("")


def test_words_typed_before_all_scripts_are_there_are_shown_and_kept(ana: Page, form: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for script in ("drafts", "writing"):
        ana.route(f"**/js/{script}.js*", hold)
    ana.goto(form, wait_until="commit")
    ana.locator(".cm-content").wait_for()
    ana.get_by_label(LABEL).fill("Typed at once.")
    until(ana, lambda: len(held) == 2)
    for route in held:
        route.continue_()
    expect(ana.locator("#preview ins").first).to_be_visible()
    ana.get_by_text("Your draft is kept.").wait_for()


def test_without_a_line_the_browser_keeps_the_words(ana: Page, form: str, troubles: Troubles) -> None:
    troubles.allow("ERR_INTERNET_DISCONNECTED")
    ana.goto(form)
    ana.context.set_offline(True)
    ana.get_by_label("Why?").fill("Typed in a tunnel")
    ana.get_by_text("No connection.").wait_for()
    ana.close()
    ana.context.set_offline(False)
    ana = ana.context.new_page()
    ana.goto(form)
    expect(ana.get_by_label("Why?")).to_have_value("")
    ana.get_by_role("button", name="Bring them back").click()
    expect(ana.get_by_label("Why?")).to_have_value("Typed in a tunnel")
    ana.get_by_text("Your draft is kept.").wait_for()


def test_a_second_window_says_so(ana: Page, form: str, troubles: Troubles) -> None:
    troubles.allow("409")
    ana.goto(form)
    other = ana.context.new_page()
    other.goto(form)
    ana.get_by_label("Why?").fill("From the first")
    ana.get_by_text("Your draft is kept.").wait_for()
    other.get_by_label("Why?").fill("From the second")
    other.get_by_text("in another window").wait_for()
    expect(other.get_by_label("Why?")).to_have_value("From the second")


def in_browser(page: Page) -> str:
    """Return all drafts that the browser itself holds."""
    keys = "Object.keys(localStorage).filter(key => key.startsWith('draft '))"
    return str(page.evaluate(f"{keys}.map(key => localStorage[key]).join()"))


def until(page: Page, true: Callable[[], bool]) -> None:
    """Wait until something is true that the page does not show."""
    for _ in range(PATIENCE // 100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")


def test_what_is_typed_while_a_slow_line_keeps_a_draft_is_kept_too(ana: Page, form: str) -> None:
    held: list[Route] = []

    def slowly(route: Route) -> None:
        held.append(route) if not held else route.continue_()

    ana.route("**/mine/drafts", slowly)
    ana.goto(form)
    with ana.expect_request("**/mine/drafts"):
        ana.get_by_label("Why?").fill("First words")
    ana.get_by_label("Why?").fill("First words and more")
    until(ana, lambda: "and more" in in_browser(ana))
    held[0].continue_()
    until(ana, lambda: in_browser(ana) == "")
    ana.reload()
    expect(ana.get_by_label("Why?")).to_have_value("First words and more")


def test_an_ended_session_loses_nothing(
    server: Server, address: str, ana: Page, form: str, troubles: Troubles
) -> None:
    troubles.allow("401")
    ana.goto(form)
    cookies = ana.context.cookies()
    ana.context.clear_cookies()
    ana.get_by_label("Why?").fill("Typed too late")
    ana.get_by_text("You are signed out.").wait_for()
    ana.context.add_cookies([cookie for cookie in cookies])  # type: ignore[misc]
    ana.goto(form)
    ana.get_by_role("button", name="Bring them back").click()
    expect(ana.get_by_label("Why?")).to_have_value("Typed too late")
