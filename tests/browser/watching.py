"""What goes wrong on a page under test: console errors, script errors, violations of the content policy."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.wgecReportViolation(`${event.effectiveDirective} blocked ${event.blockedURI}`);
});
"""


@dataclass(frozen=True)
class Trouble:
    """One thing that went wrong: `kind` is console, script or policy."""

    kind: str
    text: str
    page: str


@dataclass
class Troubles:
    """Everything that went wrong in one test; whatever was not allowed before the end fails it."""

    found: list[Trouble] = field(default_factory=list)
    _allowed: list[str] = field(default_factory=list)

    def allow(self, fragment: str) -> None:
        """Let troubles pass whose text contains `fragment`: for a test that provokes them."""
        self._allowed.append(fragment)

    def unexpected(self) -> list[Trouble]:
        """Return what nobody allowed."""
        return [one for one in self.found if not any(part in one.text for part in self._allowed)]

    def watch(self, context: BrowserContext) -> None:
        """Collect from every page and frame that `context` opens from now on."""

        def console(message: ConsoleMessage) -> None:
            if message.type == "error":
                self._add("console", message.text, message.location.get("url", ""))

        def script(error: WebError) -> None:
            self._add("script", str(error.error), error.page.url if error.page else "")

        def policy(source: dict[str, object], text: str) -> None:
            frame = source["frame"]
            self._add("policy", text, getattr(frame, "url", ""))

        context.on("console", console)
        context.on("weberror", script)
        context.expose_binding("wgecReportViolation", policy)
        context.add_init_script(_REPORT_VIOLATIONS)

    def _add(self, kind: str, text: str, page: str) -> None:
        self.found.append(Trouble(kind, text, page))


def settle(page: Page) -> None:
    """Wait until what the page has reported so far has arrived here."""
    if not page.is_closed():
        page.evaluate("() => new Promise((done) => setTimeout(done))")
