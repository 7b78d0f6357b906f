"""Putting an event on record: the one way in which every act is written.

Order: lock, bring the index level, let the act check itself, write to Git (on disk), bring the index on, release.
After Git has it the event exists; an index that could not follow catches up later.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wgec_living.domain.errors import Invalid, NotAllowed
from wgec_living.domain.events import Event, Speaker
from wgec_living.domain.identifiers import CommitId, Handle, ObjectId, branch_of
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.summaries import ContributionSummary
from wgec_living.store.objects import StoredCommit
from wgec_living.store.record import MAIN, Writer

from .site import Site

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recorder:
    """The writer of one act, inside the lock."""

    site: Site
    writer: Writer
    main: CommitId
    """The tip of `main`; it cannot move while the lock is held, but for an administrator's push."""

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
        number = self.site.index.register.newest_number() + 1
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
        # The next number's branch too: it is there when something was put on record that the index could not
        # follow, and then a sending that comes again would not be known.
        following = branch_of(site.index.register.newest_number() + 1)
        site.index.keeping.level_on((MAIN, following, *refs))
        yield Recorder(site, writer, site.record.tip(MAIN))


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
