"""The citation of a state of a text: by its edition where it has one, else by its revision."""

from __future__ import annotations

from flask import url_for

from wgec_living.domain.citations import Citation
from wgec_living.domain.editions import EditionSummary
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.summaries import RevisionSummary

from .addresses import absolute
from .current import site

FORMS = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}
"""The forms of a citation by the endings of their files."""


def citation(
    path: DocumentPath, title: str, language: str, revision: RevisionSummary, named: EditionSummary | None
) -> Citation:
    """Return how a revision is cited; `named`: the edition that it is cited by."""
    kind, number = ("edition", named.number) if named else ("revision", revision.number)
    return Citation(
        title=title,
        version=f"{kind} {number}",
        key=f"{path.replace('/', '-')}-{kind}-{number}",
        at=(named or revision).at,
        publisher=site().settings.name,
        address=absolute(url_for("documents.document", path=path) + f"?{kind}={number}"),
        commit=(named or revision).commit,
        language=language,
        tag=f"edition/{named.number}" if named else "",
    )


def files_of(path: DocumentPath, cited: Citation) -> list[tuple[str, str]]:
    """Return the forms in which a citation can be had, each with its address."""
    kind, _, number = cited.version.partition(" ")
    return [
        (name, url_for("citing.document", path=path, form=form) + f"?{kind}={number}")
        for form, name in FORMS.items()
    ]
