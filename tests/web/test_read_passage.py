"""The life of one passage."""

from __future__ import annotations

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


def test_unknown_passages_are_not_found(server: Server) -> None:
    for block in ("1-999", "9-1", "0-1", "x", "1-1-1", "1-01"):
        assert server.visitor().get(f"/documents/short/blocks/{block}").status_code == 404, block


def test_a_heading_on_its_page_is_no_second_title(server: Server) -> None:
    page = server.visitor().get(f"/documents/short/blocks/{server.block('# A short text')}").text
    assert "<h1>Heading “A short text”</h1>" in page
    assert '<p class="quoted-heading">A short text</p>' in page
