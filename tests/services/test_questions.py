"""What is asked of the index does not grow with what was said: counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from tests.conftest import Server
from wgec_living.services import contributing, desk, revising, threads


@contextmanager
def questions() -> Iterator[list[str]]:
    """Collect every statement that any database is asked meanwhile."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def to_read(server: Server, number: int) -> int:
    with questions() as asked:
        threads.contribution(server.site, number)
    return len(asked)


def to_see_mine(server: Server) -> int:
    with questions() as asked:
        desk.mine(server.site, server.ana)
    return len(asked)


def revise(server: Server, number: int, words: str) -> None:
    base = server.site.index.texts.main()
    revising.revise(server.site, server.ana, number, base=base, body="Better.", replacement=words)


def test_a_thread_is_read_with_the_same_number_of_questions_however_long(server: Server) -> None:
    number = server.propose(server.ana, "second paragraph", "Words.").number
    revise(server, number, "Other words.")
    contributing.reply(server.site, server.boris, number, "Good.")
    short = to_read(server, number)
    for turn in range(10):
        other = server.propose(server.boris, "last paragraph", f"The last paragraph, time {turn}.").number
        server.dispose(server.cora, other, "accepted")
        revise(server, number, f"Words {turn}.")
        for _ in range(2):
            contributing.reply(server.site, server.boris, number, "Good.")
    assert to_read(server, number) == short > 3
    bases = [entry.base_revision for entry in threads.contribution(server.site, number).entries]
    assert [base for base in bases if base] == [1, 1, *range(2, 12)]


def test_my_contributions_take_the_same_number_of_questions_however_many(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    decided = server.propose(server.ana, "second paragraph", "The second paragraph.").number
    server.dispose(server.cora, decided, "accepted")
    few = to_see_mine(server)
    for turn in range(30):
        number = server.propose(server.ana, "last paragraph", f"The last paragraph, time {turn}.").number
        server.comment(server.ana, "first paragraph")
        if turn % 2:
            server.dispose(server.cora, number, "accepted")
        elif turn % 3:
            server.dispose(server.cora, number, "declined", f"Not in turn {turn}.")
    assert to_see_mine(server) == few > 3
    rows = {row.summary.number: row for row in desk.mine(server.site, server.ana)}
    assert (rows[2].decided_by, rows[1].reason) == ("Cora Example", "")


def test_mine_says_where_the_text_changed_or_went(server: Server) -> None:
    still = server.comment(server.ana, "first paragraph").number
    changed = server.comment(server.ana, "second paragraph").number
    gone = server.comment(server.ana, "one thing").number
    on_all = server.propose(
        server.boris, "second paragraph", "The second paragraph says what must be done."
    ).number
    server.dispose(server.cora, on_all, "accepted")
    text = server.site.record.text(server.site.record.tip(), server.site.index.texts.documents()[0].path)
    assert text is not None
    cut = server.comment(server.boris, "last paragraph").number
    server.dispose(server.cora, cut, "accepted-with-changes", text=text.replace("- one thing\n", ""))
    server.dispose(server.cora, still, "deferred", "Later.")
    rows = {row.summary.number: row for row in desk.mine(server.site, server.ana)}
    since = {number: row.since for number, row in rows.items()}
    assert since == {still: "", changed: "text changed", gone: "text gone"}
    assert (rows[still].reason.strip(), rows[still].decided_by) == ("Later.", "Cora Example")
