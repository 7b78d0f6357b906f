"""Static files of one version at one address, for ever; without it, asked for again each time."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

from tests.conftest import Server
from wgec_living.web.static_files import read

NAMED = re.compile(r'(?:src|rel="(?:stylesheet|icon)" href)="(/static/[^"]*)"')
BESIDE = re.compile(r"""(?:from|import\(|import|url\()\s*["']?((?:\.{1,2}/|/)[^"')]+)""")
"""What a script imports, or a style sheet names, by an address of its own."""


def test_whatever_a_page_names_and_what_that_names_is_of_one_version_and_kept_for_ever(
    server: Server,
) -> None:
    client = server.signed_in(server.ana)
    waiting = NAMED.findall(client.get("/documents/short").text)
    version = waiting[0].split("/")[2]
    assert re.fullmatch("v-[0-9a-f]{16}", version)
    met: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in met:
            continue
        met.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert address.startswith(f"/static/{version}/"), address
        assert "immutable" in answer.headers["Cache-Control"], address
        assert "Cookie" not in answer.headers.get("Vary", ""), address
        if "vendor/" not in address:
            waiting.extend(urljoin(address, name) for name in BESIDE.findall(answer.text))
    names = {address.rsplit("/", 1)[1] for address in met}
    assert {"base.css", "mark.svg", "passages.js", "choosing.js", "errors.js", "editor.js"} <= names


def test_an_address_without_a_version_is_asked_for_again_and_says_when_nothing_changed(
    server: Server,
) -> None:
    client = server.visitor()
    first = client.get("/static/js/errors.js")
    assert (first.headers["Cache-Control"], first.mimetype) == ("public, no-cache", "text/javascript")
    again = client.get("/static/js/errors.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/static/js/errors.js").content_length == len(first.data)


def test_what_another_version_names_is_not_kept(server: Server) -> None:
    answer = server.visitor().get("/static/v-0123456789abcdef/js/drafts.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, no-cache")
    for nowhere in ("/static/v-0123456789abcdef/js/none.js", "/static/none.css", "/static/../app.py"):
        missing = server.visitor().get(nowhere)
        assert (missing.status_code, "immutable" in missing.headers["Cache-Control"]) == (404, False)


def test_any_change_of_any_file_is_another_version_and_what_was_read_stays(tmp_path: Path) -> None:
    for name in ("a.js", "b.js"):
        (tmp_path / name).write_text("same")
    before = read(tmp_path)
    read.cache_clear()
    (tmp_path / "b.js").write_text("other")
    after = read(tmp_path)
    read.cache_clear()
    (tmp_path / "b.js").rename(tmp_path / "c.js")
    assert len({before.version, after.version, read(tmp_path).version}) == 3
    assert (before.files["b.js"].body, after.files["b.js"].body) == (b"same", b"other")
    assert before.files["a.js"] == after.files["a.js"]
