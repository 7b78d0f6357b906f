"""Proposing more than other words: the cells of a row, something new beside a passage, a passage elsewhere."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields
from wgec_living.services import deciding

ADDRESS = "/documents/short/contributions/proposal"


def form(server: Server, words: str, how: str = "change") -> str:
    return f"{ADDRESS}?block={server.block(words)}&how={how}"


def proposed(server: Server, client: FlaskClient, page: str, **typed: object) -> str:
    """Send the form through the check page and return the text that accepting would put in force."""
    data = {**fields(page, ADDRESS), "body": "So it reads better.", **typed}
    checked = client.post(ADDRESS, data={**data, "action": "check"})
    assert checked.status_code == 200, checked.text
    sent = client.post(ADDRESS, data={**fields(checked.text, ADDRESS), "action": "send"})
    assert sent.status_code == 303, sent.text
    preview = deciding.preview(server.site, server.site.index.register.newest_number())
    assert preview.result == "clean"
    return preview.text


def test_a_row_has_one_field_for_each_column(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "privacy")).text
    assert ">issue</label>" in page and ">status</label>" in page
    assert page.count('name="cell"') == 2
    text = proposed(server, ana, page, cell=["privacy", "open | since 2013"])
    assert "| privacy | open \\| since 2013 |\n" in text
    assert server.site.index.register.summary(1).blocks == (server.block("privacy"),)


def test_a_row_is_put_in_after_another(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "| access", "after")).text
    assert "Propose something new after Row" in page
    text = proposed(server, ana, page, cell=["spam", ""])
    assert "| access | |\n| spam |  |\n| privacy | |" in text


def test_a_paragraph_is_put_in_before_another(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "The second", "before")).text
    text = proposed(server, ana, page, replacement="A new one.\n\nAnd another.")
    assert "where we stand.\n\nA new one.\n\nAnd another.\n\nThe second paragraph" in text


def test_a_paragraph_is_moved(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "The second", "move")).text
    last = server.block("The last")
    assert f'value="after {last}"' in page
    text = proposed(server, ana, page, beside=f"after {last}")
    assert text.endswith(
        "The last paragraph closes the text.\n\nThe second paragraph says what could be done.\n"
    )


def test_a_row_moves_within_its_table(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "privacy", "move")).text
    text = proposed(server, ana, page, beside=f"after {server.block('| issue')}")
    assert "|---|---|\n| privacy | |\n| access | |" in text


@pytest.mark.parametrize("beside", ["", "after", "after 99-9", "beneath 1-8", "after 1-8; rm"])
def test_an_unknown_place_is_asked_for_again(server: Server, ana: FlaskClient, beside: str) -> None:
    page = ana.get(form(server, "The second", "move")).text
    data = {**fields(page, ADDRESS), "body": "Kept words.", "beside": beside, "action": "check"}
    answer = ana.post(ADDRESS, data=data)
    assert answer.status_code == 422
    assert "Kept words." in answer.text
    assert "where" in answer.text.lower()


def test_cells_that_say_the_same_are_no_change(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "privacy")).text
    data = {**fields(page, ADDRESS), "cell": ["privacy", ""], "body": "Why", "action": "check"}
    answer = ana.post(ADDRESS, data=data)
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text


def test_what_was_typed_in_the_cells_comes_back(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "privacy")).text
    data = {**fields(page, ADDRESS), "cell": ["privacy", "a | b"], "body": "", "action": "check"}
    answer = ana.post(ADDRESS, data=data)
    assert answer.status_code == 422
    assert ">\na | b</textarea>" in answer.text


def test_every_way_is_offered_on_the_page(server: Server, ana: FlaskClient) -> None:
    page = ana.get(form(server, "The second")).text
    for how in ("before", "after", "move"):
        assert f"how={how}" in page
    assert "Move it" in page
