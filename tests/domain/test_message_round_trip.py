"""What is composed is read back the same: every kind, every combination of trailers, every body."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domain.events_of_every_kind import ANA, BORIS, COMMIT, SITE, events, every_event, smallest
from wgec_living.domain import trailers
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.message import FIELDS, RULES, Unreadable, compose, parse
from wgec_living.domain.trailers import CUT_LINE, Malformed

BLOCK = "Record-Version: 1\nRecord: withdrawal\nContribution: 42\n"
BLOCK += "Delegation: D\nStakeholder-Group: G\nRole: coordinator"
HOSTILE = [
    "",
    " ",
    "\n",
    "\n\n\n",
    "   \n\t\n   ",
    "text\n",
    "text\n\n\n\n\n",
    "\n\ntext",
    BLOCK,
    BLOCK + "\n",
    f"words\n\n{BLOCK}\n\n",
    f"words\n\n{BLOCK}\n\n---\n",
    "Record-Version: 1",
    "Record-Version: 1\n",
    "Signed-off-by: Somebody Else <else@example.org>",
    "a\r\nb\r\n\r\nc\r\n",
    "a\rb\r\rc",
    "\u202eright to left\u202c and \u2066isolated\u2069 \u200e\u200f\u061c\ufeff",
    "one\u2028two\u2029three\u0085four",
    "\x01\x1b[31m\x7f",
    "# a comment for git\n# " + "-" * 20,
    "---\ndiff --git a/x b/x\n--- a/x\n+++ b/x",
    "x" * 100_000,
    "line\n" * 20_000,
    "\n\n" * 50_000,
    "Ana says: yes\nBoris says: no",
    "fixup! squash! [PATCH] 🙂 伊藤 نص e\u0301",
]
bodies = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))),
    st.text(alphabet="\n \ra:-", max_size=30),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from([BLOCK, "\n\n", "Record-Version: 1", "\n", "words", ": "])).map("".join),
).filter(lambda body: CUT_LINE not in body.split("\n"))


def read_back(message: str, event: Event) -> Event | Unreadable:
    """Parse a message as it would be read from a commit of the same author and time."""
    return parse(message, Speaker(event.speaker.handle, event.speaker.name), event.at)


def test_every_kind_with_every_combination_reads_back() -> None:
    seen: Counter[Kind] = Counter()
    said: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for event in every_event():
        message = compose(event, SITE)
        assert read_back(message, event) == event, message
        seen[event.kind] += 1
        block = trailers.read(trailers.split_message(message)[2])
        said[event.kind] |= {name for name, _ in block} - {"Record", "Later-Trailer"}
    assert set(seen) == set(Kind) and seen.total() > 300
    # Nothing that a kind may say was left untried.
    assert said == {kind: required | optional for kind, (required, optional) in RULES.items()}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_bodies_forge_nothing(kind: Kind, body: str) -> None:
    event = smallest(kind, body=body)
    assert read_back(compose(event, SITE), event) == event


@given(events(bodies))
@example(smallest(Kind.REPLY, body=f"\n{BLOCK}\n"))
@settings(deadline=None, max_examples=400)
def test_any_body_reads_back(event: Event) -> None:
    assert read_back(compose(event, SITE), event) == event


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=300)
def test_free_text_in_a_trailer_is_one_plain_line_and_reads_back(text: str) -> None:
    value = trailers.quote(text)
    assert trailers.is_plain_line(value) and len(value.splitlines()) == 1
    assert trailers.unquote(value) == text
    value.encode()


@pytest.mark.parametrize(
    ("body", "named"),
    [("a\0b", "NUL"), ("\ud800", "half"), (f"a\n{CUT_LINE}\nb", "cuts"), (CUT_LINE, "cuts")],
)
def test_what_a_commit_cannot_keep_is_refused_by_name(body: str, named: str) -> None:
    with pytest.raises(Malformed, match=named):
        compose(smallest(Kind.REPLY, body=body), SITE)


@pytest.mark.parametrize(
    "title", ["", " ", "a\nb", " a", "a ", "a\rb", "a\0b", "a\u2028b", "x" * 201, CUT_LINE]
)
def test_a_title_is_one_plain_line(title: str) -> None:
    with pytest.raises(Malformed, match=r"title|cuts"):
        compose(smallest(Kind.REPLY, title=title), SITE)


@pytest.mark.parametrize(
    "change",
    [
        {"lines": (3, 2)},
        {"lines": (0, 2)},
        {"base": "main"},
        {"contribution": 0},
        {"contribution": 1_000_000_000},
        {"contribution_tip": "HEAD"},
        {"handle": "-rf"},
        {"document": "../x"},
        {"document": "a\nRecord: removal"},
        {"idempotency": ""},
        {"idempotency": "a\nRole: coordinator"},
        {"idempotency": " a"},
        {"unknown": (("Role", "coordinator"),)},
        {"unknown": (("Record", "removal"),)},
        {"unknown": (("record", "x"),)},
        {"unknown": (("Co-authored-by", "Ana Example <ana@test-group.invalid>"),)},
        {"unknown": (("A: b\nRole", "coordinator"),)},
        {"unknown": (("Later", "a\u0085b"),)},
        {"co_authors": (Speaker(BORIS.handle, "Boris <b@example.org>"),)},
        {"co_authors": (Speaker(BORIS.handle, "Boris\nRole: coordinator"),)},
        {"co_authors": (ANA,)},
    ],
)
def test_what_would_read_back_otherwise_is_never_written(change: dict[str, object]) -> None:
    tried = 0
    for kind in Kind:
        event = smallest(kind)._replace(**change)
        with pytest.raises(Malformed):
            compose(event, SITE)
        tried += 1
    assert tried == len(Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_says_all_it_must_and_nothing_it_must_not(kind: Kind) -> None:
    required, optional = RULES[kind]
    message = compose(smallest(kind), SITE)
    head, block = message.rsplit("\n\n", 1)
    lines = block.splitlines()
    for name in required:
        less = "\n".join(line for line in lines if not line.startswith(f"{name}: "))
        found = read_back(f"{head}\n\n{less}\n", smallest(kind))
        assert isinstance(found, Unreadable) and name in found.problem
    examples = {
        "Contribution": "1", "Document": "a", "Lines": "1-1", "Type": "editorial", "Position": "object",
        "Disposition": "noted", "Contribution-Tip": COMMIT, "In-Reply-To": COMMIT, "Supersedes": "1",
        "Takes-Back": "1", "Handle": "ana", "Delegation": "D", "Stakeholder-Group": "G", "Role": "contributor",
        "Idempotency-Key": "k", "Anchor-Range": "1-2", "Anchor-Quotation": '"q"', "Anchor-Prefix": '"p"',
        "Anchor-Suffix": '"s"', "Base": COMMIT,
    }  # fmt: skip
    assert set(examples) == set(FIELDS)
    for name in set(examples) - required - optional:
        found = read_back(f"{message}{name}: {examples[name]}\n", smallest(kind))
        assert isinstance(found, Unreadable) and f"may not have {name}" in found.problem
