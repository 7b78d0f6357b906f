"""The command that makes a large sample: to try a server, or to measure it."""

from __future__ import annotations

import click

from wgec_living.domain.errors import Invalid
from wgec_living.services import generating
from wgec_living.services.generating_words import LANGUAGES

from .common import bare_site, level_site, plainly, settings
from .record import progress


@click.command("sample")
@click.option("--contributions", type=click.IntRange(0), default=200, show_default=True, help="How many.")
@click.option(
    "--revisions",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="How many of them are accepted.",
)
@click.option(
    "--size", type=click.IntRange(1, 900), default=30, show_default=True, help="Size of each text, kB."
)
@click.option("--path", default="sample", show_default=True, help="Path of the first document.")
@click.option(
    "--languages", default="en", show_default=True, help=f"One document each, of {', '.join(LANGUAGES)}."
)
@plainly
def sample(contributions: int, revisions: int, size: int, path: str, languages: str) -> None:
    """Make a large sample record, by plainly fictional people, in an empty data folder."""
    wanted = settings()
    for place in (wanted.record_path, wanted.index_path, wanted.instance / "accounts.sqlite"):
        if place.exists():
            raise Invalid(f"There is something at {place} already; set WGEC_DATA to an empty folder.")
    chosen = tuple(part.strip() for part in languages.split(",") if part.strip())
    sizes = generating.Wanted(contributions, revisions, size * 1000, path, chosen)
    with progress("Writing") as draw:
        generating.generate(
            wanted.record_path, wanted.site_name, wanted.address_name, sizes, bare_site().clock(), draw
        )
    with progress("Indexing") as draw:
        bare_site().index.keeping.rebuild(draw)
    for document in level_site().index.texts.documents():
        click.echo(f"{document.path}: revision {document.revision}, {document.contributions} contributions")


COMMANDS = (sample,)
