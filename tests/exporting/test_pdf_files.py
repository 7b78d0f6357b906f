"""A page as PDF by either engine: tagged, in every script without the system's fonts, and nothing fetched for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exporting.conftest import SAMPLE
from wgec_living.domain.errors import CannotMake
from wgec_living.exporting import Exporter
from wgec_living.exporting.tree import read_page
from wgec_living.exporting.typst_source import typst_source

MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
"""What a reader of PDF puts around words of another direction."""


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_pdf_is_tagged_titled_and_shows_every_script(
    tmp_path: Path, engine: str, pdf_words: Callable[[bytes], str], about_pdf: Callable[[bytes], str]
) -> None:
    made = Exporter(tmp_path, seconds=120, engines=[engine], system_fonts=False).pdf(SAMPLE)
    told = about_pdf(made)
    assert "Tagged:          yes" in told and "Title:           Mapping of things" in told
    assert "pdfuaid:part" in told
    words = MARKS.sub("", " ".join(pdf_words(made).split()))
    assert "Mapping of things — revision 12, 24 November 2026" in words and re.search("1 ?/ ?1", words)
    assert "https://living.example/documents/mapping?revision=12" in words
    for wanted in ("Кириллица", "加强合作工作组的文件。", "عنوان بالعربية", "The note.", "three", "→"):
        assert wanted in words
    assert "Comment 1" not in words


def test_the_second_engine_is_taken_where_the_first_is_missing_and_none_is_told(
    tmp_path: Path, about_pdf: Callable[[bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wgec_living.exporting.exporter._START", "import sys; sys.exit(3)")
    with pytest.raises(CannotMake, match="neither WeasyPrint with Pango nor Typst"):
        Exporter(tmp_path).pdf(SAMPLE)
    monkeypatch.undo()
    from wgec_living.exporting import exporter as module

    without = module._START.replace("import_module(", 'sys.modules["weasyprint"] = None\nimport_module(', 1)
    monkeypatch.setattr("wgec_living.exporting.exporter._START", without)
    assert "Typst" in about_pdf(Exporter(tmp_path, system_fonts=False).pdf(SAMPLE))


def test_a_letter_without_a_font_is_refused_rather_than_left_out(tmp_path: Path) -> None:
    exporter = Exporter(tmp_path, engines=["typst"], system_fonts=False)
    with pytest.raises(CannotMake, match="no font for a letter"):
        exporter.pdf("<html><head><title>T</title></head><body><p>ภาษา</p></body></html>")


def test_no_word_becomes_a_command_of_typst() -> None:
    hostile = '<p>"); read("/etc/passwd"); #import "@preview/x:1.0.0" \\</p><pre>"\n#panic()</pre>'
    source = typst_source(read_page(f"<html><body>{hostile}</body></html>"))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", source.split("#{", 1)[1])
    assert not re.search("read|import|panic", outside)
