"""Lists of contributions name the paragraph or row, and lead to it."""

from __future__ import annotations

from tests.conftest import TEXT, Server
from tests.web.acting import counting, fields, send
from wgec_living.services import restating


def test_register_and_first_page_name_the_row_the_whole_text_and_what_is_gone(server: Server) -> None:
    server.comment(server.ana, "privacy")
    server.comment(server.boris, "first paragraph")
    text = TEXT.replace("The first paragraph says where we stand.\n\n", "")
    server.dispose(server.cora, 2, "accepted-with-changes", text=text)
    ana = server.signed_in(server.ana)
    send(ana, "/documents/short/contributions/comment", body="All of it.", action="send")
    row = server.block("privacy")
    for address in ("/", "/contributions"):
        page = server.visitor().get(address).text
        assert f'<a href="/documents/short/blocks/{row}">Row 3</a>' in page
        assert "no longer in the text" in page
        assert "the whole text" in page


def test_lists_say_what_became_of_the_words_while_that_is_a_question(server: Server) -> None:
    server.comment(server.ana, "second paragraph", "On the second.")
    server.comment(server.ana, "The last paragraph", "On the last.")
    text = TEXT.replace("what could be done", "what must be done").replace(
        "The last paragraph closes the text.\n", ""
    )
    number = server.propose(server.boris, "second paragraph", "So.").number
    server.dispose(server.cora, number, "accepted-with-changes", "Both.", text)
    page = server.visitor().get("/contributions").text
    assert page.count("(text changed since)") == 2, (
        "for wide screens and for phones, of the undecided one alone"
    )
    mine = server.signed_in(server.ana).get("/mine").text
    assert "The text under it has changed since." in mine
    assert "The text under it has changed since: the words it is about are gone." in mine
    server.dispose(server.cora, 1, "noted", "Heard.")
    assert "(text changed since)" not in server.visitor().get("/contributions").text


def test_a_list_names_the_place_a_contribution_was_said_to_belong_to(server: Server) -> None:
    server.comment(server.ana, "second paragraph")
    first = server.block("first paragraph")
    base = server.site.index.texts.main()
    restating.move(server.site, server.ana, 1, base=base, blocks=[first])
    page = server.visitor().get("/contributions").text
    assert f'<a href="/documents/short/blocks/{first}">Paragraph 1</a>' in page


def test_a_list_asks_the_same_however_long_it_is(server: Server) -> None:
    ana = server.signed_in(server.ana)
    asked = []
    for _ in range(3):
        for _ in range(4):
            server.comment(server.ana, "privacy")
        ana.get("/contributions")
        with counting() as statements:
            assert ana.get("/contributions").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1] == asked[2]


def test_what_does_not_exist_narrows_no_list(server: Server) -> None:
    server.comment(server.ana, "privacy")
    page = server.visitor().get("/contributions?status=foo&kind=bar").text
    assert "1 contribution." in page


def test_a_revision_compared_with_itself_has_no_changes(server: Server) -> None:
    page = server.visitor().get("/documents/short/compare/1...1").text
    assert "one and the same revision" in page
    assert "struck through" not in page


def test_undo_that_cannot_be_leads_to_the_paragraph(server: Server) -> None:
    words = "The second paragraph"
    server.dispose(
        server.cora,
        server.propose(server.ana, words, "The second paragraph says what Ana wants done.").number,
        "accepted",
    )
    server.dispose(
        server.cora,
        server.propose(
            server.boris,
            "The second paragraph says what Ana wants done.",
            "The second paragraph says what Boris wants done.",
        ).number,
        "accepted",
    )
    page = server.signed_in(server.ana).get("/contributions/1/undo").text
    assert page.count("cannot be taken back") == 1
    block = server.block("The second paragraph says what Boris wants done.")
    assert f'href="/documents/short/contributions/proposal?block={block}"' in page


def test_a_revised_text_can_be_previewed(server: Server) -> None:
    server.propose(server.ana, "The second paragraph", "The second paragraph says what Ana wants done.")
    ana = server.signed_in(server.ana)
    page = send(
        ana,
        "/contributions/1/revised-text",
        replacement="The second paragraph says what could not be done.",
        body="",
        action="preview",
    )
    assert page.status_code == 200
    assert "1 paragraph changed" in page.text
    assert (
        fields(page.text, "/contributions/1/revised-text")["replacement"]
        == "The second paragraph says what could not be done."
    )
    assert server.site.index.register.summary(1).status == "open"


def test_signing_in_is_said(server: Server) -> None:
    from tests.web.test_account import PASSWORD

    ana = server.signed_in(server.ana)
    send(ana, "/account", "/account/password", password=PASSWORD, again=PASSWORD)
    visitor = server.visitor()
    send(visitor, "/sign-in", address="ana@people.example", password=PASSWORD)
    assert "You are signed in as Ana Example." in visitor.get("/").text
