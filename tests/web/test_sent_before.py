"""A form sent before that comes with other words: it returns with them, a fresh key, and what stands on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields
from wgec_living.domain.people import Person

NEW = "The second paragraph says what must be done."
COMMENT = "/documents/short/contributions/comment"
AFRESH = "Quite other words."


def _ana(server: Server) -> Person:
    return server.ana


def _cora(server: Server) -> Person:
    return server.cora


def _comment(server: Server) -> tuple[str, str, dict[str, str], str]:
    return (
        f"{COMMENT}?block={server.block('The second')}",
        COMMENT,
        {"body": "Words.", "action": "send"},
        "body",
    )


def _on(act: str, **typed: str) -> Callable[[Server], tuple[str, str, dict[str, str], str]]:
    def case(server: Server) -> tuple[str, str, dict[str, str], str]:
        address = f"/contributions/{server.comment(server.boris, 'The second').number}/{act}"
        return address, address, {"body": "Words.", **typed}, "body"

    return case


def _revision(server: Server) -> tuple[str, str, dict[str, str], str]:
    address = f"/contributions/{server.propose(server.ana, 'The second', NEW).number}/revised-text"
    typed = {"replacement": "Other words.", "body": "Words.", "action": "send"}
    return address, address, typed, "replacement"


def _undo(server: Server) -> tuple[str, str, dict[str, str], str]:
    number = server.propose(server.ana, "The second", NEW).number
    server.dispose(server.cora, number, "accepted")
    return (address := f"/contributions/{number}/undo"), address, {"body": "Words."}, "body"


def _decision(server: Server) -> tuple[str, str, dict[str, str], str]:
    address = f"/contributions/{server.comment(server.boris, 'The second').number}/disposition"
    return address, address, {"disposition": "deferred", "reason": "Later.", "action": "decide"}, "reason"


FORMS = {
    "comment": (_ana, _comment),
    "reply": (_ana, _on("replies")),
    "position": (_ana, _on("positions", position="support")),
    "anchor": (_cora, _on("anchors", choice="still-valid")),
    "revised text": (_ana, _revision),
    "undo": (_ana, _undo),
    "decision": (_cora, _decision),
}


@pytest.mark.parametrize("name", FORMS)
def test_other_words_come_back_with_a_fresh_key_and_can_be_sent(server: Server, name: str) -> None:
    who, case = FORMS[name]
    form, address, typed, field = case(server)
    client = server.signed_in(who(server))
    data = {**fields(client.get(form).text, address), **typed}
    assert client.post(address, data=data).status_code == 303
    refused = client.post(address, data={**data, field: AFRESH})
    assert refused.status_code == 422
    told = refused.text.split('id="errors"', 1)[1].split("</div>", 1)[0]
    assert "is not on record" in told and '<a href="/contributions/' in told and "key" not in told
    again = fields(refused.text, address)
    assert again[field] == AFRESH
    assert again["idempotency_key"] not in ("", data["idempotency_key"])
    again |= {
        button: typed[button] for button in ("action", "position", "choice", "disposition") if button in typed
    }
    assert client.post(address, data=again).status_code == 303


def test_a_decision_that_closed_it_leaves_the_words_to_be_copied(server: Server) -> None:
    cora, number = server.signed_in(server.cora), server.comment(server.ana, "The second").number
    address = f"/contributions/{number}/disposition"
    data = {
        **fields(cora.get(address).text, address),
        "disposition": "noted",
        "reason": "So.",
        "action": "decide",
    }
    assert cora.post(address, data=data).status_code == 303
    refused = cora.post(address, data={**data, "reason": AFRESH})
    assert refused.status_code == 422
    assert AFRESH in refused.text and "as well, send them" not in refused.text


def test_several_accepted_before_leave_the_reason_to_be_copied(server: Server) -> None:
    number = server.propose(server.ana, "The second", NEW).number
    cora, address = server.signed_in(server.cora), "/desk/together"
    data = fields(cora.get(f"{address}?number={number}").text, address)
    assert cora.post(address, data=data).status_code == 303
    refused = cora.post(address, data={**data, "reason": AFRESH})
    assert refused.status_code == 422
    assert AFRESH in refused.text and f'<a href="/contributions/{number}#e-' in refused.text


def test_refused_words_wait_as_a_draft_that_can_be_sent(server: Server, ana: FlaskClient) -> None:
    form, address, typed, _ = _comment(server)
    data = {**fields(ana.get(form).text, address), **typed}
    ana.post(address, data=data)
    ana.post(address, data={**data, "body": AFRESH})
    assert AFRESH in ana.get("/mine").text
    again = {**fields(ana.get(form).text, address), "action": "send"}
    assert again["body"] == AFRESH
    assert ana.post(address, data=again).status_code == 303
    assert "Begun and not sent" not in ana.get("/mine").text
