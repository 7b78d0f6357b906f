"""Commits that did not come through this server: taken in, named, and never a reason to stop."""

from __future__ import annotations

import threading

import pytest

from tests.conftest import Server
from tests.index.by_hand import git, push
from wgec_living.domain.errors import NotAllowed
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.standing import Status
from wgec_living.services import contributing, deciding
from wgec_living.store.record import MAIN

BLOCK = "Record-Version: 1\nRecord: {}\nContribution: {}\nDelegation: D\nStakeholder-Group: G\nRole: contributor\n"


def problems(server: Server) -> dict[CommitId, str]:
    return {finding.commit: finding.problem for finding in server.site.index.register.findings()}


def test_plain_commits_on_main_become_revisions_with_a_finding(server: Server) -> None:
    text = server.site.record.text(server.site.record.tip(), DocumentPath("short"))
    assert text is not None
    edited = push(server, "Mend a word by hand", {"documents/short.md": text.replace("first", "1st")})
    other = push(server, "Add what is no document", {"documents/README.txt": "x", "documents/A b.md": "y"})
    server.site.index.keeping.level()
    document = server.site.index.texts.document(DocumentPath("short"))
    assert (document.revision, document.commit) == (2, edited)
    revision = server.site.index.texts.revision(document.path, 2)
    assert (revision.kind, revision.author.name, revision.summary) == (
        "unreadable",
        "An Administrator",
        "Mend a word by hand",
    )
    assert set(problems(server)) == {edited, other}
    assert all("no trailer block" in problem for problem in problems(server).values())
    assert len(server.site.index.texts.documents()) == 2


def test_a_document_gone_and_come_back_goes_on_counting(server: Server) -> None:
    path = DocumentPath("short")
    text = server.site.record.text(server.site.record.tip(), path)
    gone = push(server, "Take it away", {"documents/short.md": None})
    server.site.index.keeping.level()
    assert "the document short is gone from main" in {
        f.problem for f in server.site.index.register.findings()
    }
    assert gone in problems(server)
    push(server, "Bring it back", {"documents/short.md": text})
    server.site.index.keeping.level()
    assert server.site.index.texts.document(path).revision == 2
    assert server.site.index.texts.block_ids(path, 2) == server.site.index.texts.block_ids(path, 1)


def test_who_is_taken_out_of_the_roster_may_do_nothing_and_the_handle_stays_taken(server: Server) -> None:
    number = server.comment(server.boris, "first paragraph").number
    push(server, "Boris leaves", {"people/boris-example.yml": None})
    server.site.index.keeping.level()
    assert server.site.index.people.person("boris-example") is None
    with pytest.raises(NotAllowed):
        contributing.reply(server.site, server.boris, number, "Still here?")
    assert "boris-example" in server.site.index.people.handles()
    assert server.site.index.register.summary(number).speaker.name == "Boris Example"


def test_a_changed_role_counts_at_once_and_an_unreadable_file_changes_nothing(server: Server) -> None:
    number = server.comment(server.ana, "first paragraph").number
    person = '{}name: "Cora Example"\ndelegation: "Secretariat"\ngroup: "G"\nrole: "contributor"\n'
    broken = push(server, "Break it", {"people/cora-example.yml": person.format("rank: \n")})
    server.site.index.keeping.level()
    assert "people/cora-example.yml" in problems(server)[broken] or "trailer" in problems(server)[broken]
    seen = deciding.preview(server.site, number)
    decision = deciding.Decision(deciding.Disposition.NOTED, "Noted.", seen.seen_main, seen.seen_tip)
    push(server, "Another role", {"people/cora-example.yml": person.format("")})
    with pytest.raises(NotAllowed):
        deciding.dispose(server.site, server.cora, number, decision)


def test_odd_branches_are_shown_and_reported(server: Server) -> None:
    base = server.site.record.tip()
    push(server, "no event", ref="refs/heads/contributions/0001", base=base)
    reply = push(server, f"T\n\n{BLOCK.format('reply', 2)}", ref="refs/heads/contributions/0002", base=base)
    other = push(
        server,
        f"T\n\n{BLOCK.format('comment', 7)}Document: nowhere\n".replace(
            "Contribution: 7\n", "Contribution: 7\n"
        ),
        ref="refs/heads/contributions/0003",
        base=base,
    )
    later = push(server, f"T\n\n{BLOCK.format('sermon', 3)}", ref="refs/heads/contributions/0003")
    server.site.index.keeping.level()
    found = problems(server)
    assert "cannot stand at place 0" in found[reply]
    assert "names contribution 7" in found[other]
    assert "unknown kind: sermon" in found[later]
    assert server.site.index.register.summary(1).kind == "unreadable"
    assert server.site.index.register.newest_number() == 3
    thread = server.site.index.register.thread(3)
    assert [item.problems != () for item in thread.events] == [True, True]
    assert server.comment(server.ana, "first paragraph").number == 4


