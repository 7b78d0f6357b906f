"""What is sent, as it is sent: texts, targets, quotations, keys; and what is refused with the field named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import TEXT, Server
from wgec_living.domain.errors import Invalid, NotAllowed, NotFound, SignInNeeded
from wgec_living.domain.events import Anchor, ChangeType, Event, Kind, Stance
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath
from wgec_living.domain.trailers import CUT_LINE
from wgec_living.services import contributing
from wgec_living.services.contributing import Submission, submit
from wgec_living.services.targets import Quoted

HEAD = "---\ntitle: A short text\nlanguage: en\n---\n\n"
SHORT = DocumentPath("short")
FIRST = "The first paragraph says where we stand."


def sending(
    server: Server, kind: Kind = Kind.COMMENT, words: str = "first paragraph", **more: object
) -> Submission:
    """Return something to send on the block that holds `words` (empty: on the whole document)."""
    document = server.site.index.texts.document(SHORT)
    blocks = (server.block(words),) if words else ()
    return replace(Submission(kind, SHORT, document.commit, "A body.", blocks), **more)  # type: ignore[arg-type]


def refused(server: Server, sent: Submission) -> set[str]:
    """Send what cannot be taken; return the fields named. Nothing comes on record."""
    before = server.site.record.refs.all()
    with pytest.raises(Invalid) as error:
        submit(server.site, server.ana, sent)
    assert server.site.record.refs.all() == before
    assert all(sentence for sentence in error.value.fields.values())
    return set(error.value.fields)


def opening(server: Server, number: int) -> Event:
    event = server.site.index.register.thread(number).events[0].event
    assert isinstance(event, Event)
    return event


def text_of(server: Server, number: int) -> str:
    return server.site.record.text(server.site.index.register.summary(number).tip, SHORT) or ""


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"body": ""}, {"body"}),
        ({"body": " \r\n\t"}, {"body"}),
        ({"body": "x" * 1_000_001}, {"body"}),
        ({"body": "a\0b"}, {"body"}),
        ({"body": f"a\n{CUT_LINE}\nb"}, {"body"}),
        ({"title": "x" * 201}, {"title"}),
        ({"title": CUT_LINE}, {"title"}),
        ({"base": CommitId("0" * 40)}, {"base"}),
        ({"supersedes": 99}, {"supersedes"}),
        ({"key": "k" * 201}, {"idempotency_key"}),
        ({"kind": Kind.POSITION}, {"position"}),
        ({"kind": Kind.PROPOSAL}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "replacement": ""}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "replacement": " \n"}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "replacement": FIRST}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "replacement": f"\r\n{FIRST}\r\n"}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "replacement": "a\x07b"}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "replacement": "x" * 1_000_000}, {"replacement"}),
        ({"kind": Kind.PROPOSAL, "text": TEXT}, {"text"}),
        ({"kind": Kind.PROPOSAL, "text": TEXT.replace("\n", "\r\n")}, {"text"}),
        ({"kind": Kind.PROPOSAL, "text": "\n"}, {"text"}),
        ({"kind": Kind.PROPOSAL, "remove": True, "blocks": ()}, {"replacement"}),
        ({"quoted": Quoted("not there")}, {"quotation"}),
        ({"quoted": Quoted("a")}, {"quotation"}),
        ({"quoted": Quoted("x" * 1_001)}, {"quotation"}),
        ({"quoted": Quoted("first", start=-1, end=3)}, {"start"}),
        ({"quoted": Quoted("first", start=0, end=4_000)}, {"start"}),
        ({"quoted": Quoted("first"), "blocks": ()}, {"quotation"}),
        ({"quoted": Quoted("first\0")}, {"quotation"}),
    ],
)
def test_what_is_refused_names_its_field(server: Server, more: dict[str, object], fields: set[str]) -> None:
    assert refused(server, sending(server, **more)) == fields


def test_unknown_places_and_people(server: Server) -> None:
    for more in ({"blocks": (BlockId("9-9"),)}, {"blocks": (BlockId("x"),)}):
        with pytest.raises(NotFound):
            submit(server.site, server.ana, sending(server, **more))
    with pytest.raises(SignInNeeded):
        submit(server.site, None, sending(server))
    with pytest.raises(NotAllowed):
        submit(server.site, replace(server.ana, handle="nobody"), sending(server))  # type: ignore[arg-type]
    tip = server.site.index.register.summary(server.comment(server.ana, "first paragraph").number).tip
    assert refused(server, sending(server, base=tip)) == {"base"}


def test_line_endings_and_marks_in_a_body(server: Server) -> None:
    body = "One.\r\nTwo.\rThree.\n\n\u202eFour\u202c \u2028 five\n\nRecord-Version: 1\nRecord: removal\n"
    number = submit(server.site, server.ana, sending(server, body=body)).number
    assert opening(server, number).body == body.replace("\r\n", "\n").replace("\r", "\n")
    assert opening(server, number).kind is Kind.COMMENT
    assert server.site.index.register.summary(number).status == "open"


def test_the_affiliation_is_that_of_the_roster_not_of_the_request(server: Server) -> None:
    forged = replace(server.ana, name="Somebody Else", delegation="Everybody", role=server.cora.role)
    number = submit(server.site, forged, sending(server)).number
    speaker = opening(server, number).speaker
    assert (speaker.name, speaker.delegation, speaker.role) == (
        "Ana Example",
        "Network for Open Access",
        "contributor",
    )


@pytest.mark.parametrize(
    ("words", "more", "text"),
    [
        ("first paragraph", {"replacement": "New."}, TEXT.replace(FIRST, "New.")),
        (
            "first paragraph",
            {"replacement": "\nOne\r\nline.\n\nTwo.\n\n"},
            TEXT.replace(FIRST, "One line.\n\nTwo."),
        ),
        ("first paragraph", {"remove": True}, TEXT.replace(f"{FIRST}\n\n", "")),
        ("| access", {"remove": True}, TEXT.replace("| access | |\n", "")),
        (
            "| access",
            {"replacement": "| a | b |\n| c | d |"},
            TEXT.replace("| access | |", "| a | b |\n| c | d |"),
        ),
        ("- another", {"remove": True}, TEXT.replace("- another thing\n", "")),
        ("last paragraph", {"remove": True}, TEXT.replace("\nThe last paragraph closes the text.\n", "")),
        ("# A short text", {"replacement": "# A long text"}, TEXT.replace("# A short", "# A long")),
        ("", {"text": f"{HEAD}# Wholly new\r\n"}, f"{HEAD}# Wholly new\n"),
    ],
)
def test_a_proposal_changes_its_lines_alone(
    server: Server, words: str, more: dict[str, object], text: str
) -> None:
    receipt = submit(server.site, server.ana, sending(server, Kind.PROPOSAL, words, **more))
    assert text_of(server, receipt.number) == text
    assert receipt.dry_run == "clean"


def test_the_same_key_gives_the_same_receipt(server: Server) -> None:
    sent = sending(server, key="once")
    first = submit(server.site, server.ana, sent)
    again = submit(server.site, server.ana, sent)
    assert (again.number, again.commit, first.repeated, again.repeated) == (
        first.number,
        first.commit,
        False,
        True,
    )
    assert submit(server.site, server.boris, sent).number == first.number + 1
    keyed = [
        contributing.reply(server.site, server.ana, first.number, "Reply.", key="reply") for _ in range(2)
    ]
    assert keyed[0] == keyed[1]
    gone = [contributing.withdraw(server.site, server.ana, first.number, key="gone") for _ in range(2)]
    assert gone[0] == gone[1]


def test_words_are_anchored_where_they_were_read(server: Server) -> None:
    at = FIRST.index("paragraph")
    found = Anchor(at, at + 9, "paragraph", "The first ", " says where we stand.")
    for quoted in (
        Quoted("paragraph"),
        Quoted("paragraph", start=at, end=at + 9),
        # Places counted in a rendered page may be off; the words themselves decide.
        Quoted("paragraph", start=at + 1, end=at + 10),
        Quoted("paragraph", prefix="first ", suffix=" says"),
    ):
        number = submit(server.site, server.ana, sending(server, quoted=quoted)).number
        assert server.site.index.register.thread(number).anchor == found
        assert opening(server, number).lines == (8, 8)


def test_words_that_stand_twice_need_their_neighbours(server: Server) -> None:
    number = server.propose(server.ana, "first paragraph", "To be or not to be is to be asked.").number
    server.dispose(server.cora, number, "accepted")
    sent = sending(server, words="To be or", quoted=Quoted("to be"))
    assert refused(server, sent) == {"quotation"}
    number = submit(server.site, server.ana, replace(sent, quoted=Quoted("to be", suffix=" asked"))).number
    anchor = server.site.index.register.thread(number).anchor
    assert anchor is not None and (anchor.start, anchor.end) == (22, 27)


def test_words_over_several_paragraphs_may_end_at_a_smaller_place(server: Server) -> None:
    blocks = (server.block("first paragraph"), server.block("second paragraph"))
    quoted = Quoted("stand.\n\nThe second", start=34, end=10)
    number = submit(server.site, server.ana, sending(server, blocks=blocks, quoted=quoted)).number
    anchor = server.site.index.register.thread(number).anchor
    assert anchor == Anchor(
        34, 10, "stand.\n\nThe second", "e first paragraph says where we ", " paragraph says what could be do"
    )
    assert not server.site.index.register.findings()


def test_a_contribution_on_an_older_revision_starts_there(server: Server) -> None:
    old = sending(server, Kind.PROPOSAL, "second paragraph", replacement="Later words.")
    number = server.propose(server.ana, "first paragraph", "Ana's words.").number
    server.dispose(server.cora, number, "accepted")
    receipt = submit(server.site, server.boris, old)
    summary = server.site.index.register.summary(receipt.number)
    assert (summary.base, summary.base_revision) == (old.base, 1)
    assert (receipt.dry_run, text_of(server, receipt.number)) == (
        "clean",
        TEXT.replace("The second paragraph says what could be done.", "Later words."),
    )


def test_positions_and_types_are_kept(server: Server) -> None:
    number = submit(
        server.site, server.boris, sending(server, Kind.POSITION, stance=Stance.CAN_LIVE_WITH)
    ).number
    assert opening(server, number).stance is Stance.CAN_LIVE_WITH
    sent = sending(
        server, Kind.PROPOSAL, replacement="New.", change_type=ChangeType.EDITORIAL, title="  A\n title "
    )
    number = submit(server.site, server.boris, sent).number
    assert (opening(server, number).change_type, opening(server, number).title) == (
        ChangeType.EDITORIAL,
        "A title",
    )


def test_replies_answer_something_of_the_thread(server: Server) -> None:
    one, two = server.comment(server.ana, "first paragraph"), server.comment(server.ana, "first paragraph")
    commit = contributing.reply(server.site, server.boris, one.number, "Yes.", in_reply_to=one.commit)
    event = server.site.index.register.thread(one.number).events[-1].event
    assert isinstance(event, Event) and event.in_reply_to == one.commit
    contributing.reply(server.site, server.ana, one.number, "No.", in_reply_to=commit)
    with pytest.raises(Invalid):
        contributing.reply(server.site, server.boris, one.number, "Yes.", in_reply_to=two.commit)
    with pytest.raises(NotFound):
        contributing.reply(server.site, server.boris, 99, "Yes.")


def test_only_its_author_withdraws(server: Server) -> None:
    number = server.comment(server.ana, "first paragraph").number
    for person in (server.boris, server.cora):
        with pytest.raises(NotAllowed, match="Only the person"):
            contributing.withdraw(server.site, person, number)
    contributing.withdraw(server.site, server.ana, number)
    assert server.site.index.register.summary(number).status == "withdrawn"
    with pytest.raises(NotAllowed, match="withdrawn"):
        contributing.withdraw(server.site, server.ana, number)
    contributing.reply(server.site, server.ana, number, "Still readable.")
