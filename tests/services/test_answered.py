"""The comments that a change answers, and what each link rests on."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Server
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing, life, reading, restating
from wgec_living.services.answered import Basis, backgrounds, named_in
from wgec_living.services.contributing import Submission
from wgec_living.services.targets import Quoted

SHORT = DocumentPath("short")


def on_words(server: Server, block: str, words: str) -> int:
    """Comment as Boris on some words of a block."""
    base = server.site.index.texts.document(SHORT).commit
    sent = Submission(Kind.COMMENT, SHORT, base, "These words.", (server.block(block),), Quoted(words))
    return contributing.submit(server.site, server.boris, sent).number


@pytest.fixture
def changed(server: Server) -> Server:
    """Revision 2 changes “could” in the second paragraph, revision 3 the first; who said what before stands there."""
    on_words(server, "second paragraph", "could")  # 1: about the words that change
    on_words(server, "second paragraph", "second")  # 2: about words that stay
    server.comment(server.boris, "The second paragraph")  # 3: the whole paragraph; withdrawn before
    contributing.withdraw(server.site, server.boris, 3, "")
    server.comment(server.ana, "The second paragraph")  # 4: decided before
    server.dispose(server.cora, 4, "noted", "We come to it.")
    server.comment(server.boris, "The first paragraph")  # 5: elsewhere, but named
    number = server.propose(
        server.ana,
        "The second paragraph",
        "The second paragraph says what must be done.",
        "It is too weak; see comment 5 and contribution 99.",
    ).number
    server.dispose(server.cora, number, "accepted", "")
    server.comment(server.boris, "The second paragraph")  # 7: made afterwards
    number = server.propose(
        server.boris,
        "The first paragraph",
        "The first paragraph says more.",
        "To be clear.\n\nIn *two* parts.",
    ).number
    contributing.reply(server.site, server.ana, number, "Very well.")
    server.dispose(server.cora, number, "accepted", "")
    server.dispose(server.cora, 1, "noted", "The text says so now.")
    return server


def test_each_change_names_the_comments_it_answers_and_why(changed: Server) -> None:
    older, newer = changed.site.index.texts.revision(SHORT, 1), reading.revision_at(changed.site, SHORT)
    view = reading.compare(changed.site, SHORT, older, newer)
    told = [
        [(one.comment.number, one.basis, one.waited) for one in found] for found in view.answered.values()
    ]
    first = [(5, Basis.PASSAGE, True)]
    second = [(1, Basis.PASSAGE, True), (4, Basis.PASSAGE, False), (5, Basis.NAMED, True)]
    assert told == [first, second]


def test_the_life_of_a_passage_names_them_too(changed: Server) -> None:
    page = life.life(changed.site, SHORT, changed.block("second paragraph"), 1)
    told = {step.revision.number: [one.comment.number for one in step.answered] for step in page.items}
    assert told == {2: [1, 4, 5], 1: []}
    shown = changed.visitor().get(f"/documents/short/blocks/{changed.block('second paragraph')}").text
    assert "waiting then, now noted" in shown
    assert "decided before, now noted" in shown


def test_the_page_and_the_api_say_what_the_link_rests_on(changed: Server) -> None:
    page = changed.visitor().get("/documents/short/compare/1...2").text
    assert "about these words; waiting then, now noted" in page
    assert "named in the reasons; waiting then" in page
    assert "The record does not say more of why." in page
    (change,) = changed.visitor().get("/api/v1/documents/short/comparison?from=1&to=2").get_json()["changes"]
    assert change["answers"][0] == {"contribution": 1, "basis": "passage", "waited": True, "status": "noted"}
    assert [one["contribution"] for one in change["answers"]] == [1, 4, 5]


def test_each_change_names_why_it_was_proposed_and_who_decided(changed: Server) -> None:
    page = changed.visitor().get("/documents/short/compare/1...3").text
    first = re.findall(r'<p class="brought-by">.*?</p>', page, re.DOTALL)[0]
    assert "; accepted by" in first and "Cora Example" in first and "Secretariat" in first
    assert "To be clear." in first and "In two parts." in first
    assert "1 reply</a> on it before it was decided" in first


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("See comment 3.", [3]),
        ("Comments 3, 7 and #12; contribution #4", [3, 7, 12, 4]),
        ("https://wg.example/contributions/42 and /contributions/7?x", [42, 7]),
        ("In paragraph 3 of 2026, comment on 5", []),
        ("comment 0, commentary 3", []),
        ("contribution " + "9" * 30, []),
    ],
)
def test_what_a_reason_names(words: str, numbers: list[int]) -> None:
    assert named_in(words) == numbers


def test_a_comment_stays_answered_when_its_place_is_confirmed_afterwards(server: Server) -> None:
    on_words(server, "second paragraph", "could")
    number = server.propose(
        server.ana, "The second paragraph", "The second paragraph says what must be done."
    ).number
    server.dispose(server.cora, number, "accepted", "")
    commit = server.site.index.texts.document(SHORT).commit
    restating.confirm(server.site, server.boris, 1, base=commit)
    behind = backgrounds(server.site, SHORT, [server.site.index.texts.revision(SHORT, 2)])
    assert [(one.comment.number, one.basis) for one in behind[2].comments] == [(1, Basis.PASSAGE)]