def test_a_removed_contribution_keeps_its_number_and_is_no_finding(server: Server) -> None:
    number = server.comment(server.ana, "first paragraph", "Buy this now.").number
    assert "<mark>Buy</mark>" in server.visitor().get("/search?q=buy").text
    base = server.site.index.register.summary(number).base
    git(server.site.record.git_dir, "update-ref", "-d", "refs/heads/contributions/0001")
    message = f"Removed\n\nAdvertising.\n\n{BLOCK.format('removal', number)}"
    push(server, message, ref="refs/heads/contributions/0001", base=base)
    server.site.index.keeping.level()
    assert server.site.index.register.summary(number).status is Status.REMOVED
    vera = server.visitor()
    for address in ("/search?q=buy", "/search?q=buy&status=removed", "/search?q=advertising"):
        assert "<mark>" not in vera.get(address).text
    for address in ("/report.csv", "/contributions.csv", "/report?whole=yes", "/contributions"):
        assert "Buy this" not in vera.get(address).text
    assert not server.site.index.register.findings()
    assert server.comment(server.boris, "first paragraph").number == number + 1
    with pytest.raises(NotAllowed, match="removed"):
        contributing.reply(server.site, server.boris, number, "What was this?")


def test_a_decision_on_nothing_and_a_branch_that_follows_it(server: Server) -> None:
    tip = server.site.record.tip()
    push(
        server,
        f"Note it\n\nBecause.\n\n{BLOCK.format('disposition', 9)}Document: short\nDisposition: noted\n"
        f"Contribution-Tip: {tip}\n",
    )
    server.site.index.keeping.level()
    push(
        server,
        f"T\n\n{BLOCK.format('comment', 9)}Document: short\n",
        ref="refs/heads/contributions/0009",
        base=tip,
    )
    server.site.index.keeping.level()
    assert server.site.index.register.summary(9).status is Status.NOTED


def test_a_rewound_record_is_taken_in_anew(server: Server) -> None:
    old = server.site.record.tip()
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    server.dispose(server.cora, number, "accepted")
    git_dir = server.site.record.git_dir
    git(git_dir, "update-ref", MAIN, old)
    server.site.index.keeping.level()
    assert server.site.index.texts.document(DocumentPath("short")).revision == 1
    assert server.site.index.register.summary(number).status is Status.OPEN
    git(git_dir, "update-ref", "-d", "refs/heads/contributions/0001")
    server.site.index.keeping.level()
    assert server.site.index.register.newest_number() == 0


def test_packed_refs_change_nothing(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    before = server.site.index.database.fingerprint()
    server.site.record.pack()
    assert server.site.index.keeping.level() == 0
    assert server.site.index.database.fingerprint() == before
    server.comment(server.boris, "first paragraph")
    assert server.site.index.register.newest_number() == 2


def test_refs_read_while_others_write_are_of_one_moment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision and a contribution upon it come between the looks at `main` and at the branches."""
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    main_before = server.site.record.tip()
    server.dispose(server.cora, number, "accepted")
    server.comment(server.boris, "Other words")
    real = server.site.record.refs.all
    first = [real() | {MAIN: main_before}]
    # The first look is the torn one that the file system can give; what follows is the real thing.
    monkeypatch.setattr(server.site.record.refs, "all", lambda: first.pop() if first else real())
    server.site.index.keeping.rebuild()
    assert not server.site.index.register.findings()
    assert not first
    assert server.site.index.register.summary(number + 1).base_revision == 2


def test_readers_and_writers_at_once_leave_no_trace(server: Server) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def look() -> None:
        try:
            while not stop.is_set():
                server.site.index.keeping.level()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(8):
        number = server.propose(server.ana, "The last paragraph", f"The last paragraph, {turn}.").number
        server.dispose(server.cora, number, "accepted")
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert not server.site.index.register.findings()
