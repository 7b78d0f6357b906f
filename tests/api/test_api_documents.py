"""Documents by the API: as they stand and stood, their revisions, what changed."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import Circle, is_problem, keeps_promise
from tests.conftest import TEXT, Server
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing
from wgec_living.web.api import answers


def _accept(server: Server, words: str, replacement: str) -> int:
    number = server.propose(server.ana, words, replacement).number
    server.dispose(server.cora, number, "accepted")
    return number


def test_the_documents_are_listed_in_pages(circle: Circle) -> None:
    whole = keeps_promise(circle.vera.get("/documents"), answers.DocumentList)
    assert [row["path"] for row in whole["items"]] == ["short", "arabic"]
    assert (whole["total"], whole["next"]) == (2, None)
    first = keeps_promise(circle.vera.get("/documents?per_page=1"), answers.DocumentList)
    assert [row["path"] for row in first["items"]] == ["short"]
    second = circle.vera.client.get(first["next"])
    assert [row["path"] for row in keeps_promise(second, answers.DocumentList)["items"]] == ["arabic"]
    assert second.get_json()["next"] is None


def test_a_document_comes_with_its_source_html_and_blocks(circle: Circle) -> None:
    document = keeps_promise(circle.vera.get("/documents/short"), answers.Document)
    assert document["source"] == TEXT
    assert document["title"] == "A short text"
    lines = TEXT.split("\n")
    for block in document["blocks"]:
        assert f'id="b-{block["id"]}"' in document["html"]
        assert "\n".join(lines[block["first_line"] - 1 : block["last_line"]]).strip() == block["text"].strip()
    assert [block["kind"] for block in document["blocks"]][:3] == ["heading", "paragraph", "paragraph"]
    assert [block["number"] for block in document["blocks"]][:3] == [None, 1, 2]


def test_a_document_in_another_script_comes_as_it_is(circle: Circle) -> None:
    answer = circle.vera.get("/documents/arabic")
    assert answer.get_json()["title"] == "نص قصير"
    assert "نص قصير" in answer.get_data(as_text=True)


def test_an_older_revision_is_found_by_number_commit_and_day(circle: Circle) -> None:
    before = circle.document()
    _accept(circle.server, "The second paragraph", "Other words.")
    after = circle.document()
    assert (before["revision"], after["revision"]) == (1, 2)
    assert circle.vera.get("/documents/short?revision=1").get_json() == before
    assert circle.vera.get(f"/documents/short?commit={before['commit']}").get_json() == before
    assert circle.vera.get(f"/documents/short?commit={after['commit']}").get_json() == after
    assert circle.vera.get("/documents/short?as_of=2026-06-01").get_json() == before
    assert circle.vera.get("/documents/short?as_of=9999-12-31").get_json() == after


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-1-1", "", "2026-11-23T00:00"])
def test_a_day_that_cannot_be_read_is_refused(circle: Circle, day: str) -> None:
    is_problem(circle.vera.get("/documents/short", query_string={"as_of": day}), 422, "as_of")


def test_a_day_before_the_founding_has_no_text(circle: Circle) -> None:
    is_problem(circle.vera.get("/documents/short?as_of=1999-01-01"), 404)


def test_only_one_revision_is_asked_for_at_a_time(circle: Circle) -> None:
    answer = circle.vera.get("/documents/short?revision=1&as_of=2026-11-23")
    is_problem(answer, 422, "revision", "as_of")


def test_the_revisions_say_who_changed_what_and_who_decided(circle: Circle) -> None:
    number = _accept(circle.server, "The second paragraph", "Other words.")
    page = keeps_promise(circle.vera.get("/documents/short/revisions"), answers.RevisionList)
    assert [row["number"] for row in page["items"]] == [2, 1]
    newest = page["items"][0]
    assert newest["author"]["handle"] == "ana-example"
    assert newest["author"]["delegation"] == "Network for Open Access"
    assert newest["decided_by"]["handle"] == "cora-example"
    assert (newest["contribution"], newest["disposition"]) == (number, "accepted")
    assert page["items"][1]["decided_by"] is None
    first = circle.vera.get("/documents/short/revisions?per_page=1").get_json()
    assert first["total"] == 2
    assert circle.vera.client.get(first["next"]).get_json()["items"] == page["items"][1:]


def test_two_revisions_compared_name_the_revisions_that_touched_each_block(circle: Circle) -> None:
    words = "The second paragraph says what could be done."
    _accept(circle.server, words, "The second paragraph says what must be done.")
    _accept(circle.server, "The last paragraph", "The last paragraph closes this text.")
    _accept(circle.server, "must be done", "The second paragraph says what can be done.")
    answer = circle.vera.get("/documents/short/comparison?from=1&to=4")
    changes = keeps_promise(answer, answers.Comparison)["changes"]
    assert [change["kind"] for change in changes] == ["edited", "edited"]
    assert [change["revisions"] for change in changes] == [[2, 4], [3]]
    first = changes[0]
    assert first["block"] == first["from_block"] == circle.block("second paragraph")
    assert "".join(text for op, text in first["words"] if op != "added") == words
    assert ["removed", "could"] in first["words"]
    assert ["added", "can"] in first["words"]


def test_new_and_removed_blocks_stand_on_one_side_only(circle: Circle) -> None:
    gone = circle.block("The second paragraph")
    source = circle.vera.get("/documents/short").get_json()["source"]
    circle.server.comment(circle.server.ana, "The second paragraph")
    text = re.sub("The second paragraph.*", "Quite another matter, in quite other words.", source)
    circle.server.dispose(circle.server.cora, 1, "accepted-with-changes", text=text)
    changes = circle.vera.get("/documents/short/comparison?from=1&to=2").get_json()["changes"]
    assert {(change["kind"], change["from_block"]) for change in changes} == {
        ("removed", gone),
        ("added", None),
    }
    assert {change["block"] for change in changes if change["kind"] == "removed"} == {None}
    assert all(change["revisions"] == [2] for change in changes)
    assert circle.vera.get("/documents/short/comparison?from=2&to=2").get_json() == {"changes": []}


def test_a_moved_block_and_an_edited_row_are_told(circle: Circle) -> None:
    source = circle.vera.get("/documents/short").get_json()["source"]
    before = circle.block("first paragraph")
    first, last = "The first paragraph says where we stand.\n\n", "The last paragraph closes the text.\n"
    moved = source.replace(first, "").replace(last, f"{last}\n{first}")
    privacy = moved.replace("| privacy | |", "| privacy | **open** |")
    document = circle.server.site.index.texts.document(DocumentPath("short"))
    sent = contributing.Submission(
        Kind.PROPOSAL, document.path, document.commit, "In a better order.", (), text=privacy
    )
    number = contributing.submit(circle.server.site, circle.server.ana, sent).number
    circle.server.dispose(circle.server.cora, number, "accepted", "")
    answer = circle.vera.get("/documents/short/comparison?from=1&to=2")
    row, paragraph = keeps_promise(answer, answers.Comparison)["changes"]
    assert (row["kind"], row["summary"]) == ("edited", "Row 3: in “status”, “open” was added.")
    assert row["cells"][0] == [["same", " privacy "]]
    assert (paragraph["kind"], paragraph["moved"]) == ("moved", True)
    assert paragraph["from_block"] == before
    assert paragraph["block"] == circle.block("first paragraph")
    assert paragraph["words"] == [["same", first.strip()]]
    assert paragraph["summary"] == "Paragraph 1 moved after paragraph 7."
    assert paragraph["revisions"] == [2]


def test_a_comparison_needs_two_revisions_that_exist(circle: Circle) -> None:
    is_problem(circle.vera.get("/documents/short/comparison"), 422, "from", "to")
    is_problem(circle.vera.get("/documents/short/comparison?from=1"), 422, "to")
    is_problem(circle.vera.get("/documents/short/comparison?from=1&to=9"), 404)


@pytest.mark.parametrize("path", ["/documents", "/documents/short/revisions", "/contributions"])
def test_lists_keep_to_their_bounds(circle: Circle, path: str) -> None:
    is_problem(circle.vera.get(f"{path}?per_page=101"), 422, "per_page")
    assert circle.vera.get(f"{path}?per_page=100").status_code == 200
    for query in ("page=0", "page=-1", "page=x", "page=99", "page=", "per_page=0", "per_page=1e3"):
        is_problem(circle.vera.get(f"{path}?{query}"), 404)


def test_an_answer_is_sent_once_while_nothing_changes(circle: Circle) -> None:
    for path in ("/documents", "/documents/short", "/documents/short/revisions", "/contributions"):
        answer = circle.vera.get(path)
        tag = answer.headers["ETag"]
        again = circle.vera.client.get(f"/api/v1{path}", headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tag
    tag = circle.vera.get("/documents/short").headers["ETag"]
    _accept(circle.server, "The second paragraph", "Other words.")
    answer = circle.vera.client.get("/api/v1/documents/short", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag
    assert answer.get_json()["revision"] == 2
