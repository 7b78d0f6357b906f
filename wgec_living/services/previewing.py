"""What accepting a contribution now would do: the text, the redline, and every place where a person has a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wgec_living.domain.blocks import Block, split
from wgec_living.domain.comparison import changed, compare
from wgec_living.domain.events import Kind
from wgec_living.domain.merging import Clash, Combined
from wgec_living.domain.merging_sentences import readings
from wgec_living.domain.storage_form import storage_form
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary

from .anchoring import place_in
from .crediting import Authors
from .dry_run import merged_with, texts_of, written
from .passages import block_views, blocks_of, source_of
from .site import Site
from .targets import replaced
from .views import BlockView
from .views_deciding import Conflict, Joint, Preview

MOST_REWORDED = 8
"""With more passages than that, only the whole text is offered for rewording."""


def preview(site: Site, number: int) -> Preview:
    """Return what accepting a contribution now would do; nothing is written."""
    # The index's, and before the texts: the record's may be ahead of them, and then what came between would go
    # unnoticed and be undone by the coordinator's text.
    main = site.index.texts.main()
    summary = site.index.register.summary(number)
    document = site.index.texts.document(summary.document)
    texts = texts_of(site, summary, summary.tip, document.blob) if summary.kind == Kind.PROPOSAL else None
    if texts is None:
        source, about = source_of(site, document.blob), _about(site, summary, document)
        return Preview(number, "none", main, summary.tip, source, (), (), passages=about)
    merged = merged_with(site, texts)
    target = _target(site, summary, document)
    changes = changed(compare(blocks_of(site, document.blob), split(merged.text), target))
    conflicts: list[Conflict] = []
    joint: list[Joint] = []
    if merged.clashes or merged.combined:
        look = _Look(site, summary, document)
        conflicts = [look.conflict(clash) for clash in merged.clashes]
        joint = [look.joint(combined) for combined in merged.combined]
    return Preview(
        number,
        merged.result.value,
        main,
        summary.tip,
        merged.text,
        changes,
        tuple(conflicts),
        tuple(joint),
        () if conflicts or joint else _few([block for change in changes for block in change.new_blocks]),
    )


def _about(site: Site, summary: ContributionSummary, document: DocumentSummary) -> tuple[Block, ...]:
    """Return the blocks of the text in force that a contribution is about."""
    revision = site.index.texts.revision(document.path, document.revision)
    wanted = place_in(site, summary, revision).blocks
    ids = site.index.texts.ids_of(revision)
    return _few(
        [block for block, name in zip(blocks_of(site, revision.blob), ids, strict=True) if name in wanted]
    )


def _few(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(blocks) if len(blocks) <= MOST_REWORDED else ()


def reworded(preview: Preview, words: Mapping[int, str]) -> str:
    """Return the text of a preview with other words for some of its passages, by their place among them."""
    text = preview.text
    for at, block in sorted(enumerate(preview.passages), key=lambda one: one[1].first_line, reverse=True):
        if words[at] != block.text:
            text = replaced(text, (block.first_line, block.last_line), words[at])
    return storage_form(text)


def _target(site: Site, summary: ContributionSummary, document: DocumentSummary) -> int | None:
    """Return the place, in the text in force, of the one block that a proposal was to change."""
    ids = site.index.texts.block_ids(document.path, document.revision)
    return ids.index(summary.blocks[0]) if len(summary.blocks) == 1 and summary.blocks[0] in ids else None


class _Look:
    """Looks up, for places in the text in force, what they are called and who brought their words."""

    def __init__(self, site: Site, summary: ContributionSummary, document: DocumentSummary) -> None:
        revision = site.index.texts.revision(document.path, document.revision)
        self._views = block_views(site, revision, counted=False)
        found = written(site, summary, summary.tip)
        self._authors = Authors(site, document, found.base if found else summary.base)

    def conflict(self, clash: Clash) -> Conflict:
        view = self._view(clash)
        return Conflict(
            block=view.id if view else None,
            base=clash.base,
            ours=clash.ours,
            theirs=clash.theirs,
            clash=clash,
            number=view.number if view else None,
            readings=readings(clash),
            by=self._authors.of(clash),
        )

    def joint(self, combined: Combined) -> Joint:
        view = self._view(combined)
        number = view.number if view else None
        return Joint(view.id if view else None, combined, number, self._authors.of(combined))

    def _view(self, place: Clash | Combined) -> BlockView | None:
        return None if place.place is None else self._views[place.place]


def put_together(site: Site, number: int, chosen: Mapping[int, str]) -> str:
    """Return the whole text with the words that a coordinator chose for each place where they had a choice."""
    summary = site.index.register.summary(number)
    texts = texts_of(site, summary, summary.tip)
    if texts is None:
        return ""
    return storage_form(merged_with(site, texts, chosen).text)
