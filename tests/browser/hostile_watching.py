"""What a browser did with a page: scripts that ran, addresses it called, and what stands in its tree."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request
from playwright.sync_api import Error as BrowserError

from tests.browser.conftest import PATIENCE

HOOKS = """
for (const name of ["alert", "prompt", "confirm", "print"]) {
  window[name] = function () { window.wgecHostileRan(name); };
}
Object.defineProperty(window, "wgecRan", { set() { window.wgecHostileRan("marker"); } });
document.addEventListener("securitypolicyviolation", (event) => {
  window.wgecHostileStopped(event.effectiveDirective);
});
"""
POKE = """() => {
  const stay = (event) => {
    const link = event.target.closest && event.target.closest("a, area, button, input, form");
    if (!link || !String(link.href || link.formAction || "").startsWith("javascript:")) event.preventDefault();
  };
  for (const kind of ["click", "submit"]) window.addEventListener(kind, stay, true);
  for (const element of document.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!name.startsWith("on")) continue;
      try { element.dispatchEvent(new Event(name.slice(2))); } catch {}
    }
    try { if (element.protocol === "javascript:") element.click(); } catch {}
  }
  return new Promise((done) => setTimeout(done, 20));
}"""
SEND = """([path, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const area = document.createElement("textarea");
    area.name = name;
    area.value = value;
    form.append(area);
  }
  document.body.append(form);
  form.submit();
}"""
TREE = """() => {
  const texts = "article.text, .said-words, blockquote.quoted";
  const inText = new Set(`A ABBR BLOCKQUOTE BR CODE EM H1 H2 H3 H4 H5 H6 HR LI OL P PRE SPAN STRONG SUP TABLE
    TBODY TD TH THEAD TR UL DIV`.split(/\\s+/));
  const around = new Set(`A ARTICLE ASIDE BDI BLOCKQUOTE BODY BR BUTTON CAPTION CODE DD DEL DETAILS DIV DL DT EM
    FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 HEAD HEADER HTML INPUT INS LABEL LEGEND LI LINK MAIN MARK META
    NAV OL OPTGROUP OPTION P PRE Q SECTION SCRIPT SELECT SPAN STRONG SUMMARY TABLE TBODY TD TEXTAREA TFOOT TH THEAD
    TIME TITLE TR UL WBR`.split(/\\s+/));
  const textAttributes = new Set(`href title rel class start align tabindex role aria-label id lang dir`.split(" "));
  const attributes = new Set(`href title rel class start align tabindex role id lang dir charset name content type
    for value method action rows required maxlength autocomplete checked selected scope datetime hidden open
    readonly target cite disabled colspan rowspan placeholder inputmode src formnovalidate
    size min max step reversed label`.split(/\\s+/));
  const addresses = new Set(["href", "src", "action", "formaction", "cite", "data", "poster", "background"]);
  const found = [];
  // The editor writes its own lines: it brings styles by the page's nonce, and its elements bear more.
  const inEditor = new Set("BR BUTTON DIV IMG SPAN".split(" "));
  const editors = new Set(`style contenteditable spellcheck autocorrect autocapitalize translate tabindex
    writingsuggestions`.split(/\\s+/));
  // Pictures of figures: a few shapes, filled by a colour or by a pattern of the same picture, and words.
  const inPicture = new Set("svg title desc defs pattern path rect text".split(" "));
  const shaping = new Set(`role viewBox width height font-size font-family id class x y d fill stroke stroke-width
    text-anchor patternUnits aria-labelledby`.split(/\\s+/));
  for (const element of document.querySelectorAll("*")) {
    if (element.closest("figure.chart > svg")) {
      const odd = [...element.attributes].filter(({ name, value }) =>
        !shaping.has(name) || name === "fill" && !/^(none|#[0-9a-f]{3}|url\\(#[a-z-]+\\))$/.test(value));
      if (!inPicture.has(element.tagName) || odd.length) found.push(`picture: ${element.outerHTML.slice(0, 120)}`);
      continue;
    }
    if (element.tagName === "STYLE" && element.parentElement === document.head && element.nonce !== undefined) continue;
    const editor = element.closest("form.writing .cm-editor");
    const within = element.parentElement && element.parentElement.closest(texts);
    const told = (what) => found.push(`${what}: ${element.cloneNode(false).outerHTML.slice(0, 120)}`);
    if (element.namespaceURI !== "http://www.w3.org/1999/xhtml" ||
        !(editor ? inEditor : within ? inText : around).has(element.tagName)) told("element");
    for (const { name, value } of element.attributes) {
      const known = within ? textAttributes.has(name)
        : editor && editors.has(name) || attributes.has(name) || /^(aria|data|hx)-[a-z-]+$/.test(name);
      if (!known || name.startsWith("on")) told(`attribute ${name}`);
      if (addresses.has(name)) {
        let protocol = "";
        try { protocol = new URL(value, document.baseURI).protocol; } catch {}
        if (!["http:", "https:", "mailto:", ""].includes(protocol)) told(`address ${value}`);
        if (name !== "href" && name !== "cite" && new URL(value, document.baseURI).origin !== location.origin)
          told(`foreign ${name} ${value}`);
      }
    }
    if (element.tagName === "SCRIPT" && (element.textContent.trim() ||
        !element.src.startsWith(location.origin + "/static/"))) told("script");
    if (element.tagName === "META" && element.httpEquiv) told("meta");
    // These addresses load nothing; they are those of the site, which a test serves elsewhere.
    const loads = element.tagName === "LINK" && !["canonical", "cite-as"].includes(element.rel);
    if (loads && new URL(element.href).origin !== location.origin) told("link");
  }
  const notes = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (notes.nextNode()) found.push(`comment: ${notes.currentNode.data.slice(0, 80)}`);
  return found;
}"""


# Chromium asks these by itself about the fields of forms; what a page asks is noted as its request besides.
BROWSERS_OWN = (".googleapis.com:443", "accounts.google.com:443", "clients2.google.com:443")


class _Elsewhere(BaseHTTPRequestHandler):
    """The whole world but this machine: notes what it is asked, and answers with a script that reports itself."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer like a hostile host."""
        self.asked.append(self.path)
        words = b"alert('from elsewhere')"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        with suppress(OSError):  # the page may be gone already
            self.wfile.write(words)

    do_POST = do_GET

    def do_CONNECT(self) -> None:
        """Note the host, and let nothing through."""
        if not self.path.endswith(BROWSERS_OWN):
            self.asked.append(self.path)
        self.send_error(502)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@contextmanager
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Stand in for every other host: yield a proxy's address, and the list of what was asked of it."""
    asked: list[str] = []
    handler = type("Elsewhere", (_Elsewhere,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Seen:
    """What happened on the pages read so far."""

    ran: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    """The directives of the policy that stopped something."""
    foreign: list[str] = field(default_factory=list)
    tree: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Pages that were not answered with a page."""

    def harm(self) -> list[str]:
        """Return what must never happen, whichever layer stands."""
        return [*(f"ran: {one}" for one in self.ran), *(f"called: {one}" for one in self.foreign)]


class Eyes:
    """One person's browser, watched."""

    def __init__(self, context: BrowserContext, address: str, asked: list[str], seen: Seen) -> None:
        self._context, self.address, self._asked = context, address, asked
        self._host = urlsplit(address).netloc
        self.seen = seen
        context.expose_binding("wgecHostileRan", self._ran)
        context.expose_binding("wgecHostileStopped", lambda _, word: self.seen.stopped.append(word))
        context.add_init_script(HOOKS)
        context.on("requestfinished", self._requested)
        context.on("requestfailed", self._requested)
        context.on("dialog", self._dialog)
        self._at = ""
        self.page = context.new_page()

    def _ran(self, source: dict[str, Any], word: str) -> None:
        self.seen.ran.append(f"{word} on {self._at}")

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.ran.append(f"dialog {dialog.type} on {self._at}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        if request.failure == "csp":  # never sent: the policy stopped it
            return
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss", "ftp", "file") and parts.netloc != self._host:
            self.seen.foreign.append(f"{request.url} ({request.failure}) on {self._at}")

    def read(self, path: str) -> Page:
        """Open a page, touch whatever could react to touch, and note all that came of it."""
        self._at = path
        before = len(self._asked)
        try:
            answer = self.page.goto(self.address + path)
            if answer is None or answer.status >= 500:
                self.seen.broken.append(f"{path}: {answer and answer.status}")
            self.look()
        except BrowserError as error:
            self.seen.broken.append(f"{path}: {error.message.splitlines()[0]}")
        self._close_others()
        self.seen.foreign += [f"{one} on {path}" for one in self._asked[before:]]
        return self.page

    def post(self, path: str, fields: dict[str, str]) -> None:
        """Send a form to `path` from the smallest page of the site, as its own page would, and look at the answer."""
        self._at = f"POST {path}"
        before = len(self._asked)
        form = self.page.request.get(f"{self.address}/people").text()
        _, _, rest = form.partition('name="csrf_token" value="')
        self.page.goto(f"{self.address}/healthz")
        with self.page.expect_navigation():
            self.page.evaluate(SEND, [path, {**fields, "csrf_token": rest.partition('"')[0]}])
        self.look()
        self.seen.foreign += [f"{one} on {self._at}" for one in self._asked[before:]]

    def _close_others(self) -> None:
        for page in self._context.pages:
            if page is not self.page:
                page.close()

    def look(self) -> None:
        """Touch the page as it is, and note what stands in its tree."""
        try:
            self.page.evaluate(POKE)
            self.seen.tree += [f"{self._at}: {one}" for one in self.page.evaluate(TREE)]
        except BrowserError as error:
            self.seen.broken.append(f"{self._at}: {error.message.splitlines()[0]}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()


@contextmanager
def watching(chromium: Browser, address: str, seen: Seen | None = None) -> Iterator[Eyes]:
    """Open a watched browser for the site at `address`; everything foreign ends at a stand-in."""
    with elsewhere() as (proxy, asked):
        context = chromium.new_context(
            proxy={"server": proxy, "bypass": "127.0.0.1"}, accept_downloads=False, ignore_https_errors=True
        )
        context.set_default_timeout(PATIENCE)
        with Eyes(context, address, asked, Seen() if seen is None else seen) as eyes:
            yield eyes
