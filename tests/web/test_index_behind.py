"""Forms sent while the index cannot follow: each is answered with what is on record."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.reliability.stuck_index import stuck
from tests.web.acting import fields
from wgec_living.index import catching_up

SOON = "The pages will show it in a moment."


@pytest.fixture(autouse=True)
def every_look_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "LOOK_EVERY", 0.0)


def sent_while_stuck(server: Server, client: FlaskClient, form: str, **typed: str) -> str:
    """Send a form while the index is stuck, and return the page that one is led to."""
    to = form.partition("?")[0]
    page = client.get(form)
    with stuck(server):
        answer = client.post(to, data={**fields(page.text, to), **typed})
        assert answer.status_code == 303, answer.text
        led = client.get(answer.location)
    assert led.status_code == 200, led.text
    return str(led.text)


@pytest.mark.parametrize("kind", ["comment", "proposal"])
def test_a_contribution_is_told_its_number_and_mark(server: Server, kind: str) -> None:
    ana = server.signed_in(server.ana)
    block = server.block("The second paragraph")
    typed = {"body": "Words", "action": "send"}
    if kind == "proposal":
        typed["replacement"] = "Other words."
    led = sent_while_stuck(server, ana, f"/documents/short/contributions/{kind}?block={block}", **typed)
    commit = server.site.record.refs.get("refs/heads/contributions/0001")
    assert commit is not None
    assert "Contribution 1 is on record" in led
    assert commit in led
    assert SOON in led
    receipt = ana.get("/contributions/1/receipt")
    assert (receipt.status_code, SOON in receipt.text, commit in receipt.text) == (200, False, True)
    assert ana.get("/contributions/2/receipt").status_code == 404


@pytest.mark.parametrize("act", ["replies", "withdrawal", "revised-text"])
def test_what_follows_is_said_to_be_on_record(server: Server, act: str) -> None:
    ana = server.signed_in(server.ana)
    number = server.propose(server.ana, "The second paragraph", "Words.").number
    typed = {"body": "Because.", "action": "send"}
    if act == "revised-text":
        typed["replacement"] = "Other words."
    led = sent_while_stuck(server, ana, f"/contributions/{number}/{act}", **typed)
    assert SOON in led
    page = ana.get(f"/contributions/{number}")
    server.site.index.keeping.level()
    assert "Because." in ana.get(f"/contributions/{number}").text
    assert page.status_code == 200


def test_a_decision_is_said_to_be_on_record(server: Server) -> None:
    cora = server.signed_in(server.cora)
    number = server.propose(server.ana, "The second paragraph", "Words.").number
    form = f"/contributions/{number}/disposition"
    led = sent_while_stuck(server, cora, form, disposition="accepted", reason="Good.")
    assert "the decision is on record" in led
    assert SOON in led
    server.site.index.keeping.level()
    assert server.site.index.texts.name(server.site.index.texts.documents()[0].path).revision >= 1


def test_a_form_sent_while_all_is_well_says_nothing_of_it(server: Server) -> None:
    ana = server.signed_in(server.ana)
    server.comment(server.ana, "The second paragraph")
    to = "/contributions/1/replies"
    answer = ana.post(to, data={**fields(ana.get(to).text, to), "body": "More."}, follow_redirects=True)
    assert "Your reply is on record." in answer.text
    assert SOON not in answer.text
