"""What would become public, shown before it is sent: the same checks and the same words, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wgec_living.domain.blocks import split
from wgec_living.domain.comparison import Change, changed, compare
from wgec_living.domain.errors import Invalid
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.lineage import only_block
from wgec_living.domain.people import Person
from wgec_living.domain.permissions import Act, require
from wgec_living.domain.soundness import fact_changes
from wgec_living.domain.storage_form import storage_form
from wgec_living.domain.text import clean_body, clean_words

from .contributing import ACTS, Submission, prepared
from .passages import blocks_of, source_of
from .revising import revised
from .site import Site
from .targets import base_revision
from .threads import proposed_text


@dataclass(frozen=True)
class Checked:
    """A draft as it would stand on record."""

    html: str
    """The words said, rendered and safe."""
    changes: tuple[Change, ...] = ()
    """For a proposal: the changed blocks against the text it was written on; else empty."""
    facts: tuple[str, ...] = ()
    """Sentences on the title and the language of the document, where they would change."""


def check(site: Site, actor: Person | None, sent: Submission) -> Checked:
    """Return what sending a contribution would make public; raises whatever sending it would."""
    person = require(actor, ACTS[sent.kind])
    event, text = prepared(site, person, sent)
    html = site.renderer.text(event.body, "check-")
    return (
        Checked(html) if text is None else _proposed(site, html, sent.document, sent.base, text, event.lines)
    )


def glance(site: Site, actor: Person | None, sent: Submission) -> Checked:
    """Return what a draft looks like so far; words not yet written are no trouble."""
    unsaid = not sent.body.strip()
    checked = check(site, actor, replace(sent, body="-") if unsaid else sent)
    return replace(checked, html="") if unsaid else checked


def check_revision(
    site: Site,
    actor: Person | None,
    number: int,
    *,
    base: CommitId,
    body: str,
    text: str | None,
    replacement: str | None,
    remove: bool,
) -> Checked:
    """Return what a revised text of a proposal would make public."""
    summary = site.index.register.summary(number)
    require(actor, Act.REVISE, status=summary.status, author=summary.speaker.handle)
    said = clean_words(body, "body")
    lines, new, name = revised(site, number, base=base, text=text, replacement=replacement, remove=remove)
    if new == proposed_text(site, summary.tip, summary.document):
        raise Invalid("Nothing was changed.", {name: "This is the text already proposed."})
    return _proposed(site, site.renderer.text(said, "check-"), summary.document, base, new, lines)


def against_force(site: Site, path: DocumentPath, text: str) -> tuple[Change, ...]:
    """Return what a whole text written by a coordinator would change in the text in force."""
    document = site.index.texts.document(path)
    new = storage_form(clean_body(text, "text"))
    return changed(compare(blocks_of(site, document.blob), split(new)))


def facts_against_force(site: Site, path: DocumentPath, text: str) -> tuple[str, ...]:
    """Return sentences on the title and language of the text in force, where a whole text would change them."""
    return fact_changes(source_of(site, site.index.texts.document(path).blob), text)


def _proposed(
    site: Site, html: str, path: DocumentPath, base: CommitId, text: str, lines: tuple[int, int] | None
) -> Checked:
    revision = base_revision(site, path, base)
    blocks = blocks_of(site, revision.blob)
    changes = changed(compare(blocks, split(text), only_block(blocks, lines)))
    return Checked(html, changes, fact_changes(source_of(site, revision.blob), text))
