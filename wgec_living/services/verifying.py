"""Checking a record: this server's, or any clone, by anybody."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wgec_living.domain.errors import CorruptRecord
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.summaries import Finding
from wgec_living.index.facade import Index
from wgec_living.index.ingest import Progress
from wgec_living.store.inspection import Inspection, inspecting, inspecting_clone

from .site import Site
from .verifying_branches import check_contribution
from .verifying_commits import Commits
from .verifying_editions import check_editions
from .verifying_lines import contribution_lines, main_line
from .verifying_main import check_main


def verify_site(site: Site, progress: Progress | None = None) -> list[Finding]:
    """Return everything in this server's record and index that is not as it should be.

    Pages are served and contributions taken meanwhile; what comes after the start is not looked at.
    """
    with inspecting(site.record.git_dir) as inspection:
        found = findings_in(inspection, _part(progress, 0))
    known = {finding.commit for finding in found}
    found += [finding for finding in site.index.register.findings() if finding.commit not in known]
    return found + _index_against_a_rebuild(site, _part(progress, 1))


def verify_clone(repository: str, progress: Progress | None = None) -> list[Finding]:
    """Return everything in a clone, by path or address, that is not as the format says.

    Needs no server and no account. Raises `Invalid` when there is no such repository.
    """
    with inspecting_clone(repository) as inspection:
        return findings_in(inspection, progress)


def _part(progress: Progress | None, part: int) -> Progress | None:
    """Return the progress of one of two equal parts of the work."""
    if progress is None:
        return None
    return lambda done, total: progress(part * total + done, 2 * total)


def findings_in(inspection: Inspection, progress: Progress | None = None) -> list[Finding]:
    """Return everything in an opened record that is not as the format says."""
    found = [Finding(CommitId(""), f"git fsck: {line}") for line in inspection.complaints()]
    commits = Commits(inspection)
    try:
        commits.read(progress)
        main = main_line(commits)
        branches = contribution_lines(commits, main)
        for branch in branches.values():
            check_contribution(commits, branch, main)
        check_main(commits, main, branches)
        check_editions(commits, main)
        commits.check_all_on_a_line()
    except CorruptRecord as trouble:
        # What is missing or unreadable as an object cannot be judged further.
        commits.found(trouble.commit or "", str(trouble))
    return found + commits.findings()


def _index_against_a_rebuild(site: Site, progress: Progress | None) -> list[Finding]:
    """Compare the index with one made anew beside it; writers wait only for the comparison itself."""
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        anew = Index(Path(folder) / "index.sqlite", site.record)
        try:
            anew.keeping.rebuild(progress)
            with site.record.writing():
                site.index.keeping.level()
                anew.keeping.level()
                same = site.index.database.fingerprint() == anew.database.fingerprint()
        except CorruptRecord as trouble:
            return [
                Finding(CommitId(trouble.commit or ""), f"no index can be made from the record: {trouble}")
            ]
        finally:
            anew.close()
    problem = "the index differs from one made anew from the record; `flask rebuild` puts it right"
    return [] if same else [Finding(CommitId(""), problem)]
