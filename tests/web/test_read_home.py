"""The first page and the list of texts."""

from __future__ import annotations

from tests.conftest import Server


def test_the_first_page_lists_texts_counts_and_the_latest_words(server: Server) -> None:
    server.comment(server.boris, "privacy", "What of it?\n\nTell us more.")
    page = server.visitor().get("/").text
    assert '<a href="/documents/short"><bdi lang="en">A short text</bdi></a>' in page
    assert '<bdi lang="ar">نص قصير</bdi>' in page
    assert "What of it?" in page
    assert "Boris Example" in page
    assert '<a href="/contributions?status=open">Open</a></th><td class="amount">1</td>' in page
    assert "Member States" in page


def test_the_first_page_says_what_to_do_when_nobody_spoke_yet(server: Server) -> None:
    page = server.visitor().get("/").text
    assert "Nobody has commented or proposed a change yet." in page
    assert "Where contributions stand" not in page


def test_the_list_of_texts_counts_their_contributions(server: Server) -> None:
    server.comment(server.ana, "privacy")
    page = server.visitor().get("/documents").text
    assert "1 contribution</a>, 1 open" in page
    assert 'href="/contributions?document=short"' in page
    assert page.count("no contributions yet") == 1


def test_every_page_of_the_frame_leads_to_the_others(server: Server) -> None:
    page = server.visitor().get("/people").text
    for address in ("/", "/documents", "/contributions", "/sign-in", "/api/docs"):
        assert f'href="{address}"' in page
    assert 'href="/people" aria-current="page"' in page
    for address in ("/desk", "/mine", "/invitations", "/sign-out"):
        assert address not in page
