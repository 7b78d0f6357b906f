"""Cloning the record: with plain `git` over the network, checked by `verify`; one page that says how."""

from __future__ import annotations

import gzip
import io
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.serving import served
from tests.cli.running import run
from tests.conftest import Server
from wgec_living.domain.errors import Invalid
from wgec_living.services import cloning
from wgec_living.settings import Settings
from wgec_living.store import sharing

ASKED = {"content_type": "application/x-git-upload-pack-request"}
LIST_REFS = b"0014command=ls-refs\n00010009peel\n0000"


def git(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `git` as anybody would, with nobody's settings."""
    kept = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    kept["GIT_TERMINAL_PROMPT"] = "0"
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=kept, capture_output=True, text=True, timeout=60, check=False
    )


def refs(git_dir: Path) -> list[str]:
    """Return the branches of a record with their commits."""
    return git("--git-dir", str(git_dir), "for-each-ref").stdout.splitlines()


def busy(git_dir: Path) -> set[str]:
    """Return the processes that work in a record."""
    found = set()
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and Path(os.readlink(process / "cwd")) == git_dir:
                found.add(process.name)
        except OSError:
            continue
    return found


def gone(git_dir: Path) -> bool:
    """Say whether nothing works in a record, soon: who is killed takes a moment to be gone."""
    until = time.monotonic() + 3
    while busy(git_dir) and time.monotonic() < until:
        time.sleep(0.01)
    return not busy(git_dir)


@pytest.fixture
def spoken(server: Server) -> Server:
    """A server with a comment and an accepted proposal."""
    server.comment(server.ana, "privacy", "Whose privacy?")
    server.propose(server.boris, "The second paragraph", "The second paragraph says what must be done.")
    server.dispose(server.cora, 2, "accepted", "")
    return server


@pytest.mark.parametrize("version", ["0", "1", "2"])
def test_a_clone_holds_everything_by_each_protocol(spoken: Server, tmp_path: Path, version: str) -> None:
    with served(spoken.app) as address:
        done = git(
            "-c", f"protocol.version={version}", "clone", f"{address}/record.git", str(tmp_path / "record")
        )
    assert done.returncode == 0, done.stderr
    theirs = refs(tmp_path / "record" / ".git")
    ours = {line.split("\t")[1]: line.split()[0] for line in refs(spoken.site.record.git_dir)}
    for ref, commit in ours.items():
        assert f"{commit} commit\t{ref.replace('refs/heads/', 'refs/remotes/origin/')}" in theirs
    log = git("log", "--first-parent", "--format=%s", "main", folder=tmp_path / "record").stdout
    assert len(log.splitlines()) == len(
        git(
            "--git-dir", str(spoken.site.record.git_dir), "rev-list", "--first-parent", "main"
        ).stdout.splitlines()
    )
    assert "must be done" in (tmp_path / "record" / "documents" / "short.md").read_text("utf-8")


def test_what_came_since_is_fetched(spoken: Server, tmp_path: Path) -> None:
    with served(spoken.app) as address:
        assert git("clone", f"{address}/record.git", str(tmp_path / "record")).returncode == 0
        spoken.comment(spoken.boris, "The last", "A later word.")
        assert git("pull", "--ff-only", folder=tmp_path / "record").returncode == 0
    said = git("log", "--format=%B", "-1", "origin/contributions/0003", folder=tmp_path / "record")
    assert "A later word." in said.stdout


def test_verify_takes_the_address_and_the_clone(spoken: Server, tmp_path: Path) -> None:
    with served(spoken.app) as address:
        assert git("clone", f"{address}/record.git", str(tmp_path / "record")).returncode == 0
        for repository in (f"{address}/record.git", str(tmp_path / "record")):
            found = run(spoken, "verify", repository)
            assert found.exit_code == 0, found.output
            assert "Everything is as the format says" in found.output


def test_nothing_can_be_pushed(spoken: Server, tmp_path: Path) -> None:
    before = refs(spoken.site.record.git_dir)
    # Even where the record's own settings would let it in.
    git("--git-dir", str(spoken.site.record.git_dir), "config", "http.receivepack", "true")
    with served(spoken.app) as address:
        assert git("clone", f"{address}/record.git", str(tmp_path / "record")).returncode == 0
        pushed = git("push", "origin", "HEAD:refs/heads/new", folder=tmp_path / "record")
    assert pushed.returncode != 0
    assert "can be cloned and fetched from here, and nothing else" in pushed.stderr
    assert refs(spoken.site.record.git_dir) == before


def test_only_branches_and_tags_are_told_of(spoken: Server) -> None:
    git("--git-dir", str(spoken.site.record.git_dir), "update-ref", "refs/notes/private", "main")
    git("--git-dir", str(spoken.site.record.git_dir), "update-ref", "refs/tags/edition/1", "main")
    with served(spoken.app) as address:
        for version in ("0", "2"):
            told = git("-c", f"protocol.version={version}", "ls-remote", f"{address}/record.git").stdout
            names = [line.split("\t")[1] for line in told.splitlines()]
            assert [name for name in names if not re.match(r"HEAD$|refs/heads/|refs/tags/", name)] == []
            assert "refs/tags/edition/1" in names
    for ref in ("refs/notes/private", "refs/tags/edition/1"):
        git("--git-dir", str(spoken.site.record.git_dir), "update-ref", "-d", ref)


def test_the_page_says_how_with_the_public_address(make_server: Callable[..., Server]) -> None:
    server = make_server(base_url="https://living.example")
    page = server.visitor().get("/record.git", headers={"Host": "evil.example"})
    assert page.status_code == 200
    assert "git clone https://living.example/record.git</code>" in page.text
    assert "make verify RECORD=https://living.example/record.git</code>" in page.text
    assert 'href="/record.git"' in server.visitor().get("/").text


