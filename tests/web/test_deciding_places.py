"""Two changes of one passage: put together with everybody's name, or chosen sentence by sentence."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import Server
from tests.web.acting import fields, text
from wgec_living.domain.identifiers import DocumentPath

WORDS = "The second paragraph"
FORM = "/contributions/1/disposition"
ANAS = "The second paragraph says what must be done."
BOTH = "The second, longer paragraph says what must be done."


def message(server: Server) -> str:
    return server.site.record.commit(server.site.record.tip()).message


def combining(server: Server, boris: str = "The second, longer paragraph says what could be done.") -> None:
    server.propose(server.ana, WORDS, ANAS)
    server.propose(server.boris, WORDS, boris)
    server.dispose(server.cora, 2, "accepted", "")


def clashing(server: Server) -> None:
    """Make Ana's and Boris's proposals clash in the first of two sentences."""
    both = "The second paragraph says what could be done. It says so twice."
    server.propose(server.ana, WORDS, both)
    server.dispose(server.cora, 1, "accepted", "")
    server.propose(server.ana, WORDS, both.replace("could", "must"))
    server.propose(server.boris, WORDS, both.replace("could", "may") + " And again.")
    server.dispose(server.cora, 3, "accepted", "")


def choices(page: str) -> list[str]:
    """Return the names of the choices in a page."""
    return list(dict.fromkeys(re.findall(r'name="(reading-[0-9a-f-]+)"', page)))


def test_words_of_both_stand_together_with_their_authors_names(server: Server, cora: FlaskClient) -> None:
    combining(server)
    page = cora.get(FORM).text
    assert "Combines" in page
    place = page.split("both changes together", 1)[1].split("</section>", 1)[0]
    assert re.search(r'class="by-ours".*longer.*Boris Example', place)
    assert re.search(r'class="by-theirs".*must.*Ana Example', place)
    sent = fields(page, FORM)
    (passage,) = [value for name, value in sent.items() if name.startswith("passage-")]
    assert passage == BOTH
    assert BOTH in str(sent["text"])


def test_the_combined_words_are_confirmed_with_credit_for_both(server: Server, cora: FlaskClient) -> None:
    combining(server)
    sent = {**fields(cora.get(FORM).text, FORM), "disposition": "accepted-with-changes", "reason": "Both."}
    assert cora.post(FORM, data=sent).status_code == 303
    assert BOTH in text(server)
    assert re.findall(r"Co-authored-by: (\w+)", message(server)) == ["Ana", "Boris"]
    credit = " ".join(
        re.sub("<[^>]*>", "", cora.get("/contributions/1").text.split('"credited"', 1)[1]).split()
    )
    assert (
        "came into force: Ana Example. Beside them in the same passage stay words of Boris Example" in credit
    )


def test_what_is_changed_in_a_passage_is_shown_before_it_is_recorded(
    server: Server, cora: FlaskClient
) -> None:
    combining(server)
    sent = {**fields(cora.get(FORM).text, FORM), "disposition": "accepted-with-changes", "reason": "Both."}
    name = next(name for name in sent if name.startswith("passage-"))
    sent[name] = "Other words of the coordinator."
    looked = cora.post(FORM, data=sent)
    assert looked.status_code == 200
    assert "Nothing is on record yet" in looked.text
    again = fields(looked.text, FORM)
    assert "Other words of the coordinator." in str(again["text"])
    assert again[name] == sent[name]
    assert (again["reason"], again["disposition"]) == ("Both.", "accepted-with-changes")
    assert server.site.index.register.summary(1).status == "open"
    assert cora.post(FORM, data=again).status_code == 303
    assert "Other words of the coordinator." in text(server)
    assert re.findall(r"Co-authored-by: (\w+)", message(server)) == ["Ana"], "none of Boris's words stand"


@pytest.mark.parametrize(
    ("choice", "words", "stands", "credited"),
    [
        ("ours", "", "says what may be done. It says so twice. And again.", ["Ana", "Boris"]),
        ("theirs", "", "says what must be done. It says so twice. And again.", ["Ana", "Boris"]),
        ("other", "It says\r\nmore.", "It says more. It says so twice. And again.", ["Ana", "Boris"]),
    ],
)
def test_a_clash_is_chosen_sentence_by_sentence(
    server: Server, cora: FlaskClient, choice: str, words: str, stands: str, credited: list[str]
) -> None:
    clashing(server)
    form = "/contributions/2/disposition"
    page = cora.get(form).text
    assert "both changed the same words" in page
    disputed, appended = choices(page)
    sent = {**fields(page, form), "disposition": "accepted-with-changes", "reason": "So."}
    assert disputed not in sent, "nothing is chosen for anybody"
    refused = cora.post(form, data=sent)
    assert refused.status_code == 422
    assert f'href="#field-{disputed}"' in refused.text
    own = disputed.replace("reading-", "words-")
    looked = cora.post(form, data={**sent, disputed: choice, own: words, "action": "compose"})
    assert looked.status_code == 200
    again = fields(looked.text, form)
    assert again[disputed] == choice
    assert again[appended] == "ours"
    assert server.site.index.register.summary(2).status == "open"
    if choice == "ours":
        assert "Nothing: the text in force already reads so." in looked.text
        assert cora.post(form, data=again).status_code == 422
        return
    assert cora.post(form, data=again).status_code == 303
    assert stands in text(server)
    assert re.findall(r"Co-authored-by: (\w+)", message(server)) == credited


def test_a_choice_never_replaces_a_text_written_by_hand_in_silence(server: Server, cora: FlaskClient) -> None:
    clashing(server)
    form = "/contributions/2/disposition"
    page = cora.get(form).text
    sent = {**fields(page, form), "disposition": "accepted-with-changes", "reason": "So."}
    sent |= {choices(page)[0]: "theirs", "text": text(server) + "\nBy hand.\n"}
    refused = cora.post(form, data=sent)
    assert refused.status_code == 422
    again = fields(refused.text, form)
    assert "By hand." in str(again["text"])
    assert again[choices(page)[0]] == "theirs"
    replaced = cora.post(form, data={**again, "action": "compose"})
    assert "By hand." not in replaced.text
    assert "must be done" in str(fields(replaced.text, form)["text"])


def test_what_moved_asks_for_a_fresh_look_at_the_choices(server: Server, cora: FlaskClient) -> None:
    clashing(server)
    form = "/contributions/2/disposition"
    page = cora.get(form).text
    sent = {**fields(page, form), "disposition": "accepted-with-changes", "reason": "So."}
    sent |= {choices(page)[0]: "theirs", "action": "compose"}
    composed = fields(cora.post(form, data=sent).text, form)
    server.propose(server.boris, "The first", "The first paragraph has moved on.")
    server.dispose(server.cora, 4, "accepted", "")
    outdated = cora.post(form, data=composed)
    assert outdated.status_code == 409
    fresh = fields(outdated.text, form)
    assert fresh[choices(page)[0]] == "theirs", "the same words, so the choice still stands"
    looked = cora.post(form, data=fresh)
    assert (looked.status_code, "Nothing is on record yet" in looked.text) == (200, True)
    assert cora.post(form, data=fields(looked.text, form)).status_code == 303
    assert "has moved on" in text(server)
    assert "must be done" in text(server)


def test_a_paragraph_that_was_taken_out_can_stay_out_or_come_back(server: Server, cora: FlaskClient) -> None:
    from wgec_living.services import contributing

    server.propose(server.ana, WORDS, ANAS)
    document = server.site.index.texts.document(DocumentPath("short"))
    out = contributing.Submission(
        contributing.Kind.PROPOSAL,
        document.path,
        document.commit,
        "Not needed.",
        (server.block(WORDS),),
        remove=True,
    )
    contributing.submit(server.site, server.boris, out)
    server.dispose(server.cora, 2, "accepted", "")
    page = cora.get(FORM).text
    assert "Boris Example" in page.split("A passage that was taken out", 1)[1].split("</section>", 1)[0]
    (name,) = choices(page)
    sent = {**fields(page, FORM), "disposition": "accepted-with-changes", "reason": "Needed."}
    looked = cora.post(FORM, data={**sent, name: "theirs"})
    assert cora.post(FORM, data=fields(looked.text, FORM)).status_code == 303
    assert ANAS in text(server)


def test_cells_of_one_row_changed_by_two_people_combine(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, "| access", "| access for all | |")
    server.propose(server.boris, "| access", "| access | agreed |")
    server.dispose(server.cora, 2, "accepted", "")
    page = cora.get(FORM).text
    assert "both changes together" in page
    sent = {**fields(page, FORM), "disposition": "accepted-with-changes", "reason": "Both."}
    assert cora.post(FORM, data=sent).status_code == 303
    assert "| access for all | agreed |" in text(server)


def test_the_other_proposals_on_the_passage_stand_on_the_page(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, ANAS)
    server.propose(server.boris, WORDS, "The second, longer paragraph says what could be done.")
    server.propose(server.boris, "The first", "Elsewhere.")
    page = cora.get(FORM).text
    other = page.split("1 other proposal waits on the same passage", 1)[1].split("What was said", 1)[0]
    assert re.search("<ins>.*longer.*</ins>", other)
    assert "It combines with this one, one after the other." in other
    assert 'href="/contributions/2/disposition"' in other
    assert "/contributions/1" not in other
    server.comment(server.ana, WORDS)
    assert "2 proposals wait on the same passage" in cora.get("/contributions/4/disposition").text
    assert "on the same passage" not in cora.get("/contributions/3/disposition").text


def test_one_passage_is_worded_otherwise_without_the_whole_text(server: Server, cora: FlaskClient) -> None:
    server.propose(server.ana, WORDS, ANAS)
    before = text(server)
    sent = fields(cora.get(FORM).text, FORM)
    (name,) = [name for name in sent if name.startswith("passage-")]
    assert sent[name] == ANAS
    sent |= {name: ANAS.replace("must", "should"), "reason": "Softer."}
    refused = cora.post(FORM, data={**sent, "disposition": "accepted"})
    assert refused.status_code == 422
    assert "should" in str(fields(refused.text, FORM)[name])
    looked = cora.post(FORM, data={**sent, "disposition": "accepted-with-changes"})
    assert "Nothing is on record yet" in looked.text
    assert text(server) == before
    assert cora.post(FORM, data=fields(looked.text, FORM)).status_code == 303
    assert text(server) == before.replace("could", "should")


def test_a_comment_leads_to_other_words_of_its_passage(server: Server, cora: FlaskClient) -> None:
    server.comment(server.ana, WORDS)
    before = text(server)
    sent = fields(cora.get(FORM).text, FORM)
    (name,) = [name for name in sent if name.startswith("passage-")]
    sent |= {name: ANAS, "reason": "Yes.", "action": "compose"}
    looked = fields(cora.post(FORM, data=sent).text, FORM)
    assert cora.post(FORM, data=looked).status_code == 303
    assert text(server) == before.replace("could", "must")
