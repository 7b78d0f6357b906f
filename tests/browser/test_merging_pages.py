"""A coordinator puts two people's changes together in a real browser, with and without scripts, also on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.serving import served
from tests.browser.test_acting import WAYS, sign_in, too_wide
from tests.conftest import Server

WORDS = "The second paragraph"
WRITTEN = "The second paragraph says what could be done. It says so twice."


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def stage(server: Server) -> None:
    """Proposal 2 clashes with 3, which was accepted; 4 combines with 5, which was."""
    server.propose(server.ana, WORDS, WRITTEN)
    server.dispose(server.cora, 1, "accepted", "")
    server.propose(server.ana, WORDS, WRITTEN.replace("could", "must"))
    server.propose(server.boris, WORDS, WRITTEN.replace("could", "may") + " And again.")
    server.dispose(server.cora, 3, "accepted", "")
    server.propose(server.ana, "| access", "| access for all | |")
    server.propose(server.boris, "| access", "| access | agreed |")
    server.dispose(server.cora, 5, "accepted", "")
    server.propose(server.ana, "The first", "The first paragraph says who we are.")
    server.propose(server.boris, "The last", "The last paragraph ends the text.")


@pytest.mark.parametrize("way", WAYS)
def test_a_clash_is_chosen_and_seen_before_it_is_recorded(
    server: Server,
    address: str,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[Barrier]],
    way: str,
) -> None:
    stage(server)
    cora = new_page(**WAYS[way])
    sign_in(server, cora, address, "cora")
    cora.goto(f"{address}/contributions/2/disposition")
    sentence = cora.get_by_role("group", name="Sentence 1")
    assert "may" in sentence.locator("ins").all_inner_texts()[0]
    words = sentence.get_by_label("The other words")
    sentence.get_by_label("Other words", exact=True).check()
    words.fill("The second paragraph says what shall be done.")
    if way != "without scripts":
        sentence.get_by_label("Words proposed").check()
        assert not words.is_visible()
        sentence.get_by_label("Other words", exact=True).check()
        assert too_wide(cora) <= 0
        assert axe(cora) == []
    cora.get_by_role("button", name="Put the text together").click()
    expect(cora.locator("main")).to_contain_text("Nothing is on record yet")
    assert server.site.index.register.summary(2).status == "open"
    cora.get_by_label("Your reason").fill("In between.")
    cora.get_by_role("button", name="Put the decision on record").click()
    expect(cora.locator("main")).to_contain_text("Decision: Accepted with changes")
    vera = new_page(**WAYS[way])
    vera.goto(f"{address}/documents/short")
    expect(vera.locator("main")).to_contain_text("what shall be done. It says so twice. And again.")


def test_writing_other_words_chooses_them_and_a_saved_sentence_fills_the_reason(
    server: Server, address: str, new_page: Callable[..., Page]
) -> None:
    stage(server)
    cora = new_page()
    sign_in(server, cora, address, "cora")
    cora.goto(f"{address}/contributions/2/disposition")
    reason, saved = cora.get_by_label("Your reason"), cora.get_by_label("Begin the reason with")
    reason.fill("See above.")
    saved.select_option("discuss")
    saved.select_option("covered")
    expect(reason).to_have_value("The text covers this point elsewhere.\n\nSee above.")
    saved.select_option("")
    expect(reason).to_have_value("See above.")
    sentence = cora.get_by_role("group", name="Sentence 1")
    sentence.get_by_label("Other words", exact=True).focus()
    cora.keyboard.press("Space")
    cora.keyboard.press("Tab")
    cora.keyboard.type("By keyboard. ")
    cora.get_by_role("button", name="Put the text together").click()
    expect(cora.locator("#own ~ .preview")).to_be_in_viewport()
    assert "By keyboard." in cora.locator("#own ~ .preview").inner_text()


@pytest.mark.parametrize("way", WAYS)
def test_cells_of_two_people_are_combined_and_two_proposals_ticked(
    server: Server, address: str, new_page: Callable[..., Page], way: str
) -> None:
    stage(server)
    cora = new_page(**WAYS[way])
    sign_in(server, cora, address, "cora")
    cora.goto(f"{address}/contributions/4/disposition")
    place = cora.get_by_role("region", name="Row 3: both changes together")
    assert {"Ana Example", "Boris Example"} <= {
        one.strip() for one in place.locator(".who").all_inner_texts()
    }
    assert place.get_by_label("Cell 1").input_value() == "access for all"
    cora.get_by_label("Accept with changes").check()
    cora.get_by_label("Your reason").fill("Both.")
    cora.get_by_role("button", name="Put the decision on record").click()
    expect(cora.locator("main")).to_contain_text("Decision: Accepted with changes")

    cora.goto(f"{address}/desk")
    for number in (6, 7):
        cora.get_by_label(f"Tick contribution {number}").check()
    cora.get_by_role("button", name="Accept the ticked together").click()
    cora.wait_for_load_state()
    shown = cora.inner_text("main")
    assert shown.index("contribution 6") < shown.index("who") < shown.index("contribution 7")
    cora.get_by_role("button", name="Accept all 2").click()
    expect(cora.locator("body")).to_contain_text("2 proposals are in the text")
    source = server.site.record.text(server.site.record.tip(), "short") or ""  # type: ignore[arg-type]
    assert "| access for all | agreed |" in source
    assert "says who we are" in source
    assert "ends the text" in source
