"""The reader's pages in a real browser: barriers, narrow screens, keyboard, direction, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.serving import served
from tests.browser.watching import Troubles
from tests.conftest import Server
from wgec_living.services import publishing

PAGES = (
    "/",
    "/documents",
    "/documents/short",
    "/documents/short?revision=1",
    "/documents/short?view=provenance",
    "/documents/arabic",
    "/documents/arabic?view=provenance",
    "/documents/short/history",
    "/history?kind=reply",
    "/documents/arabic/history/time-lapse?revision=2",
    "/documents/short/compare/1...2",
    "/documents/short/compare",
    "/documents/short?edition=1",
    "/editions/1",
    "/documents/short/blocks/{block}",
    "/contributions",
    "/contributions?status=removed",
    "/contributions?order=paragraph",
    "/report",
    "/report?layout=iso",
    "/contributions/1",
    "/contributions/2",
    "/people",
    "/search",
    "/search?q=privacy",
    "/search?q=-x&group=civil-society",
    "/search?q=second&where=history",
    "/record.git",
    "/nowhere",
)


@pytest.fixture
def living(server: Server) -> Iterator[tuple[str, str]]:
    """The address of a served site with some contributions, and the id of a block that was spoken about."""
    server.comment(server.ana, "privacy", "Whose privacy is meant here?")
    server.propose(server.boris, "The second paragraph", "The second paragraph says what must be done now.")
    server.dispose(server.cora, 2, "accepted", "")
    server.propose(server.ana, "الفقرة الثانية", "الفقرة الثانية تقول ما يجب عمله الآن.", path="arabic")
    server.dispose(server.cora, 3, "accepted", "")
    seen = publishing.prospect(server.site)
    sent = publishing.Publication("Zero draft", "A *note*.", seen.number, seen.main)
    publishing.publish(server.site, server.cora, sent)
    with served(server.app) as address:
        yield address, server.block("privacy")


def too_wide(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
        {"viewport": {"width": 375, "height": 800}, "java_script_enabled": True, "forced_colors": "active"},
    ],
    ids=["wide", "narrow-dark", "forced-colours"],
)
def test_no_page_has_a_barrier_or_is_too_wide(
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[Barrier]],
    living: tuple[str, str],
    troubles: Troubles,
    look: dict[str, object],
) -> None:
    troubles.allow("404 (NOT FOUND)")
    troubles.allow("422 (UNPROCESSABLE ENTITY)")
    address, block = living
    page = new_page(**look)
    for path in PAGES:
        page.goto(address + path.format(block=block))
        assert axe(page) == [], path
        assert too_wide(page) <= 0, path


def test_every_target_is_large_enough_to_be_hit(page: Page, living: tuple[str, str]) -> None:
    address, block = living
    for path in PAGES[2:12]:
        page.goto(address + path.format(block=block))
        small = page.evaluate(
            """() => [...document.querySelectorAll("nav a, button, .mark, .button, summary, select, .pick label")]
                .filter((e) => e.getBoundingClientRect().width)
                .filter((e) => Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 24)
                .map((e) => e.outerHTML)"""
        )
        assert small == [], path


def test_a_key_goes_to_the_search_box_unless_it_is_turned_off(page: Page, living: tuple[str, str]) -> None:
    address, _ = living
    page.goto(f"{address}/people")
    page.keyboard.press("/")
    expect(page.locator("#seek")).to_be_focused()
    page.keyboard.type("privacy/")
    page.keyboard.press("Enter")
    expect(page.locator("#field-q")).to_have_value("privacy/")
    expect(page.locator(".found mark").first).to_have_text("privacy")
    page.wait_for_load_state()  # With its scripts.
    page.keyboard.press("/")
    expect(page.locator("#field-q")).to_be_focused()
    page.get_by_label("/ goes to the search box").uncheck()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#field-q")).not_to_be_focused()
    # The one switch is for the keys of every page.
    page.goto(f"{address}/documents/short")
    expect(page.get_by_label("j and k go from paragraph to paragraph")).not_to_be_checked()
    page.keyboard.press("/")
    expect(page.locator("#seek")).not_to_be_focused()
    page.locator("article").focus()
    page.keyboard.press("j")
    expect(page.locator("article")).to_be_focused()
    page.get_by_label("j and k go from paragraph to paragraph").check()
    page.locator("article").focus()
    page.keyboard.press("j")
    expect(page.locator("article a.mark").first).to_be_focused()


def test_the_keyboard_skips_to_the_text_and_reaches_a_paragraph(page: Page, living: tuple[str, str]) -> None:
    address, _ = living
    page.goto(f"{address}/documents/short")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('mark')"):
            break
    focused = page.evaluate(
        """() => { const s = getComputedStyle(document.activeElement);
            return [document.activeElement.className, s.outlineStyle, parseFloat(s.outlineWidth)] }"""
    )
    assert focused[0] == "mark"
    assert focused[1] == "solid"
    assert focused[2] >= 2


def test_the_numbers_stand_in_the_margin_on_the_side_where_lines_begin(
    page: Page, living: tuple[str, str]
) -> None:
    address, _ = living
    places = """() => { const p = document.querySelector("article.text p[id]");
        const mark = p.querySelector(".mark").getBoundingClientRect(); const range = document.createRange();
        range.selectNodeContents(p); const text = p.getBoundingClientRect();
        return [mark.left, mark.right, text.left, text.right, Math.abs(mark.top - text.top)] }"""
    page.goto(f"{address}/documents/short")
    left, right, start, _end, apart = page.evaluate(places)
    assert left < right <= start
    assert apart < 12
    page.goto(f"{address}/documents/arabic")
    left, right, _start, end, apart = page.evaluate(places)
    assert end <= left < right
    assert apart < 12


def test_without_script_two_revisions_are_chosen_and_compared(
    new_page: Callable[..., Page], living: tuple[str, str]
) -> None:
    address, _ = living
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/documents/short")
    page.click(".docket-links >> text=History")
    page.fill("input[name=older]", "1")
    page.fill("input[name=newer]", "2")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url(f"{address}/documents/short/compare/1...2")
    expect(page.locator(".redline ins").first).to_contain_text("must")
    page.get_by_role("link", name="contribution 2").click()
    page.wait_for_url(f"{address}/contributions/2")
    expect(page.locator("h2").first).to_contain_text("Decision: Accepted")


def test_on_paper_the_numbers_stay_and_the_navigation_goes(page: Page, living: tuple[str, str]) -> None:
    address, _ = living
    page.goto(f"{address}/documents/short")
    page.emulate_media(media="print")
    assert page.is_visible("article.text p .mark")
    for gone in ("nav.sections", "nav.account", ".docket-links", ".howto", ".skip", ".footer"):
        assert not page.is_visible(gone), gone
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.goto(f"{address}/search?q=privacy")
    expect(page.get_by_text("Looked for: privacy.")).to_be_visible()


def test_on_a_phone_the_text_comes_first_and_the_rest_unfolds_without_script(
    new_page: Callable[..., Page], living: tuple[str, str]
) -> None:
    address, _ = living
    page = new_page(viewport={"width": 375, "height": 667}, java_script_enabled=False)
    page.goto(f"{address}/documents/short")
    expect(page.locator("article.text h1")).to_be_in_viewport()
    history = page.locator(".docket-links >> text=History")
    expect(history).to_be_hidden()
    page.get_by_role("link", name="Contents, history, files and more").click()
    expect(history).to_be_in_viewport()
    page.goto(f"{address}/documents/short?revision=1")
    expect(page.locator(".to-a-state"), "what is in use stays").to_be_visible()
    expect(history).to_be_hidden()


def test_what_was_said_stands_beside_an_arabic_text_and_not_off_the_page(
    new_page: Callable[..., Page], server: Server, living: tuple[str, str]
) -> None:
    server.comment(server.ana, "الفقرة الثانية", "Beside the text.", path="arabic")
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{living[0]}/documents/arabic")
    card, text = page.locator(".card").bounding_box(), page.locator("article.text p[id]").first.bounding_box()
    assert card and text
    assert card["x"] > 0 and card["x"] + card["width"] < text["x"]
