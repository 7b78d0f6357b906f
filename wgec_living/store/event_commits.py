"""Events as commits: who is author, who is committer, and which event a stored commit carries."""

from __future__ import annotations

from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId
from wgec_living.domain.message import Unreadable, address_of, compose, parse
from wgec_living.domain.people import SERVER

from .objects import Signature, StoredCommit, encode_commit


def commit_content(event: Event, site: str, tree: ObjectId, parents: tuple[CommitId, ...]) -> bytes:
    """Return the commit object for `event`: Git's author is who spoke, the committer is the server."""
    author = Signature(event.speaker.name, address_of(event.speaker.handle, site), event.at)
    server = Signature(SERVER.name, address_of(SERVER.handle, site), event.at)
    return encode_commit(tree, parents, author, server, compose(event, site))


def event_of(commit: StoredCommit) -> Event | Unreadable:
    """Return the event a commit carries, or what is wrong with it; never raises."""
    handle = commit.author.address.partition("@")[0]
    author = Speaker(Handle(handle), commit.author.name)
    return parse(commit.message, author, commit.committer.at)
