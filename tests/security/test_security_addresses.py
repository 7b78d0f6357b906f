"""Whatever stands in an address: no file is written, nothing but git is started, and the answer is "not found"."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import corpora
import pytest

from tests.conftest import Server
from tests.security.routes import address, everything, html_gets, spoken

QUERIES = {
    "documents.document": ("revision", "edition", "as-of"),
    "documents.history": ("page",),
    "documents.choose": ("older", "newer", "from", "to", "with"),
    "contributions.register": ("page", "document", "kind", "status", "group", "handle", "block", "words"),
    "contributing.form": ("block", "quotation"),
    "desk.desk": ("document", "group", "kind"),
    "signing.form": ("next",),
}
_seen: list[tuple[str, str]] | None = None


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is None:
        return
    if event == "subprocess.Popen" or event in (
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.mkdir",
        "os.rename",
        "os.remove",
        "os.symlink",
    ):
        _seen.append((event, str(arguments[0])))
    elif event == "open" and isinstance(arguments[0], str | bytes):
        mode, flags = arguments[1], arguments[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & 0o3103):
            _seen.append((event, str(arguments[0])))


sys.addaudithook(_audit)


@pytest.fixture
def deeds() -> Iterator[list[tuple[str, str]]]:
    """What the process did to files and other processes while the test ran."""
    global _seen  # noqa: PLW0603 - an audit hook stays for the whole process; the list it fills changes
    _seen = []
    yield _seen
    _seen = None


def test_the_hook_sees(deeds: list[tuple[str, str]], tmp_path: Path) -> None:
    (tmp_path / "x").write_text("y")
    assert ("open", str(tmp_path / "x")) in deeds


@pytest.mark.parametrize("name", ["git/revisions.json", "git/paths.json"])
def test_no_value_in_an_address_is_more_than_unknown(
    server: Server, name: str, deeds: list[tuple[str, str]]
) -> None:
    spoken(server)
    cora, visitor = server.signed_in(server.cora), server.visitor()
    for rule in html_gets(server):
        cora.get(address(server, rule))  # what is laid out once needs no child later
    before = everything(server)
    texts = [str(case) for case in corpora.shared(name)]
    deeds.clear()
    for place, text in enumerate(texts):
        for number, rule in enumerate(html_gets(server)):
            # Every value meets every parameter of the reader's pages, and each fourth one those behind sign-in.
            if rule.endpoint.startswith(("documents", "contributions")):
                _ask(server, visitor, rule, text)
            elif (place + number) % 4 == 0:
                _ask(server, cora, rule, text)
    started = {Path(what).name for deed, what in deeds if deed in ("subprocess.Popen", "os.posix_spawn")}
    assert started <= {"git"}
    data = str(server.data)
    assert [deed for deed in deeds if deed[0] == "open" and not deed[1].startswith((data, "/dev/null"))] == []
    assert not [deed for deed in deeds if deed[0] in ("os.system", "os.exec", "os.symlink", "os.mkdir")]
    assert everything(server) == before


def _ask(server: Server, client: Any, rule: Any, text: str) -> None:
    for argument in rule.arguments:
        if argument == "secret":
            continue
        asked = address(server, rule, **{argument: text})
        if rule.endpoint == "documents.choose":
            asked += "?older=1&newer=1"
        answer = client.get(asked, follow_redirects=True)
        assert answer.status_code in (400, 404), (rule.rule, argument, text, answer.status_code)
        assert "<h1>Not found</h1>" in answer.text or answer.status_code == 400
    for query in QUERIES.get(rule.endpoint, ()):
        answer = client.get(f"{address(server, rule)}?{query}={quote(text, safe='')}")
        assert answer.status_code in (200, 404, 422), (rule.rule, query, text)
