"""Words become a target by every way of working: mouse, keyboard, a number, no scripts, no account, right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.reading_along import DESK, PHONE, act, marked, opened, select, send
from tests.browser.serving import served
from tests.browser.test_acting import WAYS, sign_in, too_wide
from tests.conftest import Server

FIRST, SECOND = "The first paragraph", "The second paragraph"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def test_words_of_two_paragraphs_are_one_target(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    ana = new_page(**DESK)
    opened(server, ana, address, "ana")
    select(ana, server.block(FIRST), "where we stand", server.block(SECOND), "The second")
    act(ana, "Comment")
    expect(ana.locator(".in-place")).to_contain_text("Paragraph 1, Paragraph 2")
    ana.get_by_label("Your comment").fill("These belong together.")
    assert axe(ana) == []
    send(ana)
    ana.goto(f"{address}/documents/short")
    assert marked(ana, 1) == "where we stand.The second"
    assert ana.locator("a.sign").count() == 2  # One after the words of each paragraph.


def test_arabic_words_are_chosen_and_marked(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    ana = new_page(**PHONE)
    opened(server, ana, address, "ana", "arabic")
    select(ana, server.block("الفقرة الثانية", "arabic"), "ما يمكن عمله")
    assert too_wide(ana) <= 0
    act(ana, "Comment")
    assert ana.locator(".in-place q").inner_text() == "ما يمكن عمله"
    ana.get_by_label("Your comment").fill("من يعمله؟")
    assert axe(ana) == []
    assert too_wide(ana) <= 0
    send(ana)
    ana.goto(f"{address}/documents/arabic")
    assert marked(ana, 1) == "ما يمكن عمله"
    assert axe(ana) == []
    assert too_wide(ana) <= 0


def test_the_keyboard_chooses_words_and_acts(
    server: Server, address: str, new_page: Callable[..., Page]
) -> None:
    server.comment(server.boris, SECOND, "Said before.")
    ana = new_page(**DESK)
    opened(server, ana, address, "ana")
    tools = ana.get_by_role("toolbar", name="On these words")
    for key, name in (("j", "§"), ("j", "1"), ("j", "2"), ("k", "1")):
        if name == "§":
            ana.locator("article").focus()
        ana.keyboard.press(key)
        assert ana.evaluate("document.activeElement.textContent").split()[0] == name
    # From the paragraph that has the focus, arrows with Shift select words.
    for _ in range(3):
        ana.keyboard.press("Shift+Control+ArrowRight")
    tools.wait_for()
    ana.keyboard.press("Escape")
    expect(tools).to_be_hidden()
    ana.keyboard.press("Shift+ArrowLeft")
    tools.wait_for()
    assert ana.evaluate("getSelection().toString()").startswith("The first")
    ana.keyboard.press("c")
    expect(ana.locator(".in-place q")).to_contain_text("The first")
    expect(ana.locator("#in-place")).to_be_focused()
    ana.keyboard.type("cjk")  # Keys of the text do nothing in a form.
    expect(ana.locator("#in-place")).to_be_focused()
    ana.get_by_role("button", name="Close").press("Enter")
    assert ana.locator(".in-place").count() == 0
    assert ana.evaluate("document.activeElement.className") == "mark"
    ana.keyboard.press("n")
    assert ana.evaluate("document.activeElement.closest('.card').id") == "c-1"
    ana.keyboard.press("s")
    ana.get_by_role("region", name="State a position on Paragraph 2").wait_for()
    ana.get_by_role("button", name="Close").press("Enter")
    ana.keyboard.press("e")
    ana.get_by_role("region", name="Propose a change to Paragraph 2").wait_for()


def test_a_number_offers_every_act(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    ana = new_page(**PHONE)
    opened(server, ana, address, "ana")
    ana.get_by_role("link", name="Paragraph 2,").click()
    tools = ana.get_by_role("toolbar", name="On these words")
    expect(tools.get_by_role("button", name="Comment")).to_be_focused()
    assert axe(ana) == []
    assert too_wide(ana) <= 0
    for name in ("Propose a change", "State a position", "All about it"):
        ana.keyboard.press("ArrowRight")
        assert ana.evaluate("document.activeElement.textContent") == name
    ana.keyboard.press("Enter")
    ana.get_by_role("heading", name="Paragraph 2", level=1).wait_for()


def test_without_scripts_a_number_leads_to_every_act(
    server: Server, address: str, new_page: Callable[..., Page]
) -> None:
    ana = new_page(**WAYS["without scripts"])
    opened(server, ana, address, "ana")
    for name, heading in (
        ("Comment on this", "Comment on Paragraph 2"),
        ("Propose a change", "Propose a change to Paragraph 2"),
        ("State a position", "State a position on Paragraph 2"),
    ):
        ana.goto(f"{address}/documents/short")
        ana.get_by_role("link", name="Paragraph 2,").click()
        ana.get_by_role("link", name=name).click()
        expect(ana.get_by_role("heading", level=1)).to_have_text(heading)
    ana.get_by_label("Support it").check()
    ana.get_by_label("Why?").fill("It says it well.")
    send(ana)
    assert server.site.index.register.summary(1).stance == "support"


def test_a_visitor_signs_in_and_comes_back_with_the_words(
    server: Server, address: str, new_page: Callable[..., Page]
) -> None:
    vera = new_page(**DESK)
    vera.goto(f"{address}/documents/short")
    select(vera, server.block(SECOND), "could be done")
    vera.get_by_role("toolbar").get_by_role("button", name="Comment").click()
    vera.get_by_role("heading", name="Sign in", level=1).wait_for()
    sign_in(server, vera, address, "ana")
    expect(vera.locator("q")).to_have_text("could be done")
