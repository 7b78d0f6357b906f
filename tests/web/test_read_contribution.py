"""One contribution with its whole thread."""

from __future__ import annotations

from tests.conftest import Server


def test_a_proposal_shows_its_words_its_reason_and_its_place(server: Server) -> None:
    server.propose(
        server.ana, "The second paragraph", "The second paragraph says what must be done.", "Since it *must*."
    )
    page = server.visitor().get("/contributions/1").text
    assert "Proposal 1 · substantive" in page
    assert "This waits for a decision by the coordinators." in page
    assert "The second paragraph says what could be done." in page
    assert "1 paragraph changed." in page
    assert "<em>must</em>" in page
    assert f'href="/documents/short/blocks/{server.block("The second paragraph")}"' in page
    assert "<form" not in page.split("<main")[1]
    assert 'href="/sign-in">sign in</a>' in page


def test_a_decision_stands_on_top_with_its_reason_and_its_result(server: Server) -> None:
    number = server.propose(server.ana, "The second paragraph", "Shorter words.").number
    outcome = server.dispose(server.cora, number, "accepted", "Agreed by <b>all</b>.")
    page = server.visitor().get(f"/contributions/{number}").text
    assert "Decision: Accepted" in page
    assert "Agreed by &lt;b&gt;all&lt;/b&gt;." in page
    assert 'href="/documents/short?revision=2">revision 2</a>' in page
    assert 'href="/documents/short/compare/1...2"' in page
    assert f"<code>{outcome.commit}</code>" in page
    assert "waits for a decision" not in page


def test_everything_is_on_record_with_its_commit(server: Server) -> None:
    receipt = server.comment(server.ana, "privacy")
    assert f"<code>{receipt.commit}</code>" in server.visitor().get("/contributions/1").text


def test_words_that_look_like_markup_stay_words(server: Server) -> None:
    server.comment(server.ana, "privacy", "<script>alert(1)</script> {{ 7*7 }} **bold**")
    page = server.visitor().get("/contributions/1").text
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    assert "<strong>bold</strong>" in page


def test_leading_zeros_lead_to_the_plain_address(server: Server) -> None:
    for padded in ("01", "0001"):
        answer = server.visitor().get(f"/contributions/{padded}")
        assert (answer.status_code, answer.location) == (301, "/contributions/1")


def test_unknown_numbers_are_not_found(server: Server) -> None:
    for number in ("1", "0", "00", "-1", "1.0", "x", "9" * 12, "١"):
        assert server.visitor().get(f"/contributions/{number}").status_code == 404, number


def test_everybody_is_shown_what_they_may_do(server: Server) -> None:
    server.propose(server.ana, "The second paragraph", "Shorter words.")
    acts = {
        "Send the reply": ("ana", "boris", "cora"),
        "/contributions/1/disposition": ("cora",),
        "/contributions/1/revised-text": ("ana",),
        "/contributions/1/withdrawal": ("ana",),
        "/contributions/1/undo": (),
    }
    for name in ("ana", "boris", "cora"):
        answer = server.signed_in(getattr(server, name)).get("/contributions/1")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        for act, allowed in acts.items():
            assert (act in answer.text) == (name in allowed), (name, act)
        assert 'name="idempotency_key"' in answer.text
        assert ('href="/desk"' in answer.text) == (name == "cora")
        assert 'href="/mine"' in answer.text


def test_an_accepted_change_can_be_taken_back(server: Server) -> None:
    server.propose(server.ana, "The second paragraph", "Shorter words.")
    server.dispose(server.cora, 1, "accepted", "")
    page = server.signed_in(server.boris).get("/contributions/1").text
    assert '"/contributions/1/undo"' in page
    assert "/contributions/1/disposition" not in page
