"""How texts first come into the record: the founding, and documents brought in later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from wgec_living.domain.errors import Invalid
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.front_matter import require_front, require_language, with_front
from wgec_living.domain.identifiers import DocumentPath, is_document_path
from wgec_living.domain.people import SERVER
from wgec_living.domain.storage_form import storage_form
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.domain.text import MAX_BODY, clean_body
from wgec_living.store.record import MAIN, Record, document_file, found

from .recording import recording
from .site import Site

SPEAKER = Speaker(SERVER.handle, SERVER.name)
README = """# The record of {name}

This repository is the whole record of a living document: its texts, and how every word of them came about.

- `documents/` holds the texts in Markdown, one paragraph to a line.
- `people/` holds the list of people: name, delegation, stakeholder group and role. Addresses in commits end in
  `.invalid`: they name a person and can receive no mail.
- Each contribution is a branch, `contributions/0042`: its first commit is what was submitted, the next ones are
  replies, revised texts or a withdrawal. It starts at the revision that its author had read.
- Each decision is a commit on `main`. An accepted contribution is a merge, so `git blame` names who wrote a line.

Useful commands: `git log --first-parent main` (the minutes), `git log contributions/0001` (one contribution with
its answers; then look for its number on `main`), `git blame main -- documents/mapping.md`.
"""


def found_record(
    git_dir: Path, site_name: str, address_name: str, folder: Path, clock: Callable[[], int]
) -> Record:
    """Make a record whose first commit holds the Markdown files below `folder` as documents.

    Raises `Invalid` when the folder has none, or one that cannot be a document.
    """
    files = sorted(folder.rglob("*.md"))
    if not files:
        raise Invalid(f"There is no Markdown file in {folder}.")
    tree = {"README.md": README.format(name=site_name).encode()}
    for file in files:
        path = document_path(file.relative_to(folder).with_suffix("").as_posix())
        tree[document_file(path)] = _checked(file, stored_text(file), titled=True).encode()
    names = ", ".join(sorted(name for name in tree if name.startswith("documents/")))
    event = Event(
        Kind.FOUNDING, f"Found the record of {site_name}"[:200], f"First texts: {names}.", SPEAKER, clock()
    )
    return found(git_dir, address_name, tree, event)


def document_path(text: str) -> DocumentPath:
    """Return `text` as the path of a document; raise `Invalid` with the rule when it cannot be one."""
    if not is_document_path(text):
        raise Invalid(
            "This cannot be the path of a document.",
            {"path": f"“{text}”: use lower-case letters, digits and single hyphens; slashes make folders."},
        )
    return DocumentPath(text)


def stored_text(file: Path, front: Mapping[str, str] | None = None) -> str:
    """Return the text of a Markdown file as the record keeps it, with these values in its front matter.

    Raises `Invalid` when it cannot be kept.
    """
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    content = file.read_bytes()
    if len(content) > MAX_BODY:
        raise Invalid(f"{file.name} has {len(content):,} bytes; a document may have {MAX_BODY:,}.")
    try:
        text = clean_body(content.decode("utf-8-sig"), file.name)
    except UnicodeDecodeError:
        raise Invalid(f"{file.name} is not text in UTF-8.") from None
    return storage_form(clean_body(with_front(text, front), file.name) if front else text)


def _checked(file: Path, text: str, *, titled: bool) -> str:
    """Return a text that says its language and, if `titled`, its title; raise `Invalid` for one that does not."""
    try:
        require_front(text, titled=titled)
    except Invalid as trouble:
        raise Invalid(f"{file.name}: {trouble}") from None
    return text


def import_document(
    site: Site,
    file: Path,
    path: str,
    by: str | None = None,
    *,
    language: str | None = None,
    title: str | None = None,
) -> RevisionSummary:
    """Bring a Markdown file in as a document, or as a new revision of one; on record when this returns.

    `by` is the handle of the person in whose name it is done; None: the server's. `language` and `title` are
    written in its front matter. Raises `Invalid` for a file that cannot be a document, does not say its language or
    title, or is the text in force already.
    """
    if language is not None:
        require_language(language)
    front = {
        key: value for key, value in (("title", title), ("language", language)) if value and value.strip()
    }
    name, text = document_path(path), stored_text(file, front)
    speaker = SPEAKER
    if by is not None:
        person = site.index.people.person(by)
        if person is None:
            raise Invalid(f"There is nobody with the handle “{by}” in the list of people.")
        speaker = Speaker(person.handle, person.name)
    with recording(site) as recorder:
        old = site.record.text(recorder.main, name)
        _checked(file, text, titled=old is None)
        if old == text:
            raise Invalid("The file is the text in force already; nothing was recorded.")
        title = f"{'Bring in' if old is None else 'Bring in a new text of'} {name}"
        event = Event(Kind.IMPORT, title, "", speaker, site.clock(), document=name)
        tree = recorder.writer.tree_with(
            site.record.commit(recorder.main).tree, {document_file(name): text.encode()}
        )
        commit = recorder.put(MAIN, recorder.main, event, tree, (recorder.main,))
    return site.index.texts.revision_of_commit(name, commit.id)
