"""The life of a passage: each revision that changed it, with who, why and the words, back to its first appearance."""

from __future__ import annotations

import re

from tests.conftest import Server
from wgec_living.domain.events import ChangeType, Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing
from wgec_living.services.life import STEPS

SHORT = DocumentPath("short")


def accept(server: Server, words: str, new: str, reason: str = "") -> int:
    number = server.propose(server.ana, words, new).number
    server.dispose(server.cora, number, "accepted", reason)
    return number


def accept_text(server: Server, text: str) -> None:
    """Put a whole text on record as Ana's proposal, accepted by Cora."""
    document = server.site.index.texts.document(SHORT)
    sent = contributing.Submission(
        Kind.PROPOSAL, SHORT, document.commit, "So.", (), text=text, change_type=ChangeType.SUBSTANTIVE
    )
    server.dispose(server.cora, contributing.submit(server.site, server.ana, sent).number, "accepted", "")


def whole(server: Server) -> str:
    return server.site.record.text(server.site.record.tip(), SHORT) or ""


def steps(page: str) -> list[tuple[str, str]]:
    """Return what each step of the life says: the revision and what happened."""
    return re.findall(r"<h3><a href=[^>]*>Revision (\d+)</a>: ([^<]*)</h3>", page)


def life(server: Server, block: str, query: str = "") -> str:
    answer = server.visitor().get(f"/documents/short/blocks/{block}{query}")
    assert answer.status_code == 200
    return answer.text


def test_each_step_has_its_author_reason_and_words(server: Server) -> None:
    block = server.block("second paragraph")
    accept(server, "first paragraph", "Elsewhere.")
    number = accept(server, "second paragraph", "The second paragraph says what must be done.", "As agreed.")
    page = life(server, block)
    assert steps(page) == [("3", "changed"), ("1", "in the first text")]
    section = page[page.index('id="life"') :]
    assert "2 revisions" in section
    assert "Ana Example" in section
    assert "Network for Open Access" in section
    assert f'href="/contributions/{number}"' in section
    assert "As agreed." in section
    assert re.search(r"<del>.*?could.*?</del>", section)
    assert re.search(r"<ins>.*?must.*?</ins>", section)
    assert 'href="/documents/short/compare/2...3"' in section


def test_a_passage_taken_out_and_brought_back_says_both(server: Server) -> None:
    block = server.block("The last paragraph")
    text = whole(server)
    accept_text(server, text.replace("\nThe last paragraph closes the text.\n", ""))
    assert steps(life(server, block)) == [("2", "taken out"), ("1", "in the first text")]
    accept_text(server, text)
    page = life(server, block)
    assert steps(page) == [("3", "came back"), ("2", "taken out"), ("1", "in the first text")]
    assert len(re.findall("<del>.*?The last paragraph", page, re.DOTALL)) == 1


def test_a_part_split_off_says_where_it_came_from(server: Server) -> None:
    words = "The second paragraph says what could be done. It also names those who would have to do it."
    accept(server, "second paragraph", words)
    whole_block = server.block("second paragraph")
    accept_text(server, whole(server).replace("done. It also", "done.\n\nIt also"))
    part = server.block("It also names")
    page = life(server, part)
    assert steps(page) == [("3", "split")]
    assert f'href="/documents/short/blocks/{whole_block}"' in page[page.index('id="life"') :]
    assert steps(life(server, whole_block)) == [("3", "split"), ("2", "changed"), ("1", "in the first text")]


def test_a_new_passage_begins_where_it_appeared(server: Server) -> None:
    number = accept(server, "another thing", "- another thing\n- a thing that nobody had thought of")
    page = life(server, server.block("nobody had thought of"))
    assert steps(page) == [("2", "first appeared")]
    assert f'href="/contributions/{number}"' in page


def test_a_long_life_is_told_in_pages(server: Server) -> None:
    block = server.block("second paragraph")
    for count in range(STEPS + 2):
        accept(server, "second paragraph", f"The second paragraph says it the time number {count}.")
    newest = life(server, block)
    numbers = [int(number) for number, _ in steps(newest)]
    assert numbers == list(range(STEPS + 3, 3, -1))
    oldest = life(server, block, "?page=2")
    assert steps(oldest) == [("3", "changed"), ("2", "changed"), ("1", "in the first text")]
    assert f'href="/documents/short/blocks/{block}?page=2"' in newest
    for query in ("?page=3", "?page=0", "?page=x"):
        assert server.visitor().get(f"/documents/short/blocks/{block}{query}").status_code == 404, query


def test_the_words_of_the_step_are_those_of_its_time(server: Server) -> None:
    block = server.block("privacy")
    accept(server, "| privacy", "| privacy | first |")
    accept(server, "| privacy", "| privacy | second |")
    page = life(server, block)
    section = page[page.index('id="life"') :]
    second, first = section.split("<h3>")[1:3]
    assert "second" in second
    assert re.search(r"<ins>.*?first", first, re.DOTALL)
    assert "second" not in first
