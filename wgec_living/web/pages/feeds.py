"""Feeds of what is new, the list of addresses, and what programs that gather pages should leave alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, url_for

from wgec_living.domain.editions import EditionSummary
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.summaries import ContributionFilter, DocumentName, RevisionSummary
from wgec_living.services import feeding

from ..addresses import absolute
from ..atom import Entry, Feed, address_list, feed_document
from ..caching import public_page
from ..current import site
from ..words import kind_word, stance_word, status_word, without_decision

pages = Blueprint("feeds", __name__)
NOBODY = "Unknown"
UNGATHERED = (
    *("/sign-in", "/account", "/mine", "/desk", "/invitations", "/editions/new", "/api/v1/", "/record.git/"),
    *(
        "/documents/*/compare",
        "/documents/*/contributions/",
        "/contributions/*/",
        "/*?said=",
        *("/contributions?", "/contributions.", "/report?", "/report."),
        *("/documents/*.pdf", "/documents/*.docx", "/documents/*.odt"),
    ),
)
"""What the search engines are asked to leave alone: nothing there is found nowhere else."""


@pages.get("/feeds/documents/<document:path>.atom")
@public_page
def document(path: DocumentPath) -> Response:
    """Give the newest revisions and editions of a text."""
    name, revisions, editions = feeding.revisions(site(), path)
    entries = [_revision(name, revision) for revision in revisions]
    entries += [_edition(edition, path, f"{name.title}, edition {edition.number}") for edition in editions]
    entries.sort(key=lambda entry: -entry.published)
    return _atom(
        Feed(
            address=absolute(url_for("feeds.document", path=path)),
            page=absolute(url_for("documents.document", path=path)),
            title=f"{name.title} · {site().settings.name}",
            updated=entries[0].published,
            entries=tuple(entries),
        )
    )


@pages.get("/feeds/editions.atom")
@public_page
def editions() -> Response:
    """Give the newest editions."""
    found, since = feeding.editions(site())
    return _atom(
        Feed(
            address=absolute(url_for("feeds.editions")),
            page=absolute(url_for("editions.editions_list")),
            title=f"Editions · {site().settings.name}",
            updated=max((edition.at for edition in found), default=since),
            entries=tuple(_edition(edition) for edition in found),
        )
    )


@pages.get("/feeds/contributions.atom")
@public_page
def contributions() -> Response:
    """Give the newest contributions of everybody."""
    return _contributions("feeds.contributions", {}, "Contributions", ContributionFilter())


@pages.get("/feeds/people/<handle>.atom")
@public_page
def person(handle: str) -> Response:
    """Give the newest contributions of one person."""
    name = feeding.person(site(), handle)
    return _contributions(
        "feeds.person", {"handle": handle}, f"Contributions by {name}", ContributionFilter(handle=handle)
    )


@pages.get("/feeds/groups/<slug>.atom")
@public_page
def group(slug: str) -> Response:
    """Give the newest contributions of one stakeholder group."""
    found = feeding.group(site(), slug)
    wanted = ContributionFilter(group=found.name)
    return _contributions("feeds.group", {"slug": found.slug}, f"Contributions by {found.name}", wanted)


@pages.get("/sitemap.xml")
@public_page
def sitemap() -> Response:
    """List the addresses of the texts and contributions."""
    found = feeding.addresses(site())
    listed: list[tuple[str, int | None]] = [
        (absolute(url_for(page)), None)
        for page in ("home.home", "documents.documents", "contributions.register", "people.people")
    ]
    listed.append((absolute(url_for("editions.editions_list")), None))
    for edition, paths in found.editions:
        listed.append((absolute(url_for("editions.edition", number=edition.number)), edition.at))
        for path in paths:
            address = url_for("documents.document", path=path, edition=edition.number)
            listed.append((absolute(address), edition.at))
    for text in found.documents:
        listed.append((absolute(url_for("documents.document", path=text.path)), text.updated_at))
        listed.append((absolute(url_for("documents.history", path=text.path)), text.updated_at))
    # Put together by hand: `url_for` for each of tens of thousands takes seconds.
    before = absolute(url_for("contributions.register"))
    listed += [(f"{before}/{number}", at) for number, at in found.contributions]
    return Response(address_list(listed), content_type="application/xml; charset=utf-8")


@pages.get("/robots.txt")
@public_page
def robots() -> Response:
    """Say what programs that gather pages should leave alone, and where the list of addresses is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in UNGATHERED)]
    lines += ["", f"Sitemap: {absolute(url_for('feeds.sitemap'))}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


def _contributions(endpoint: str, named: dict[str, Any], title: str, wanted: ContributionFilter) -> Response:
    found = feeding.contributions(site(), wanted)
    entries = tuple(_said(said, found.titles) for said in found.said)
    return _atom(
        Feed(
            address=absolute(url_for(endpoint, **named)),
            page=absolute(url_for("contributions.register", handle=wanted.handle, group=named.get("slug"))),
            title=f"{title} · {site().settings.name}",
            updated=max((entry.updated for entry in entries), default=found.since),
            entries=entries,
        )
    )


def _revision(name: DocumentName, revision: RevisionSummary) -> Entry:
    path, number = revision.document, revision.number
    words = [revision.reason.strip()]
    if revision.decided_by is not None:
        decision = status_word(revision.disposition) if revision.disposition else "Decided"
        words.append(f"{decision} by {revision.decided_by.name}.")
    if revision.contribution:
        words.append(absolute(url_for("contributions.contribution", number=revision.contribution)))
    return Entry(
        id=_lasting(revision.at, f"documents/{path}/revisions/{number}"),
        title=f"Revision {number} of {name.title}: {without_decision(revision.summary)}",
        address=absolute(url_for("documents.document", path=path, revision=number)),
        published=revision.at,
        updated=revision.at,
        author=revision.author.name or revision.author.handle or NOBODY,
        words="\n\n".join(word for word in words if word),
        kinds=(kind_word(revision.kind),),
    )


def _edition(edition: EditionSummary, path: DocumentPath | None = None, title: str = "") -> Entry:
    """Return an edition as an entry; with `path`, as that document's own, which leads to its frozen page."""
    number = edition.number
    address = (
        url_for("documents.document", path=path, edition=number)
        if path
        else url_for("editions.edition", number=number)
    )
    return Entry(
        id=_lasting(edition.at, f"editions/{number}" + (f"/documents/{path}" if path else "")),
        title=f"{title or f'Edition {number}'}: {edition.title}",
        address=absolute(address),
        published=edition.at,
        updated=edition.at,
        author=edition.speaker.name or NOBODY,
        words=edition.note.strip(),
        kinds=(kind_word(Kind.EDITION),),
    )


def _said(said: feeding.Said, titles: dict[DocumentPath, str]) -> Entry:
    summary = said.summary
    about = f"{kind_word(summary.kind)} on {titles.get(summary.document, summary.document)}"
    stance = f": {stance_word(summary.stance)}" if summary.stance else ""
    words = [f"{about}{stance}", said.body.strip()]
    if said.decision is not None and said.decision.disposition:
        words.append(f"{status_word(said.decision.disposition)} by {said.decision.speaker.name}.")
        words.append(said.decision.body.strip())
    return Entry(
        id=_lasting(summary.created_at, f"contributions/{summary.number}"),
        title=f"{kind_word(summary.kind)} {summary.number}: {summary.title}",
        address=absolute(url_for("contributions.contribution", number=summary.number)),
        published=summary.created_at,
        updated=summary.updated_at,
        author=summary.speaker.name or summary.speaker.handle or NOBODY,
        words="\n\n".join(word for word in words if word),
        kinds=(kind_word(summary.kind), status_word(summary.status)),
    )


def _lasting(at: int, what: str) -> str:
    """Return a name (RFC 4151) from what never changes in the record: its own name for the site, a day, a number."""
    return f"tag:{site().record.site}.invalid,{datetime.fromtimestamp(at, UTC):%Y-%m-%d}:{what}"


def _atom(feed: Feed) -> Response:
    return Response(feed_document(feed), content_type="application/atom+xml; charset=utf-8")
