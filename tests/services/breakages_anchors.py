"""Each rule about anchors and positions on a contribution's branch broken once by hand."""

from __future__ import annotations

from tests.services.breakages import Break, changed_text
from tests.services.handmade import message


def anchor(number: int, who: str = "boris-example", **more: object) -> str:
    said = {"Contribution": number, "Document": "short", **more}
    return message("anchor", who, **said)


BROKEN_ANCHORS: dict[str, tuple[Break, str]] = {
    "anchor by another": (
        lambda h: h.commit("contributions/0001", anchor(1, Base=h.tip()), who="boris-example"),
        "states the target of what another person contributed",
    ),
    "anchor on a branch's text": (
        lambda h: h.commit("contributions/0001", anchor(1, "ana-example", Base=h.tip("contributions/0001"))),
        "states a target in what is no revision of main",
    ),
    "anchor on an older text": (
        lambda h: h.commit(
            "contributions/0007",
            anchor(7, Base=h.git("rev-list", "--max-parents=0", "main")),
            who="boris-example",
        ),
        "states a target in a text older than the contribution",
    ),
    "anchor in another document": (
        lambda h: h.commit("contributions/0001", anchor(1, "ana-example", Base=h.tip(), Document="arabic")),
        "speaks of arabic; the contribution is about short",
    ),
    "anchor changes the text": (
        lambda h: h.commit(
            "contributions/0001",
            anchor(1, "ana-example", Base=h.tip()),
            tree=changed_text(h, "contributions/0001"),
        ),
        "an anchor changes files",
    ),
    "position on a contribution with a target": (
        lambda h: h.commit(
            "contributions/0001",
            message("position", Contribution=1, Document="short", Position="object", Lines="1-1"),
        ),
        "a position on a contribution has no target of its own",
    ),
}
