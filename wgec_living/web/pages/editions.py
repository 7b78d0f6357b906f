"""Editions: the list of them, each with its texts and what changed, and publishing one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.identifiers import CommitId, DocumentPath, is_document_path, parse_commit_id
from wgec_living.domain.permissions import Act, require_role
from wgec_living.domain.points import AtEdition, parse_point
from wgec_living.services import editions, publishing, reading
from wgec_living.services.publishing import Publication

from ..caching import public_page
from ..context import new_key
from ..current import site
from ..signing import actor
from ..words import SOON

pages = Blueprint("editions", __name__)
SENT_BEFORE = (
    "An edition was published with this form before; it stands. What you wrote since was not published: to publish it "
    "as an edition of its own, check it and publish it."
)
WHOLE = "all"
"""What the form sends where an edition takes in every document."""


@pages.get("/editions")
@public_page
def editions_list() -> str:
    """List the editions, newest first."""
    found, unreadable = editions.listed(site())
    titles = {document.path: document for document in reading.documents(site())}
    return render_template("editions/editions.html", editions=found, unreadable=unreadable, titles=titles)


@pages.get("/editions/<count:number>")
@public_page
def edition(number: int) -> str:
    """Show an edition: its texts with their checksums, and what changed since the one before."""
    return render_template("editions/edition.html", view=editions.edition(site(), number))


@dataclass(frozen=True)
class Typed:
    """The form as it was sent."""

    title: str = ""
    note: str = ""
    scope: str = WHOLE
    number: str = ""
    seen_main: str = ""
    idempotency_key: str = ""

    @property
    def document(self) -> DocumentPath | None:
        """The one document wanted; None: all."""
        if self.scope == WHOLE:
            return None
        if not is_document_path(self.scope):
            raise Invalid("There is no such document.", {"scope": "Please choose one of these."})
        return DocumentPath(self.scope)

    def publication(self) -> Publication:
        """Return what is to be published; what was seen is nothing where the form does not say it well."""
        try:
            seen = parse_commit_id(self.seen_main)
        except NotFound:
            seen = CommitId("")
        point = parse_point(f"edition-{self.number}")
        number = point.number if isinstance(point, AtEdition) else 0
        return Publication(self.title, self.note, number, seen, self.document, self.idempotency_key or None)


def _posted() -> Typed:
    return Typed(**{name: request.form.get(name, "") for name in asdict(Typed())})


@pages.get("/editions/new")
def form() -> str:
    """Show what an edition would hold now, and the form to publish it."""
    require_role(actor(), Act.PUBLISH)
    return _form(Typed(idempotency_key=new_key()))


def _form(typed: Typed, error: Invalid | None = None) -> str:
    shown = publishing.prospect(site())
    words, errors = (str(error), _named(error.fields)) if error else ("", {})
    if errors.pop("idempotency_key", ""):
        typed, words = replace(typed, idempotency_key=new_key()), SENT_BEFORE
    return render_template(
        "editions/publish.html",
        prospect=shown,
        typed=typed,
        scopes=[(WHOLE, "All documents, as they stand"), *((text.path, text.title) for text in shown.texts)],
        error=words,
        errors=errors,
    )


def _named(fields: dict[str, str]) -> dict[str, str]:
    """Return the errors of the services by the names of the form's fields."""
    return {"scope" if name == "document" else name: words for name, words in fields.items()}


@pages.post("/editions/new")
def publish() -> Response | str | tuple[str, int]:
    """Check an edition before it is published, or publish what was checked."""
    person = require_role(actor(), Act.PUBLISH)
    typed = _posted()
    if request.form.get("action") == "edit":
        return _form(typed)
    try:
        sent = typed.publication()
        if request.form.get("action") != "publish":
            return _check(typed, publishing.check(site(), person, sent))
        made = publishing.publish(site(), person, sent)
    except publishing.OutdatedEdition as trouble:
        return _check(typed, publishing.check(site(), person, sent), str(trouble)), 409
    except Invalid as trouble:
        return _form(typed, trouble), 422
    if any(one.number == made.number for one in editions.listed(site())[0]):
        flash(f"Edition {made.number} is published and on record.")
        return redirect(url_for("editions.edition", number=made.number), 303)
    flash(f"Edition {made.number} is published and on record. {SOON}")
    return redirect(url_for("editions.editions_list"), 303)


def _check(typed: Typed, checked: publishing.Checked, moved: str = "") -> str:
    return render_template("editions/check.html", typed=typed, checked=checked, moved=moved)
