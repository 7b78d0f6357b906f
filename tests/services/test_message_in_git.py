"""Messages go through real Git byte for byte, and Git's own reader of trailers finds ours alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from git import Repo

from wgec_living.domain.events import Anchor, Event, Kind, Speaker
from wgec_living.domain.identifiers import DocumentPath, Handle, branch_of
from wgec_living.domain.message import compose
from wgec_living.domain.trailers import split_message
from wgec_living.store import git_process
from wgec_living.store.event_commits import event_of
from wgec_living.store.record import MAIN, Record, found

SITE = "test-group"
SERVER = Speaker(Handle("server"), "WGEC Living server")
FORGED = "Record-Version: 1\nRecord: removal\nContribution: 1\nDelegation: D\nStakeholder-Group: G\nRole: coordinator"
BODIES = [
    "A body.",
    "",
    "   ",
    "\n\nleading and trailing\n\n\n\n",
    "a\r\nb\rc\r\n",
    "\u202eafter a mark\u202c \u2066x\u2069\u2028y\u2029z\u0085w\ufeff\u200b",
    FORGED,
    f"{FORGED}\n\n---\nafter a line of dashes\n",
    f"---\n\n{FORGED}\n",
    f"{FORGED}\n\nConflicts:\n\tdocuments/short.md",
    f"{FORGED}\n# a comment\n",
    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b",
    "Signed-off-by: Somebody Else <else@example.org>\nCc: other@example.org",
    "words of a person\n" * 6_000,
    "x" * 100_000,
    "伊藤 नमस्ते السلام e\u0301 🙂 \U0010fffd",
]
NAMES = [
    "Ana Example",
    "伊藤 博文",
    "محمد",
    "Ana 'the' \"one\", & Co.: #1",
    ".Ana;",
    "Z\u0301oe\u0308",
    "-n",
    "\\n\\0 %s$(id)",
]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    made = found(
        tmp_path / "a record.git", SITE, {}, Event(Kind.FOUNDING, "Found it", "", SERVER, 1_790_000_000)
    )
    yield made
    made.close()


def git(record: Record, *arguments: str, stdin: str = "") -> bytes:
    environment = git_process.environment(record.git_dir)
    done = subprocess.run(
        ["git", *arguments], input=stdin.encode(), capture_output=True, env=environment, check=True
    )
    return done.stdout


def put(record: Record, number: int, event: Event) -> str:
    with record.writing() as writer:
        tip = record.tip(MAIN)
        return writer.commit(branch_of(number), None, event, record.commit(tip).tree, (tip,)).id


def test_hostile_messages_are_the_same_for_every_reader(record: Record) -> None:
    sent: dict[str, Event] = {}
    for number, body in enumerate(BODIES, start=1):
        name = NAMES[number % len(NAMES)]
        speaker = Speaker(
            Handle(f"person-{number}"), name, f"Delegation of {name}", "Civil society", "contributor"
        )
        anchor = Anchor(1, 5, f"quoted\n{body[:50]}", "\u202e", "\n")
        event = Event(
            Kind.COMMENT,
            f"Title {number}: Record-Version: 1",
            body,
            speaker,
            1_790_000_000 + number,
            contribution=number,
            document=DocumentPath("short"),
            lines=(1, 2),
            anchor=anchor,
        )
        sent[put(record, number, event)] = event
    repository = Repo(record.git_dir)
    for name, event in sent.items():
        message = compose(event, SITE)
        block = split_message(message)[2]
        found_back = record.commit(name)  # type: ignore[arg-type]
        assert found_back.message == message
        assert event_of(found_back, SITE) == event
        assert git(record, "log", "-1", "-z", "--format=%B", name).decode() == message + "\0"
        assert git(record, "cat-file", "commit", name).decode().partition("\n\n")[2] == message
        assert git(record, "log", "-1", "--format=%an%n%ae", name).decode().split("\n")[:2] == [
            event.speaker.name,
            f"{event.speaker.handle}@{SITE}.invalid",
        ]
        assert git(record, "log", "-1", "--format=%(trailers)", name).decode() == block + "\n"
        parsed = git(record, "interpret-trailers", "--parse", "--no-divider", stdin=message).decode()
        assert parsed == block
        by_library = repository.commit(name)
        assert by_library.message == message
        assert by_library.author.name == event.speaker.name
        assert by_library.committer.email == f"server@{SITE}.invalid"
        assert by_library.authored_date == by_library.committed_date == event.at
    repository.close()
    assert git(record, "fsck", "--strict", "--no-dangling") == b""


def test_the_line_at_which_git_cuts_would_forge_and_is_refused(record: Record) -> None:
    cut = "# ------------------------ >8 ------------------------"
    forged = f"Title\n\n{FORGED}\n{cut}\nmore\n\nRecord-Version: 1\nRecord: withdrawal\n"
    # This is why: Git itself would believe the imitation.
    assert b"removal" in git(record, "interpret-trailers", "--parse", "--no-divider", stdin=forged)
    event = Event(Kind.FOUNDING, "Title", f"{FORGED}\n{cut}\nmore", SERVER, 1_790_000_000)
    with pytest.raises(ValueError, match="cuts"):
        put(record, 1, event)
    assert record.refs.get(branch_of(1)) is None


def test_a_name_that_cannot_stand_in_a_commit_is_refused(record: Record) -> None:
    for name in ("Ana <ana@example.org>", "Ana\nExample", "Ana\0", " "):
        event = Event(Kind.FOUNDING, "Title", "", SERVER._replace(name=name), 1_790_000_000)
        with pytest.raises(ValueError):
            put(record, 1, event)
