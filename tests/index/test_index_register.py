"""The register: threads in order, filters, pages, counts at blocks."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Event, Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.standing import Status
from wgec_living.domain.summaries import ContributionFilter, Thread
from wgec_living.services import contributing, revising, taking_back

SHORT, ARABIC = DocumentPath("short"), DocumentPath("arabic")


def told(thread: Thread) -> list[str]:
    """Return the bodies of a thread's events in order."""
    return [item.event.body for item in thread.events if isinstance(item.event, Event)]


def test_a_thread_is_in_the_order_in_which_it_was_recorded(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.", "one").number
    contributing.reply(server.site, server.boris, number, "two")
    server.dispose(server.cora, number, "deferred", "three")
    contributing.reply(server.site, server.ana, number, "four")
    form = revising.revision_form(server.site, number)
    revising.revise(
        server.site, server.ana, number, base=form.base, body="five", replacement="Yet other words."
    )
    server.dispose(server.cora, number, "accepted", "six")
    contributing.reply(server.site, server.boris, number, "seven")
    assert told(server.site.index.register.thread(number)) == "one two three four five six seven".split()  # noqa: SIM905
    summary = server.site.index.register.summary(number)
    assert (summary.replies, summary.status) == (3, Status.ACCEPTED)
    assert summary.updated_at > summary.created_at


def test_within_one_second_the_order_holds_too(server: Server) -> None:
    object.__setattr__(server.site, "clock", lambda: 1_790_000_500)
    number = server.propose(server.ana, "first paragraph", "Other words.", "one").number
    server.dispose(server.cora, number, "deferred", "two")
    contributing.reply(server.site, server.boris, number, "three")
    server.dispose(server.cora, number, "noted", "four")
    contributing.reply(server.site, server.ana, number, "five")
    assert told(server.site.index.register.thread(number)) == "one two three four five".split()  # noqa: SIM905


def test_filters_and_pages(server: Server) -> None:
    one = server.comment(server.ana, "first paragraph", "On access to the *100%*_text").number
    two = server.propose(server.boris, "second paragraph", "Other.", "Shorter").number
    three = server.comment(server.boris, "نقف", "On the first", path="arabic").number
    server.dispose(server.cora, two, "declined")
    register = server.site.index.register

    def numbers(**wanted: str) -> list[int]:
        page = register.page(ContributionFilter(**wanted), 1, 50)
        assert page.total == len(page.items)
        return [item.number for item in page.items]

    assert numbers() == [three, two, one]
    assert numbers(document="short") == [two, one]
    assert numbers(document="arabic") == [three]
    assert numbers(kind="proposal") == [two]
    assert numbers(status="declined") == [two]
    assert numbers(handle="boris-example") == [three, two]
    assert numbers(group="Member States") == [three, two]
    assert numbers(group="Civil society", kind="comment") == [one]
    assert numbers(block=server.block("first paragraph"), document="short") == [one]
    assert numbers(words="ACCESS") == [one]
    assert numbers(words="100%") == [one]
    assert numbers(words="_text") == [one]
    assert numbers(words="a%c") == [] == numbers(words="'; drop table contributions; --")
    assert numbers(kind="sermon") == [] == numbers(status="x") == numbers(document="../x")
    first, second = register.page(ContributionFilter(), 1, 2), register.page(ContributionFilter(), 2, 2)
    assert [item.number for item in (*first.items, *second.items)] == [three, two, one]
    assert (first.total, first.pages, second.number) == (3, 2, 2)
    assert not register.page(ContributionFilter(), 9, 2).items
    assert [item.number for item in register.undecided()] == [one, three]
    assert [item.number for item in register.undecided(SHORT)] == [one]
    tallied = server.site.index.reports.tallies(ContributionFilter())
    assert sorted((one.group, one.status, one.number) for one in tallied) == [
        ("Civil society", "open", 1), ("Member States", "declined", 1), ("Member States", "open", 1),
    ]  # fmt: skip


def test_counts_at_blocks_follow_the_block(server: Server) -> None:
    texts = server.site.index.texts
    block = server.block("second paragraph")
    server.comment(server.ana, "second paragraph")
    number = server.propose(
        server.ana, "second paragraph", "The second paragraph says what should be done."
    ).number
    assert texts.counts(SHORT) == {block: (2, 2)}
    server.dispose(server.cora, number, "accepted")
    assert texts.counts(SHORT) == {block: (2, 1)}
    assert server.block("what should be done") == block
    server.comment(server.boris, "what should be done")
    assert texts.counts(SHORT) == {block: (3, 2)}
    assert texts.counts(ARABIC) == {}
    document = texts.document(SHORT)
    assert (document.contributions, document.open, document.revision) == (3, 2, 2)


def test_a_contribution_on_several_blocks_counts_at_each(server: Server) -> None:
    names = (server.block("first paragraph"), server.block("second paragraph"))
    document = server.site.index.texts.document(SHORT)
    sent = contributing.Submission(Kind.COMMENT, SHORT, document.commit, "Both.", names[::-1])
    number = contributing.submit(server.site, server.ana, sent).number
    summary = server.site.index.register.summary(number)
    assert summary.blocks == names
    assert summary.lines == (8, 10)
    assert server.site.index.texts.counts(SHORT) == dict.fromkeys(names, (1, 1))


def test_what_supersedes_and_takes_back_is_linked_both_ways(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "Other words.").number
    server.dispose(server.cora, number, "accepted")
    back = taking_back.take_back(server.site, server.boris, number).number
    document = server.site.index.texts.document(SHORT)
    sent = contributing.Submission(Kind.COMMENT, SHORT, document.commit, "Again.", supersedes=number)
    again = contributing.submit(server.site, server.ana, sent).number
    thread = server.site.index.register.thread(number)
    assert (thread.taken_back_by, thread.superseded_by) == ((back,), (again,))
    assert server.site.index.register.summary(back).takes_back == number
    assert server.site.index.register.summary(again).supersedes == number


def test_revisions_by_number_commit_moment_and_contribution(server: Server) -> None:
    texts = server.site.index.texts
    founding = texts.revision(SHORT, 1)
    number = server.propose(server.ana, "first paragraph", "Other words.", "Clearer.").number
    outcome = server.dispose(server.cora, number, "accepted", "Agreed.")
    second = texts.revision(SHORT, 2)
    assert (second.commit, second.contribution, second.kind) == (outcome.commit, number, "disposition")
    assert (second.author.handle, second.author.group) == ("ana-example", "Civil society")
    assert second.decided_by is not None and second.decided_by.handle == "cora-example"
    assert (second.reason, second.disposition) == ("Agreed.", "accepted")
    assert (second.changed, second.added, second.removed) == (1, 0, 0)
    assert texts.revision_by_contribution(number) == second
    assert texts.revision_of_commit(SHORT, outcome.commit) == second
    assert texts.revision_of_commit(ARABIC, outcome.commit).number == 1
    assert texts.revision_as_of(SHORT, second.at) == second
    assert texts.revision_as_of(SHORT, second.at - 1) == founding
    assert [r.number for r in texts.revisions(SHORT, 1, 1).items] == [2]
    assert [r.number for r in texts.revisions(SHORT, 2, 1).items] == [1]
    tip = server.site.index.register.summary(number).tip
    for call in (
        lambda: texts.revision(SHORT, 3),
        lambda: texts.revision(SHORT, 0),
        lambda: texts.revision_of_commit(SHORT, tip),
        lambda: texts.revision_as_of(SHORT, founding.at - 1),
        lambda: texts.revisions(SHORT, 3, 1),
        lambda: texts.document(DocumentPath("nowhere")),
        lambda: server.site.index.register.summary(99),
    ):
        with pytest.raises(NotFound):
            call()
