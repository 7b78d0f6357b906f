"""What is kept of a page, for whom, and how long."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from wgec_living.services import reading
from wgec_living.web.page_memory import Kept, PageMemory

PAGES = (
    "/",
    "/documents",
    "/documents/short",
    "/documents/short?revision=1",
    "/documents/short/history",
    "/documents/short/compare/1...1",
    "/contributions",
    "/contributions?status=open",
    "/contributions/1",
    "/people",
)


@pytest.fixture
def spoken(server: Server) -> Server:
    """A server with one contribution."""
    server.comment(server.ana, "privacy")
    return server


def test_a_visitor_gets_the_same_bytes_without_a_cookie(spoken: Server) -> None:
    for address in PAGES:
        first, second = spoken.visitor().get(address), spoken.visitor().get(address)
        assert first.status_code == second.status_code == 200
        assert first.data == second.data
        assert dict(first.headers) == dict(second.headers)
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert first.headers["Vary"] == "Cookie"
        assert "Set-Cookie" not in first.headers


def test_what_a_visitor_has_already_is_not_sent_again(spoken: Server) -> None:
    client = spoken.visitor()
    for address in PAGES:
        tag = client.get(address).headers["ETag"]
        for _ in range(2):
            again = client.get(address, headers={"If-None-Match": tag})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tag
            assert again.headers["Vary"] == "Cookie"
            assert "Content-Security-Policy" in again.headers
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_from_before_a_restart_still_holds(spoken: Server) -> None:
    client = spoken.visitor()
    tag = client.get("/people").headers["ETag"]
    memory: PageMemory = spoken.app.extensions["pages"]
    memory._pages.clear()
    assert client.get("/people", headers={"If-None-Match": tag}).status_code == 304


def test_every_page_changes_its_tag_when_the_record_moves(spoken: Server) -> None:
    client = spoken.visitor()
    before = {address: client.get(address).headers["ETag"] for address in PAGES}
    assert len(set(before.values())) == len(PAGES)
    spoken.comment(spoken.boris, "access", "Read at once.")
    after = {address: client.get(address).headers["ETag"] for address in PAGES}
    assert not set(before.values()) & set(after.values())
    assert "Read at once." in client.get("/contributions").text


def test_head_is_answered_like_get_without_the_words(spoken: Server) -> None:
    client = spoken.visitor()
    for _ in range(2):
        head, get = client.head("/people"), client.get("/people")
        assert head.data == b""
        assert head.headers["ETag"] == get.headers["ETag"]
        assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_somebody_with_a_session_cookie_gets_a_page_of_their_own(spoken: Server) -> None:
    client = spoken.visitor()
    tag = client.get("/people").headers["ETag"]
    client.set_cookie("session", "anything")
    answer = client.get("/people", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer.headers
    assert "Cookie" in answer.headers["Vary"]


def test_only_pages_that_were_found_are_kept(spoken: Server) -> None:
    client = spoken.visitor()
    memory: PageMemory = spoken.app.extensions["pages"]
    before = memory.size
    for address in ("/contributions/99", "/documents/none", "/nowhere", "/contributions/001", "/healthz"):
        answer = client.get(address)
        assert "public" not in answer.headers["Cache-Control"]
        assert "ETag" not in answer.headers
    assert memory.size == before


def test_a_repeated_read_never_reaches_the_application(spoken: Server) -> None:
    client = spoken.visitor()
    words = client.get("/people").data
    reached: list[str] = []
    spoken.app.before_request_funcs.setdefault(None, []).append(lambda: reached.append("asked"))
    assert client.get("/people").data == words
    assert reached == []
    client.get("/people?x=1")
    assert reached == ["asked"]


def test_a_page_made_while_the_record_moved_is_not_kept(
    spoken: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_roster = reading.roster

    def roster_and_a_comment(site: object) -> object:
        spoken.comment(spoken.boris, "access")
        return true_roster(site)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "roster", roster_and_a_comment)
    memory: PageMemory = spoken.app.extensions["pages"]
    before = memory.size
    assert spoken.visitor().get("/people").status_code == 200
    assert memory.size == before


def test_the_memory_stays_within_its_bytes() -> None:
    one = Kept("1", "a", (("Vary", "Cookie"),), b"x" * 40).size("a")
    memory = PageMemory(limit=2 * one)
    for name in "abc":
        memory.keep(name, Kept("1", name, (("Vary", "Cookie"),), b"x" * 40))
    assert memory.size == 2 * one
    assert memory.recall("a") is None
    assert memory.recall("b") is not None
    memory.keep("d", Kept("1", "d", (("Vary", "Cookie"),), b"x" * 40))
    assert memory.recall("c") is None, "the one least recently read goes first"
    assert memory.recall("b") is not None
    memory.keep("b", Kept("2", "b", (), b"x" * 2 * one))
    assert memory.recall("b") is None
    assert memory.size == one


def test_long_addresses_of_short_answers_count() -> None:
    memory = PageMemory(limit=100_000)
    for number in range(100):
        memory.keep(f"{number}?{'x' * 10_000}", Kept("1", "t", (), b"{}"))
    assert sum(memory.recall(f"{number}?{'x' * 10_000}") is not None for number in range(100)) == 9
