"""Several proposals at once: one commit each, all or none, whatever moves or breaks meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.conftest import Server
from tests.services.plain_git import git
from wgec_living.domain.errors import Invalid, NotAllowed
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.merging import Merged
from wgec_living.services import contributing, deciding_together, revising
from wgec_living.services.deciding_together import Batch, OutdatedTogether, accept_together, preview_together
from wgec_living.services.dry_run import Written
from wgec_living.services.site import Site
from wgec_living.services.verifying import verify_site
from wgec_living.store.record import MAIN, Writer

CHANGES = (("The first", "First, new."), ("The second", "Second, new."), ("The last", "Last, new."))


@pytest.fixture
def three(server: Server) -> list[int]:
    """Three proposals by two people that leave each other alone."""
    people = (server.ana, server.boris, server.ana)
    return [
        server.propose(person, words, new).number
        for person, (words, new) in zip(people, CHANGES, strict=True)
    ]


def seen(server: Server, numbers: Sequence[int], key: str | None = None) -> Batch:
    page = preview_together(server.site, server.cora, numbers)
    assert page.misfit == ""
    return Batch(page.seen_main, {one.number: one.tip for one in page.proposals}, "", key)


def refused(server: Server, batch: Batch) -> OutdatedTogether:
    before = server.site.record.refs.all()
    with pytest.raises(OutdatedTogether, match="Nothing was recorded") as caught:
        accept_together(server.site, server.cora, batch)
    assert server.site.record.refs.all() == before
    return caught.value


def text(server: Server) -> str:
    return server.site.record.text(server.site.record.tip(), DocumentPath("short")) or ""


def test_each_has_its_own_commit_and_its_author_the_credit(server: Server, three: list[int]) -> None:
    batch = seen(server, three)
    commits = accept_together(server.site, server.cora, batch)
    parents = [server.site.record.commit(commit).parents for commit in commits]
    assert [first for first, _ in parents] == [batch.seen_main, *commits[:-1]]
    assert [second for _, second in parents] == [batch.seen_tips[n] for n in three]
    assert server.site.record.tip() == commits[-1]
    assert all(new in text(server) for _, new in CHANGES)
    blame = git(server.data / "record.git", "blame", "main", "--", "documents/short.md").splitlines()
    for name, (_, new) in zip(("Ana", "Boris", "Ana"), CHANGES, strict=True):
        assert [name in line for line in blame if new in line] == [True]
    register = server.site.index.register
    assert {register.summary(number).status.value for number in three} == {"accepted"}
    assert server.site.index.texts.document(DocumentPath("short")).revision == 4


def test_the_preview_names_the_author_of_each_change(server: Server, three: list[int]) -> None:
    (page,) = preview_together(server.site, server.cora, three).texts
    assert all(one.proposal for one in page.changes), "what they take away has its author too"
    named = [
        (one.change.new_block.text, one.proposal.number)
        for one in page.changes
        if one.change.new_block and one.proposal
    ]
    assert named == [(new, number) for number, (_, new) in zip(three, CHANGES, strict=True)]


def test_one_that_does_not_fit_after_the_others_is_named(server: Server, three: list[int]) -> None:
    fourth = server.propose(server.boris, "The second", "The second, otherwise.").number
    page = preview_together(server.site, server.cora, [*three, fourth])
    assert f"Contribution {fourth} does not merge cleanly after the others" in page.misfit
    tips = {one.number: one.tip for one in page.proposals}
    assert "does not merge cleanly" in str(refused(server, Batch(page.seen_main, tips)))


@pytest.mark.parametrize("act", ["decided", "withdrawn", "revised", "text"])
def test_what_moved_since_the_preview_refuses_all(server: Server, three: list[int], act: str) -> None:
    batch = seen(server, three)
    if act == "decided":
        server.dispose(server.cora, three[1], "declined", "No.")
    elif act == "withdrawn":
        contributing.withdraw(server.site, server.boris, three[1])
    elif act == "revised":
        form = revising.revision_form(server.site, three[1])
        revising.revise(
            server.site, server.boris, three[1], base=form.base, body="So.", replacement="Better."
        )
    else:
        other = server.propose(server.boris, "one thing", "- one thing more").number
        server.dispose(server.cora, other, "accepted", "")
    error = refused(server, batch)
    assert error.preview == preview_together(server.site, server.cora, three)


def test_what_does_not_matter_refuses_nothing(server: Server, three: list[int]) -> None:
    batch = seen(server, three)
    contributing.reply(server.site, server.ana, three[1], "Well said.")
    server.comment(server.boris, "The first")
    assert len(accept_together(server.site, server.cora, batch)) == 3


def test_a_push_between_the_last_look_and_the_move_leaves_none(
    server: Server, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = seen(server, three)
    move = Writer.move

    def beaten(writer: Writer, ref: str, old: CommitId | None, new: CommitId) -> None:
        git(server.data / "record.git", "update-ref", "refs/heads/main", pushed, batch.seen_main)
        move(writer, ref, old, new)

    tree = git(server.data / "record.git", "rev-parse", "main^{tree}").strip()
    roster = server.site.record.commit(server.site.record.tip())
    message = roster.message
    pushed = git(
        *(server.data / "record.git", "-c", "user.name=Admin", "-c", "user.email=admin@example.invalid"),
        *("commit-tree", tree, "-p", "main", "-m", message),
    ).strip()
    monkeypatch.setattr(Writer, "move", beaten)
    with pytest.raises(OutdatedTogether):
        accept_together(server.site, server.cora, batch)
    monkeypatch.undo()
    assert server.site.record.tip() == pushed
    assert {server.site.index.register.summary(n).status.value for n in three} == {"open"}


@pytest.mark.parametrize("at", [1, 2, 3, "move"])
def test_a_crash_leaves_none_of_them(
    server: Server, three: list[int], monkeypatch: pytest.MonkeyPatch, at: int | str
) -> None:
    batch = seen(server, three)
    prepare = Writer.prepare
    calls: list[int] = []

    def dying(*arguments: object, **named: object) -> object:
        calls.append(1)
        if at == "move" or len(calls) == at:
            raise OSError("the machine stopped")
        return prepare(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "move" if at == "move" else "prepare", dying)
    before = server.site.record.refs.all()
    with pytest.raises(OSError, match="stopped"):
        accept_together(server.site, server.cora, batch)
    monkeypatch.undo()
    assert server.site.record.refs.all() == before
    assert len(accept_together(server.site, server.cora, batch)) == 3


def test_an_index_that_cannot_follow_catches_up_on_all(
    server: Server, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = seen(server, three)
    keeping = server.site.index.keeping
    with monkeypatch.context() as broken:
        level = keeping.level
        calls: list[int] = []

        def failing() -> int:
            calls.append(1)
            raise OSError("the disk is full") if calls else level()

        broken.setattr(keeping, "level", failing)
        commits = accept_together(server.site, server.cora, batch)
    assert server.site.record.tip(MAIN) == commits[-1]
    keeping.level()
    assert server.site.index.texts.document(DocumentPath("short")).revision == 4


def test_sent_twice_is_made_once(server: Server, three: list[int]) -> None:
    batch = seen(server, three, key="a key")
    assert accept_together(server.site, server.cora, batch) == accept_together(
        server.site, server.cora, batch
    )
    assert server.site.index.texts.document(DocumentPath("short")).revision == 4


def test_another_reason_under_the_same_key_is_refused(server: Server, three: list[int]) -> None:
    batch = seen(server, three, key="a key")
    accept_together(server.site, server.cora, batch)
    with pytest.raises(Invalid, match="sent with the same key"):
        accept_together(server.site, server.cora, replace(batch, reason="Otherwise."))


def test_comments_decided_ones_and_nothing_are_refused(server: Server, three: list[int]) -> None:
    comment = server.comment(server.boris, "The first").number
    server.dispose(server.cora, three[0], "declined", "No.")
    assert "proposes no text" in preview_together(server.site, server.cora, [comment]).misfit
    assert "is declined" in preview_together(server.site, server.cora, three).misfit
    for numbers in ([], list(range(1, 200))):
        with pytest.raises(Invalid):
            preview_together(server.site, server.cora, numbers)
    with pytest.raises(NotAllowed):
        preview_together(server.site, server.ana, three)


def test_the_record_verifies_afterwards(server: Server, three: list[int]) -> None:
    accept_together(server.site, server.cora, seen(server, three))
    assert verify_site(server.site) == []


def test_each_is_merged_once_while_others_wait_for_the_lock(
    server: Server, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = seen(server, three)
    merged = []
    put_in = deciding_together._put_in

    def counted(site: Site, found: Written, now: deciding_together._Now) -> Merged:
        merged.append(found.after)
        return put_in(site, found, now)

    monkeypatch.setattr(deciding_together, "_put_in", counted)
    accept_together(server.site, server.cora, batch)
    assert len(merged) == len(set(merged)) == len(three)
