"""The main job in a real browser: sign in, propose, decide, read; narrow, without scripts, without barriers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.serving import served
from tests.browser.watching import Troubles
from tests.conftest import Server
from wgec_living.services import inviting

NEW = "The second paragraph says what must be done."
WAYS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 375, "height": 800}, "has_touch": True},
    "without scripts": {"viewport": {"width": 375, "height": 800}, "java_script_enabled": False},
}


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def sign_in(server: Server, page: Page, address: str, word: str) -> None:
    """Open a fresh link of this person and press the button, as they would."""
    with server.app.app_context():
        link = inviting.fresh_link(server.site, None, f"{word}@people.example")
    page.goto(address + link.removeprefix(server.site.settings.base_url))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("way", WAYS)
def test_a_proposal_becomes_text_in_force(
    server: Server, address: str, new_page: Callable[..., Page], way: str
) -> None:
    ana, cora, vera = (new_page(**WAYS[way]) for _ in range(3))
    sign_in(server, ana, address, "ana")
    ana.goto(f"{address}/documents/short/blocks/{server.block('The second paragraph')}")
    ana.get_by_role("link", name="Propose a change").click()
    if way != "without scripts":
        ana.locator(".cm-content").wait_for()  # The editor takes the field's place.
    ana.get_by_label("The text as it should read").fill(NEW)
    ana.get_by_label("Why?").fill("Since it *must*.")
    if way != "without scripts":
        ana.locator("#preview ins").first.wait_for()
        assert too_wide(ana) <= 0
    ana.get_by_role("button", name="Check before sending").click()
    expect(ana.locator("main")).to_contain_text("for ever")
    ana.get_by_role("button", name="Send it to the public record").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Contribution 1 is on record")

    sign_in(server, cora, address, "cora")
    cora.get_by_role("link", name="Desk").click()
    cora.get_by_role("link", name="Since it").click()
    expect(cora.locator("main")).to_contain_text("Merges cleanly")
    cora.get_by_label("Accept as proposed").check()
    cora.get_by_role("button", name="Put the decision on record").click()
    expect(cora.locator("main")).to_contain_text("Decision: Accepted")

    vera.goto(f"{address}/documents/short")
    expect(vera.locator("main")).to_contain_text(NEW)
    ana.goto(f"{address}/mine")
    expect(ana.locator("main")).to_contain_text("Accepted as you proposed it.")


def test_the_keyboard_is_enough(server: Server, address: str, new_page: Callable[..., Page]) -> None:
    ana = new_page()
    sign_in(server, ana, address, "ana")
    ana.goto(f"{address}/documents/short/contributions/comment?block={server.block('The first')}")
    ana.get_by_label("Your comment").focus()
    ana.keyboard.type("By keyboard.")
    ana.keyboard.press("Tab")
    ana.keyboard.type("A title")
    ana.keyboard.press("Tab")
    assert ana.evaluate("document.activeElement.textContent") == "Check before sending"
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/contributions/comment")
    ana.get_by_role("button", name="Send it to the public record").focus()
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/receipt")
    assert server.site.index.register.newest_number() == 1


def test_errors_are_read_first(
    server: Server, address: str, new_page: Callable[..., Page], troubles: Troubles
) -> None:
    troubles.allow("status of 422")
    ana = new_page()
    sign_in(server, ana, address, "ana")
    ana.goto(f"{address}/documents/short/contributions/comment?block={server.block('The first')}")
    ana.get_by_label("Your comment").fill("   ")
    ana.get_by_role("button", name="Check before sending").click()
    expect(ana.locator("#errors")).to_be_focused()
    ana.get_by_role("link", name="Please write something here.").click()
    assert ana.evaluate("location.hash") == "#field-body"


def test_hostile_words_do_nothing_in_the_preview(
    server: Server, address: str, new_page: Callable[..., Page]
) -> None:
    ana = new_page()
    sign_in(server, ana, address, "ana")
    ana.goto(f"{address}/documents/short/contributions/comment?block={server.block('The first')}")
    ana.get_by_label("Your comment").fill(
        "<img src=x onerror=window.hit=1><script>window.hit=1</script> **b**"
    )
    ana.locator("#preview strong").wait_for()
    assert ana.evaluate("window.hit") is None
    assert ana.locator("#preview script, #preview img").count() == 0


def test_an_ended_session_loses_nothing(
    server: Server, address: str, new_page: Callable[..., Page], troubles: Troubles
) -> None:
    for status in (401, 403):
        troubles.allow(f"status of {status}")
    ana = new_page()
    sign_in(server, ana, address, "ana")
    ana.goto(f"{address}/documents/short/contributions/comment?block={server.block('The first')}")
    ana.get_by_label("Your comment").fill("Words of an hour.")
    server.clock.now += 13 * 3600
    ana.get_by_role("button", name="Check before sending").click()
    expect(ana.get_by_label("Your text")).to_have_value("Words of an hour.")
    other = ana.context.new_page()
    sign_in(server, other, address, "ana")
    ana.get_by_role("button", name="Send it again").click()
    ana.get_by_role("button", name="Send it again").click()
    ana.get_by_role("button", name="Send it to the public record").click()
    assert server.site.index.register.newest_number() == 1


def test_the_link_is_copied(server: Server, address: str, new_page: Callable[..., Page]) -> None:
    cora = new_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(server, cora, address, "cora")
    cora.goto(f"{address}/invitations")
    cora.locator("#field-address").fill("dora@people.example")
    cora.get_by_label("Name", exact=True).fill("Dora Example")
    cora.locator("#field-delegation").fill("A university")
    cora.get_by_label("Stakeholder group").select_option("civil-society")
    cora.get_by_role("button", name="Invite").click()
    link = cora.get_by_label("The link").input_value()
    assert "/sign-in/" in link
    cora.get_by_role("button", name="Copy the link").click()
    cora.get_by_text("Copied.").wait_for()
    assert cora.evaluate("navigator.clipboard.readText()") == link


ANA_PAGES = (
    "/account",
    "/mine",
    "/documents/short/contributions/comment?block={block}",
    "/documents/short/contributions/proposal?block={block}",
    "/documents/short/contributions/proposal",
    "/documents/arabic/contributions/proposal?block={arabic}",
    "/contributions/1/receipt",
    "/contributions/1/replies",
    "/contributions/1/revised-text",
    "/contributions/1/withdrawal",
    "/contributions/3/undo",
)
CORA_PAGES = (
    "/desk",
    "/desk?kind=comment",
    "/contributions/1/disposition",
    "/contributions/2/disposition",
    "/invitations",
)


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    ],
    ids=["wide", "narrow-dark"],
)
def test_no_acting_page_has_a_barrier_or_is_too_wide(
    server: Server,
    address: str,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[Barrier]],
    look: dict[str, object],
) -> None:
    server.propose(server.ana, "The second paragraph", NEW)
    server.comment(server.boris, "The second paragraph")
    server.propose(server.ana, "The second paragraph", "The second paragraph is short.")
    server.dispose(server.cora, 3, "accepted", "")
    block = server.block("The second paragraph")
    arabic = server.block("الفقرة الأولى", "arabic")
    ana, cora, vera = (new_page(**look) for _ in range(3))
    sign_in(server, ana, address, "ana")
    sign_in(server, cora, address, "cora")
    visits = [(vera, "/sign-in")]
    visits += [(ana, page.format(block=block, arabic=arabic)) for page in ANA_PAGES]
    visits += [(cora, page) for page in CORA_PAGES]
    for page, path in visits:
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert axe(page) == [], path
        assert too_wide(page) <= 0, path
    ana.goto(f"{address}/documents/short/contributions/proposal?block={block}")
    ana.locator(".cm-content").wait_for()
    ana.get_by_label("The text as it should read").fill(NEW)
    ana.get_by_label("Why?").fill("Why.")
    ana.get_by_role("button", name="Check before sending").click()
    assert axe(ana) == []
    assert too_wide(ana) <= 0
