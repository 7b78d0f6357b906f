"""Two contributors and a coordinator on one text: words chosen where they stand, and two changes put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.reading_along import DESK, PHONE, act, opened, select, send
from tests.browser.serving import served
from tests.browser.test_acting import sign_in, too_wide
from tests.conftest import Server
from wgec_living.domain.identifiers import DocumentPath

ROW, WORDS = "| access", "The second paragraph"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def source(server: Server) -> str:
    return server.site.record.text(server.site.record.tip(), DocumentPath("short")) or ""


def reword(page: Page, old: str, new: str) -> None:
    """Type other words for the paragraph in the editor of the form in place."""
    field = page.locator(".in-place .cm-content")
    expect(field).to_contain_text(old)
    field.fill(field.inner_text().strip().replace(old, new))
    page.get_by_label("Why?").fill(f"{new} is clearer.")


def ana_proposes(server: Server, ana: Page, address: str, barriers: Callable[[Page], list[Barrier]]) -> None:
    """On a phone: a cell of a row (1), and a word of a paragraph (2)."""
    opened(server, ana, address, "ana")
    select(ana, server.block(ROW), "access")
    assert too_wide(ana) <= 0
    act(ana, "Propose a change")
    place = ana.get_by_role("region", name="Propose a change to Row 3")
    assert place.get_by_role("group", name="The row as it should read").locator("textarea").count() == 2
    assert place.get_by_label("issue", exact=True).input_value() == "access"
    place.get_by_label("status", exact=True).fill("agreed")
    place.get_by_label("Why?").fill("It was agreed in May.")
    place.locator("#preview ins").first.wait_for()
    assert barriers(ana) == []
    assert too_wide(ana) <= 0
    send(ana)
    ana.goto(f"{address}/documents/short")
    select(ana, server.block(WORDS), "could")
    act(ana, "Propose a change")
    reword(ana, "could", "must")
    send(ana)


def boris_proposes(server: Server, boris: Page, address: str) -> None:
    """At a desk: another cell of the same row (3), and another word of the same paragraph (4)."""
    opened(server, boris, address, "boris")
    expect(boris.locator("#c-1")).to_contain_text("It was agreed in May.")
    select(boris, server.block(ROW), "access")
    act(boris, "Propose a change")
    expect(boris.locator(".in-place [data-pending]")).to_contain_text("It was agreed in May.")
    boris.locator(".in-place").get_by_label("issue", exact=True).fill("access for all")
    boris.locator(".in-place").get_by_label("Why?").fill("Nobody is left out.")
    send(boris)
    boris.goto(f"{address}/documents/short")
    select(boris, server.block(WORDS), "second")
    act(boris, "Propose a change")
    reword(boris, "second", "next")
    send(boris)


def combine(cora: Page, address: str, number: int, place: str) -> None:
    """Confirm the text in which both changes stand, and put the decision on record."""
    cora.goto(f"{address}/contributions/{number}/disposition")
    together = cora.get_by_role("region", name=f"{place}: both changes together")
    assert {"Ana Example", "Boris Example"} <= {
        one.strip() for one in together.locator(".who").all_inner_texts()
    }
    cora.get_by_role("button", name="Put the text together").click()
    expect(cora.locator("main")).to_contain_text("Nothing is on record yet")
    cora.get_by_label("Accept with changes").check()
    cora.get_by_label("Your reason").fill("Both belong there.")
    cora.get_by_role("button", name="Put the decision on record").click()


def test_two_people_propose_in_place_and_a_coordinator_combines(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    ana_proposes(server, new_page(**PHONE), address, axe)
    boris_proposes(server, new_page(**DESK), address)
    cora = new_page(**DESK)
    sign_in(server, cora, address, "cora")
    cora.goto(f"{address}/desk")
    for number, other in ((1, 3), (2, 4), (3, 1), (4, 2)):
        row = cora.locator("tbody tr", has=cora.get_by_label(f"Tick contribution {number}"))
        expect(row.locator(".wide-only").last).to_contain_text("Merges cleanly")
        expect(row.locator(".wide-only").last).to_contain_text(f"Combines with {other}")
    assert axe(cora) == []
    for number in (1, 2):
        server.dispose(server.cora, number, "accepted", "")
    for number, place in ((3, "Row 3"), (4, "Paragraph 2")):
        combine(cora, address, number, place)
        credit = cora.get_by_text("Credited for the words that came into force")
        expect(credit).to_contain_text(
            "Boris Example. Beside them in the same passage stay words of Ana Example"
        )
        message = server.site.record.commit(server.site.record.tip()).message
        assert "Co-authored-by: Ana Example" in message
        assert "Co-authored-by: Boris Example" in message
        assert axe(cora) == []
    vera = new_page(**PHONE)
    vera.goto(f"{address}/documents/short")
    expect(vera.locator("article")).to_contain_text("The next paragraph says what must be done.")
    assert "| access for all | agreed |" in source(server)
    assert too_wide(vera) <= 0
