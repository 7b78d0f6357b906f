"""Comparisons in a real browser: changes are seen and heard, by key and without script, wide, narrow, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Barrier
from tests.browser.serving import served
from tests.browser.watching import Troubles
from tests.conftest import ARABIC, TEXT, Server
from wgec_living.domain.events import ChangeType, Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing

MORE = """
Governments **should** cooperate on the security of routing, see [the report](https://a.example/).

Developing countries ask for capacity building. Stakeholders agreed on a further exchange about jurisdiction.
"""
ROWS = ["| access in rural areas | |", "| spam and other messages | |", "| privacy | |"]
BEFORE = TEXT.replace("| access | |\n| privacy | |", "\n".join(ROWS)) + MORE
AFTER = (
    BEFORE.replace(
        "\n".join(ROWS), "\n".join([ROWS[1], ROWS[2].replace("| |", "| <b>open</b> & shut |"), ROWS[0]])
    )
    .replace("could be done", "must be done")
    .replace("**should**", "should")
    .replace("building. Stakeholders", "building.\n\nStakeholders")
    .replace("The last paragraph closes the text.\n", "")
)
ARABIC_AFTER = ARABIC.replace("الأولى تقول", "الأولى تبيّن").replace("يمكن", "**يجب**")
PAGE = "/documents/short/compare/2...3"


def accept(server: Server, path: str, text: str) -> None:
    """Put a whole text on record as Ana's proposal, accepted by Cora."""
    document = server.site.index.texts.document(DocumentPath(path))
    sent = contributing.Submission(
        Kind.PROPOSAL,
        document.path,
        document.commit,
        "It says it better.",
        (),
        text=text,
        change_type=ChangeType.SUBSTANTIVE,
    )
    number = contributing.submit(server.site, server.ana, sent).number
    server.dispose(server.cora, number, "accepted", "")


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """The address of a site on which texts have changed in every way."""
    accept(server, "short", BEFORE)
    accept(server, "short", AFTER)
    accept(server, "arabic", ARABIC_AFTER)
    with served(server.app) as found:
        yield found


def focused(page: Page) -> str:
    """Return the id of the element that has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def test_keys_go_from_change_to_change(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    count = page.locator(".passage[id]").count()
    assert count >= 5
    page.keyboard.press("n")
    assert focused(page) == "change-1"
    page.keyboard.press("n")
    assert focused(page) == "change-2"
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert focused(page) == "change-1"
    for _press in range(count + 2):
        page.keyboard.press("n")
    assert focused(page) == f"change-{count}"
    page.get_by_label("n and p go from change to change").uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    assert not focused(page).startswith("change-")
    page.reload()
    page.keyboard.press("n")
    assert focused(page) == ""


def test_without_script_links_go_from_change_to_change(new_page: Callable[..., Page], address: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(address + PAGE)
    page.locator("#change-1").get_by_role("link", name="Next").click()
    assert page.url.endswith("#change-2")
    page.locator("#change-2").get_by_role("link", name="Previous").click()
    assert page.url.endswith("#change-1")
    page.get_by_role("link", name="Side by side").click()
    assert "view=side" in page.url
    older, newer = page.locator(".side-older").first, page.locator(".side-newer").first
    assert older.locator("del").count()
    assert not older.locator("ins").count()
    assert newer.locator("ins").count()
    assert not newer.locator("del").count()
    page.get_by_role("link", name="Source").click()
    assert any("**" in gone for gone in page.locator(".source-diff del").all_text_contents())


def test_each_change_says_what_it_is_and_who_brought_it(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    marks = page.locator(".passage-mark").all_inner_texts()
    for words in ("Changed. ", "Moved. ", "Formatting only. "):
        assert any(mark.startswith(words) for mark in marks), (words, marks)
    for words in ("was split in two.", "was removed."):
        assert any(words in mark for mark in marks), (words, marks)
    assert all("Ana Example, Network for Open Access" in mark for mark in marks)
    assert all("proposal 2" in mark for mark in marks)
    assert page.locator(".left-place a").get_attribute("href") == "#" + str(
        page.locator(".passage-moved").get_attribute("id")
    )
    assert page.locator("ins .heard").first.text_content() == "[inserted: "
    assert page.locator("del .heard").first.text_content() == "[deleted: "


def test_what_people_wrote_is_never_mark_up(page: Page, address: str) -> None:
    for view in ("", "?view=side", "?view=source"):
        page.goto(f"{address}{PAGE}{view}")
        place = page.locator(".source-diff" if "source" in view else ".redline")
        assert "<b>open</b> & shut" in place.inner_text()
        assert not place.locator("b, script, img").count()


@pytest.mark.parametrize(
    "look",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 375, "height": 800}, "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 640}, "forced_colors": "active"},
    ],
    ids=["wide", "narrow-dark", "forced-colours"],
)
def test_no_comparison_has_a_barrier_or_is_too_wide(
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[Barrier]],
    address: str,
    troubles: Troubles,
    look: dict[str, object],
) -> None:
    page = new_page(**look)
    for path in (
        PAGE,
        f"{PAGE}?view=side",
        f"{PAGE}?view=source",
        "/documents/arabic/compare/1...2?view=side",
    ):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert axe(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
    assert not troubles.unexpected()


def test_paper_has_the_changes_and_says_what_is_left_out(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    page.emulate_media(media="print")
    assert page.locator(".passage[id] ins").first.is_visible()
    assert page.locator(".fold summary").first.is_visible()
    for gone in (".looks", ".change-steps", ".keys", ".jumps"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.pdf(format="A4").startswith(b"%PDF")
