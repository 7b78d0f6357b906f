"""What editions must be: tags on the line of `main`, numbered without a gap, each by a coordinator of that time."""

from __future__ import annotations

from wgec_living.domain.editions import number_of_edition
from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.events import Event
from wgec_living.domain.identifiers import CommitId, ObjectId
from wgec_living.domain.trailers import Malformed
from wgec_living.store.inspection import TaggedAs
from wgec_living.store.objects import object_id
from wgec_living.store.tags import StoredTag, edition_of, parse_tag, tag_content

from .verifying_commits import Commits
from .verifying_main import check_coordinator


def check_editions(commits: Commits, main: dict[CommitId, int]) -> None:
    """Report what is not as it should be about the editions; a finding names the tag, or its commit."""
    tags = {
        number: tag
        for ref, tag in commits.inspection.tags().items()
        if (number := number_of_edition(ref)) is not None
    }
    for missing in sorted(set(range(1, max(tags, default=0) + 1)) - tags.keys()):
        commits.found("", f"the numbers are broken: there is no edition {missing}")
    place = -1
    for number, found in sorted(tags.items()):
        tag = _read(commits, number, found)
        if tag is None:
            continue
        if tag.target not in main:
            commits.found(tag.id, f"edition {number} is not on the line of main")
            continue
        _check_edition(commits, number, tag)
        if main[tag.target] < place:
            commits.found(tag.id, f"edition {number} is on an earlier commit than the one before it")
        place = max(place, main[tag.target])


def _read(commits: Commits, number: int, found: TaggedAs) -> StoredTag | None:
    if found.kind != "tag":
        commits.found(found.name, f"edition {number} is not an annotated tag")
        return None
    try:
        return parse_tag(ObjectId(found.name), found.content)
    except CorruptRecord:
        commits.found(
            found.name, f"edition {number} cannot be read: it does not say who made it, of what and when"
        )
        return None


def _check_edition(commits: Commits, number: int, tag: StoredTag) -> None:
    event = edition_of(tag, number, commits.site)
    if not isinstance(event, Event):
        commits.found(tag.id, f"edition {number}: {event.problem}")
        return
    for trailer, _ in event.unknown:
        commits.found(tag.id, f"edition {number} has the unknown trailer {trailer}")
    try:
        exact = object_id("tag", tag_content(event, number, commits.site, tag.target)) == tag.id
    except (Malformed, ValueError):
        exact = False
    if not exact:
        commits.found(tag.id, f"edition {number} is not written exactly as the format says")
    commit = commits.by_id[tag.target]
    check_coordinator(commits, commit, CommitId(tag.id), event)
    if event.document is not None and commits.document(commit, event.document) is None:
        commits.found(tag.id, f"edition {number} takes in {event.document}, which was not there")
