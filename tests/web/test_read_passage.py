"""The life of one passage."""

from __future__ import annotations

import pytest

from tests.conftest import TEXT, Server


def test_a_passage_shows_its_words_and_what_was_said(server: Server) -> None:
    server.comment(server.ana, "privacy", "Whose privacy?")
    block = server.block("privacy")
    page = server.visitor().get(f"/documents/short/blocks/{block}").text
    assert "privacy" in page
    assert "Whose privacy?" in page
    assert f'href="/documents/short#b-{block}"' in page
    assert f'href="/documents/short/contributions/comment?block={block}"' in page
    assert f'href="/documents/short/contributions/proposal?block={block}"' in page
    assert "you will be asked to sign in" in page


def test_a_passage_that_is_gone_says_where_it_stood_last(server: Server) -> None:
    block = server.block("The last paragraph")
    number = server.propose(server.ana, "The last paragraph", "Shorter.").number
    without = TEXT.replace("The last paragraph closes the text.\n", "")
    server.dispose(server.cora, number, "accepted-with-changes", "Not needed.", without)
    page = server.visitor().get(f"/documents/short/blocks/{block}").text
    assert "This passage is no longer in the text." in page
    assert "The last paragraph closes the text." in page
    assert f'href="/documents/short?revision=1#b-{block}"' in page
    assert 'href="/documents/short/compare/1...2"' in page
    assert "/contributions/proposal" not in page


@pytest.mark.parametrize("block", ["1-999", "9-1", "0-1", "x", "1-1-1", "1-01"])
def test_unknown_passages_are_not_found(server: Server, block: str) -> None:
    assert server.visitor().get(f"/documents/short/blocks/{block}").status_code == 404
