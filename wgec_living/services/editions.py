"""Published editions as they are read: what each holds, what changed since the one before, which one stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from wgec_living.domain.blocks import document_language, document_title
from wgec_living.domain.editions import EditionSummary, UnreadableEdition, edition_ref
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.points import AtEdition, NoSuchPoint, Now
from wgec_living.domain.summaries import RevisionSummary

from .passages import source_of
from .site import Site

MOST_CHANGES = 200
"""Of one document, listed on one page; the history has all."""


@dataclass(frozen=True)
class EditionText:
    """One document as an edition has it, or would have it."""

    path: DocumentPath
    title: str
    language: str
    revision: RevisionSummary
    checksum: str
    """SHA-256 of the source file, in hexadecimal digits."""
    before: EditionSummary | None
    """The edition before that took it in; None: it is published for the first time."""
    revision_before: int
    """The number of the revision that edition has; 0 where there is none."""
    changes: tuple[RevisionSummary, ...]
    """The revisions after that one, the newest first; at most `MOST_CHANGES`."""

    @property
    def changed(self) -> int:
        """How many revisions came since the edition before, or since the beginning."""
        return self.revision.number - self.revision_before


@dataclass(frozen=True)
class EditionView:
    """An edition with its texts."""

    summary: EditionSummary
    note: str
    """The coordinator's note, rendered and safe."""
    texts: tuple[EditionText, ...]
    newest: EditionSummary
    """The newest edition of all."""


@dataclass(frozen=True)
class Standing:
    """The editions of one document, beside a revision of it."""

    newest: EditionSummary
    """The newest edition that took it in."""
    revision: int
    """The number of the revision which that one has."""
    changed: int
    """How many revisions came since."""
    here: EditionSummary | None
    """The newest edition that has the very revision asked about."""


def listed(site: Site) -> tuple[tuple[EditionSummary, ...], tuple[UnreadableEdition, ...]]:
    """Return every edition, newest first, and the tags that stand in the place of one and are none."""
    return site.index.editions.all(), site.index.editions.unreadable()


def summary(site: Site, number: int) -> EditionSummary:
    """Return an edition; raise `NoSuchPoint`, which offers the nearest, where there is none of this number."""
    found = site.index.editions.at(number)
    if found is None and site.record.refs.get(edition_ref(number)) is not None:
        site.index.keeping.look()  # Just published: the index may be a moment behind.
        found = site.index.editions.at(number)
    if found is not None:
        return found
    numbers = [one.number for one in site.index.editions.all()]
    if not numbers:
        raise NoSuchPoint("No edition has been published yet.", None, str(number), (Now(),))
    nearest = min(numbers, key=lambda other: (abs(other - number), -other))
    raise NoSuchPoint(
        f"There is no edition {number}; the nearest is edition {nearest}.",
        None,
        str(number),
        (AtEdition(nearest),),
    )


def edition(site: Site, number: int) -> EditionView:
    """Return an edition with its texts and what changed since the one before; raises what `summary` does."""
    found = summary(site, number)
    return EditionView(
        found,
        site.renderer.text(found.note, "note-") if found.note.strip() else "",
        texts_at(site, found.commit, found.document, found.number),
        site.index.editions.all()[0],
    )


def texts_at(
    site: Site, commit: CommitId, document: DocumentPath | None, number: int
) -> tuple[EditionText, ...]:
    """Return the texts that edition `number` on a commit of `main` takes in: all there are, or one."""
    there = site.record.documents_in(site.record.commit(commit).tree)
    texts = [
        _text(site, site.index.texts.revision_of_commit(path, commit), number)
        for path in sorted(there)
        if document is None or path == document
    ]
    return tuple(sorted(texts, key=lambda text: (text.title.casefold(), text.path)))


def _text(site: Site, revision: RevisionSummary, number: int) -> EditionText:
    path = revision.document
    before = site.index.editions.newest(path, below=number)
    last = site.index.texts.revision_of_commit(path, before.commit).number if before else 0
    since = site.index.texts.between(path, max(last, revision.number - MOST_CHANGES), revision.number)
    source = source_of(site, revision.blob)
    return EditionText(
        path=path,
        title=document_title(source) or path,
        language=document_language(source),
        revision=revision,
        checksum=checksum(site, revision),
        before=before,
        revision_before=last,
        changes=since[::-1],
    )


def checksum(site: Site, revision: RevisionSummary) -> str:
    """Return the SHA-256 of a revision's source file, as `sha256sum` prints it."""
    return hashlib.sha256(site.record.blob(revision.blob)).hexdigest()


def standing(site: Site, revision: RevisionSummary, newest: int) -> Standing | None:
    """Return which edition stands for a document, beside one of its revisions; None where none took it in.

    `newest` is the number of the text in force.
    """
    path = revision.document
    all_of_it = site.index.editions.all(path)
    if not all_of_it:
        return None
    numbers = site.index.texts.numbers_at(path, [one.commit for one in all_of_it])
    here = next((one for one in all_of_it if numbers[one.commit] == revision.number), None)
    last = numbers[all_of_it[0].commit]
    return Standing(all_of_it[0], last, newest - last, here)
