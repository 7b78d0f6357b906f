"""The disposition report and the register's files: what they hold, in which layout, and for which choice."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import Server
from tests.exporting.conftest import program
from tests.index.by_hand import push
from wgec_living.exporting.sheets import csv_pieces
from wgec_living.services import contributing, deciding
from wgec_living.web.pages import reporting

HOSTILE = '=HYPERLINK("http://evil.example","click")'
ISO = [
    "MB/NC",
    "Line number",
    "Clause/Subclause",
    "Paragraph/Figure/Table",
    "Type of comment",
    "Comments",
    "Proposed change",
    "Observations of the secretariat",
]
MUST = "“could” → “must”, after “The second paragraph says what” and before “be done.”"
W3C = ["Issue", "Summary", "From", "Comment", "Response", "Closed", "Verified", "Resolved"]


@pytest.fixture
def answered(server: Server) -> Server:
    """A server with five contributions: declined, open with a formula, accepted, noted, withdrawn in effect none."""
    server.propose(server.ana, "last paragraph", "The last paragraph ends the text.", "Shorter.")
    server.comment(server.boris, "privacy", HOSTILE)
    server.propose(server.boris, "second paragraph", "The second paragraph says what must be done.")
    server.comment(server.ana, "first paragraph", "+1\n\n@all")
    server.comment(server.ana, "الفقرة الأولى", "تعليق", path="arabic")
    server.dispose(server.cora, 1, "declined", "-Not now.")
    server.dispose(server.cora, 3, "accepted", "")
    server.dispose(server.cora, 4, "noted", "Read.")
    return server


def table(server: Server, address: str) -> list[list[str]]:
    """Return what a CSV file holds."""
    answer = server.visitor().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    content = answer.get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheets(server: Server, address: str) -> dict[str, list[list[object]]]:
    """Return what an XLSX file holds, sheet by sheet."""
    answer = server.visitor().get(address)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def numbers(rows: list[list[str]]) -> list[int]:
    return [int(row[0]) for row in rows[1:]]


def test_no_cell_is_taken_for_a_formula(answered: Server) -> None:
    text = answered.visitor().get("/report.csv").get_data().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{HOSTILE}" in cells
    assert "'-Not now." in cells and "'+1\n\n@all" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    rows = sheets(answered, "/report.xlsx")["Contributions"]
    assert any(HOSTILE in row for row in rows), "in a spreadsheet it is the text it was"
    raw = answered.visitor().get("/report.xlsx").get_data()
    assert b"<f>" not in _unzipped(raw)


@pytest.mark.parametrize(
    "cell", ["=1", " =1", "\u00a0+1", "\t1", "\u200b@a", "\ufeff-1", "\u202e\u00a0=1", "＝1", "\n=1"]
)
def test_what_is_not_seen_before_a_formula_lets_none_through(cell: str) -> None:
    assert b"".join(csv_pieces(["a"], [[cell]])).decode("utf-8-sig").strip('\r\na"')[0] == "'"
    harmless = f"A{cell}"
    assert harmless in b"".join(csv_pieces(["a"], [[harmless]])).decode("utf-8-sig")


def _unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def test_csv_and_spreadsheet_hold_the_same(answered: Server) -> None:
    for address in ("/contributions.{}?document=short", "/report.{}?layout=iso", "/report.{}?order=number"):
        rows = [[cell.removeprefix("'") for cell in row] for row in table(answered, address.format("csv"))]
        found = sheets(answered, address.format("xlsx"))["Contributions"]
        plain = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in found]
        assert plain == rows, address


def test_files_hold_what_the_page_is_narrowed_to_and_in_its_order(answered: Server) -> None:
    choices = {
        "": [5, 4, 3, 2, 1],
        "order=paragraph": [4, 3, 2, 1, 5],
        "order=stakeholder": [2, 3, 1, 4, 5],
        "order=disposition": [2, 5, 3, 4, 1],
        "document=short&order=stakeholder": [2, 3, 1, 4],
        "status=open": [5, 2],
        "delegation=Samplestan": [3, 2],
        "group=civil-society&kind=comment": [5, 4],
    }
    for query, wanted in choices.items():
        page = answered.visitor().get(f"/contributions?{query}").text
        assert [int(n) for n in re.findall(r'<th scope="row"><a href="/contributions/(\d+)"', page)] == wanted
        files = re.findall(r'href="(/contributions\.csv[^"]*)"', page)
        assert numbers(table(answered, files[0].replace("&amp;", "&"))) == wanted, query
    assert numbers(table(answered, "/report.csv")) == [4, 3, 2, 1, 5], "a report follows the texts"


def test_a_row_leads_to_passage_decision_reason_and_commit(answered: Server) -> None:
    decision = answered.site.index.reports.decided([3])[3]
    for address in ("/contributions?status=accepted", "/report?status=accepted"):
        page = answered.visitor().get(address).text
        assert f'href="/documents/short/blocks/{answered.block("must be done")}">Paragraph 2</a>' in page
        assert 'href="/contributions/3#decision"' in page
        assert 'href="/documents/short/compare/1...2">revision 2</a>' in page
        assert f'href="/contributions/3#e-{decision.commit[:12]}"' in page
    thread = answered.visitor().get("/contributions/3").text
    assert f'id="e-{decision.commit[:12]}"' in thread and 'id="decision"' in thread
    assert "Not now." in answered.visitor().get("/contributions?status=declined").text


def test_the_iso_form_has_its_exact_headings_and_nothing_invented(answered: Server) -> None:
    rows = table(answered, "/report.csv?layout=iso")
    assert rows[0] == ISO
    assert list(sheets(answered, "/report.xlsx?layout=iso")) == ["Contributions"]
    found = {int(re.findall(r"Contribution (\d+):", row[5])[0]): row for row in rows[1:]}
    assert [row[:5] for row in (found[3], found[2])] == [
        ["Samplestan", "", "A short text", "Paragraph 2", "te"],
        ["Samplestan", "", "A table of issues", "Row 4", ""],
    ]
    assert found[3][6] == MUST
    assert [found[number][7] for number in (1, 2, 3, 4)] == [
        "Declined. -Not now.", "", "Accepted.", "Noted. Read.",
    ]  # fmt: skip


def test_the_w3c_fields_are_mapped_honestly(answered: Server) -> None:
    rows = table(answered, "/report.csv?layout=w3c&order=number")
    assert rows[0] == W3C
    assert [row[5] for row in rows[1:]] == ["", "", "accepted", "", "rejected"]
    assert {row[6] for row in rows[1:]} == {""}, "nobody was asked whether the answer satisfies"
    assert [bool(row[7]) for row in rows[1:]] == [False, True, True, False, True]
    assert rows[3][3] == f"It would be clearer.\n\nProposed change:\n{MUST}"


def test_the_report_of_one_text_is_about_it_alone(answered: Server) -> None:
    page = answered.visitor().get("/report?document=arabic").text
    assert "تعليق" in page and "Shorter." not in page
    assert '<h1>Disposition report: <bdi lang="ar">نص قصير</bdi></h1>' in page
    totals = sheets(answered, "/report.xlsx?document=short")["Totals"]
    assert totals[0][:4] == ["Stakeholder group", "Delegations", "People", "Contributions"]
    assert totals[-1][:4] == ["All", 2.0, 2.0, 4.0]


def test_numbers_lead_to_what_they_count(answered: Server) -> None:
    page = answered.visitor().get("/report?document=short").text
    table_ = page.partition('<table class="totals">')[2].partition("</table>")[0]
    links = re.findall(r'href="(/contributions\?[^"]*)">([\d,]+)<', table_)
    assert len(links) > 6
    for address, number in links:
        shown = answered.visitor().get(address.replace("&amp;", "&")).text
        assert len(re.findall(r'<th scope="row"><a href="/contributions/\d+"', shown)) == int(number), address


def test_pictures_say_what_they_show(answered: Server) -> None:
    for address in ("/", "/report"):
        page = answered.visitor().get(address).text
        pictures = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
        assert len(pictures) == 2
        for picture in pictures:
            assert 'role="img"' in picture and "style=" not in picture
            named = re.findall(r'aria-labelledby="([\w-]+) ([\w-]+)"', picture)[0]
            assert all(f'id="{name}"' in picture for name in named)
            for used in re.findall(r"url\(#([\w-]+)\)", picture):
                assert f'<pattern class="part-{used.rpartition("-")[2]}"' in picture or used in picture
    assert "Civil society 3; " in page and "Member States 2; " in page


def test_nothing_to_report_says_so(server: Server) -> None:
    assert "Nobody has commented or proposed a change yet" in server.visitor().get("/report").text
    server.comment(server.ana, "privacy")
    assert "there is nothing to report on" in server.visitor().get("/report?status=removed").text
    assert len(table(server, "/report.csv?status=removed")) == 1
    for address in ("/report?layout=din", "/report?page=2", "/report.csv?layout=x", "/contributions?page=9"):
        assert server.visitor().get(address).status_code == 404, address


def test_a_long_report_comes_in_pages_and_once_on_one_to_print(server: Server) -> None:
    for place in range(51):
        server.comment(server.ana, "privacy", f"Comment {place}.")
    first = server.visitor().get("/report?kind=comment&layout=w3c").text
    assert 'rel="next" href="/report?kind=comment&amp;layout=w3c&amp;page=2"' in first
    assert "Comment 50." not in first
    whole = server.visitor().get("/report?kind=comment&whole=yes").text
    assert "Comment 50." in whole and 'rel="next"' not in whole


def test_the_report_can_be_printed_and_passed_on(answered: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answered.visitor().get("/report.docx?document=short")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-short.docx"'
    words = _unzipped(answer.get_data()).decode()
    for said in ("“could” → “must”", "Not now.", "Samplestan", "By stakeholder group"):
        assert said in words, said
    assert "<w:del " not in words, "what was proposed is no change of this file"
    assert answered.visitor().get("/report.pdf?layout=iso").get_data().startswith(b"%PDF-")
    monkeypatch.setattr(reporting, "MOST", 4)
    refused = answered.visitor().get("/report.pdf")
    assert refused.status_code == 413
    assert 'href="/report.csv"' in refused.text and "at most 4 contributions" in refused.text
    assert ".pdf" not in answered.visitor().get("/report").text


def test_a_csv_file_is_sent_while_it_is_made(answered: Server) -> None:
    for address in ("/contributions.csv", "/report.csv"):
        with answered.app.test_request_context(address):
            answer = answered.app.full_dispatch_request()
            assert answer.is_streamed and answer.content_length is None, address
            assert b"".join(answer.iter_encoded()).count(b"\r\n") > 5


def test_what_cannot_be_read_is_listed_but_in_no_figure(server: Server) -> None:
    server.comment(server.ana, "privacy")
    push(server, "A message without an event\n", ref="refs/heads/contributions/0002", base="main")
    server.site.index.keeping.level()
    for order in ("number", "paragraph", "stakeholder", "disposition"):
        page = server.visitor().get(f"/contributions?order={order}").text
        assert "This contribution cannot be read" in page, order
    assert len(table(server, "/contributions.csv")) == 3
    assert numbers(table(server, "/report.csv")) == [1]
    page = server.visitor().get("/report").text
    assert "1 contribution that cannot be read is in no figure." in page
    assert server.visitor().get("/api/v1/report").get_json()["unreadable"] == 1
    assert server.visitor().get("/").status_code == 200


def test_a_long_word_drives_no_column_off_the_sheet(server: Server, tmp_path: Path) -> None:
    server.propose(server.ana, "last paragraph", "The last paragraph ends the text.", "w" * 300)
    server.dispose(server.cora, 1, "declined", "Not now.")
    (tmp_path / "report.pdf").write_bytes(server.visitor().get("/report.pdf").get_data())
    command = [program("pdftotext"), "-bbox", str(tmp_path / "report.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    width = float(re.findall(r'<page width="([\d.]+)"', told)[0])
    words = {word: float(right) for right, word in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)<', told)}
    assert {"Proposed", "Decision", "“ends”,", "Declined."} <= words.keys()
    assert max(words.values()) < width
    assert told.index(">stands,<") < told.index(">Declined.<"), "no sheet is made for a last sentence alone"


def test_words_of_another_direction_bring_no_marks_into_cells(server: Server) -> None:
    server.propose(server.ana, "الفقرة الثانية", "الفقرة الثانية تقول ما يجب عمله الآن.", path="arabic")
    for address in ("/report.csv", "/report.csv?layout=w3c", "/contributions.csv"):
        text = server.visitor().get(address).get_data().decode()
        assert not re.findall("[\u2066-\u2069]", text), address
    assert "الآن" in server.visitor().get("/report.csv").text


def test_days_without_anything_fill_no_table_and_files_are_offered_first(answered: Server) -> None:
    page = answered.visitor().get("/report").text
    days = page.partition('<table class="figures periods">')[2].partition("</table>")[0]
    assert days.count('<th scope="row">') == 1 and "where anything happened" in days
    assert page.index('href="/report.pdf"') < page.index('id="figures"') < page.rindex('href="/report.pdf"')


def test_an_answer_tells_what_came_into_force_and_what_a_coordinator_replied(server: Server) -> None:
    server.comment(server.ana, "first paragraph", "Why?")
    contributing.reply(server.site, server.cora, 1, "Because it was agreed.")
    server.propose(server.boris, "second paragraph", "The second paragraph says what must be done.")
    text = deciding.preview(server.site, 2).text.replace("must be done", "should be done")
    server.dispose(server.cora, 2, "accepted-with-changes", "Milder.", text)
    made = "“could” → “should”, after “The second paragraph says what” and before “be done.”"
    row = {line[0]: line for line in table(server, "/report.csv")}
    assert any(cell.endswith(": Because it was agreed.") for cell in row["1"]) and "1" in row["1"][1:]
    assert any(made in cell and "/documents/short/compare/1...2" in cell for cell in row["2"])
    answers = [line[7] for line in table(server, "/report.csv?layout=iso")]
    assert any(answer.startswith("1 reply; the last of a coordinator:") for answer in answers)
    page = server.visitor().get("/report").text
    assert "Came into force:" in page and "Because it was agreed." in page and "1 reply</a>" in page
    words = _unzipped(server.visitor().get("/report.docx").get_data()).decode()
    assert "Because it was agreed." in words and "Came into force:" in words
