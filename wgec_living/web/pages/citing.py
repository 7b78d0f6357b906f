"""Citations as files, for programs that keep references."""

from __future__ import annotations

from flask import Blueprint, Response

from wgec_living.domain import citations
from wgec_living.domain.blocks import document_language, document_title
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.points import AtEdition
from wgec_living.services import editions, reading
from wgec_living.services.passages import source_of

from ..caching import public_page
from ..citing import citation
from ..current import site
from ..points import asked_point

pages = Blueprint("citing", __name__)
WRITERS = {
    "bib": (citations.bibtex, "application/x-bibtex"),
    "ris": (citations.ris, "application/x-research-info-systems"),
    "csl.json": (citations.csl_json, "application/vnd.citationstyles.csl+json"),
}


@pages.get('/documents/<document:path>.<any("bib","ris","csl.json"):form>')
@public_page
def document(path: DocumentPath, form: str) -> Response:
    """Tell how a text is cited as it stands, or stood at a point."""
    point = asked_point(path)
    revision = reading.revision_at(site(), path, point)
    name = reading.name(site(), path)
    source = source_of(site(), revision.blob)
    standing = editions.standing(site(), revision, name.revision)
    named = editions.summary(site(), point.number) if isinstance(point, AtEdition) else None
    named = named or (standing.here if standing else None)
    title = document_title(source) or name.title
    write, kind = WRITERS[form]
    told = write(citation(path, title, document_language(source), revision, named))
    response = Response(told, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{path.replace("/", "-")}-revision-{revision.number}.{form}"'
    )
    return response