def test_the_page_says_where_the_program_is(make_server: Callable[..., Server]) -> None:
    unset = make_server().visitor().get("/record.git").text
    assert "ask the coordinators for it; they are named on the page" in unset
    told = make_server(source_url="https://code.example/living").visitor().get("/record.git").text
    assert 'get it from <a href="https://code.example/living">' in told
    with pytest.raises(ValueError, match="must be a web address"):
        Settings(source_url="javascript:alert(1)")


def test_it_can_be_switched_off(make_server: Callable[..., Server]) -> None:
    server = make_server(clones=0)
    client = server.visitor()
    for place in ("/record.git", "/record.git/info/refs?service=git-upload-pack", "/record.git/HEAD"):
        assert client.get(place).status_code == 404
    assert client.post("/record.git/git-upload-pack", data=LIST_REFS, **ASKED).status_code == 404
    assert "/record.git" not in client.get("/").text


def test_a_zipped_request_is_read(spoken: Server) -> None:
    headers = {"Content-Encoding": "gzip", "Git-Protocol": "version=2"}
    answer = spoken.visitor().post(
        "/record.git/git-upload-pack", data=gzip.compress(LIST_REFS), headers=headers, **ASKED
    )
    assert answer.status_code == 200
    assert answer.content_type == "application/x-git-upload-pack-result"
    assert b"refs/heads/contributions/0002" in answer.data


@pytest.mark.parametrize("body", [b"", b"no gzip at all", gzip.compress(LIST_REFS, mtime=0)[:-6]])
def test_a_request_zipped_badly_is_refused(spoken: Server, body: bytes) -> None:
    headers = {"Content-Encoding": "gzip"}
    answer = spoken.visitor().post("/record.git/git-upload-pack", data=body, headers=headers, **ASKED)
    assert answer.status_code == 422
    assert answer.content_type.startswith("text/plain")


def test_a_request_comes_back_as_it_was_zipped() -> None:
    sent = os.urandom(300_000) + b"\0" * 3_000_000 + b"end"
    pieces = list(cloning._unzipped(io.BytesIO(gzip.compress(sent))))
    assert b"".join(pieces) == sent
    assert max(map(len, pieces)) <= sharing.CHUNK
    with pytest.raises(Invalid):
        list(cloning._unzipped(io.BytesIO(gzip.compress(sent)[:-1])))


def test_no_more_than_so_many_at_once(make_server: Callable[..., Server]) -> None:
    server = make_server(clones=2)
    client = server.visitor()
    place = "/record.git/info/refs?service=git-upload-pack"
    first, second = client.get(place), client.get(place)
    refused = client.get(place)
    assert (first.status_code, second.status_code, refused.status_code) == (200, 200, 503)
    assert refused.headers["Retry-After"] == "30"
    assert refused.text == "Many are cloning the record just now. Please try again in half a minute.\n"
    assert client.get("/documents").status_code == 200
    first.close()
    assert client.get(place).status_code == 200
    second.close()


def test_a_thread_always_stays_free_for_the_pages(make_server: Callable[..., Server]) -> None:
    assert make_server(clones=64, threads=8).site.settings.clones == 7


def test_what_is_not_read_to_its_end_leaves_nothing(spoken: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    git_dir = spoken.site.record.git_dir
    monkeypatch.setattr(sharing, "_request", _endless(sharing._request))
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as never, os.fdopen(theirs, "wb"):
        waiting = sharing.Sharing(git_dir, "version=2", never)
        assert busy(git_dir)
        waiting.close()
    assert gone(git_dir)
    assert list(waiting) == []


def test_an_answer_that_takes_too_long_is_broken_off(spoken: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "DEADLINE", 0.5)
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb") as never, os.fdopen(theirs, "wb"):
        slow = sharing.Sharing(spoken.site.record.git_dir, "version=2", None)
        assert b"".join(slow)  # the timer of one that was quick does no harm
        monkeypatch.setattr(sharing, "_request", _endless(sharing._request))
        begin = time.monotonic()
        slow = sharing.Sharing(spoken.site.record.git_dir, "version=2", never)
        assert list(slow) == []
        assert 0.4 < time.monotonic() - begin < 5
    assert gone(spoken.site.record.git_dir)


def _endless(request: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Return `request` with a length that no body comes up to."""
    return lambda *given: {**request(*given), "CONTENT_LENGTH": "1000000"}


@pytest.mark.parametrize(
    "claimed", ["version=2:../../x;id", "version=9", "--upload-pack=x", "version=2\u0662"]
)
def test_a_strange_version_is_passed_over(
    spoken: Server, claimed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, str]] = []
    real = sharing._request
    monkeypatch.setattr(sharing, "_request", lambda *given: told.append(real(*given)) or told[-1])
    headers = {"Git-Protocol": claimed}
    place = "/record.git/info/refs?service=git-upload-pack"
    answer = spoken.visitor().get(place, headers=headers, buffered=True)
    assert answer.status_code == 200
    assert "GIT_PROTOCOL" not in told[0]


def test_a_place_is_free_again_after_an_error(make_server: Callable[..., Server]) -> None:
    server = make_server(clones=1)
    for answer in _tries(server):
        assert answer == 422
    place = "/record.git/info/refs?service=git-upload-pack"
    assert server.visitor().get(place, buffered=True).status_code == 200


def _tries(server: Server) -> Iterator[int]:
    for _ in range(3):
        headers = {"Content-Encoding": "gzip"}
        yield (
            server.visitor()
            .post("/record.git/git-upload-pack", data=b"x", headers=headers, **ASKED)
            .status_code
        )
