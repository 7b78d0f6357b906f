"""What people do to the text on a page: choose words, write about them in place, look where the marks stand."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.test_acting import sign_in
from tests.conftest import Server

PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 800}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
_SELECT = """([from, first, to, last]) => {
  const find = (id, words, end) => {
    const walk = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const at = walk.currentNode.data.indexOf(words);
      if (at >= 0) return [walk.currentNode, at + (end ? words.length : 0)];
    }
    throw new Error(`no such words: ${words}`);
  };
  document.getElementById(from).scrollIntoView({ block: "center" });
  getSelection().setBaseAndExtent(...find(from, first, false), ...find(to, last, true));
}"""
MARKS = """(number) => [...document.querySelectorAll("mark.said-on")]
  .filter((mark) => mark.dataset.on.split(" ").includes(String(number)))
  .map((mark) => mark.textContent).join("")"""


def opened(server: Server, page: Page, address: str, word: str, path: str = "short") -> None:
    """Sign a person in and open a document."""
    sign_in(server, page, address, word)
    page.goto(f"{address}/documents/{path}")


def select(page: Page, block: str, words: str, to: str = "", last: str = "") -> None:
    """Select words of a block, or from these to the `last` of another, as a finger or a mouse would."""
    page.evaluate(_SELECT, [f"b-{block}", words, f"b-{to or block}", last or words])
    page.get_by_role("toolbar", name="On these words").wait_for()


def act(page: Page, name: str) -> None:
    """Press a button of the tools for a passage and wait for the form in place."""
    page.get_by_role("toolbar", name="On these words").get_by_role("button", name=name).click()
    page.locator(".in-place form").wait_for()


def send(page: Page) -> None:
    """Check and then send what stands in the form."""
    page.get_by_role("button", name="Check before sending").click()
    page.get_by_role("button", name="Send it to the public record").click()
    page.get_by_role("heading", name="is on record").wait_for()


def marked(page: Page, number: int) -> str:
    """Return the words marked as those that a contribution is about."""
    return str(page.evaluate(MARKS, number))
