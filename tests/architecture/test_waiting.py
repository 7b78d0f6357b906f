"""Browser tests wait in a way that our own policy lets through."""

from __future__ import annotations

from tests.architecture.source_tree import ROOT


def test_no_browser_test_waits_for_a_script_in_the_page() -> None:
    """Playwright evaluates such a script again and again in the page, where the policy forbids it: it works
    only where the condition holds at the first look, so the test fails on a slow day."""
    folder = ROOT / "tests" / "browser"
    callers = [path.name for path in folder.glob("*.py") if "wait_for_function(" in path.read_text("utf-8")]
    assert callers == []
