"""The text under a contribution changes: its place is told, asked about, confirmed or moved, and kept on record."""

from __future__ import annotations

import pytest

from tests.conftest import Server
from wgec_living.domain.errors import Invalid, NotAllowed
from wgec_living.domain.events import Event, Kind, Stance
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.places import Place
from wgec_living.services import anchoring, contributing, restating, verifying
from wgec_living.services.contributing import Submission
from wgec_living.services.passages import block_views
from wgec_living.services.present_places import PresentPlace
from wgec_living.services.targets import Quoted, section
from wgec_living.services.views import BlockView

SHORT = DocumentPath("short")
FIRST, SECOND = "The first paragraph", "The second paragraph"


def block(server: Server, words: str) -> BlockView:
    """Return the block of the text in force that has these words."""
    revision = server.site.index.texts.document(SHORT).revision
    views = block_views(server.site, server.site.index.texts.revision(SHORT, revision))
    return next(view for view in views if view is not None and words in view.text)


def on_words(server: Server, words: str, where: str) -> int:
    """Comment, as Ana, on some words of the paragraph that has `where`."""
    found = block(server, where)
    document = server.site.index.texts.document(SHORT)
    sent = Submission(Kind.COMMENT, SHORT, document.commit, "Why?", (found.id,), Quoted(words))
    return contributing.submit(server.site, server.ana, sent).number


def place(server: Server, number: int) -> PresentPlace:
    return anchoring.present_places(server.site, [server.site.index.register.summary(number)])[number]


def change(server: Server, where: str, words: str) -> int:
    """Let Boris's words replace a paragraph (none: take it out), and return the proposal's number."""
    base, found = server.site.index.texts.document(SHORT).commit, block(server, where)
    sent = Submission(
        Kind.PROPOSAL, SHORT, base, "Clearer.", (found.id,), replacement=words, remove=not words
    )
    number = contributing.submit(server.site, server.boris, sent).number
    server.dispose(server.cora, number, "accepted")
    return number


def test_the_place_is_told_with_the_revision_and_contribution_that_changed_it(server: Server) -> None:
    number = on_words(server, "first paragraph", FIRST)
    assert place(server, number).place is Place.EXACT
    text = block(server, FIRST).text
    change(server, SECOND, f"A new paragraph.\n\n{block(server, SECOND).text}")
    changed = change(server, FIRST, text.replace("first paragraph", "opening paragraph"))
    now = place(server, number)
    assert (now.place, now.changed_in, now.changed_by) == (Place.CHANGED, 3, changed)
    assert anchoring.asks(server.site.index.register.summary(number), now)
    shown = {one.number: one.at for one in anchoring.on_revision(server.site, SHORT, 2)}
    assert shown[number].place is Place.EXACT
    change(server, "The opening paragraph", text)
    assert place(server, number).place is Place.EXACT


def test_a_confirmed_place_is_exact_again_and_the_next_change_is_told(server: Server) -> None:
    number = on_words(server, "first paragraph", FIRST)
    text = block(server, FIRST).text
    change(server, FIRST, text.replace("first paragraph", "opening paragraph"))
    base = server.site.index.texts.document(SHORT).commit
    restating.confirm(server.site, server.ana, number, base=base)
    now = place(server, number)
    assert (now.place, now.stated_in) == (Place.EXACT, 2)
    before = {one.number: one.at for one in anchoring.on_revision(server.site, SHORT, 1)}
    assert before[number].stated_in == 1
    change(server, "The opening", text.replace("The first paragraph", "Something else"))
    assert (place(server, number).place, place(server, number).changed_in) == (Place.GONE, 3)
    assert verifying.verify_site(server.site) == []


def test_its_author_or_a_coordinator_moves_it_and_nobody_else(server: Server) -> None:
    number = on_words(server, "first paragraph", FIRST)
    base = server.site.index.texts.document(SHORT).commit
    other = block(server, SECOND)
    with pytest.raises(NotAllowed, match="coordinator"):
        restating.move(server.site, server.boris, number, base=base, blocks=[other.id])
    restating.move(
        server.site, server.cora, number, base=base, blocks=[other.id], quoted=Quoted("second paragraph")
    )
    now = place(server, number)
    assert now.blocks == (other.id,)
    assert other.text[now.start : now.end] == "second paragraph"
    assert block(server, FIRST).open == 0 and block(server, SECOND).open == 1
    with pytest.raises(Invalid, match="no such paragraph"):
        restating.move(server.site, server.ana, number, base=base, blocks=["9-9"])  # type: ignore[list-item]
    restating.move(server.site, server.ana, number, base=base, blocks=[])
    assert place(server, number).whole
    events = [item.event for item in server.site.index.register.thread(number).events]
    assert [event.kind for event in events if isinstance(event, Event)] == ["comment", "anchor", "anchor"]


