"""Citations in the forms that programs for references read."""

from __future__ import annotations

import json

from wgec_living.domain.citations import Citation, bibtex, csl_json, ris

CITATION = Citation(
    title="Mapping {of}\r\n100 % & more_\\ TY  - X",
    version="revision 3",
    key="mapping-revision-3",
    at=1_790_000_000,
    publisher="WGEC ~ Living",
    address="https://living.example.org/documents/mapping?revision=3",
    commit="a" * 40,
    language="en",
)


def test_what_has_a_meaning_in_bibtex_is_taken_as_it_stands() -> None:
    lines = bibtex(CITATION).split("\n")
    assert lines[0] == "@misc{mapping-revision-3," and lines[-2:] == ["}", ""]
    assert r"  title = {{Mapping \{of\} 100 \% \& more\_\textbackslash{} TY - X}}," in lines
    assert r"  author = {{WGEC \textasciitilde{} Living}}," in lines
    assert "  url = {https://living.example.org/documents/mapping?revision=3}," in lines
    assert "  date = {2026-09-21}," in lines


def test_a_title_adds_no_line_to_ris() -> None:
    lines = ris(CITATION).split("\r\n")
    assert [line[:6] for line in lines[:-1]] == [
        f"{name}  - " for name in ["TY", "AU", "TI", "ET", "PB", "PY", "DA", "LA", "UR", "N1", "ER"]
    ]
    assert "TI  - Mapping {of} 100 % & more_\\ TY - X" in lines


def test_csl_json_is_json_with_the_date_in_parts() -> None:
    (item,) = json.loads(csl_json(CITATION))
    assert item["issued"] == {"date-parts": [[2026, 9, 21]]}
    assert (item["URL"], item["version"]) == (CITATION.address, "revision 3")
