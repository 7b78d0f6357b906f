"""Annotated tags as bytes: how an edition stands in the record, and which edition a tag carries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wgec_living.domain.editions import edition_ref
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId
from wgec_living.domain.message import Unreadable, address_of, compose, parse

from .objects import Signature, signature

FOREIGN = "its tagger's address is not of the form handle@site.invalid"
_TAG = re.compile(
    rb"object (?P<target>[0-9a-f]{40})\ntype (?P<kind>[a-z]+)\ntag (?P<name>[^\n]+)\n"
    rb"tagger (?P<who>.*?) ?<(?P<address>[^<>\n]*)> (?P<at>-?\d{1,18}) [+-]\d+\n\n"
)


@dataclass(frozen=True, slots=True)
class StoredTag:
    """An annotated tag as it stands in the record."""

    id: ObjectId
    target: CommitId
    kind: str
    """What it is on: `commit`, if it is as it should be."""
    name: str
    tagger: Signature
    message: str


def tag_content(event: Event, number: int, site: str, commit: CommitId) -> bytes:
    """Return the tag object for an edition: its tagger is the coordinator who published it."""
    who = event.speaker
    if re.search("[<>\0\n]", who.name) or not who.name.strip():
        raise ValueError("the tagger's name cannot stand in a tag")
    head = [f"object {commit}", "type commit", f"tag {_short(number)}"]
    head.append(f"tagger {who.name} <{address_of(who.handle, site)}> {event.at} +0000")
    return ("\n".join(head) + "\n\n" + compose(event, site)).encode()


def parse_tag(name: ObjectId, content: bytes) -> StoredTag:
    """Return the tag in `content`; raise `CorruptRecord` when it is not one that names who made it."""
    head = _TAG.match(content)
    if head is None:
        raise CorruptRecord("A tag of the record cannot be read.", name)
    tagger = signature(head["who"], head["address"], head["at"])
    words = {key: head[key].decode("utf-8", "replace") for key in ("target", "kind", "name")}
    return StoredTag(
        name,
        CommitId(words["target"]),
        words["kind"],
        words["name"],
        tagger,
        content[head.end() :].decode("utf-8", "replace"),
    )


def edition_of(tag: StoredTag, number: int, site: str) -> Event | Unreadable:
    """Return the edition a tag carries in the record of `site`, or what is wrong with it; never raises."""
    handle = tag.tagger.address.partition("@")[0]
    event = parse(tag.message, Speaker(Handle(handle), tag.tagger.name), tag.tagger.at)
    if isinstance(event, Unreadable):
        return event
    for wrong, problem in (
        (not handle or tag.tagger.address != address_of(handle, site), FOREIGN),
        (event.kind is not Kind.EDITION, f"a {event.kind} cannot stand in a tag"),
        (tag.kind != "commit", f"is on a {tag.kind}, not on a commit"),
        (tag.name != _short(number), f"calls itself {tag.name[:60]}"),
    ):
        if wrong:
            return Unreadable(event.title, event.body, problem)
    return event


def _short(number: int) -> str:
    """Return the name that the tag object itself bears: `edition/1`."""
    return edition_ref(number).removeprefix("refs/tags/")
