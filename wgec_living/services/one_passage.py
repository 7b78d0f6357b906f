"""One passage: its words, what was said on it, and what changed it or took it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wgec_living.domain.blocks import direction, document_language
from wgec_living.domain.errors import NotFound
from wgec_living.domain.events import Kind, Stance
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.positions import Stood, counted
from wgec_living.domain.standing import UNDECIDED, Status
from wgec_living.domain.summaries import (
    ContributionFilter,
    ContributionSummary,
    DocumentSummary,
    RevisionSummary,
)

from .alternatives import Alternative, alternatives
from .passages import block_views, excerpt_html, pick, source_of
from .site import Site
from .targets import section
from .views import BlockView

MOST = 500


@dataclass(frozen=True)
class PassageView:
    """One block, wherever it stands or stood last, with the contributions on it."""

    summary: DocumentSummary
    block: BlockView
    revision: RevisionSummary
    """The newest revision that has the block."""
    present: bool
    """Whether the text in force still has it."""
    html: str
    language: str
    direction: str
    change: RevisionSummary | None
    """The revision that changed it last or, where it is gone, that took it out; None for words never changed."""
    into: BlockView | None
    """The block that a gone one was joined into, as it stands or stood last."""
    section: int
    """Of a heading that stands: how many blocks belong to it."""
    stood: tuple[Stood, ...]
    """Who stated which position on it."""
    alternatives: tuple[Alternative, ...]
    """The proposals that wait on it."""
    said: tuple[ContributionSummary, ...]
    """What else is on it now, or was when it went."""
    once: tuple[ContributionSummary, ...]
    """What was on it, and is elsewhere now."""
    taken_back: Mapping[int, int]
    """By which contribution the change of one of them was taken out of the text again."""


def passage(site: Site, path: DocumentPath, block: BlockId) -> PassageView:
    """Return one block where it stands, or stood last; raise `NotFound` for an id never given."""
    texts = site.index.texts
    summary = texts.document(path)
    present = block in texts.block_ids(path, summary.revision)
    number = summary.revision if present else texts.last_revision_with(path, block)
    if number is None:
        raise NotFound("There is no such paragraph in this document.")
    revision = texts.revision(path, number)
    views = block_views(site, revision)
    wanted = pick(views, [block])
    language = document_language(source_of(site, revision.blob))
    on_it = site.index.register.page(ContributionFilter(document=path, block=block), 1, MOST).items
    here = site.index.anchors.now_on(path, block)
    now = [one for one in on_it if one.number in here]
    proposals = [one for one in now if one.kind == Kind.PROPOSAL and one.status in UNDECIDED]
    changed_in = texts.last_change(path, block) if present else number + 1
    return PassageView(
        summary=summary,
        block=wanted[0],
        revision=revision,
        present=present,
        html=excerpt_html(site, revision, wanted),
        language=language,
        direction=direction(language),
        change=texts.revision(path, changed_in) if changed_in is not None else None,
        into=None if present else _joined_into(site, summary, block),
        section=len(section(views, block)) - 1 if present and wanted[0].level else 0,
        stood=_stated(now),
        alternatives=alternatives(site, path, proposals[::-1], [block]),
        said=tuple(one for one in now if one not in proposals),
        once=tuple(one for one in on_it if one.number not in here),
        taken_back=site.index.register.taken_back([one.number for one in on_it]),
    )


def _stated(on_it: Iterable[ContributionSummary]) -> tuple[Stood, ...]:
    """Return how people stand on a passage by what they stated there; newest first, the first of each counts."""
    newest: dict[str, ContributionSummary] = {}
    for one in on_it:
        if one.kind == Kind.POSITION and one.status not in (Status.WITHDRAWN, Status.REMOVED):
            newest.setdefault(one.speaker.handle, one)
    return counted((Stance(one.stance), one.speaker.group) for one in newest.values() if one.stance)


def _joined_into(site: Site, summary: DocumentSummary, block: BlockId) -> BlockView | None:
    texts = site.index.texts
    into = texts.joined_into(summary.path, block)
    if into is None:
        return None
    number = texts.last_revision_with(summary.path, into) or summary.revision
    return pick(block_views(site, texts.revision(summary.path, number), counted=False), [into])[0]
