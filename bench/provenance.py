"""Who brought each run of words of a long text with a long history, beside `git blame`."""

from __future__ import annotations

from pathlib import Path
from random import Random

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.events import Event, Kind, Speaker
from wgec_living.domain.identifiers import DocumentPath, Handle
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.exporting import Exporter
from wgec_living.index.facade import Index
from wgec_living.rendering import Renderer
from wgec_living.services import passages, provenance
from wgec_living.services.founding import SPEAKER
from wgec_living.services.generating_texts import sample_text
from wgec_living.services.generating_words import sentence
from wgec_living.services.site import Site, SiteSettings
from wgec_living.store.fast_import import importing
from wgec_living.store.record import MAIN, Record, document_file, found
from wgec_living.web.api.originating import provenance_json

from .figures import Timings, table, timings_table
from .plain_git import git
from .sizes import Sizes

PATH = DocumentPath("sample")
NOW = 1_700_000_000
SPEAKERS = [Speaker(Handle(f"person-{n}"), f"Person {n}") for n in range(20)]


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows."""
    revisions = sizes.revisions[1]
    git_dir = folder / "record.git"
    _make(git_dir, sizes.kilobytes * 1000, revisions)
    record = Record(git_dir)
    index = Index(folder / "index.sqlite", record)
    renderer, exporter = Renderer(), Exporter(folder / "files")
    site = Site(
        SiteSettings("Bench", "http://localhost"),
        record,
        index,
        renderer,
        exporter,
        lambda: NOW,
    )
    growing = Timings("the index made, all revisions")
    try:
        growing.time(index.keeping.level)
        _measure(site, revisions, sizes.kilobytes, growing)
    finally:
        renderer.close()
        index.close()
        record.close()


def _measure(site: Site, revisions: int, kilobytes: int, growing: Timings) -> None:
    newest = site.index.texts.revision(PATH, site.index.texts.document(PATH).revision)
    middle = site.index.texts.revision(PATH, newest.number // 2)
    blame, cold, warm = Timings("git blame --line-porcelain"), Timings("ours, cold"), Timings("ours, warm")
    file = document_file(PATH)
    for _ in range(3):
        blame.time(lambda: git(site.record.git_dir, "blame", "--line-porcelain", "main", "--", file))
        for revision in (newest, middle):
            _forget()
            cold.time(lambda wanted=revision: _answer(site, wanted))  # type: ignore[misc]
    for _ in range(10):
        warm.time(lambda: _answer(site, newest))
    title = f"Who brought each run of words: {kilobytes} kB, {revisions:,} revisions"
    timings_table(title, [blame, cold, warm, growing], "cold at most 1 s, warm at most 50 ms")
    known = provenance.provenance(site, newest)
    count = sum(len(block.runs) for block in known.blocks)
    origins = len({run.origin for block in known.blocks for run in block.runs})
    size = site.index.database.path.stat().st_size / 1e6
    columns = ("blocks", "runs", "revisions that brought any", "index MB")
    table("Of the newest revision", columns, [(len(known.blocks), count, origins, size)], "–")


def _answer(site: Site, revision: RevisionSummary) -> bytes:
    """Return what the API answers, put together anew each time; the API itself keeps it."""
    return provenance_json(provenance.provenance(site, revision))


def _forget() -> None:
    """Empty what is kept at hand, as in a server that has just begun."""
    caches: tuple[BoundedCache[object, object], ...] = (passages._SPLITS, provenance._KNOWN)  # type: ignore[assignment]
    for cache in caches:
        cache.clear()


def _make(git_dir: Path, size: int, revisions: int) -> None:
    """Make a record of one text in which each revision changes some words of a paragraph, or moves one."""
    random = Random(1)
    text = sample_text(random, "en", size)
    file = document_file(PATH)
    event = Event(Kind.FOUNDING, "Found the record", "", SPEAKER, NOW)
    record = found(git_dir, "bench", {file: text.source(), "README.md": b"Bench\n"}, event)
    lines, editable = list(text.lines), list(text.editable)
    tip = record.tip()
    try:
        with importing(record) as importer:
            at = tip
            for number in range(revisions - 1):
                place = random.choice(editable)
                words = lines[place].split(" ")
                if number % 10 == 0:
                    other = random.choice(editable)
                    lines[place], lines[other] = lines[other], lines[place]
                else:
                    start = random.randrange(len(words))
                    words[start : start + random.randint(1, 4)] = sentence(random, "en").split(" ")[:4]
                    lines[place] = " ".join(words)
                event = Event(
                    Kind.IMPORT, "Bring in words", "", random.choice(SPEAKERS), NOW + number, document=PATH
                )
                blob = importer.file(("\n".join(lines) + "\n").encode())
                at = importer.commit(MAIN, event, (at,), {file: blob})  # type: ignore[assignment]
    finally:
        record.close()
