"""The life of one passage."""

from __future__ import annotations

from tests.conftest import TEXT, Server
from tests.web.acting import counting
from wgec_living.domain.events import Kind, Stance
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import restating
from wgec_living.services.contributing import Submission, submit


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


def test_a_joined_passage_says_where_it_went(server: Server) -> None:
    lines = TEXT.split("\n")
    whole = next(line for line in lines if "The last paragraph" in line)
    neighbour = next(line for line in reversed(lines[: lines.index(whole)]) if line)
    short, long = server.block(neighbour), server.block(whole)
    number = server.propose(server.ana, whole, "Shorter.").number
    joined = TEXT.replace(f"{neighbour}\n\n{whole}", f"{neighbour} {whole}")
    assert joined != TEXT
    server.dispose(server.cora, number, "accepted-with-changes", "One paragraph.", joined)
    kept, gone = (short, long) if server.block(whole) == short else (long, short)
    page = server.visitor().get(f"/documents/short/blocks/{gone}").text
    assert "This passage is no longer in the text." in page
    assert "It was joined into" in page
    assert f'href="/documents/short/blocks/{kept}">paragraph ' in page
    assert "It was joined into" not in server.visitor().get(f"/documents/short/blocks/{kept}").text


def test_alternatives_stand_below_each_other_with_their_words_and_comments_after(server: Server) -> None:
    words = "The second paragraph"
    server.comment(server.boris, words, "A remark.")
    server.propose(server.ana, words, "The second paragraph says what must be done.")
    server.propose(server.boris, words, "The second paragraph says what might be done.")
    page = server.visitor().get(f"/documents/short/blocks/{server.block(words)}").text
    assert "2 proposals wait for a decision" in page
    proposed, said = page.split('<h2 id="said">')
    assert "must</ins>" in proposed.replace('<span class="visually-hidden heard" lang="en">]</span>', "")
    assert "might</ins>" in proposed.replace('<span class="visually-hidden heard" lang="en">]</span>', "")
    assert proposed.index("/contributions/2") < proposed.index("/contributions/3")
    assert "A remark." in said
    assert "A remark." not in proposed


def test_positions_stated_on_a_passage_are_counted_on_top(server: Server) -> None:
    block = server.block("The second paragraph")
    document = server.site.index.texts.document(DocumentPath("short"))
    for person, stance in (
        (server.ana, Stance.OBJECT),
        (server.boris, Stance.OBJECT),
        (server.ana, Stance.SUPPORT),
    ):
        sent = Submission(Kind.POSITION, document.path, document.commit, "So.", (block,), stance=stance)
        submit(server.site, person, sent)
    page = server.visitor().get(f"/documents/short/blocks/{block}").text
    told = "Supported by 1: Civil society; objected to by 1: Member States."
    assert told in page
    assert page.index(told) < page.index('<h2 id="said">')


def test_a_passage_that_is_gone_names_the_proposal_that_took_it_out(server: Server) -> None:
    block = server.block("The last paragraph")
    server.comment(server.boris, "The last paragraph", "Please keep it.")
    number = server.propose(server.ana, "The last paragraph", "Shorter.", "It says nothing.").number
    without = TEXT.replace("The last paragraph closes the text.\n", "")
    server.dispose(server.cora, number, "accepted-with-changes", "Not needed.", without)
    page = server.visitor().get(f"/documents/short/blocks/{block}").text
    notice = page.split('class="notice notice-old"')[1].split("</div>")[0]
    assert f'href="/contributions/{number}">contribution {number}</a>' in notice
    assert "Ana Example" in notice
    assert "Not needed." in notice
    assert "Please keep it." in page.split('<h2 id="said">')[1]


def test_a_passage_that_changed_names_the_last_change(server: Server) -> None:
    first = "The first paragraph"
    block = server.block(first)
    page = server.visitor().get(f"/documents/short/blocks/{block}").text
    assert "Changed last" not in page
    for words in (
        "The first paragraph says where all stand.",
        "The first paragraph says where all of us stand.",
    ):
        server.dispose(server.cora, server.propose(server.ana, first, words).number, "accepted", "")
    server.dispose(
        server.cora,
        server.propose(server.ana, "The last", "The last paragraph is closed.").number,
        "accepted",
    )
    page = server.visitor().get(f"/documents/short/blocks/{block}").text
    assert 'Changed last in <a href="/documents/short/compare/2...3">revision 3</a>' in page
    assert 'href="/contributions/2">contribution 2</a>' in page


def test_what_was_said_to_belong_elsewhere_was_here_once(server: Server) -> None:
    server.comment(server.ana, "The second paragraph", "On the second.")
    server.comment(server.ana, "The second paragraph", "Still here.")
    server.dispose(
        server.cora, server.propose(server.ana, "privacy", "| privacy | open |").number, "accepted", ""
    )
    old, new = server.block("The second paragraph"), server.block("The first paragraph")
    document = server.site.index.texts.document(DocumentPath("short"))
    restating.move(server.site, server.ana, 1, base=document.commit, blocks=[new])
    page = server.visitor().get(f"/documents/short/blocks/{old}").text
    said, once = page.split('<h2 id="said">')[1].split('<h2 id="once">')
    assert "Still here." in said
    assert "On the second." not in said
    assert "On the second." in once
    assert f'href="/documents/short/blocks/{new}">Paragraph 1</a>' in once
    page = server.visitor().get(f"/documents/short/blocks/{new}").text
    assert "On the second." in page
    assert 'id="once"' not in page


def test_a_passage_asks_little_however_many_proposals_wait_on_it(server: Server) -> None:
    words = "The second paragraph"
    address = f"/documents/short/blocks/{server.block(words)}"
    ana = server.signed_in(server.ana)
    asked = []
    for _ in range(3):
        for n in range(3):
            server.propose(server.ana, words, f"The second paragraph says {n} {len(asked)}.")
            server.comment(server.boris, words)
        ana.get(address)
        with counting() as statements:
            assert ana.get(address).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1] == asked[2]
