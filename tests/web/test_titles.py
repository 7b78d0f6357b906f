"""A title in a few words: optional, kept at every step, and never the beginning of the text said twice."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from tests.web.acting import fields, token

WORDS = "The second paragraph"
TITLE = "Say <b>who</b>"


@pytest.mark.parametrize("kind", ["comment", "proposal", "position"])
def test_a_title_goes_with_what_is_written_until_it_is_sent(server: Server, kind: str) -> None:
    ana = server.signed_in(server.ana)
    address = f"/documents/short/contributions/{kind}"
    place = f"{address}?block={server.block(WORDS)}"
    typed = {"body": "Somebody should.", "replacement": "Ana should.", "stance": "support", "title": TITLE}
    data = {**fields(ana.get(place).text, address), **typed}
    checked = ana.post(address, data={**data, "action": "check"}).text
    shown = "Say &lt;b&gt;who&lt;/b&gt;"
    assert shown in checked
    assert f'value="{shown}"' in ana.get(place).text, "kept as a draft"
    edited = ana.post(address, data={**fields(checked, address), "action": "edit"}).text
    assert f'value="{shown}"' in edited
    assert ana.post(address, data={**fields(checked, address), "action": "send"}).status_code == 303
    page = server.visitor().get("/contributions/1").text
    assert f"<h1><bdi>{shown}</bdi></h1>" in page
    assert shown in server.visitor().get("/contributions").text


def test_too_long_a_title_is_refused_and_kept(server: Server) -> None:
    ana = server.signed_in(server.ana)
    address = "/documents/short/contributions/comment"
    data = {"csrf_token": token(ana), "body": "Hm.", "title": "x" * 121, "block": server.block(WORDS)}
    data["base"] = server.site.index.texts.main()
    answer = ana.post(address, data={**data, "action": "send"})
    assert answer.status_code == 422
    assert "Please use at most 120 characters." in answer.text
    assert f'value="{"x" * 121}"' in answer.text
    assert ana.post(address, data={**data, "title": "x" * 120, "action": "send"}).status_code == 303


def test_without_a_title_the_words_are_not_said_twice(server: Server) -> None:
    server.comment(server.ana, WORDS, "I wonder who should do it.")
    server.comment(server.ana, "privacy", "On a row.")
    page = server.visitor().get("/contributions/1").text
    main = page.split("<main")[1]
    assert "<h1>Comment on Paragraph 2</h1>" in main
    assert main.count("I wonder who should do it.") == 1
    assert "<h1>Comment on Row 4</h1>" in server.visitor().get("/contributions/2").text
