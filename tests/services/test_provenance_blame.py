"""What we say of each paragraph beside `git blame -w`: they differ by words that stood before, and by nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.histories_tokens import TokenWriter
from tests.conftest import Server
from tests.index.by_hand import push
from tests.index.random_acts import RandomActs
from tests.services.plain_git import git
from wgec_living.domain.blocks import Kind
from wgec_living.domain.identifiers import CommitId, DocumentPath
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.exporting import Exporter
from wgec_living.index.facade import Index
from wgec_living.rendering import Renderer
from wgec_living.services import generating
from wgec_living.services.passages import blocks_of, source_of
from wgec_living.services.provenance import provenance
from wgec_living.services.site import Site, SiteSettings
from wgec_living.store.record import Record


def blamed(site: Site, revision: RevisionSummary, *options: str) -> list[str]:
    """Return for each line of a revision the commit that plain Git blames."""
    file = f"documents/{revision.document}.md"
    found = git(site.record.git_dir, "blame", "-w", *options, "--line-porcelain", revision.commit, "--", file)
    return re.findall(r"(?m)^([0-9a-f]{40}) \d+ \d+", found)


def check(site: Site, path: DocumentPath) -> int:
    """Hold a document against Git at many revisions; return how many paragraphs of one line were compared.

    Git follows nothing that moved, and pairs empty lines as gladly as paragraphs: it may blame a revision for a line
    that stood word for word before. We may blame a later one only for a line of which there are several.
    """
    revisions = site.index.texts.between(path, 0, site.index.texts.document(path).revision)
    numbers = {one.commit: one.number for one in revisions}
    texts = [source_of(site, one.blob).split("\n") for one in revisions]
    newest, compared = len(revisions), 0
    for revision in revisions if newest < 40 else (revisions[newest // 2], revisions[-1]):
        lines = blamed(site, revision, "--first-parent")
        blocks = dict(zip(site.index.texts.ids_of(revision), blocks_of(site, revision.blob), strict=True))
        for found in provenance(site, revision).blocks:
            block = blocks[found.id]
            if block.first_line != block.last_line:
                continue
            compared += 1
            ours, theirs = found.changed_in, numbers[CommitId(lines[block.first_line - 1])]
            line = texts[revision.number - 1][block.first_line - 1]
            stood = any(line in text for text in texts[: theirs - 1])
            several = texts[revision.number - 1].count(line) > 1
            agreed = ours == theirs or (stood if ours < theirs else several)
            assert agreed, (path, revision.number, found.id, ours, theirs, line)
    return compared


@pytest.mark.parametrize("seed", range(3))
def test_documents_of_people_who_act_at_random(server: Server, tmp_path: Path, seed: int) -> None:
    acts = RandomActs(server, 90 + seed, tmp_path)
    for _ in range(100):
        acts.step()
    compared = sum(check(server.site, document.path) for document in server.site.index.texts.documents())
    assert compared > 25


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_paragraphs_that_are_edited_moved_split_joined_and_come_back(server: Server, language: str) -> None:
    writer = TokenWriter(7, language)
    text = writer.text(25)
    for number in range(15):
        push(server, f"Revision {number}", {"documents/invented.md": text.source})
        text = writer.revise(text, 0.15)
    server.site.index.keeping.level()
    assert check(server.site, DocumentPath("invented")) > 300


def test_a_generated_history_agrees(tmp_path: Path, renderer: Renderer) -> None:
    wanted = generating.Wanted(400, 200, 6_000, languages=("en", "ar"))
    generating.generate(tmp_path / "record.git", "Sample", "sample", wanted, 1_790_000_000)
    record = Record(tmp_path / "record.git")
    index = Index(tmp_path / "index.sqlite", record)
    site = Site(
        SiteSettings("Sample", "http://localhost"),
        record,
        index,
        renderer,
        Exporter(tmp_path / "files"),
        lambda: 0,
    )
    try:
        index.keeping.level()
        for document in index.texts.documents():
            assert check(site, document.path) > 60
            whole_credit(site, document.path)
    finally:
        index.close()
        record.close()


def whole_credit(site: Site, path: DocumentPath) -> None:
    """Check that a paragraph that came all at once has the contribution whose commit Git blames."""
    revision = site.index.texts.revision(path, site.index.texts.document(path).revision)
    lines = blamed(site, revision)
    log = git(
        site.record.git_dir, "log", "--all", "--format=%H %(trailers:key=Contribution,valueonly,separator=)"
    )
    contributions = dict(line.partition(" ")[::2] for line in log.splitlines())
    blocks = dict(zip(site.index.texts.ids_of(revision), blocks_of(site, revision.blob), strict=True))
    found = provenance(site, revision)
    compared = 0
    for one in found.blocks:
        block = blocks[one.id]
        if block.first_line == block.last_line and len(one.runs) == 1 and block.kind is Kind.PARAGRAPH:
            ours = found.sources[one.runs[0].origin].revision.contribution
            assert contributions[lines[block.first_line - 1]] == (str(ours) if ours else "")
            compared += 1
    assert compared > 5
