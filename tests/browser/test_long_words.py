"""However long a word is, no list grows wider than its page, and a report printed upright keeps all its columns."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.serving import served
from tests.browser.test_acting import sign_in
from tests.conftest import Server

LISTS = ("/contributions", "/desk", "/report", "/report?layout=iso", "/report?layout=w3c")
CUT = """() => [...document.querySelectorAll(".register, .report-rows")].filter(table => {
  const room = table.parentElement;
  return room.scrollWidth > room.clientWidth + 1 || [...table.querySelectorAll("th, td")].some(
    cell => cell.getBoundingClientRect().right > room.getBoundingClientRect().right + 1);
}).length"""


def test_a_long_word_pushes_no_column_out(page: Page, server: Server) -> None:
    server.propose(server.ana, "last paragraph", "The last paragraph ends the text.", "w" * 300)
    server.comment(server.boris, "privacy", f"Before {'w' * 300} after.")
    with served(server.app) as address:
        sign_in(server, page, address, "cora")
        for shown in LISTS:
            for width, medium in ((1280, "screen"), (375, "screen"), (658, "print")):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(media=medium)  # type: ignore[arg-type]
                page.goto(address + shown)
                assert page.locator(".register, .report-rows").count() == 1
                assert page.evaluate(CUT) == 0, (shown, width, medium)
