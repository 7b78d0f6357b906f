"""A page as Word file: changes tracked, notes as comments with their replies, Arabic from the right."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from tests.exporting.conftest import SAMPLE
from wgec_living.exporting import Exporter
from wgec_living.exporting.table_widths import BOLD, WIDTH, shares
from wgec_living.exporting.tree import read_page

ANA = 'w:author="Ana Example (Alpha)" w:date="2026-01-02T03:04:05Z"'

LOADED = """
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring
from wgec_living import create_app
from wgec_living.exporting import Exporter
exporter = Exporter(Path(sys.argv[1]))
page = "<html><head><title>T</title></head><body><h1>T</h1></body></html>"
assert exporter.pdf(page) and exporter.docx(page)
print(*[name for name in ("weasyprint", "typst", "pypandoc", "fontTools") if name in sys.modules])
"""


def part(made: bytes, name: str) -> str:
    """Return one part of a file of Office."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return archive.read(name).decode("utf-8")


@pytest.fixture(scope="module")
def word(exporter: Exporter) -> bytes:
    """The sample as Word file."""
    return exporter.docx(SAMPLE)


def test_changes_are_tracked_with_author_and_date_also_of_whole_paragraphs_and_rows(word: bytes) -> None:
    text = part(word, "word/document.xml")
    assert re.search(rf"<w:ins [^>]*{re.escape(ANA)}><w:r><w:t [^>]*>terms</w:t></w:r></w:ins>", text)
    assert re.search(rf"<w:del [^>]*{re.escape(ANA)}><w:r><w:delText [^>]*>words</w:delText>", text)
    paragraph = next(p for p in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if "A new paragraph." in p)
    assert re.search(rf"<w:rPr><w:ins [^>]*{re.escape(ANA)} /></w:rPr></w:pPr>", paragraph)
    row = re.findall(r"<w:tr>.*?</w:tr>", text, re.DOTALL)[-1]
    assert re.search(r'<w:trPr>.*<w:ins [^>]*w:author="B"', row)
    cut = next(p for p in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if "First half." in p)
    assert re.search(r'<w:rPr><w:ins [^>]*w:author="Boris"', cut) and "¶" not in cut


def test_notes_are_comments_and_replies_know_what_they_answer(word: bytes) -> None:
    comments = part(word, "word/comments.xml")
    assert re.search(rf'w:id="1" w:initials="AE" {re.escape(ANA)}', comments)
    assert part(word, "word/document.xml").count("commentReference w:id=") == 3
    names = dict(re.findall(r'w:id="(\d)".*?w14:paraId="(\w+)"', comments))
    answers = part(word, "word/commentsExtended.xml")
    assert f'w15:paraId="{names["2"]}" w15:paraIdParent="{names["1"]}"' in answers


def test_a_link_in_a_comment_leads_somewhere(exporter: Exporter) -> None:
    note = (
        '<article data-note="1" data-author="A"><p>See <a href="https://a.example/">there</a>.</p></article>'
    )
    made = exporter.docx(
        f'<html><body><p data-on="1">Words.</p><section class="notes">{note}</section></body></html>'
    )
    link = re.search(r'<w:hyperlink r:id="(\w+)"', part(made, "word/comments.xml"))
    assert link is not None
    assert f'Id="{link[1]}" Target="https://a.example/"' in part(made, "word/_rels/comments.xml.rels")


def test_no_column_is_narrower_than_the_longest_word_of_its_head() -> None:
    long = "国际电信联盟 (ITU) Telecommunication 标准化部门 " * 9
    table = (
        "<tr><th>Issue</th><th>Existing mechanisms</th><th>Status</th><th>Gap</th><th>Responsibilities</th></tr>"
        f"<tr><td>{long}</td><td>{long}</td><td></td><td></td><td>{long}</td></tr>"
    )
    rows = [element for element in read_page(table).body.walk() if element.name == "tr"]
    found = [share * WIDTH for share in shares(rows)]
    assert all(width > BOLD * letters + 2 for width, letters in zip(found, (5, 10, 6, 3, 16), strict=True)), (
        found
    )


def test_arabic_runs_from_the_right_and_footnotes_stand_at_the_foot(word: bytes) -> None:
    text = part(word, "word/document.xml")
    heading = next(p for p in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if "عنوان" in p)
    assert "<w:bidi />" in heading and "<w:rtl />" in heading and "Heading2" in heading
    assert "The note." in part(word, "word/footnotes.xml")
    assert "Mapping of things — revision 12" in part(word, "word/header1.xml")


def test_libreoffice_reads_the_changes_and_comments(
    word: bytes, by_libreoffice: Callable[[bytes, str, str], bytes]
) -> None:
    flat = by_libreoffice(word, "docx", "fodt").decode("utf-8")
    regions = re.findall(r"<text:changed-region.*?</text:changed-region>", flat, re.DOTALL)
    ours = [region for region in regions if "<dc:creator>Ana Example (Alpha)</dc:creator>" in region]
    assert any("<text:deletion>" in region for region in ours)
    assert any("<text:insertion>" in region for region in ours)
    assert re.search(r"<text:change-start [^>]*/>words<text:change-end", flat)
    assert all("2026-01-02T03:04:05" in region for region in ours)
    notes = re.findall(r"<office:annotation .*?</office:annotation>", flat, re.DOTALL)
    assert any("Ana Example (Alpha)" in note and "Comment 1" in note for note in notes)
    assert any("Boris Sample" in note and "Reply" in note for note in notes)


def test_nothing_heavy_is_loaded_where_files_are_asked_for(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == []


@pytest.mark.parametrize("form", ["docx", "odt"])
@pytest.mark.parametrize("page", [SAMPLE, "<html><title>\x01</title><body><p>\x0b\uffff</p></body></html>"])
def test_every_part_of_a_file_is_well_formed(exporter: Exporter, form: str, page: str) -> None:
    with zipfile.ZipFile(BytesIO(getattr(exporter, form)(page))) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        assert "META-INF/manifest.xml" in parts or "word/document.xml" in parts
        for name in parts:
            fromstring(archive.read(name))
