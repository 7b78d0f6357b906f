"""Undo is a proposal like any other: clean, with others' later work kept; a clash or nothing left is said so."""

from __future__ import annotations

import pytest

from tests.conftest import TEXT, Server
from wgec_living.domain.errors import Clash, Invalid, NotAllowed, SignInNeeded, Stale
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services.deciding import preview
from wgec_living.services.taking_back import take_back

SHORT = DocumentPath("short")


def in_force(server: Server) -> str:
    return server.site.record.text(server.site.record.tip(), SHORT) or ""


def accepted(server: Server, words: str, replacement: str) -> int:
    number = server.propose(server.ana, words, replacement).number
    server.dispose(server.cora, number, "accepted")
    return number


def test_taking_back_at_once_restores_the_text_exactly(server: Server) -> None:
    number = accepted(server, "first paragraph", "Ana's words.\n\nAnd more of them.")
    assert in_force(server) != TEXT
    receipt = take_back(server.site, server.boris, number, "It went too far.")
    assert (receipt.dry_run, receipt.status) == ("clean", "open")
    assert server.site.index.register.summary(receipt.number).takes_back == number
    server.dispose(server.cora, receipt.number, "accepted")
    assert in_force(server) == TEXT


def test_others_later_work_stays(server: Server) -> None:
    number = accepted(server, "first paragraph", "Ana's words.")
    other = server.propose(server.boris, "second paragraph", "Boris's words.").number
    server.dispose(server.cora, other, "accepted")
    receipt = take_back(server.site, server.cora, number)
    server.dispose(server.cora, receipt.number, "accepted")
    assert in_force(server) == TEXT.replace("The second paragraph says what could be done.", "Boris's words.")
    assert (
        "Takes back contribution 1"
        in server.site.record.commit(
            server.site.index.register.thread(receipt.number).events[0].commit
        ).message
    )


def test_words_changed_again_since_clash(server: Server) -> None:
    number = accepted(server, "first paragraph", "Ana's words.")
    accepted(server, "Ana's words.", "Ana's words, mended.")
    with pytest.raises(Clash, match="changed again"):
        take_back(server.site, server.ana, number)
    assert server.site.index.register.newest_number() == 2


def test_what_was_taken_back_already_cannot_be_taken_back_again(server: Server) -> None:
    number = accepted(server, "first paragraph", "Ana's words.")
    back = take_back(server.site, server.ana, number).number
    server.dispose(server.cora, back, "accepted")
    with pytest.raises(Stale, match="no longer holds"):
        take_back(server.site, server.ana, number)
    # Taking back the taking back brings the words again.
    again = take_back(server.site, server.ana, back).number
    server.dispose(server.cora, again, "accepted")
    assert "Ana's words." in in_force(server)


def test_two_takings_back_are_two_proposals_and_the_second_changes_nothing(server: Server) -> None:
    number = accepted(server, "first paragraph", "Ana's words.")
    one, two = (take_back(server.site, person, number).number for person in (server.ana, server.boris))
    server.dispose(server.cora, one, "accepted")
    assert preview(server.site, two).text == in_force(server)
    with pytest.raises(Invalid, match="Nothing would change"):
        server.dispose(server.cora, two, "accepted")
    assert (
        take_back(server.site, server.ana, one, key="k").number
        == take_back(server.site, server.ana, one, key="k").number
    )


def test_only_what_was_accepted_can_be_taken_back(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Ana's words.").number
    with pytest.raises(NotAllowed):
        take_back(server.site, server.ana, number)
    server.dispose(server.cora, number, "declined")
    with pytest.raises(NotAllowed):
        take_back(server.site, server.cora, number)
    with pytest.raises(SignInNeeded):
        take_back(server.site, None, number)


def test_taking_back_is_about_the_paragraphs_it_changes_back(server: Server) -> None:
    number = accepted(server, "| access", "| access | open |")
    block = server.block("access")
    receipt = take_back(server.site, server.boris, number)
    assert server.site.index.register.summary(receipt.number).blocks == (block,)


def test_bringing_back_what_left_the_text_is_about_the_whole_text(server: Server) -> None:
    server.dispose(
        server.cora,
        server.comment(server.ana, "first paragraph").number,
        "accepted-with-changes",
        text=TEXT.replace("The first paragraph says where we stand.\n\n", ""),
    )
    receipt = take_back(server.site, server.boris, 1)
    assert server.site.index.register.summary(receipt.number).blocks == ()
