"""A message that is not of the format is named as such: the parser never raises and never accepts it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.events_of_every_kind import ANA, COMMIT, SITE, every_event, smallest
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.message import Unreadable, compose, parse

MESSAGES = [compose(event, SITE) for event in every_event()]
AUTHOR = Speaker(ANA.handle, ANA.name)
HEAD = "A title\n\nA body.\n\n"
COMMENT = (
    "Record-Version: 1\nRecord: comment\nContribution: 42\nDocument: annex/one\nLines: 3-4\nAnchor-Range: 2-7\n"
    'Anchor-Quotation: "words"\nDelegation: D\nStakeholder-Group: G\nRole: contributor\n'
)


def test_the_example_is_good() -> None:
    assert isinstance(parse(HEAD + COMMENT, AUTHOR, 1), Event)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Record-Version: 1", "Record-Version: 2", "unknown record version"),
        ("Record-Version: 1", "Record-Version:1", "unknown record version"),
        ("Record-Version: 1", "Record-Version: 1 ", "unknown record version"),
        ("Record-Version: 1\n", "", "no trailer block"),
        ("Record-Version: 1\n", "Record-Version: 1\nRecord-Version: 1\n", "Record: is missing"),
        ("Record: comment\n", "", "Record: is missing"),
        ("Record: comment\n", "Record: comment\nRecord: removal\n", "Record stands twice"),
        ("Role: contributor\n", "Role: contributor\nRecord-Version: 1\n", "Record-Version stands twice"),
        ("Record: comment", "Record: sermon", "unknown kind: sermon"),
        ("Record: comment", "Record: Comment", "unknown kind"),
        ("Record: comment", "Record:comment", "not a trailer"),
        ("Contribution: 42", "Contribution: 0", "not a number"),
        ("Contribution: 42", "Contribution: 042", "not a number"),
        ("Contribution: 42", "Contribution: ٤٢", "not a number"),
        ("Contribution: 42", "Contribution: 4 2", "not a number"),
        ("Contribution: 42", "Contribution: 42\nContribution: 43", "Contribution stands twice"),
        ("Contribution: 42\n", "", "lacks Contribution"),
        ("Document: annex/one", "Document: ../one", "not a document path"),
        ("Document: annex/one", "Document: annex/one.md", "not a document path"),
        ("Document: annex/one", "Document: ", "not a trailer"),
        ("Lines: 3-4", "Lines: 4-3", "not a range"),
        ("Lines: 3-4", "Lines: 0-4", "counted from 1"),
        ("Lines: 3-4", "Lines: 3", "not a range"),
        ("Lines: 3-4", "Lines: 03-4", "not a range"),
        ("Lines: 3-4\n", "", "needs Lines"),
        ("Lines: 3-4\nAnchor-Range: 2-7", "Lines: 3-3\nAnchor-Range: 7-2", "not a range"),
        ("Anchor-Range: 2-7\n", "", "needs Anchor-Range"),
        ("Anchor-Range: 2-7", "Anchor-Range: two", "not a range"),
        ('"words"\n', '"words"\nAnchor-Prefix: ""\n', "an Anchor-Prefix without words is left out"),
        ('"words"\n', '"words"\nAnchor-Suffix: ""\n', "an Anchor-Suffix without words is left out"),
        ('"words"', "words", "not a JSON string"),
        ('"words"', '["words"]', "not a JSON string"),
        ('"words"', '"words" ""', "not a JSON string"),
        ('"words"', "[" * 200_000, "not a JSON string"),
        ('"words"', "\"wo\x07rds\"", "not a trailer"),
        ("Delegation: D", "Delegation:  D", "not a trailer"),
        ("Delegation: D", "Delegation: D ", "not a trailer"),
        ("Delegation: D", "Delegation: D\r", "not a trailer"),
        ("Delegation: D", "Delegation: D\u2028E", "not a trailer"),
        ("Delegation: D", "delegation: D", "not a trailer"),
        ("Delegation: D", " Delegation: D", "not a trailer"),
        ("Delegation: D", "Delegation: D\n continued", "not a trailer"),
        ("Delegation: D", "Delegation: D\nno trailer at all", "not a trailer"),
        ("Delegation: D", "Delegation: D\nType: editorial", "may not have Type"),
        ("Role: contributor\n", "Role: contributor\n\n", "no trailer block"),
        ("Role: contributor\n", "Role: contributor\n\nP. S.\n", "no trailer block"),
        ("Role: contributor\n", f"Role: contributor\nIn-Reply-To: {COMMIT}\n", "may not have In-Reply-To"),
        ("Role: contributor\n", "Role: contributor\nCo-authored-by: A <a@s.invalid>\n", "Co-authored-by"),
        ("A title", " A title", "title"),
        ("A title", "x" * 201, "title"),
        ("A title\n\nA body.\n\n", "\n\n", "title"),
        ("A title\n\nA body.", "A title\nA body.", "blank line"),
        ("A title\n\nA body.", "A title\n\n", "blank line"),
        ("Role: contributor\n", "Role: contributor", "not complete"),
        ("A body.", "A \0body.", "NUL"),
        ("A body.", "# ------------------------ >8 ------------------------", "cuts"),
    ],
)  # fmt: skip
def test_each_malformation_is_named(old: str, new: str, problem: str) -> None:
    message = (HEAD + COMMENT).replace(old, new, 1)
    assert message != HEAD + COMMENT
    found = parse(message, AUTHOR, 1)
    assert isinstance(found, Unreadable), found
    assert problem in found.problem


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Disposition: perhaps", "unknown disposition"),
        ("Contribution-Tip: HEAD", "not a commit id"),
        ("Contribution-Tip: 0123456789ABCDEF0123456789ABCDEF01234567", "not a commit id"),
        ("Co-authored-by: Boris", "not a co-author"),
        ("Co-authored-by: Boris <boris@example.org>", "not a co-author"),
        ("Co-authored-by: Boris <-b@s.invalid>", "not a handle"),
    ],
)
def test_each_malformed_trailer_of_a_decision_is_named(line: str, problem: str) -> None:
    name = line.partition(":")[0]
    lines = compose(smallest(Kind.DISPOSITION), SITE).rstrip("\n").split("\n")
    kept = [kept for kept in lines if not kept.startswith(name + ":")]
    found = parse("\n".join([*kept, line, ""]), AUTHOR, 1)
    assert isinstance(found, Unreadable) and problem in found.problem


@pytest.mark.parametrize(
    "message", ["", "\n", "Merge branch 'x'", "title\n\nRole: contributor\n", "\n\n\n\n"]
)
def test_foreign_messages_are_kept_as_they_stand(message: str) -> None:
    found = parse(message, AUTHOR, 1)
    assert isinstance(found, Unreadable) and found.problem
    assert found.title in message and found.body in message


def consistent(message: str) -> None:
    """Fail if a message is accepted that says anything but what it seems to say."""
    found = parse(message, AUTHOR, 1)
    if isinstance(found, Unreadable):
        assert found.problem
        return
    again = compose(found, SITE)
    assert parse(again, AUTHOR, 1) == found
    head, _, block = message.rstrip("\n").rpartition("\n\n")
    assert again.startswith(head + "\n\n")
    # Every line of the block counts, none counts twice, and nothing outside it counts at all.
    assert len(again[len(head) + 2 :].rstrip("\n").split("\n")) == len(block.split("\n"))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw a good message with a few characters or lines taken out, put in or doubled."""
    message = draw(st.sampled_from(MESSAGES))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(message)))
        end = draw(st.integers(start, min(len(message), start + 5)))
        put = draw(
            st.one_of(st.text(max_size=4), st.sampled_from(["\n", "\n\n", ": ", "Role: x\n", "\r", "\u2028"]))
        )
        message = message[:start] + put + message[end:]
        if draw(st.booleans()):
            lines = message.split("\n")
            line = draw(st.integers(0, len(lines) - 1))
            lines[line:line] = draw(st.sampled_from([lines[line : line + 1], ["Record-Version: 1"], [""]]))
            message = "\n".join(lines)
    return message


@given(mutated())
@settings(deadline=None, max_examples=700)
def test_a_mutated_message_is_refused_or_means_what_it_says(message: str) -> None:
    consistent(message)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=300)
def test_parsing_never_raises(message: str) -> None:
    consistent(message)
    consistent(f"{message}\n\nRecord-Version: 1\n{message}")
