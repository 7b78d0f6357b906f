"""Ticked on the desk, seen together, accepted at once."""

from __future__ import annotations

from tests.conftest import Server
from tests.web.acting import fields

ADDRESS = "/desk/together"


def propose_two(server: Server) -> None:
    server.propose(server.ana, "The first", "The first, by Ana.", "Of Ana")
    server.propose(server.boris, "The last", "The last, by Boris.", "Of Boris")


def test_only_what_merges_cleanly_can_be_ticked(server: Server) -> None:
    propose_two(server)
    server.comment(server.ana, "The first")
    server.propose(server.ana, "The last", "The last, by Ana.")
    server.dispose(server.cora, 4, "accepted", "")
    page = server.signed_in(server.cora).get("/desk").text
    assert 'name="number" value="1"' in page
    assert page.count('name="number"') == 1, "contribution 2 clashes now, 3 is a comment"
    assert f'action="{ADDRESS}"' in page


def test_the_combined_text_names_each_author_and_is_recorded_at_once(server: Server) -> None:
    propose_two(server)
    cora = server.signed_in(server.cora)
    page = cora.get(f"{ADDRESS}?number=2&number=1").text
    assert "Accept 2 proposals together" in page
    changes = page.split('class="redline', 1)[1]
    assert changes.index("Ana Example") < changes.index("by Ana") < changes.index("Boris Example")
    answer = cora.post(ADDRESS, data={**fields(page, ADDRESS), "reason": "All **good**."})
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert "2 proposals are in the text" in cora.get("/desk").text
    shown = server.visitor().get("/documents/short").text
    assert "The first, by Ana." in shown
    assert "The last, by Boris." in shown
    assert "All good." in server.visitor().get("/contributions/2").text


def test_what_moved_is_shown_afresh_and_nothing_is_recorded(server: Server) -> None:
    propose_two(server)
    cora = server.signed_in(server.cora)
    sent = fields(cora.get(f"{ADDRESS}?number=1&number=2").text, ADDRESS)
    server.propose(server.ana, "The second", "The second, by Ana.")
    server.dispose(server.cora, 3, "accepted", "")
    answer = cora.post(ADDRESS, data={**sent, "reason": "Kept words"})
    assert answer.status_code == 409
    assert "The text in force changed" in answer.text.replace("the text in force", "The text in force")
    assert "Nothing was recorded" in answer.text
    again = fields(answer.text, ADDRESS)
    assert again["reason"] == "Kept words"
    assert server.site.index.register.summary(1).status == "open"
    assert cora.post(ADDRESS, data=again).status_code == 303


def test_one_that_does_not_fit_is_named_and_cannot_be_sent(server: Server) -> None:
    propose_two(server)
    server.propose(server.ana, "The last", "The last, otherwise.")
    page = server.signed_in(server.cora).get(f"{ADDRESS}?number=1&number=2&number=3").text
    assert "Contribution 3 does not merge cleanly after the others" in page
    assert f'method="post" action="{ADDRESS}"' not in page
    assert f'href="{ADDRESS}?number=1&amp;number=2"' in page


def test_two_that_combine_are_led_to_one_after_the_other(server: Server) -> None:
    server.propose(server.ana, "The second", "The second paragraph says what must be done.")
    server.propose(server.boris, "The second", "The second, longer paragraph says what could be done.")
    cora = server.signed_in(server.cora)
    page = cora.get(f"{ADDRESS}?number=1&number=2").text
    assert "Contribution 2 combines with other changes" in page
    assert "Please accept the others first, then decide on it by itself" in page
    server.dispose(server.cora, 1, "accepted", "")
    assert (
        "Please decide on it by itself: both changes stand together" in cora.get(f"{ADDRESS}?number=2").text
    )


def test_what_is_wrong_is_told(server: Server) -> None:
    cora = server.signed_in(server.cora)
    for query, status in (("", 422), ("?number=x", 422), ("?number=7", 404), ("?number=" + "9" * 40, 422)):
        assert cora.get(ADDRESS + query).status_code == status
