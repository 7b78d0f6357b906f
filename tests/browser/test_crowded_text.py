"""Fifty contributions on one paragraph and a thousand on one text: still to be read, narrow, wide and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barrier
from tests.browser.serving import served
from tests.browser.test_acting import too_wide
from tests.conftest import Server
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath, branch_of
from wgec_living.services import contributing, founding
from wgec_living.services.targets import Quoted
from wgec_living.store.fast_import import importing

LONG = (
    "The working group agrees that access, openness, and the security of the network are questions for everybody, "
    "and that whoever runs a part of it answers for what that part does to others who depend on it."
)
WIDTHS = (320, 375, 1280)


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def say(server: Server, path: str, wanted: list[tuple[str, int]]) -> None:
    """Comment on some words of the paragraph that holds each text, beginning with the word of that number.

    As the program takes them in, but put on record at once: here it is read, not written.
    """
    document = server.site.index.texts.document(DocumentPath(path))
    blocks = {words: server.block(words, path) for words in {words for words, _ in wanted}}
    first = 1 + sum("/contributions/" in ref for ref in server.site.record.refs.all())
    with importing(server.site.record) as importer:
        for number, (text, at) in enumerate(wanted):
            words = text.split()
            quoted = Quoted(
                " ".join(words[at : at + 2 + number % 5]), "".join(f"{word} " for word in words[:at])[-32:]
            )
            body = f"Comment {number} asks whether “{quoted.quotation}” is what is meant."
            sent = contributing.Submission(
                Kind.COMMENT, document.path, document.commit, body, (blocks[text],), quoted=quoted
            )
            event, _ = contributing.prepared(server.site, (server.ana, server.boris)[number % 2], sent)
            event = event._replace(contribution=first + number, at=server.clock())
            importer.commit(branch_of(first + number), event, (document.commit,))


def looked_at(page: Page, address: str, axe: Callable[[Page], list[Barrier]]) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert too_wide(page) <= 0, width
        # Between the ends the same elements stand in the same order as at one of them.
        assert width not in (WIDTHS[0], WIDTHS[-1]) or axe(page) == [], width


def test_fifty_on_one_paragraph(
    server: Server, address: str, new_page: Callable[..., Page], axe: Callable[[Page], list[Barrier]]
) -> None:
    server.propose(server.boris, "The first paragraph", LONG)
    server.dispose(server.cora, 1, "accepted", "")
    say(server, "short", [(LONG, at % 30) for at in range(50)])
    page = new_page()
    looked_at(page, f"{address}/documents/short", axe)
    paragraph = page.locator("article .beside")
    assert "".join(paragraph.locator("p[id]").inner_text().split()).startswith("1"), "the number stands first"
    assert page.locator(".card:visible").count() == 3
    assert page.locator("mark.over-3").count() > 0
    tall = paragraph.bounding_box()
    assert tall is not None
    assert tall["height"] < 600
    page.get_by_text("47 more").click()
    assert page.locator(".card:visible").count() == 50
    tall = paragraph.bounding_box()
    assert tall is not None
    assert tall["height"] < 900
    assert axe(page) == []
    # A sign leads to its card, even to one that is folded away.
    page.reload()
    page.locator("a.sign", has_text="20").first.click()
    expect(page.locator("#c-20")).to_be_visible()
    page.emulate_media(media="print")
    assert too_wide(page) <= 0
    assert not page.locator(".passage-tools").is_visible()


@pytest.mark.slow
def test_a_thousand_on_one_text(
    server: Server,
    address: str,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[Barrier]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = [f"Matter {number} is this: {LONG}" for number in range(1, 101)]
    file = tmp_path_factory.mktemp("text") / "crowded.md"
    file.write_text("---\ntitle: A crowded text\nlanguage: en\n---\n\n" + "\n\n".join(texts) + "\n", "utf-8")
    founding.import_document(server.site, file, "crowded")
    say(server, "crowded", [(text, at) for text in texts for at in range(5, 15)])
    page = new_page()
    looked_at(page, f"{address}/documents/crowded", axe)
    assert page.locator(".card").count() == 1_000
    assert page.locator(".card:visible").count() == 300
    first = page.locator("article .beside").first
    assert first.locator("mark.said-on").count() > 5
    page.keyboard.press("Tab")
    page.locator("article").focus()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.get_by_text("Beside the text: what waits").click()
    page.get_by_label("Show", exact=True).select_option("none")
    page.get_by_role("button", name="Show").click()
    page.wait_for_load_state()
    expect(page.locator("article.text")).to_be_visible()
    assert page.locator(".card, mark.said-on").count() == 0
