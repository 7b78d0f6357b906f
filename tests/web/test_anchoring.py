"""The text under a contribution changed: its page asks, and the answer goes on record without any script."""

from __future__ import annotations

from tests.conftest import Server
from tests.web.acting import fields, send

WORDS = "The second paragraph"


def changed(server: Server, new: str = "The second paragraph says what must be done.") -> None:
    """Have Ana comment on the second paragraph, and Boris change it."""
    server.comment(server.ana, WORDS)
    number = server.propose(server.boris, WORDS, new).number
    server.dispose(server.cora, number, "accepted")


def test_the_page_names_what_changed_the_text_and_asks_who_may_answer(server: Server) -> None:
    changed(server)
    for client, asked in (
        (server.visitor(), False),
        (server.signed_in(server.boris), False),
        (server.signed_in(server.ana), True),
        (server.signed_in(server.cora), True),
    ):
        page = client.get("/contributions/1").text
        assert "The text under it changed in" in page and "contribution 2" in page
        assert ("Is it still valid?" in page) is asked


def test_yes_is_one_click_and_the_question_is_gone(server: Server) -> None:
    changed(server)
    ana = server.signed_in(server.ana)
    assert "Is it still valid" in ana.get("/mine").text
    answer = send(ana, "/contributions/1", "/contributions/1/anchors")
    assert answer.status_code == 303
    page = ana.get("/contributions/1").text
    assert "Is it still valid?" not in page and "stand unchanged" in page and "It is still valid" in page
    assert "Is it still valid" not in ana.get("/mine").text


def test_a_removed_paragraph_is_named_and_a_look_alike_offered(server: Server) -> None:
    text = "The second paragraph says what could be done."
    changed(server, "Nothing of the kind stands here any longer, but other things do.")
    number = server.propose(server.boris, "The last paragraph", f"The last one. {text}").number
    server.dispose(server.cora, number, "accepted")
    cora = server.signed_in(server.cora)
    page = cora.get("/contributions/1/anchors")
    assert page.status_code == 200 and "read much like it" in page.text
    offered = server.block("The last one.")
    assert f'value="{offered}"' in page.text
    answer = send(cora, "/contributions/1/anchors", choice=offered, body="It went there.")
    assert answer.status_code == 303
    assert "It went there." in server.visitor().get("/contributions/1").text
    assert server.site.index.anchors.history(1)[-1].pieces[0].block == offered


def test_the_words_of_a_paragraph_are_shown_as_they_are_read(server: Server) -> None:
    changed(server, "The **second** paragraph says what *must* be done.")
    page = server.signed_in(server.ana).get("/contributions/1/anchors").text
    assert "Paragraph 2: The second paragraph says what must be done." in page


def test_a_paragraph_is_chosen_by_its_number(server: Server) -> None:
    changed(server)
    ana = server.signed_in(server.ana)
    wrong = send(ana, "/contributions/1/anchors", choice="by-number", number="99", body="Kept.")
    assert wrong.status_code == 422 and "no paragraph of this number" in wrong.text
    assert fields(wrong.text)["body"] == "Kept."
    nothing = send(ana, "/contributions/1/anchors", choice="")
    assert nothing.status_code == 422 and "Please choose" in nothing.text
    assert send(ana, "/contributions/1/anchors", choice="by-number", number="1").status_code == 303
    assert server.site.index.anchors.history(1)[-1].pieces[0].block == server.block("The first paragraph")


def test_a_position_is_taken_and_the_newest_counts(server: Server) -> None:
    server.propose(server.ana, WORDS, "The second paragraph says what must be done.")
    boris = server.signed_in(server.boris)
    assert send(boris, "/contributions/1/positions", position="", body="Hm.").status_code == 422
    for stance, why in (("object", "Too strong."), ("can-live-with", "Well then.")):
        assert send(boris, "/contributions/1/positions", position=stance, body=why).status_code == 303
    page = server.visitor().get("/contributions/1").text
    listed = page.split('<ul class="positions">')[1].split("</ul>")[0]
    assert "Can live with" in listed and "Object" not in listed
    assert "Too strong." in page and "Well then." in page
