"""Each rule about editions broken once by hand, and what `verify` says of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.handmade import PEOPLE, SITE, Hand, message
from wgec_living.services import verifying


def tag(
    hand: Hand,
    number: int,
    said: str | None = None,
    *,
    target: str = "main",
    who: str = "cora-example",
    name: str = "",
    address: str = "",
) -> str:
    """Put an annotated tag into the record by hand and return its name."""
    commit = hand.git("rev-parse", target)
    kind = hand.git("cat-file", "-t", commit)
    tagger = f"{PEOPLE[who][0]} <{address or f'{who}@{SITE}.invalid'}> {hand.at} +0000"
    head = f"object {commit}\ntype {kind}\ntag {name or f'edition/{number}'}\ntagger {tagger}\n\n"
    content = head + (said or message("edition", who))
    made = hand.git("hash-object", "-w", "-t", "tag", "--stdin", stdin=content.encode())
    hand.git("update-ref", f"refs/tags/edition/{number}", made)
    return made


def _earlier(hand: Hand) -> str:
    tag(hand, 1)
    return tag(hand, 2, target="main~1")


def _gap(hand: Hand) -> str:
    tag(hand, 2)
    return ""


def _light(hand: Hand) -> str:
    hand.git("update-ref", "refs/tags/edition/1", "main")
    return hand.tip()


Break = Callable[[Hand], str]
BROKEN: dict[str, tuple[Break, str]] = {
    "a gap": (_gap, "the numbers are broken: there is no edition 1"),
    "not annotated": (_light, "edition 1 is not an annotated tag"),
    "no edition": (lambda h: tag(h, 1, "Just so\n"), "edition 1: the message has no trailer block"),
    "another kind": (
        lambda h: tag(h, 1, message("roster", "cora-example", Handle="cora-example")),
        "edition 1: a roster cannot stand in a tag",
    ),
    "on a folder": (lambda h: tag(h, 1, target="main^{tree}"), "edition 1 is not on the line of main"),
    "on a branch": (
        lambda h: tag(h, 1, target="contributions/0001"),
        "edition 1 is not on the line of main",
    ),
    "earlier than the one before": (_earlier, "edition 2 is on an earlier commit than the one before it"),
    "by a contributor": (
        lambda h: tag(h, 1, who="ana-example"),
        "ana-example was no coordinator in the list of people at that time",
    ),
    "by somebody of elsewhere": (
        lambda h: tag(h, 1, address="cora@people.example"),
        "edition 1: its tagger's address is not of the form handle@site.invalid",
    ),
    "under another name": (lambda h: tag(h, 1, name="edition/7"), "edition 1: calls itself edition/7"),
    "of a document that is not there": (
        lambda h: tag(h, 1, message("edition", "cora-example", Document="nowhere")),
        "edition 1 takes in nowhere, which was not there",
    ),
    "with an unknown trailer": (
        lambda h: tag(h, 1, message("edition", "cora-example", Mood="good")),
        "edition 1 has the unknown trailer Mood",
    ),
    "in another order": (
        lambda h: tag(
            h,
            1,
            message("edition", "cora-example")
            .replace("Role: coordinator\n", "")
            .replace("Delegation", "Role: coordinator\nDelegation"),
        ),
        "edition 1 is not written exactly as the format says",
    ),
}


@pytest.fixture
def hand(founded: Path, tmp_path: Path) -> Hand:
    copy = tmp_path / "record.git"
    shutil.copytree(founded / "record.git", copy)
    hand = Hand(copy)
    hand.commit("contributions/0001", message("comment", Contribution=1, Document="short"), hand.tip())
    return hand


def test_editions_as_they_should_be_give_nothing(hand: Hand) -> None:
    tag(hand, 1)
    tag(hand, 2, message("edition", "cora-example", Document="short"))
    assert verifying.verify_clone(str(hand.git_dir)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_of_editions_broken_by_hand_is_found(hand: Hand, name: str) -> None:
    break_it, problem = BROKEN[name]
    broken = break_it(hand)
    found = [(finding.commit, finding.problem) for finding in verifying.verify_clone(str(hand.git_dir))]
    assert (broken, problem) in found
