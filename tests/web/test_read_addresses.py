"""The shape of addresses."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from wgec_living.domain.identifiers import RESERVED_SEGMENTS
from wgec_living.web import addresses


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application with one rule of each kind."""
    app = Flask("addresses")
    addresses.register(app)
    for rule, name in (
        ("/documents/<document:path>", "document"),
        ("/documents/<document:path>/history", "history"),
        ("/documents/<document:path>/compare/<pair:pair>", "compare"),
        ("/documents/<document:path>/blocks/<block:block>", "block"),
        ("/documents/<document:path>/contributions/comment", "comment"),
        ("/contributions/<count:number>", "contribution"),
        ("/contributions/<padded:number>", "padded"),
    ):
        app.add_url_rule(rule, name, lambda **_: "")
    return app


@pytest.mark.parametrize(
    ("address", "name", "values"),
    [
        ("/documents/mapping", "document", {"path": "mapping"}),
        ("/documents/annex/one/2", "document", {"path": "annex/one/2"}),
        ("/documents/history-of-it", "document", {"path": "history-of-it"}),
        ("/documents/annex/one/history", "history", {"path": "annex/one"}),
        ("/documents/a/compare/3...12", "compare", {"path": "a", "pair": ("3", "12")}),
        ("/documents/a/compare/edition-1...now", "compare", {"path": "a", "pair": ("edition-1", "now")}),
        ("/documents/a/b/blocks/3-12", "block", {"path": "a/b", "block": "3-12"}),
        ("/documents/a/contributions/comment", "comment", {"path": "a"}),
        ("/contributions/42", "contribution", {"number": 42}),
        ("/contributions/0042", "padded", {"number": 42}),
    ],
)
def test_an_address_is_read_and_written_alike(
    app: Flask, address: str, name: str, values: dict[str, object]
) -> None:
    with app.test_request_context():
        found = app.url_map.bind("localhost").match(address)
        assert found == (name, values)
        if name != "padded":
            assert app.url_map.bind("localhost").build(name, values) == address


@pytest.mark.parametrize(
    "address",
    [
        *(f"/documents/{word}" for word in sorted(RESERVED_SEGMENTS)),
        *(f"/documents/a/{word}/b" for word in sorted(RESERVED_SEGMENTS)),
        "/documents/A",
        "/documents/a_b",
        "/documents/-a",
        "/documents/a--b",
        "/documents/../a",
        "/documents/a/../b",
        "/documents/a.md",
        "/documents/a%0a",
        "/documents/a\n",
        "/documents/" + "a" * 121,
        "/documents/é",
        "/contributions/0",
        "/contributions/1234567890",
        "/contributions/1\n",
        "/documents/a/compare/1....2",
        "/documents/a/blocks/0-1",
    ],
)
def test_an_ill_formed_address_is_not_found(app: Flask, address: str) -> None:
    with pytest.raises(NotFound):
        app.url_map.bind("localhost").match(address)


def test_links_for_acting_carry_the_block() -> None:
    assert addresses.contribute_address("comment", "annex/one", "1-14") == (
        "/documents/annex/one/contributions/comment?block=1-14"
    )
    assert addresses.contribute_address("proposal", "a") == "/documents/a/contributions/proposal"
    assert addresses.act_address(4, "replies") == "/contributions/4/replies"
