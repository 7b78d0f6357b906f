"""Putting an event on record: the one way in which every act is written.

Order: lock, bring the index level, let the act check itself, write to Git (on disk), bring the index on, release.
After Git has it the event exists; an index that could not follow catches up later.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from wgec_living.domain.errors import Invalid, NotAllowed
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId, branch_of
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.store.event_commits import event_of
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Writer

from .site import Site

log = logging.getLogger(__name__)


class SentBefore(Invalid):
    """Words under a key with which something else stands on record, at `commit` of `contribution`."""

    def __init__(self, commit: CommitId, contribution: int) -> None:
        super().__init__(
            f"Something else was sent with the same key before and stands on record, at contribution {contribution}. "
            "What you sent now was not recorded.",
            {"idempotency_key": "To send something else, use another key or open the form anew."},
        )
        self.commit, self.contribution = commit, contribution


@dataclass(frozen=True)
class Recorder:
    """The writer of one act, inside the lock."""

    site: Site
    writer: Writer
    main: CommitId
    """The tip of `main`; it cannot move while the lock is held, but for an administrator's push."""
    newest: int
    """The highest number given so far, 0 where there is none."""

    def put(
        self, ref: str, old: CommitId | None, event: Event, tree: ObjectId, parents: tuple[CommitId, ...]
    ) -> StoredCommit:
        """Put `event` on record and bring the index on; raises `Stale` when the ref moved meanwhile."""
        commit = self.writer.commit(ref, old, event, tree, parents)
        try:
            self.site.index.keeping.advance(ref, commit)
        except Exception:
            # The event is on record and stays; the index brings itself level at the next look.
            log.exception("the index could not follow commit %s", commit.id)
        return commit

    def move(self, ref: str, old: CommitId, new: CommitId) -> None:
        """Put a chain of prepared commits on record at once and bring the index on; raises `Stale` as `put` does."""
        self.writer.move(ref, old, new)
        try:
            self.site.index.keeping.level()
        except Exception:
            log.exception("the index could not follow up to commit %s", new)

    def publish(self, number: int, event: Event) -> ObjectId:
        """Put an edition of what `main` holds on record and bring the index on; return its tag's name.

        Raises `Stale` as `put` does.
        """
        tag = self.writer.edition(number, event, self.main)
        try:
            self.site.index.keeping.level()
        except Exception:
            log.exception("the index could not follow edition %s (%s)", number, tag.id)
        return tag.id

    def permit(self, actor: Person, act: Act, summary: ContributionSummary | None = None) -> Speaker:
        """Return who speaks, as the roster has them now, if they may do `act` (on a contribution) now.

        The record alone decides: what the actor looked like when the request came in counts for nothing.
        """
        person = self.site.index.people.person(actor.handle)
        if person is None:
            raise NotAllowed("You are not, or no longer, in the list of people.")
        if summary is None:
            require(person, act)
        else:
            require(person, act, status=summary.status, author=summary.speaker.handle)
        return self.speaker(person)

    def sent_before(self, key: str | None) -> tuple[CommitId, int | None] | None:
        """Return commit and contribution of what was sent with this idempotency hash, if anything was."""
        return None if key is None else self.site.index.register.sent_before(key)

    def next_number(self) -> int:
        """Return the number of the next contribution."""
        number = self.newest + 1
        refs = self.site.record.refs
        while refs.get(branch_of(number)) is not None or refs.obstructed(branch_of(number)):
            number += 1
        return number

    @staticmethod
    def speaker(person: Person) -> Speaker:
        """Return a person as the speaker of an event, with the affiliation of this moment."""
        return Speaker(person.handle, person.name, person.delegation, person.group, person.role.value)


@contextmanager
def recording(site: Site, *refs: str) -> Iterator[Recorder]:
    """Hold the record's lock with the index level on `main` and `refs`; raises `Busy` after ten seconds."""
    with site.record.writing() as writer:
        newest = site.index.keeping.level_for_writing(refs)
        yield Recorder(site, writer, site.record.tip(MAIN), newest)


def require_same(
    site: Site, commit: CommitId, said: Mapping[str, object], body: str, text: str | None = None
) -> None:
    """Refuse a key under which `commit` was recorded before, unless it says the same: fields, body and whole text."""
    before = event_of(site.record.commit(commit), site.record.site)
    same = (
        isinstance(before, Event)
        and all(getattr(before, name) == value for name, value in said.items())
        and before.body.strip() == body.strip()
    )
    if same and text is not None:
        document = before.document if isinstance(before, Event) else None
        same = document is not None and site.record.text(commit, document) == text
    if not same:
        raise SentBefore(commit, (before.contribution if isinstance(before, Event) else None) or 0)


MAX_KEY = 200


def idempotency_of(handle: Handle, key: str | None) -> str | None:
    """Return the hash under which a sending is known, or None where the sender gave no key."""
    if not key:
        return None
    if len(key) > MAX_KEY:
        raise Invalid(
            "The request's key is too long.", {"idempotency_key": f"Use at most {MAX_KEY} characters."}
        )
    return hashlib.sha256(f"{handle}\n{key}".encode()).hexdigest()[:32]
