"""The record moved by an administrator's own `git`: noticed in time, taken in whole, and strange things told."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.store.administrator import Administrator
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath, branch_of
from wgec_living.index.catching_up import CatchingUp
from wgec_living.services import contributing
from wgec_living.store.record import MAIN

NOTICED_WITHIN = 2.0
TRAILERS = """Record-Version: 1
Record: comment
Contribution: {number}
Document: short
Delegation: Network for Open Access
Stakeholder-Group: Civil society
Role: contributor
"""


@pytest.fixture
def clone(server: Server, tmp_path: Path) -> Administrator:
    """Return an administrator's clone of the record, `origin` being the record."""
    there = Administrator(tmp_path / "clone.git", tmp_path / "home")
    there("clone", "-q", "--bare", str(server.site.record.git_dir), str(there.git_dir))
    return there


def _push(clone: Administrator, tree_of: str, parent: str, message: str, ref: str, *more: str) -> str:
    environment = {"GIT_AUTHOR_NAME": "Ana Example", "GIT_AUTHOR_EMAIL": "ana-example@test-group.invalid"}
    by_ana = Administrator(clone.git_dir, clone.home, environment)
    new = by_ana("commit-tree", f"{tree_of}^{{tree}}", "-p", parent, stdin=message.encode())
    clone("push", "-q", *more, "origin", f"{new}:{ref}")
    return new


def _noticed(server: Server, path: str, words: str) -> None:
    """Fail unless a page has these words soon enough; nobody asks for anything but pages."""
    begin = time.monotonic()
    visitor = server.visitor()
    while words not in visitor.get(path).text:
        assert time.monotonic() - begin < NOTICED_WITHIN, f"{path} does not show “{words}”"
        time.sleep(0.05)


def test_a_hand_made_comment_is_taken_in(server: Server, clone: Administrator) -> None:
    assert server.visitor().get("/contributions").status_code == 200
    message = "By hand\n\nWords pushed from outside.\n\n" + TRAILERS.format(number=1)
    commit = _push(clone, "main", "main", message, branch_of(1))
    _noticed(server, "/contributions/1", "Words pushed from outside.")
    summary = server.site.index.register.summary(1)
    assert (summary.tip, summary.speaker.handle) == (commit, "ana-example")
    assert list(server.site.index.register.findings()) == []
    assert server.comment(server.boris, "first paragraph").number == 2


def test_what_cannot_be_read_is_shown_and_told_never_skipped(server: Server, clone: Administrator) -> None:
    server.comment(server.ana, "first paragraph", "A readable beginning.")
    clone("fetch", "-q", "origin", "+refs/heads/*:refs/heads/*")
    branch = _push(clone, branch_of(1), branch_of(1), "No trailers at all: unreadable words.\n", branch_of(1))
    _noticed(server, "/contributions/1", "No trailers at all: unreadable words.")
    main = _push(clone, "main", "main", "A bare title on main.\n", MAIN)
    server.site.index.keeping.level()
    told = {finding.commit for finding in server.site.index.register.findings()}
    assert {branch, main} <= told
    assert server.comment(server.boris, "second paragraph").number == 2


def test_a_text_changed_on_main_becomes_a_revision(server: Server, clone: Administrator) -> None:
    server.visitor().get("/documents/short")
    blob = clone("hash-object", "-w", "--stdin", stdin=b"# A short text\n\nWholly new words.\n")
    listing = clone("ls-tree", "-r", "main")
    index = {"GIT_INDEX_FILE": str(clone.home / "index")}
    staging = Administrator(clone.git_dir, clone.home, index)
    assert "documents/short.md" in listing
    staging("read-tree", "main")
    staging("update-index", "--cacheinfo", f"100644,{blob},documents/short.md")
    new = clone("commit-tree", staging("write-tree"), "-p", "main", "-m", "Changed by hand")
    clone("push", "-q", "origin", f"{new}:{MAIN}")
    _noticed(server, "/documents/short", "Wholly new words.")
    assert server.site.index.texts.document("short").revision == 2  # type: ignore[arg-type]


def test_a_branch_moved_sideways_means_making_anew(server: Server, clone: Administrator) -> None:
    server.comment(server.ana, "first paragraph", "These words are gone soon.")
    server.comment(server.boris, "second paragraph", "These stay.")
    clone("fetch", "-q", "origin", "+refs/heads/*:refs/heads/*")
    message = "Another\n\nWords put in their place.\n\n" + TRAILERS.format(number=1)
    _push(clone, "main", "main", message, branch_of(1), "--force")
    _noticed(server, "/contributions/1", "Words put in their place.")
    assert "These words are gone soon." not in server.visitor().get("/contributions/1").text
    assert "These stay." in server.visitor().get("/contributions/2").text


def test_a_branch_removed_from_outside_is_noticed(server: Server, clone: Administrator) -> None:
    server.comment(server.ana, "first paragraph", "Stays.")
    server.comment(server.boris, "second paragraph", "Goes.")
    Administrator(server.site.record.git_dir, clone.home)("update-ref", "-d", branch_of(2))
    begin = time.monotonic()
    while server.visitor().get("/contributions/2").status_code != 404:
        assert time.monotonic() - begin < NOTICED_WITHIN
        time.sleep(0.05)
    assert server.visitor().get("/contributions/1").status_code == 200


def test_a_strange_branch_in_the_way_stops_nobody(server: Server) -> None:
    """Where somebody made `contributions/0001/x`, no branch `contributions/0001` can be: the number is left out."""
    admin = Administrator(server.site.record.git_dir, server.data / "home")
    admin("update-ref", "refs/heads/contributions/0001/x", server.site.record.tip())
    assert server.comment(server.ana, "first paragraph").number == 2


def test_a_retry_after_the_index_fell_behind_makes_no_second_contribution(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On record, but the index could not follow; the same sending comes again before anybody looked."""
    document = server.site.index.texts.document(DocumentPath("short"))
    sent = contributing.Submission(
        Kind.COMMENT, document.path, document.commit, "Once.", (server.block("first paragraph"),), key="k"
    )

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(CatchingUp, "advance", fails)
        first = contributing.submit(server.site, server.ana, sent)
    assert (first.number, first.repeated) == (1, False)
    assert set(server.site.record.refs.all()) == {MAIN, branch_of(1)}
    again = contributing.submit(server.site, server.ana, sent)
    assert (again.number, again.repeated) == (1, True)
    assert set(server.site.record.refs.all()) == {MAIN, branch_of(1)}
