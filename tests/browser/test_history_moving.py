"""The history in a real browser: a slider that tells where it stands, and a text that grows, by pointer and by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import served
from tests.conftest import Server

LAPSE = "/documents/short/history/time-lapse"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """The address of a site on which the short text has four revisions."""
    for words in ("could", "should", "must"):
        number = server.propose(server.ana, "The second", f"The second paragraph {words} say more.").number
        server.dispose(server.cora, number, "accepted", "")
    with served(server.app) as found:
        yield found


def test_the_slider_tells_where_it_stands_and_opens_on_release(page: Page, address: str) -> None:
    page.goto(f"{address}/documents/short/history")
    slider = page.get_by_role("slider")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2, steps=4)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^Revision 1 of 4, \d+ \w+ 2026, "))
    assert page.url.endswith("/history")
    page.mouse.up()
    page.wait_for_url("**/documents/short?revision=1")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^Revision 2 of 4, \d+ \w+ 2026, "))
    assert page.url.endswith("?revision=1"), "keys step without leaving the page"
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/short?revision=2")


def test_a_text_grows_and_is_told_politely(new_page: Callable[..., Page], address: str) -> None:
    page = new_page(reduced_motion="no-preference")
    page.goto(f"{address}{LAPSE}?revision=2")
    page.get_by_label("Speed").select_option("Fast")
    page.get_by_role("button", name="Play").click()
    told = page.get_by_role("status").filter(has_text="The end.")
    expect(told).to_contain_text("Revision 4 of 4")
    expect(page.locator("article .fresh").first).to_be_visible()
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".lapse-told")).to_contain_text("Revision 3 of 4")
    assert page.url.endswith("?revision=3")
    page.emulate_media(reduced_motion="reduce")
    expect(page.get_by_role("button", name="Play")).to_be_hidden()


def test_without_script_the_same_is_done_by_links_and_buttons(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(address + LAPSE)
    page.get_by_role("link", name="Next").click()
    assert page.url.endswith("?revision=2")
    assert not page.get_by_role("button", name="Play").is_visible()
    page.goto(f"{address}/documents/short/history")
    expect(page.get_by_role("slider")).to_be_hidden()
    page.get_by_role("spinbutton", name="Go to revision").fill("1")
    page.get_by_label("Go to a revision by its number").get_by_role("button").click()
    assert page.url.endswith("/documents/short?revision=1")
