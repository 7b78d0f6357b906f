"""How much is asked to put one comment on record: questions are counted, for time would tell of the machine."""

from __future__ import annotations

from tests.api.conftest import Circle
from tests.conftest import Server
from tests.web.acting import counting, fields

WORDS = "The second paragraph"
MOST = 23
"""Who calls 2, and as whom 1, the base 1, its blocks 1, level 2, sent before 1, allowed 1, taken in 13.

Of those 13 one is for the time line, and two are for searching."""


def test_a_comment_by_api_asks_little(circle: Circle) -> None:
    address = "/documents/short/contributions"
    # The first call notes that the token was used, and that is no part of a usual one.
    assert circle.ana.post(address, circle.comment(WORDS), "first").status_code == 201
    sent = circle.comment(WORDS)
    with counting() as statements:
        assert circle.ana.post(address, sent, "second").status_code == 201
    assert 0 < len(statements) <= MOST, "\n".join(statements)


def test_a_comment_by_form_asks_little(server: Server) -> None:
    client, address = server.signed_in(server.ana), "/documents/short/contributions/comment"
    page = client.get(f"{address}?block={server.block(WORDS)}").text
    sent = {**fields(page, address), "body": "Words.", "action": "send"}
    with counting() as statements:
        assert client.post(address, data=sent).status_code == 303
    assert 0 < len(statements) <= MOST + 2, "\n".join(statements)  # And whether there is a draft.


def test_what_is_asked_does_not_grow_with_the_register(circle: Circle) -> None:
    address, counts = "/documents/short/contributions", []
    for number in range(12):
        sent = circle.comment(WORDS)
        with counting() as statements:
            assert circle.ana.post(address, sent, f"key {number}").status_code == 201
        counts.append(len(statements))
    assert counts[1] == counts[-1], counts
