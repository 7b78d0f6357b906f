"""A decision holds for what the coordinator had read: what moved meanwhile, and what of it matters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import TEXT, Server
from wgec_living.domain.errors import Invalid, NotAllowed, SignInNeeded
from wgec_living.domain.events import Disposition
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.standing import Status
from wgec_living.services import contributing, revising
from wgec_living.services.deciding import Decision, Outdated, dispose, preview
from wgec_living.store.objects import StoredCommit

FIRST, SECOND = "The first paragraph says where we stand.", "The second paragraph says what could be done."


def seen(
    server: Server, number: int, disposition: Disposition = Disposition.ACCEPTED, **more: str
) -> Decision:
    """Return a decision on what stands there now, to be sent later."""
    page = preview(server.site, number)
    return Decision(
        disposition, more.get("reason", "Because."), page.seen_main, page.seen_tip, more.get("text")
    )


def outdated(server: Server, number: int, decision: Decision) -> Outdated:
    before = server.site.record.refs.all()
    with pytest.raises(Outdated) as refused:
        dispose(server.site, server.cora, number, decision)
    assert server.site.record.refs.all() == before
    assert refused.value.preview == preview(server.site, number)
    return refused.value


def test_a_change_in_another_document_is_no_reason(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    decision = seen(server, number)
    other = server.propose(server.boris, "نقف", "الفقرة الأولى.", path="arabic").number
    server.dispose(server.cora, other, "accepted")
    assert dispose(server.site, server.cora, number, decision).revision == 2


@pytest.mark.parametrize("disposition", Disposition)
def test_a_change_elsewhere_in_the_document_is_shown_first_then_taken(
    server: Server, disposition: Disposition
) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    text = (
        TEXT.replace("first", "coordinator's") if disposition is Disposition.ACCEPTED_WITH_CHANGES else None
    )
    decision = replace(seen(server, number, disposition), text=text)
    other = server.propose(server.boris, "second paragraph", "More words.").number
    server.dispose(server.cora, other, "accepted")
    error = outdated(server, number, decision)
    assert "text in force changed" in str(error)
    assert error.preview.result == "clean"
    assert "Other words." in error.preview.text and "More words." in error.preview.text
    again = replace(decision, seen_main=error.preview.seen_main, seen_tip=error.preview.seen_tip)
    outcome = dispose(server.site, server.cora, number, again)
    assert outcome.disposition == disposition.value
    if disposition is Disposition.ACCEPTED:
        assert server.site.record.text(server.site.record.tip(), "short") == error.preview.text  # type: ignore[arg-type]


def test_a_preview_taken_while_the_index_is_behind_the_record_undoes_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = server.propose(server.ana, "first paragraph", "Other words.").number
    second = server.propose(server.boris, "second paragraph", "More words.").number
    decisions: list[Decision] = []
    keeping = server.site.index.keeping
    advance = keeping.advance

    def looked_at_before(ref: str, commit: StoredCommit) -> None:
        page = preview(server.site, second)
        with_changes = Disposition.ACCEPTED_WITH_CHANGES
        decisions.append(
            Decision(with_changes, "So.", page.seen_main, page.seen_tip, page.text + "\nMore.\n")
        )
        advance(ref, commit)

    monkeypatch.setattr(keeping, "advance", looked_at_before)
    server.dispose(server.cora, first, "accepted")
    monkeypatch.undo()
    assert "text in force changed" in str(outdated(server, second, decisions[0]))


def test_a_decision_is_no_tip_of_a_contribution(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    deferred = server.dispose(server.cora, number, "deferred").commit
    decision = replace(seen(server, number, Disposition.NOTED), seen_tip=deferred)
    assert "not as you saw it" in str(outdated(server, number, decision))


def test_a_reply_is_no_reason_and_is_not_merged(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    decision = seen(server, number)
    reply = contributing.reply(server.site, server.boris, number, "Well said.")
    outcome = dispose(server.site, server.cora, number, decision)
    assert server.site.record.commit(outcome.commit).parents == (decision.seen_main, decision.seen_tip)
    summary = server.site.index.register.summary(number)
    assert (summary.status, summary.tip) == (Status.ACCEPTED, reply)


def test_a_withdrawal_a_revision_and_a_decision_are_reasons(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    decision = seen(server, number)
    form = revising.revision_form(server.site, number)
    revising.revise(
        server.site, server.ana, number, base=form.base, body="Better.", replacement="Better words."
    )
    assert "revised text" in str(outdated(server, number, decision))
    decision = seen(server, number)
    server.dispose(server.cora, number, "deferred")
    assert "deferred meanwhile" in str(outdated(server, number, decision))
    decision = seen(server, number)
    contributing.withdraw(server.site, server.ana, number)
    assert "withdrawn meanwhile" in str(outdated(server, number, decision))


def test_a_deferred_contribution_can_be_accepted_later(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    server.dispose(server.cora, number, "deferred", "Next meeting.")
    assert server.site.index.register.summary(number).status is Status.DEFERRED
    server.dispose(server.cora, number, "deferred", "The one after.")
    assert server.dispose(server.cora, number, "accepted", "").revision == 2


def test_after_a_final_decision_only_replies_follow(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    form = revising.revision_form(server.site, number)
    server.dispose(server.cora, number, "declined", "Not here.")
    for disposition in Disposition:
        with pytest.raises(Outdated, match="declined meanwhile"):
            server.dispose(server.cora, number, disposition.value, text="x\n")
    with pytest.raises(NotAllowed, match="declined"):
        contributing.withdraw(server.site, server.ana, number)
    with pytest.raises(NotAllowed, match="declined"):
        revising.revise(server.site, server.ana, number, base=form.base, body="b", replacement="c")
    contributing.reply(server.site, server.ana, number, "I see.")


def test_only_coordinators_decide(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    decision = seen(server, number)
    with pytest.raises(NotAllowed):
        dispose(server.site, server.ana, number, decision)
    with pytest.raises(SignInNeeded):
        dispose(server.site, None, number, decision)
    forged = replace(server.ana, role=server.cora.role)
    with pytest.raises(NotAllowed):
        dispose(server.site, forged, number, decision)


def test_what_was_never_seen_is_refused(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    other = server.propose(server.ana, "second paragraph", "More words.").number
    decision = seen(server, number)
    tip = server.site.index.register.summary(other).tip
    for wrong in (
        replace(decision, seen_tip=tip),
        replace(decision, seen_main=tip),
        replace(decision, seen_tip=decision.seen_main),
        replace(decision, seen_main=CommitId("0" * 40)),
    ):
        outdated(server, number, wrong)


@pytest.mark.parametrize("disposition", ["noted", "declined", "deferred"])
def test_other_decisions_need_a_reason_and_leave_the_text_alone(server: Server, disposition: str) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    tree = server.site.record.commit(server.site.record.tip()).tree
    for reason in ("", "  \n"):
        with pytest.raises(Invalid) as refused:
            server.dispose(server.cora, number, disposition, reason)
        assert "reason" in refused.value.fields
    outcome = server.dispose(server.cora, number, disposition, "Said.\r\nTwice.")
    commit = server.site.record.commit(outcome.commit)
    assert (commit.tree, len(commit.parents), outcome.revision) == (tree, 1, None)
    assert "Said.\nTwice.\n\nRecord-Version: 1" in commit.message and "\r" not in commit.message


def test_what_combines_or_clashes_is_not_accepted_as_it_is(server: Server) -> None:
    one = server.propose(server.ana, FIRST, f"{FIRST}\n\nAna's addition.").number
    two = server.propose(server.boris, FIRST, f"{FIRST}\n\nBoris's addition.").number
    three = server.propose(server.boris, FIRST, "Another first paragraph.").number
    four = server.propose(server.ana, FIRST, "Yet another first paragraph.").number
    server.dispose(server.cora, one, "accepted")
    assert preview(server.site, two).result == "combines"
    server.dispose(server.cora, three, "accepted")
    page = preview(server.site, four)
    assert page.result == "clashes"
    assert [(c.base, c.ours, c.theirs) for c in page.conflicts] == [
        (FIRST, "Another first paragraph.", "Yet another first paragraph.")
    ]
    assert page.conflicts[0].block == server.block("Another first")
    for number in (two, four):
        with pytest.raises(Invalid, match="touch each other"):
            server.dispose(server.cora, number, "accepted")
        text = preview(server.site, number).text
        outcome = server.dispose(
            server.cora, number, "accepted-with-changes", text=f"{text}\nConfirmed {number}.\n"
        )
        assert outcome.revision
    assert "Ana's addition." in preview(server.site, two).text


def test_texts_that_cannot_come_into_force(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    comment = server.comment(server.ana, "first paragraph").number
    now = server.site.record.text(server.site.record.tip(), "short")  # type: ignore[arg-type]
    assert now is not None
    clean = preview(server.site, number).text
    for disposition, which, text, field in (
        ("accepted", number, clean, "text"),
        ("accepted", comment, None, "disposition"),
        ("accepted-with-changes", number, None, "text"),
        ("accepted-with-changes", number, " \n", "text"),
        ("accepted-with-changes", number, now, "text"),
        ("accepted-with-changes", number, now.replace("\n", "\r\n") + "\n\n", "text"),
        ("accepted-with-changes", number, clean, "disposition"),
        ("accepted-with-changes", number, clean.replace("\n", "\r\n"), "disposition"),
        ("accepted-with-changes", number, "x" * 1_000_001, "text"),
        ("accepted-with-changes", number, "a\0b", "text"),
    ):
        with pytest.raises(Invalid) as refused:
            server.dispose(server.cora, which, disposition, text=text)
        assert set(refused.value.fields) == {field}, (disposition, text)
    assert server.site.index.register.summary(number).status is Status.OPEN
    other = server.propose(server.boris, "first paragraph", "Other words.").number
    server.dispose(server.cora, number, "accepted")
    with pytest.raises(Invalid, match="Nothing would change"):
        server.dispose(server.cora, other, "accepted")


def test_a_decision_sent_twice_is_made_once(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    decision = replace(seen(server, number), key="the same")
    first = dispose(server.site, server.cora, number, decision)
    tip = server.site.record.tip()
    assert dispose(server.site, server.cora, number, decision) == first
    assert server.site.record.tip() == tip == first.commit


def test_a_comment_can_lead_to_a_text(server: Server) -> None:
    number = server.comment(server.ana, "first paragraph", "Say it shorter.").number
    now = server.site.record.text(server.site.record.tip(), "short")  # type: ignore[arg-type]
    assert now is not None
    assert preview(server.site, number).result == "none"
    outcome = server.dispose(
        server.cora, number, "accepted-with-changes", text=now.replace(FIRST, "We stand.")
    )
    message = server.site.record.commit(outcome.commit).message
    assert "Co-authored-by: Ana Example <ana-example@test-group.invalid>" in message
    assert outcome.revision == 2
