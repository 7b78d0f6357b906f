"""Events of every kind with every combination of what they may say, for the tests of the record's format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

from hypothesis import strategies as st

from wgec_living.domain.events import Anchor, ChangeType, Disposition, Event, Kind, Speaker, Stance
from wgec_living.domain.identifiers import CommitId, DocumentPath, Handle

SITE = "test-group"
ANA = Speaker(Handle("ana-example"), "Ana Example", "Network for Open Access", "Civil society", "contributor")
SERVER = Speaker(Handle("server"), "WGEC Living server")
BORIS = Speaker(Handle("boris-example"), "Boris Ünnepé 伊藤")
COMMIT = CommitId("0123456789abcdef0123456789abcdef01234567")
TARGET = {"lines": (3, 4), "anchor": Anchor(2, 7, "words", "be", "af")}
OPENING: dict[str, list[dict[str, Any]]] = {
    "target": [{"lines": (3, 3)}, TARGET, {"lines": (1, 9), "anchor": Anchor(40, 3, 'a\nb \u202e\u2028"\\')}],
    "supersedes": [{"supersedes": 7}],
    "key": [{"idempotency": "00ff"}],
    "unknown": [{"unknown": (("Later-Trailer", "what a later format says"), ("Later-Trailer", "ü"))}],
}
KEY, UNKNOWN = {"key": OPENING["key"]}, {"unknown": OPENING["unknown"]}
DOCUMENT = {"document": DocumentPath("annex/one")}

# kind: (what it must say, what it may say besides: of each entry nothing or one of the choices)
SAYS: dict[Kind, tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]] = {
    Kind.FOUNDING: ({"speaker": SERVER}, UNKNOWN),
    Kind.IMPORT: ({"speaker": SERVER, **DOCUMENT}, UNKNOWN),
    Kind.COMMENT: (DOCUMENT, OPENING),
    Kind.PROPOSAL: (
        {"change_type": ChangeType.EDITORIAL, **DOCUMENT},
        {**OPENING, "takes_back": [{"takes_back": 3}], "type": [{"change_type": ChangeType.SUBSTANTIVE}]},
    ),
    Kind.POSITION: (
        {"stance": Stance.NO_VIEW, **DOCUMENT},
        {**OPENING, "position": [{"stance": stance} for stance in Stance]},
    ),
    Kind.ANCHOR: ({"base": COMMIT, **DOCUMENT}, {"target": OPENING["target"], **KEY, **UNKNOWN}),
    Kind.REPLY: ({}, {"to": [{"in_reply_to": COMMIT}], **KEY, **UNKNOWN}),
    Kind.REVISED_TEXT: (DOCUMENT, {"lines": [{"lines": (999_999_999, 999_999_999)}], **KEY, **UNKNOWN}),
    Kind.WITHDRAWAL: ({}, {**KEY, **UNKNOWN}),
    Kind.DISPOSITION: (
        {"disposition": Disposition.NOTED, "contribution_tip": COMMIT, **DOCUMENT},
        {
            "disposition": [{"disposition": word} for word in Disposition],
            "co-authors": [{"co_authors": (BORIS,)}, {"co_authors": (BORIS, SERVER)}],
            **KEY,
            **UNKNOWN,
        },
    ),
    Kind.ROSTER: ({"handle": ANA.handle, "contribution": None}, UNKNOWN),
    Kind.EDITION: ({"contribution": None}, {"document": [DOCUMENT], **KEY, **UNKNOWN}),
    Kind.REMOVAL: ({}, UNKNOWN),
}


def smallest(kind: Kind, title: str = "A title", body: str = "A body.") -> Event:
    """Return an event of a kind that says only what it must."""
    event = Event(kind, title, body, ANA, 1_790_000_000, contribution=42)
    if kind in (Kind.FOUNDING, Kind.IMPORT):
        event = event._replace(contribution=None)
    return event._replace(**SAYS[kind][0])


def every_event() -> Iterator[Event]:
    """Yield events of every kind with every combination of optional sayings."""
    for kind, (_, optional) in SAYS.items():
        names = list(optional)
        for chosen in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
            yield from _choices(smallest(kind), [optional[name] for name in chosen])


def _choices(event: Event, entries: list[list[dict[str, Any]]]) -> Iterator[Event]:
    if not entries:
        yield event
        return
    for choice in entries[0]:
        yield from _choices(event._replace(**choice), entries[1:])


@st.composite
def events(draw: st.DrawFn, bodies: st.SearchStrategy[str]) -> Event:
    """Draw an event of any kind with any of what it may say, and a body from `bodies`."""
    event = smallest(draw(st.sampled_from(list(Kind))), body=draw(bodies))
    for choices in SAYS[event.kind][1].values():
        event = event._replace(**draw(st.sampled_from([{}, *choices])))
    return event
