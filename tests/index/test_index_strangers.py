"""Commits that somebody pushed under an address of elsewhere: shown as they are, credited to nobody here."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from tests.index.by_hand import push
from wgec_living.domain.events import Event
from wgec_living.domain.message import Unreadable
from wgec_living.services import threads, verifying
from wgec_living.store.event_commits import FOREIGN
from wgec_living.store.record import MAIN

AFFILIATION = "Delegation: Network for Open Access\nStakeholder-Group: Civil society\nRole: contributor\n"
COMMENT = (
    f"T\n\nWords.\n\nRecord-Version: 1\nRecord: comment\nContribution: {{}}\nDocument: short\n{AFFILIATION}"
)
BRANCH = "refs/heads/contributions/{:04d}"
OURS = "Ana Example <ana-example@test-group.invalid>"
FOREIGN_ADDRESSES = (
    "ana-example@elsewhere",
    "ana-example@test-group.invalid.example",
    "ana-example@x@test-group.invalid",
    "ana-example",
)


def reported(server: Server) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in verifying.verify_site(server.site):
        found.setdefault(finding.commit, []).append(finding.problem)
    return found


@pytest.mark.parametrize("address", FOREIGN_ADDRESSES)
def test_a_contribution_from_elsewhere_is_nobodys(server: Server, address: str) -> None:
    base = server.site.record.tip()
    good = push(server, COMMENT.format(1), ref=BRANCH.format(1), base=base, author=OURS)
    bad = push(server, COMMENT.format(2), ref=BRANCH.format(2), base=base, author=f"Ana Example <{address}>")
    server.site.index.keeping.level()
    register = server.site.index.register
    assert register.summary(1).speaker.handle == "ana-example"
    summary = register.summary(2)
    assert (summary.kind, summary.speaker.handle, summary.speaker.name) == ("unreadable", "", address)
    assert (
        next(row for row in server.site.index.people.roster() if row.handle == "ana-example").contributions
        == 1
    )
    item = register.thread(2).events[0]
    assert isinstance(item.event, Unreadable)
    assert item.problems == (FOREIGN,)
    assert FOREIGN in reported(server)[bad]
    assert FOREIGN not in reported(server).get(good, [])


def test_what_follows_from_elsewhere_changes_nothing(server: Server) -> None:
    number = server.propose(server.ana, "second paragraph", "Words.").number
    stranger = "Ana Example <ana-example@elsewhere>"
    withdrawal = COMMENT.format(number).replace("comment", "withdrawal").replace("Document: short\n", "")
    bad = push(server, withdrawal, ref=BRANCH.format(number), author=stranger)
    server.site.index.keeping.level()
    assert server.site.index.register.summary(number).status == "open"
    entry = threads.contribution(server.site, number).entries[-1]
    assert isinstance(entry.item.event, Unreadable)
    assert threads.entry(server.site, number, bad).item.event == entry.item.event
    good = push(server, withdrawal, ref=BRANCH.format(number), author=OURS)
    server.site.index.keeping.level()
    assert server.site.index.register.summary(number).status == "withdrawn"
    assert isinstance(threads.entry(server.site, number, good).item.event, Event)
    page = server.visitor().get(f"/contributions/{number}")
    assert page.status_code == 200
    assert "of the form handle@site.invalid" in page.text


def test_a_revision_from_elsewhere_is_credited_to_the_address(server: Server) -> None:
    text = {"documents/short.md": "# Short\n\nOther words.\n"}
    bad = push(server, "T\n", text, ref=MAIN, author="Cora Example <cora-example@elsewhere>")
    server.site.index.keeping.level()
    revision = server.site.index.texts.revision(server.site.index.texts.documents()[0].path, 2)
    assert (revision.commit, revision.author.handle, revision.author.name) == (
        bad,
        "",
        "cora-example@elsewhere",
    )
    assert server.visitor().get("/documents/short/history").status_code == 200
    assert any("address" in problem for problem in reported(server)[bad])
