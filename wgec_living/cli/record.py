"""Commands about the record and its index: found, import-document, catch-up, rebuild, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from wgec_living import accounts
from wgec_living.index.ingest import Progress
from wgec_living.services import founding, verifying
from wgec_living.settings import CHECKOUT

from .common import bare_site, level_site, plainly, settings

FOUNDING = CHECKOUT / "content_repo" / "founding" / "documents"


@contextmanager
def progress(label: str) -> Iterator[Progress | None]:
    """Yield a function that draws a progress bar at a terminal; elsewhere say what is done and yield None."""
    if not sys.stderr.isatty():
        click.echo(f"{label}: this may take a while.", err=True)
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def draw(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield draw
        bar.update((bar.length or 0) - bar.pos)


@click.command("found")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=FOUNDING,
    help="Folder of Markdown files; each becomes a document. Default: the group's own founding texts.",
)
@plainly
def found(folder: Path) -> None:
    """Create the record from Markdown files. Refuses where there is a record already."""
    wanted = settings()
    if (wanted.record_path / "HEAD").is_file() and bare_site().record.refs.get("refs/heads/main"):
        raise click.ClickException(f"There is a record already at {wanted.record_path}; nothing was changed.")
    record = founding.found_record(
        wanted.record_path, wanted.site_name, wanted.address_name, folder, bare_site().clock
    )
    record.close()
    accounts.upgrade()
    site = level_site()
    for document in site.index.texts.documents():
        click.echo(f"{document.path}: {document.title}")
    click.echo(f"Founded at {wanted.record_path}.")


@click.command("import-document")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--path", required=True, help="Path of the document: mapping, annex/one.")
@click.option("--by", default=None, help="Handle of the person in whose name; default: the server's.")
@click.option(
    "--language", default=None, help="Language of the text (BCP 47): ar, zh-Hans; into its front matter."
)
@click.option("--title", default=None, help="Title of the document; into its front matter.")
@plainly
def import_document(file: Path, path: str, by: str | None, language: str | None, title: str | None) -> None:
    """Bring a Markdown FILE in as a document, or as a new revision of one that exists."""
    site = level_site()
    revision = founding.import_document(site, file, path, by, language=language, title=title)
    document = site.index.texts.document(revision.document)
    click.echo(f"{revision.document}: revision {revision.number}, commit {revision.commit}")
    click.echo(f"Title: {document.title}. Language: {document.language}.")


@click.command("catch-up")
@plainly
def catch_up() -> None:
    """Bring the index up to the record, after a crash or a push from outside."""
    site = bare_site()
    site.record.check()
    accounts.upgrade()
    with progress("Catching up") as draw:
        moved = site.index.keeping.level(draw)
    click.echo("The index was level." if not moved else f"{_entries(moved)} had changed; the index is level.")


def _entries(number: int) -> str:
    """Return how many lines of history there are: one of the texts, one of each contribution and edition."""
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


@click.command("rebuild")
@plainly
def rebuild() -> None:
    """Make the index anew from the record; pages are served from the old one meanwhile."""
    site = bare_site()
    site.record.check()
    with progress("Rebuilding") as draw:
        moved = site.index.keeping.rebuild(draw)
    click.echo(f"Made anew from {_entries(moved)} of the record.")


@click.command("verify")
@click.argument("repository", required=False)
@plainly
def verify(repository: str | None) -> None:
    """Check this server's record, or any clone by path or address in REPOSITORY, and print what is found.

    Exit code 1 when anything is.
    """
    with progress("Verifying") as draw:
        if repository is None:
            findings = verifying.verify_site(level_site(), draw)
        else:
            findings = verifying.verify_clone(repository, draw)
    for finding in findings:
        click.echo(f"{finding.commit[:12] or '-':12}  {finding.problem}")
    if findings:
        raise click.ClickException(f"{len(findings)} finding(s).")
    click.echo("Everything is as the format says: commits, texts, decisions, numbers, objects.")


COMMANDS = (found, import_document, catch_up, rebuild, verify)
