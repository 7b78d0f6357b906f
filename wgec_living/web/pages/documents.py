"""The texts: each as it stands or stood, its history, two revisions compared, the life of a passage."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.services import reading

from ..caching import public_page
from ..current import site
from ..paging import count_argument, links, page_argument, require_page
from ..typeset import typeset
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
    """Show a text, as it stands or, with `?revision=N`, as it stood."""
    view = reading.document(site(), path, count_argument("revision", "revision"))
    text = typeset(view.rendered, view.blocks, path, view.language)
    headings = [block for block in view.blocks if block is not None and block.kind == "heading"]
    return render_template(
        "documents/document.html",
        view=view,
        text=text,
        titled=any(block.level == 1 for block in headings),
        contents=[(block.id, heading_words(block.text)) for block in headings if block.level == 2],
    )


@pages.get("/documents/<document:path>/history")
@public_page
def history(path: DocumentPath) -> str:
    """List the revisions of a text, newest first."""
    page = reading.revisions(site(), path, page_argument())
    require_page(page)
    return render_template(
        "documents/history.html",
        page=page,
        document=reading.name(site(), path),
        links=links(page, "documents.history", {"path": path}),
    )


@pages.get("/documents/<document:path>/compare")
def choose(path: DocumentPath) -> Response:
    """Lead from the two choices of the history page to the address of their comparison."""
    try:
        older = count_argument("older", "revision")
        newer = count_argument("newer", "revision")
    except NotFound:
        older = newer = None
    if older is None or newer is None:
        raise Invalid("Choose two revisions on the history page, then compare them.")
    pair = (min(older, newer), max(older, newer))
    return redirect(url_for("documents.compare", path=path, pair=pair), 303)


@pages.get("/documents/<document:path>/compare/<pair:pair>")
@public_page
def compare(path: DocumentPath, pair: tuple[int, int]) -> str | Response:
    """Show what changed from one revision of a text to a later one."""
    older, newer = pair
    if older > newer:
        return redirect(url_for("documents.compare", path=path, pair=(newer, older)), 301)
    return render_template("documents/compare.html", view=reading.compare(site(), path, older, newer))


@pages.get("/documents/<document:path>/blocks/<block:block>")
@public_page
def passage(path: DocumentPath, block: BlockId) -> str:
    """Show the life of one passage."""
    return render_template("documents/passage.html", view=reading.passage(site(), path, block))
