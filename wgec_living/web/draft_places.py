"""Which form a draft belongs to: the address that opens it again with what was typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from wgec_living.domain.identifiers import BlockId, DocumentPath, is_document_path
from wgec_living.domain.text import title_from
from wgec_living.services import whereabouts
from wgec_living.services.drafting import Draft, Fields

from .current import site
from .headed import own_page
from .words import blocks_name, section_name

LONGEST = 480
MOST_BLOCKS = 15
_FORM = re.compile(r"/documents/(.+)/contributions/(comment|proposal|position)(?:\?|$)")
NOT_KEPT = frozenset(("csrf_token", "action", "part", "place", "version"))
"""Fields that belong to one sending, not to what is written."""


def form_place(
    path: str, kind: str, blocks: Sequence[str], how: str, quotation: str, section: str | None = None
) -> str:
    """Return the place of a draft about some blocks or a section, and, where words were selected, about these words."""
    if len(blocks) > MOST_BLOCKS and not section:
        return ""  # A draft on very many paragraphs at once is kept by the browser alone.
    asked = {"block": list(blocks)} if blocks else {}
    if section:
        asked = {"section": [section]}
    if how != "change":
        asked["how"] = [how]
    words = (
        hashlib.sha256(quotation.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        if quotation
        else request.args.get("words", "")
    )
    if words:
        asked["words"] = [words]
    place = url_for("contributing.form", path=path, kind=kind, **asked)  # type: ignore[arg-type]
    return place if len(place) <= LONGEST else ""


def sent_place() -> str:
    """Return the place named in the form just sent, if it is a page of ours; else an empty text."""
    # Measured as it is kept: what is written anew may be longer than what was sent.
    place = own_page(request.form.get("place", "")) or ""
    return place if len(place) <= LONGEST else ""


def fields_sent() -> Fields:
    """Return the fields of the form just sent that make up the draft."""
    form = request.form
    return {name: form.getlist(name) for name in form if name not in NOT_KEPT}


@dataclass(frozen=True)
class ShownDraft:
    """A draft as a list shows it."""

    place: str
    kind: str
    document: str
    where: str
    """What it is about in the text in force: `Paragraph 12`."""
    words: str
    """The first words of what was typed."""
    at: int


def shown_draft(draft: Draft) -> ShownDraft:
    """Return what a list says of a draft."""
    found = _FORM.match(draft.place)
    document, kind = found.groups() if found else ("", "")
    typed = [
        *draft.fields.get("body", []),
        *draft.fields.get("replacement", []),
        *draft.fields.get("cell", []),
    ]
    words = next((text for text in typed if text.strip()), "")
    at = int(draft.saved_at.timestamp())
    return ShownDraft(draft.place, kind, document, _where(draft.place, document), title_from(words, 100), at)


def _where(place: str, document: str) -> str:
    asked = parse_qs(urlsplit(place).query)
    names = asked.get("section") or asked.get("block") or []
    path = DocumentPath(document) if is_document_path(document) else None
    found = [whereabouts.block_in_force(site(), path, BlockId(name)) for name in names] if path else []
    standing = [view for view in found if view is not None]
    if names and not standing:
        return "no longer in the text"
    return section_name(standing[0]) if "section" in asked else blocks_name(standing)


def as_form(fields: Fields) -> MultiDict[str, str]:
    """Return the kept fields as if they had been sent just now."""
    return MultiDict([(name, value) for name, values in fields.items() for value in values])
