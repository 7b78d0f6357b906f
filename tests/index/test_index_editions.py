"""Editions in the index: published here, pushed from outside, in any order; and what is no edition is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.conftest import Server, check_index
from tests.index.by_hand import git, push
from tests.services.handmade import Hand, message
from tests.services.test_verifying_editions import tag
from wgec_living.domain.errors import NotAllowed, Stale
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.index.facade import Index
from wgec_living.services import publishing, verifying
from wgec_living.services.publishing import OutdatedEdition, Publication

SHORT = DocumentPath("short")


def publish(server: Server, title: str = "Zero draft", **more: object) -> int:
    seen = publishing.prospect(server.site)
    sent = Publication(title, "", seen.number, seen.main, **more)  # type: ignore[arg-type]
    return publishing.publish(server.site, server.cora, sent).number


def titles(server: Server) -> list[tuple[int, str]]:
    return [(one.number, one.title) for one in server.site.index.editions.all()]


def test_editions_pushed_from_outside_are_taken_in(server: Server) -> None:
    hand = Hand(server.site.record.git_dir)
    publish(server)
    pushed = tag(hand, 2, message("edition", "cora-example", Document="short"))
    server.site.index.keeping.level()
    assert titles(server) == [(2, "A title"), (1, "Zero draft")]
    edition = server.site.index.editions.newest(SHORT)
    assert edition is not None and edition.tag == pushed and edition.document == "short"
    before = server.site.index.editions.newest(SHORT, below=2)
    assert before is not None and before.number == 1
    newest = server.site.index.editions.newest(DocumentPath("arabic"))
    assert newest is not None and newest.number == 1
    assert publish(server) == 3
    assert verifying.verify_site(server.site) == []


def test_a_tag_may_come_before_the_commit_of_main_that_it_is_on(server: Server) -> None:
    hand = Hand(server.site.record.git_dir)
    before = hand.tip()
    push(server, "Mend a word by hand", {"documents/short.md": "# Another text\n"})
    tag(hand, 1)
    after = hand.tip()
    git(hand.git_dir, "update-ref", "refs/heads/main", before)
    server.site.index.keeping.level()
    assert titles(server) == []
    assert [one.problem for one in server.site.index.editions.unreadable()] == ["is not on the line of main"]
    git(hand.git_dir, "update-ref", "refs/heads/main", after)
    server.site.index.keeping.level()
    assert titles(server) == [(1, "A title")]
    check_index(server)


def test_a_tag_moved_or_deleted_by_hand_is_followed(server: Server) -> None:
    hand = Hand(server.site.record.git_dir)
    publish(server, "First")
    publish(server, "Second")
    tag(hand, 2)
    server.site.index.keeping.level()
    assert titles(server) == [(2, "A title"), (1, "First")]
    git(hand.git_dir, "update-ref", "-d", "refs/tags/edition/2")
    server.site.index.keeping.level()
    assert titles(server) == [(1, "First")]
    check_index(server)


def test_what_is_no_edition_is_shown_and_its_number_is_not_given_again(server: Server) -> None:
    hand = Hand(server.site.record.git_dir)
    hand.git("update-ref", "refs/tags/edition/1", "main")
    tag(hand, 2, "Just so\n")
    server.site.index.keeping.level()
    page = server.visitor().get("/editions").text
    assert "It is not an annotated tag." in page
    assert "edition/2: <bdi>Just so" in page and "the message has no trailer block" in page
    assert server.visitor().get("/editions/2").status_code == 404
    assert publish(server) == 3


def test_who_is_no_coordinator_any_more_publishes_nothing(server: Server) -> None:
    push(server, "Cora leaves", {"people/cora-example.yml": None})
    server.site.index.keeping.level()
    with pytest.raises(NotAllowed):
        publish(server)
    assert server.site.record.refs.get("refs/tags/edition/1") is None


def test_the_number_is_compared_and_taken_at_once(server: Server) -> None:
    """The writer itself refuses a number that somebody took, whatever was checked before."""
    seen = publishing.prospect(server.site)
    tag(Hand(server.site.record.git_dir), 1)
    sent = Publication("Too late", "", seen.number, seen.main)
    with pytest.raises(OutdatedEdition, match="this one would be edition 2"):
        publishing.publish(server.site, server.cora, sent)
    with server.site.record.writing() as writer, pytest.raises(Stale):
        writer.move("refs/tags/edition/1", None, server.site.record.tip())


def test_an_index_that_could_not_follow_knows_a_repeated_sending(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = publishing.prospect(server.site)
    sent = Publication("Zero draft", "", seen.number, seen.main, key="once")
    with monkeypatch.context() as lame:
        lame.setattr(type(server.site.index.keeping), "level", lambda *_: 1 / 0)
        assert publishing.publish(server.site, server.cora, sent).number == 1
    assert titles(server) == []
    assert publishing.publish(server.site, server.cora, sent).number == 1
    assert titles(server) == [(1, "Zero draft")]


def test_an_index_of_its_own_takes_editions_in(server: Server, tmp_path: object) -> None:
    publish(server)
    anew = Index(server.data / "anew.sqlite", server.site.record)
    try:
        assert [one.title for one in anew.editions.all(SHORT)] == ["Zero draft"]
    finally:
        anew.close()


def test_many_who_publish_at_once_get_numbers_without_a_gap_and_a_key_gets_one(server: Server) -> None:
    def insist(place: int) -> int:
        while True:
            seen = publishing.prospect(server.site)
            key = f"key {place // 2}"  # Two send the same thing, as a browser does that lost the answer.
            sent = Publication(f"Draft {place // 2}", "", seen.number, seen.main, key=key)
            with suppress(OutdatedEdition):
                return publishing.publish(server.site, server.cora, sent).number

    with ThreadPoolExecutor(8) as many:
        numbers = list(many.map(insist, range(8)))
    assert sorted(numbers) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [number for number, _ in titles(server)] == [4, 3, 2, 1]
    assert verifying.verify_site(server.site) == []
