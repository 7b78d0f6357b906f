"""Events as commits: who is author, who is committer, and which event a stored commit carries."""

from __future__ import annotations

from functools import lru_cache

from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId
from wgec_living.domain.message import Unreadable, address_of, compose, parse
from wgec_living.domain.people import SERVER

from .objects import Signature, StoredCommit, encode_commit

FOREIGN = "its author's address is not of the form handle@site.invalid"


def commit_content(event: Event, site: str, tree: ObjectId, parents: tuple[CommitId, ...]) -> bytes:
    """Return the commit object for `event`: Git's author is who spoke, the committer is the server."""
    author = Signature(event.speaker.name, address_of(event.speaker.handle, site), event.at)
    server = Signature(SERVER.name, address_of(SERVER.handle, site), event.at)
    return encode_commit(tree, parents, author, server, compose(event, site))


def event_of(commit: StoredCommit, site: str) -> Event | Unreadable:
    """Return the event a commit carries in the record of `site`, or what is wrong with it; never raises.

    An author of elsewhere is nobody here, whatever stands before the @: such a commit carries no event.
    """
    return read_commit(commit, site)[0]


def read_commit(commit: StoredCommit, site: str) -> tuple[Event | Unreadable, Speaker]:
    """Return `event_of` and `author_of` a commit, which costs as much as the one."""
    author = author_of(commit, site)
    event = parse(commit.message, author, commit.committer.at)
    if not author.handle and isinstance(event, Event):
        return Unreadable(event.title, event.body, FOREIGN), author
    return event, author


def author_of(commit: StoredCommit, site: str) -> Speaker:
    """Return who wrote a commit; without a handle, and by their address, where that is not one of `site`."""
    return _speaker(commit.author.name, commit.author.address, site)


@lru_cache(1_000)
def _speaker(name: str, address: str, site: str) -> Speaker:
    handle = address.partition("@")[0]
    if handle and address == address_of(handle, site):
        return Speaker(Handle(handle), name)
    return Speaker(Handle(""), address)
