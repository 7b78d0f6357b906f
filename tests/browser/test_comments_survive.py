"""A comment stays with its words through moves and edits, says so when they change, and stays when they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.reading_along import DESK, PHONE, act, marked, opened, select, send
from tests.browser.serving import served
from tests.browser.test_acting import sign_in, too_wide
from tests.conftest import Server

WORDS = "The second paragraph"
EDITED = "The second and short paragraph, as agreed, says what could be done."
REWRITTEN = "The second and short paragraph, as agreed, says what could now be done."
REPLACED = "The second and short paragraph, as agreed, says what duties follow from it."


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def comment(page: Page, words: str) -> None:
    act(page, "Comment")
    page.get_by_label("Your comment").fill(words)
    send(page)


def move_to_the_end(server: Server, page: Page, address: str) -> None:
    """Propose in place that the second paragraph stand last (contribution 2), and have it accepted."""
    page.goto(f"{address}/documents/short")
    select(page, server.block(WORDS), "second")
    act(page, "Propose a change")
    page.locator(".in-place").get_by_role("link", name="Move it").click()
    place = page.get_by_role("region", name="Propose to move Paragraph 2")
    place.get_by_label("Where should this paragraph stand?").select_option(
        label="After Paragraph 7: “The last paragraph closes the text.”"
    )
    place.get_by_label("Why?").fill("It is what remains to do.")
    send(page)
    server.dispose(server.cora, 2, "accepted", "")


def accept(server: Server, words: str, new: str) -> None:
    number = server.propose(server.boris, words, new).number
    server.dispose(server.cora, number, "accepted", "")


def test_a_comment_follows_its_words_and_says_when_they_change(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    ana, boris, vera = new_page(**PHONE), new_page(**DESK), new_page(**PHONE)
    opened(server, ana, address, "ana")
    select(ana, server.block(WORDS), "could be done")
    comment(ana, "By whom?")
    sign_in(server, boris, address, "boris")
    move_to_the_end(server, boris, address)
    vera.goto(f"{address}/documents/short")
    assert marked(vera, 1) == "could be done"
    assert vera.locator("mark.changed, .card-told").count() == 0
    last = vera.locator("article p[id]").last
    expect(last.locator("mark.said-on")).to_have_text("could be done")
    vera.goto(f"{address}/contributions/1")
    expect(vera.locator("#place")).to_contain_text("Its words stand unchanged in Paragraph 7")

    accept(server, WORDS, EDITED)
    vera.goto(f"{address}/documents/short")
    assert marked(vera, 1) == "could be done"
    assert vera.locator("mark.changed, .card-told").count() == 0
    ana.goto(f"{address}/mine")
    assert "still valid" not in ana.inner_text("main")

    accept(server, "as agreed", REWRITTEN)
    vera.goto(f"{address}/documents/short")
    card = vera.locator("#c-1")
    expect(card).to_contain_text("text changed in revision 4, by contribution 4")
    assert vera.locator("mark.changed").inner_text() == "could now be done"
    assert axe(vera) == []
    assert too_wide(vera) <= 0
    card.get_by_role("link", name="contribution 4").click()
    expect(vera.get_by_role("main")).to_contain_text("clearer")
    vera.goto(f"{address}/contributions/1")
    expect(vera.locator("#place")).to_contain_text("The text under it changed in revision 4 (contribution 4)")
    assert "still valid" not in vera.inner_text("#place")
    accept(server, "as agreed", REPLACED)
    vera.goto(f"{address}/documents/short")
    expect(card).to_contain_text("text gone in revision 5, by contribution 5")
    vera.goto(f"{address}/contributions/1")
    expect(vera.locator("#place")).to_contain_text(
        "The words it was about went in revision 5 (contribution 5)"
    )


@pytest.mark.parametrize("answer", ["confirms", "moves"])
def test_its_author_is_asked_and_answers(
    server: Server,
    address: str,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[Barrier]],
    answer: str,
) -> None:
    ana = new_page(**PHONE)
    opened(server, ana, address, "ana")
    select(ana, server.block(WORDS), "could be done")
    comment(ana, "By whom?")
    accept(server, WORDS, "The second paragraph says which duties follow.")
    ana.get_by_role("navigation").get_by_role("link", name="My contributions").click()
    ana.get_by_role("link", name="Is it still valid").click()
    assert axe(ana) == []
    assert too_wide(ana) <= 0
    if answer == "confirms":
        ana.get_by_label("It is still valid where it stands now").check()
    else:
        ana.get_by_label("Paragraph number").fill("1")
        ana.get_by_label("It belongs to the paragraph of this number").check()
    ana.get_by_label("Why").fill("It still matters.")
    ana.get_by_role("button", name="Put it on record").click()
    expect(ana.locator("#place")).to_contain_text("Its words stand unchanged")
    expect(ana.locator("main")).to_contain_text("It still matters.")
    ana.goto(f"{address}/mine")
    assert "still valid" not in ana.inner_text("main")
    ana.goto(f"{address}/documents/short")
    number = "1" if answer == "moves" else "2"
    paragraph = ana.locator("article .beside").filter(has=ana.locator("#c-1"))
    expect(paragraph.locator("a.mark")).to_contain_text(number)
    assert ana.locator("mark.changed, .card-told").count() == 0


def test_comments_on_a_removed_paragraph_stay_and_name_what_removed_it(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    ana, boris, vera = new_page(**DESK), new_page(**DESK), new_page(**PHONE)
    opened(server, ana, address, "ana")
    block = server.block("The first")
    select(ana, block, "where we stand")
    comment(ana, "Do we know?")
    opened(server, boris, address, "boris")
    select(boris, block, "first")
    act(boris, "Propose a change")
    boris.get_by_label("Take this paragraph out").check()
    boris.get_by_label("Why?").fill("We know it by now.")
    send(boris)
    server.dispose(server.cora, 2, "accepted", "")
    vera.goto(f"{address}/documents/short")
    gone = vera.get_by_role("region", name="On paragraphs that are no longer in the text")
    entry = gone.get_by_role("listitem").filter(has_text="Do we know?")
    expect(entry).to_contain_text("Taken out in revision 2, by contribution 2")
    assert axe(vera) == []
    assert too_wide(vera) <= 0
    entry.get_by_role("link", name="Do we know?").click()
    expect(vera.locator("#place")).to_contain_text(
        "The text it was about went in revision 2 (contribution 2)"
    )
    vera.goto(f"{address}/documents/short/blocks/{block}")
    expect(vera.locator("main")).to_contain_text("Do we know?")
    vera.get_by_role("note").get_by_role("link", name="proposal 2").click()
    expect(vera.get_by_role("main")).to_contain_text("We know it by now.")
    ana.goto(f"{address}/mine")
    ana.get_by_role("link", name="Is it still valid").click()
    assert ana.get_by_label("It is about the text as a whole").is_visible()
