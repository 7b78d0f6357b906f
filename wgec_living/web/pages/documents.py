"""The texts: each as it stands or stood, its history, the life of a passage."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.points import AtDay, AtEdition
from wgec_living.services import as_it_stood, drafting, editions, life, provenance, reading, whereabouts
from wgec_living.services.anchoring import on_revision, present_places

from .. import beside
from ..caching import passing, public_page
from ..citing import citation, files_of
from ..current import signed_in, site
from ..draft_places import ShownDraft, shown_draft
from ..origin_marks import NOBODY, OriginMarks, marks_of
from ..paging import links, page_argument
from ..points import arguments, asked_point
from ..signing import holder
from ..timeline_page import timeline_page
from ..typeset import typeset, uncounted
from ..words import heading_words

pages = Blueprint("documents", __name__)


@pages.get("/documents")
@public_page
def documents() -> str:
    """List the texts."""
    return render_template("documents/documents.html", documents=reading.documents(site()))


@pages.get("/documents/<document:path>")
@public_page
def document(path: DocumentPath) -> str:
    """Show a text, as it stands or as it stood at a point: `?revision=7`, `?edition=1`, `?as-of=2026-11-24`.

    With `?view=provenance` it shows who brought its words.
    """
    look = request.args.get("view", "text")
    if look == "provenance":
        return _provenance(path)
    if look != "text":
        raise NotFound("There is no such view of a text.")
    point = asked_point(path)
    view = reading.document(site(), path, point)
    edition = editions.summary(site(), point.number) if isinstance(point, AtEdition) else None
    # An edition is what was published, and nothing beside it.
    stood = as_it_stood.as_it_stood(site(), view, point) if edition is None else None
    if isinstance(point, AtDay) and stood is None:
        passing()  # The day is not over.
    view = stood.view if stood else view
    shown = beside.asked()
    wanted = beside.as_filter(shown, stood.then if stood else None) if edition is None else None
    if stood and wanted == as_it_stood.what_waited(stood.then):
        placed = stood.waiting
    else:
        placed = on_revision(site(), path, view.revision.number, wanted) if wanted else ()
    said = beside.Beside(view.blocks, placed)
    blocks = view.blocks if edition is None else uncounted(view.blocks)
    text = typeset(view.rendered, blocks, path, view.language, said)
    headings = [block for block in view.blocks if block is not None and block.kind == "heading"]
    standing = editions.standing(site(), view.revision, view.summary.revision)
    named = edition or (standing.here if standing else None)
    cited = citation(path, view.title, view.language, view.revision, named)
    return render_template(
        "documents/document.html",
        view=view,
        citation=cited,
        cited_as=files_of(path, cited),
        stood=stood,
        ahead=isinstance(point, AtDay) and stood is None,
        point=arguments(point) if point is not None else {},
        text=text,
        titled=any(block.level == 1 for block in headings),
        edition=edition,
        standing=standing,
        checksum=editions.checksum(site(), view.revision) if edition else "",
        shown=shown,
        cards=said.count,
        most=wanted.most if wanted and len(placed) >= wanted.most else 0,
        choices=beside.choices(),
        drafts=_begun(path) if point is None else [],
        went=present_places(site(), view.gone.items) if view.gone.items else {},
        contents=[(block.id, heading_words(block.text)) for block in headings if block.level == 2],
    )


def _begun(path: DocumentPath) -> list[ShownDraft]:
    """Return what the reader began to write on a text and has not sent."""
    if not signed_in():
        return []
    return [draft for draft in map(shown_draft, drafting.all_of(holder())) if draft.document == path]


def _provenance(path: DocumentPath) -> str:
    point = asked_point(path)
    view = reading.document(site(), path, point)
    found = provenance.provenance(site(), view.revision)
    groups = marks_of(found, site().settings.groups)
    blocks = view.blocks if point is None else uncounted(view.blocks)
    marks = OriginMarks(found, blocks, groups)
    return render_template(
        "documents/provenance.html",
        view=view,
        found=found,
        groups=groups,
        nobody=NOBODY,
        text=typeset(view.rendered, blocks, path, view.language, mark=marks.pieces),
        titled=any(block is not None and block.level == 1 for block in view.blocks),
    )


@pages.get("/documents/<document:path>/history")
@public_page
def history(path: DocumentPath) -> str:
    """Show the time line of a text, newest first."""
    return timeline_page(path)


@pages.get("/documents/<document:path>/blocks/<block:block>")
@public_page
def passage(path: DocumentPath, block: BlockId) -> str:
    """Show one passage with what was said about it, and its life back to its first appearance."""
    view = reading.passage(site(), path, block)
    page = life.life(site(), path, block, page_argument())
    return render_template(
        "documents/passage.html",
        view=view,
        places=whereabouts.whereabouts(site(), view.once),
        life=page,
        links=links(page, "documents.passage", {"path": path, "block": block}),
    )
