"""`docs/record-format.md` says what the program does: its table, its examples, its lists of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wgec_living.domain.events import ChangeType, Disposition, Event, Kind, Speaker, Stance
from wgec_living.domain.identifiers import MAX_HANDLE, MAX_PATH, RESERVED_SEGMENTS, Handle
from wgec_living.domain.message import FIELDS, RULES, TITLE_LIMIT, compose, parse
from wgec_living.domain.people import Role
from wgec_living.domain.roster import read_person
from wgec_living.domain.standing import Status
from wgec_living.domain.trailers import CUT_LINE, FIRST
from wgec_living.store.record import FORMAT

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "record-format.md").read_text("utf-8")
EXAMPLES = dict(
    re.findall(r"### ([a-z-]+)\n\n.*?```text\n(.*?)```", DOCUMENT.split("\n## Kinds\n")[1], re.DOTALL)
)


def test_every_kind_has_an_example() -> None:
    assert set(EXAMPLES) == {kind.value for kind in Kind}


@pytest.mark.parametrize("kind", Kind)
def test_each_example_is_what_the_program_writes(kind: Kind) -> None:
    message = EXAMPLES[kind.value]
    event = parse(message, Speaker(Handle("ana-example"), "Ana Example"), 0)
    assert isinstance(event, Event), event
    assert event.kind is kind
    assert compose(event, "wgec") == message


def test_the_examples_have_all_trailers_that_a_person_meets() -> None:
    used = {
        line.split(": ")[0]
        for message in EXAMPLES.values()
        for line in message.rsplit("\n\n", 1)[1].splitlines()
    }
    assert set(FIELDS) - used == {"Supersedes", "Takes-Back"}


def test_the_table_of_kinds_is_that_of_the_program() -> None:
    part = DOCUMENT.split("### Which kind has which\n")[1].split("\n## ")[0]
    rows = [
        [set(re.findall(r"`([^`]+)`", cell)) for cell in line.strip("|").split("|")]
        for line in part.splitlines()
        if line.startswith("| `")
    ]
    assert {Kind(next(iter(kind))): (must, may) for kind, must, may in rows} == RULES


def test_every_trailer_is_described_in_the_order_of_writing() -> None:
    part = DOCUMENT.split("### Trailers\n")[1].split("\n### ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    names = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert names == ["Record-Version", "Record", *FIELDS, "Co-authored-by"]


def test_the_words_and_limits_are_those_of_the_program() -> None:
    for words in (ChangeType, Stance, Disposition, Role):
        for word in words:
            assert f"`{word.value}`" in DOCUMENT
    states = DOCUMENT.split("## Where a contribution stands\n")[1]
    assert all(status.value in states for status in Status)
    assert f"`{CUT_LINE}`" in DOCUMENT and f'"{FIRST}"' in DOCUMENT
    assert f"1 to {TITLE_LIMIT} characters" in DOCUMENT
    assert f"at most {MAX_PATH} characters" in DOCUMENT and f"at most {MAX_HANDLE} characters" in DOCUMENT
    named = re.search(r"none of `([a-z, ]+)`\s+is a segment", DOCUMENT)
    assert named and set(named[1].split(", ")) == RESERVED_SEGMENTS
    assert f"the number {FORMAT}" in DOCUMENT


def test_the_example_of_a_person_is_read() -> None:
    file = DOCUMENT.split("```yaml\n")[1].split("```")[0]
    assert read_person(Handle("ana-example"), file.encode()).name == "Ana Example"