def test_a_look_alike_is_offered_and_never_taken(server: Server) -> None:
    number = on_words(server, "first paragraph", FIRST)
    text = block(server, FIRST).text
    removal = change(server, FIRST, "")
    change(server, SECOND, f"{block(server, SECOND).text}\n\nAgain: {text}")
    now = place(server, number)
    assert (now.place, now.blocks, now.changed_by) == (Place.GONE, (), removal)
    summary = server.site.index.register.summary(number)
    offered = restating.offers(server.site, summary, now)
    assert offered and offered[0].block.text.startswith("Again:")
    base = server.site.index.texts.document(SHORT).commit
    with pytest.raises(Invalid, match="gone"):
        restating.confirm(server.site, server.ana, number, base=base)
    restating.move(server.site, server.ana, number, base=base, blocks=[offered[0].block.id])
    assert place(server, number).place is Place.EXACT


def test_a_comment_on_an_older_text_is_carried_to_the_newest(server: Server) -> None:
    base = server.site.index.texts.document(SHORT).commit
    found = block(server, FIRST)
    changed = change(server, FIRST, found.text.replace("first paragraph", "opening paragraph"))
    sent = Submission(Kind.COMMENT, SHORT, base, "Late.", (found.id,), Quoted("first paragraph"))
    number = contributing.submit(server.site, server.ana, sent).number
    assert (place(server, number).place, place(server, number).changed_by) == (Place.CHANGED, changed)


def test_a_position_is_taken_on_a_contribution_while_it_waits(server: Server) -> None:
    number = server.propose(server.ana, FIRST, "Other words here.").number
    contributing.take_position(server.site, server.boris, number, Stance.OBJECT, "No.")
    contributing.take_position(server.site, server.boris, number, Stance.CAN_LIVE_WITH, "Well.")
    thread = server.site.index.register.thread(number)
    assert [each.event.stance for each in thread.events[1:] if isinstance(each.event, Event)] == [
        "object",
        "can-live-with",
    ]
    with pytest.raises(Invalid):
        contributing.take_position(server.site, server.boris, number, None, "What?")
    server.dispose(server.cora, number, "accepted")
    with pytest.raises(NotAllowed):
        contributing.take_position(server.site, server.boris, number, Stance.SUPPORT, "Yes.")
    assert verifying.verify_site(server.site) == []


def test_words_in_one_of_several_blocks_narrow_the_target_but_not_the_change(server: Server) -> None:
    first, second = block(server, FIRST), block(server, SECOND)
    base = server.site.index.texts.document(SHORT).commit
    new = f"{first.text} More.\n\n{second.text} More."
    sent = Submission(
        Kind.PROPOSAL,
        SHORT,
        base,
        "More.",
        (first.id, second.id),
        Quoted("second paragraph"),
        replacement=new,
    )
    number = contributing.submit(server.site, server.ana, sent).number
    now = place(server, number)
    assert now.blocks == (second.id,) and second.text[now.start : now.end] == "second paragraph"
    server.dispose(server.cora, number, "accepted")
    assert block(server, FIRST).text.endswith("More.") and place(server, number).place is Place.EXACT
    assert verifying.verify_site(server.site) == []


def test_a_section_is_a_heading_and_what_belongs_to_it(server: Server) -> None:
    views = block_views(server.site, server.site.index.texts.revision(SHORT, 1))
    shown = [view for view in views if view is not None]
    heading = next(view for view in shown if view.level)
    found = section(views, heading.id)
    assert found[0] == heading.id and len(found) > 1


def test_a_commit_before_the_contribution_with_the_same_text_is_as_good(server: Server) -> None:
    """A page names a text by the commit that made it; others may have been put on record since, without changing it."""
    server.dispose(server.cora, server.comment(server.boris, SECOND).number, "noted")
    tip, found = server.site.record.tip(), block(server, FIRST)
    number = contributing.submit(
        server.site, server.ana, Submission(Kind.COMMENT, SHORT, tip, "Why?", (found.id,))
    ).number
    shown = server.site.index.texts.document(SHORT).commit
    assert shown != tip
    restating.confirm(server.site, server.ana, number, base=shown)
    assert not server.site.index.register.findings()
    assert verifying.verify_site(server.site) == []
