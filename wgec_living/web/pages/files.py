"""Documents and comparisons as files to take away: Markdown, HTML, PDF, Word, OpenDocument."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.points import AtDay, AtEdition, AtRevision, Point
from wgec_living.domain.summaries import MarkedFilter, RevisionSummary
from wgec_living.services import laying_out, points, provenance, reading, taking_away

from ..addresses import absolute
from ..current import site
from ..filed import filed, with_addresses
from ..guard import without_cookies
from ..points import asked_point, in_words
from ..redline import Fold, Passage, redline
from ..tracked import MOST_NOTES, Tracking, happened
from ..tracked_by import credited
from ..typeset import put_in

pages = Blueprint("files", __name__)
TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
FORMS = {"md": "Markdown", "html": "HTML", "pdf": "PDF", "docx": "Word", "odt": "OpenDocument"}
OF_A_COMPARISON = ("html", "pdf", "docx")
SAID = {"undecided": MarkedFilter(), "all": MarkedFilter(undecided=False)}
"""By what the query calls `contributions`: those that stand in the margin of a Word file."""


@pages.get("/documents/<document:path>.<any(md,html,pdf,docx,odt):form>")
@without_cookies
def document(path: DocumentPath, form: str) -> Response:
    """Hand out a text as it stands, or stood at a point, as a file; in a Word file with contributions if wanted."""
    revision = reading.revision_at(site(), path, asked_point(path))
    said = request.args.get("contributions")
    if said is not None and (said not in SAID or form != "docx"):
        raise NotFound(
            "There is no such file: contributions stand in a Word file, as contributions=undecided or all."
        )
    g.other_forms = _others(form, TYPES, lambda other: _address(path, revision, other))
    state = reading.state(site()) if said else ""
    name = f"{_stem(path)}-revision-{revision.number}{'-with-contributions' if said else ''}.{form}"
    decides = (revision.commit, str(asked_point(path) or ""), said or "", state)
    if form == "md":
        return _answer(form, name, decides, lambda _: taking_away.source_bytes(site(), revision))
    page = partial(_document, path, revision, said)
    return _answer(form, name, decides, partial(_made, form, page))


def _document(path: DocumentPath, revision: RevisionSummary, said: str | None) -> str:
    view = reading.document(site(), path, AtRevision(revision.number))
    notes = taking_away.margin_notes(site(), path, revision.number, SAID[said]) if said else ()
    place = absolute(url_for("documents.document", path=path))
    return render_template(
        "files/document.html",
        view=view,
        revision=revision,
        called=view.title,
        named=f"revision {revision.number}{_told_also(asked_point(path))}",
        lasting=absolute(url_for("documents.document", path=path, revision=revision.number)),
        titled=any(block is not None and block.level == 1 for block in view.blocks),
        text=filed(view.rendered, view.blocks, place, [note.placed for note in notes]),
        notes=[_with_whole_addresses(note, place) for note in notes],
        most=len(notes) == taking_away.MOST_NOTES,
        now=site().clock(),
    )


def _with_whole_addresses(note: taking_away.MarginNote, place: str) -> taking_away.MarginNote:
    said = [replace(one, html=with_addresses(one.html, place)) for one in note.said]
    return replace(note, said=tuple(said))


def _told_also(point: Point | None) -> str:
    return f" ({in_words(point)})" if isinstance(point, AtEdition | AtDay) else ""


@pages.get("/documents/<document:path>/compare/<pair:pair>.<any(html,pdf,docx):form>")
@without_cookies
def comparison(path: DocumentPath, pair: tuple[str, str], form: str) -> AnyResponse:
    """Hand out what changed between two points as a file; in a Word file as tracked changes."""
    (older, first), (newer, second) = (points.named(site(), path, text) for text in pair)
    if first.number > second.number:
        return redirect(url_for("files.comparison", path=path, pair=(newer, older), form=form), 302)
    g.other_forms = _others(
        form, OF_A_COMPARISON, lambda other: url_for("files.comparison", path=path, pair=pair, form=other)
    )
    name = f"{_stem(path)}-revisions-{first.number}-to-{second.number}.{form}"
    called = reading.name(site(), path).title
    decides = (first.commit, second.commit, str(older), str(newer), called)
    page = partial(_comparison, path, (first, second), (in_words(older), in_words(newer)), form)
    return _answer(form, name, decides, partial(_made, form, page))


def _comparison(
    path: DocumentPath, pair: tuple[RevisionSummary, RevisionSummary], names: tuple[str, str], form: str
) -> str:
    view = reading.compare(site(), path, *pair)
    parts = redline(view.changes, partial(laying_out.lay_out, site()), around=len(view.changes))
    shown = [one for part in parts for one in (part.passages if isinstance(part, Fold) else (part,))]
    telling = form != "docx"
    by = credited(view, provenance.provenance(site(), view.newer))
    text = Tracking(view.changes, by, telling=telling).html(shown)
    changed = [one for one in shown if isinstance(one, Passage) and one.place is not None]
    place = absolute(url_for("documents.document", path=path))
    return render_template(
        "files/comparison.html",
        view=view,
        revision=view.newer,
        called=view.summary.title,
        names=names,
        lasting=absolute(url_for("documents.compare", path=path, pair=[one.number for one in pair])),
        telling=telling,
        text=put_in([with_addresses(text, place)]),
        notes=[(one, happened(one), by(one)) for one in changed[:MOST_NOTES]],
        most=len(changed) > MOST_NOTES,
    )


def _made(form: str, page: Callable[[], str], name: str) -> bytes:
    return page().encode() if form == "html" else taking_away.made(site(), form, name, page)


def _answer(form: str, file: str, decides: tuple[str, ...], make: Callable[[str], bytes]) -> Response:
    """Answer with a file; `decides` is what of the record is in it, so that its tag is known before it is made."""
    settings = site().settings
    whole = (current_app.extensions["build"], settings.name, settings.base_url, request.path, *decides)
    name = hashlib.sha256("\0".join(whole).encode()).hexdigest()
    headers = {"ETag": f'"{name[:32]}"', "Cache-Control": "public, no-cache"}
    if name[:32] in request.if_none_match:
        return Response(status=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return Response(make(name), headers=headers, content_type=TYPES[form])


def _stem(path: DocumentPath) -> str:
    return path.replace("/", "-")


def _address(path: DocumentPath, revision: RevisionSummary, form: str) -> str:
    return url_for("files.document", path=path, form=form, revision=revision.number)


def _others(form: str, forms: Iterable[str], address: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """Return the other forms with their addresses, for whoever cannot have this one."""
    return tuple((FORMS[other], address(other)) for other in forms if other != form)
