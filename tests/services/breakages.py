"""Each rule of a record broken once by hand: what is done, and what `verify` must say of the commit made."""

from __future__ import annotations

from collections.abc import Callable

from tests.services.handmade import Hand, message


def decision(
    hand: Hand, number: int, disposition: str, tip: str | None = None, who: str = "cora-example"
) -> str:
    tip = tip or hand.tip(f"contributions/{number:04d}")
    trailers = {
        "Contribution": number,
        "Document": "short",
        "Disposition": disposition,
        "Contribution_Tip": tip,
    }
    return message("disposition", who, **trailers)


def changed_text(hand: Hand, commit: str = "main", **more: str | None) -> str:
    return hand.tree(commit, {"documents/short.md": hand.text() + "\nNew words.\n", **more})


def comment(number: int, **more: object) -> str:
    return message("comment", Contribution=number, Document="short", **more)


def proposal(number: int) -> str:
    return message("proposal", Contribution=number, Document="short", Type="editorial")


def revised(number: int, who: str = "boris-example") -> str:
    return message("revised-text", who, Contribution=number, Document="short")


def reply(number: int, **more: object) -> str:
    return message("reply", Contribution=number, **more)


Break = Callable[[Hand], str]
BROKEN: dict[str, tuple[Break, str]] = {
    "no event": (lambda h: h.commit("main", "Just so\n"), "the message has no trailer block"),
    "no event, on a branch": (
        lambda h: h.commit("contributions/0001", "Hm\n"),
        "the message has no trailer block",
    ),
    "unknown trailer": (
        lambda h: h.commit("contributions/0001", reply(1, Mood="good")),
        "has the unknown trailer Mood",
    ),
    "other order of trailers": (
        lambda h: h.commit(
            "contributions/0001",
            reply(1)
            .replace("Role: contributor\n", "")
            .replace("Delegation", "Role: contributor\nDelegation"),
        ),
        "is not written exactly as the format says",
    ),
    "e-mail address of the author": (
        lambda h: h.commit("contributions/0001", reply(1), address="ana@people.example"),
        "its author's address is not of the form handle@site.invalid",
    ),
    "e-mail address in the header": (
        lambda h: h.commit("contributions/0001", reply(1), address="ana@people.example"),
        "its header holds an address that is not of the form handle@site.invalid",
    ),
    "another committer": (
        lambda h: h.commit(
            "contributions/0001", reply(1), committer="Ana Example <ana-example@test-group.invalid>"
        ),
        "was not recorded by the server: another committer",
    ),
    "branch begins with a reply": (
        lambda h: h.commit("contributions/0008", reply(8), h.tip()),
        "a reply cannot stand at place 0 of a contribution",
    ),
    "a second opening": (
        lambda h: h.commit("contributions/0001", comment(1)),
        "a comment cannot stand at place 2 of a contribution",
    ),
    "a decision on a branch": (
        lambda h: h.commit("contributions/0001", decision(h, 1, "noted"), who="cora-example"),
        "a disposition cannot stand at place 2 of a contribution",
    ),
    "a comment on main": (
        lambda h: h.commit("main", comment(9)),
        "a comment cannot stand at place 8 of main",
    ),
    "wrong number": (
        lambda h: h.commit("contributions/0008", comment(9), h.tip()),
        "names contribution 9 on the branch of 8",
    ),
    "base not on main": (
        lambda h: h.commit("contributions/0008", comment(8), orphan=True),
        "the contribution does not start at a revision of main",
    ),
    "comment changes the text": (
        lambda h: h.commit("contributions/0008", comment(8), h.tip(), tree=changed_text(h)),
        "a comment changes files",
    ),
    "comment on no document": (
        lambda h: h.commit(
            "contributions/0008", message("comment", Contribution=8, Document="nowhere"), h.tip()
        ),
        "is about nowhere, which its revision does not have",
    ),
    "reply changes the text": (
        lambda h: h.commit("contributions/0001", reply(1), tree=changed_text(h, "contributions/0001")),
        "a reply changes files",
    ),
    "reply to another thread": (
        lambda h: h.commit("contributions/0001", reply(1, In_Reply_To=h.tip("contributions/0002"))),
        "answers a commit that is not of this contribution",
    ),
    "reply with two parents": (
        lambda h: h.commit("contributions/0001", reply(1), h.tip("contributions/0001"), h.tip()),
        "has 2 parents; a reply cannot",
    ),
    "proposal changes nothing": (
        lambda h: h.commit("contributions/0008", proposal(8), h.tip()),
        "a proposal changes the text of short and nothing else; this one changes nothing",
    ),
    "proposal changes two documents": (
        lambda h: h.commit(
            "contributions/0008", proposal(8), h.tip(), tree=changed_text(h, **{"documents/arabic.md": "x\n"})
        ),
        "a proposal changes the text of short and nothing else; this one changes "
        "documents/arabic.md, documents/short.md",
    ),
    "proposal takes the document away": (
        lambda h: h.commit(
            "contributions/0008", proposal(8), h.tip(), tree=h.tree("main", {"documents/short.md": None})
        ),
        "takes the document short away",
    ),
    "revised text of a comment": (
        lambda h: h.commit("contributions/0001", revised(1, "ana-example"), tree=changed_text(h, "main~4")),
        "revises the text of a comment, which has none",
    ),
    "revised text brings in a branch": (
        lambda h: h.commit(
            *("contributions/0007", revised(7), h.tip("contributions/0007"), h.tip("contributions/0001")),
            tree=changed_text(h),
            who="boris-example",
        ),
        "brings in a commit that is no revision of main",
    ),
    "withdrawn by another": (
        lambda h: h.commit("contributions/0007", message("withdrawal", Contribution=7)),
        "withdraws what another person contributed",
    ),
    "import of two documents": (
        lambda h: h.commit(
            "main",
            message("import", Document="short"),
            tree=changed_text(h, **{"documents/arabic.md": "x\n"}),
            who="server",
        ),
        "brings in short, but changes documents/arabic.md, documents/short.md",
    ),
    "text changed by nobody's decision": (
        lambda h: h.commit("main", decision(h, 1, "noted"), tree=changed_text(h), who="cora-example"),
        "changes documents/short.md, but “noted” leaves the texts alone",
    ),
    "text changed by an unreadable commit": (
        lambda h: h.commit("main", "Better so\n", tree=changed_text(h)),
        "changes documents/short.md, but cannot be read, so nothing says why",
    ),
    "second founding": (
        lambda h: h.commit("main", message("founding"), who="server"),
        "a founding cannot stand at place 8 of main",
    ),
    "document taken away": (
        lambda h: h.commit(
            *("main", message("import", Document="short")),
            tree=h.tree("main", {"documents/short.md": None}),
            who="server",
        ),
        "takes documents/short.md away from main",
    ),
    "roster of another": (
        lambda h: h.commit(
            *("main", message("roster", Handle="ana-example")),
            tree=h.tree("main", {"people/boris-example.yml": h.text("main", "people/ana-example.yml")}),
        ),
        "must change people/ana-example.yml alone, but changes people/boris-example.yml",
    ),
    "roster says more than its trailers": (
        lambda h: h.commit(
            *("main", message("roster", Handle="ana-example")),
            tree=h.tree("main", {"people/ana-example.yml": h.text("main", "people/cora-example.yml")}),
        ),
        "says another delegation, group or role than people/ana-example.yml",
    ),
    "roster with a name like another": (
        lambda h: h.commit(
            *("main", message("roster", Handle="ana-example")),
            tree=h.tree(
                "main",
                {
                    "people/ana-example.yml": h.text("main", "people/ana-example.yml").replace(
                        "Ana Example", "\u0412oris Example"
                    )
                },
            ),
        ),
        "gives ana-example a name that looks like the name of boris-example",
    ),
    "decided by a contributor": (
        lambda h: h.commit("main", decision(h, 1, "noted", who="ana-example")),
        "ana-example was no coordinator in the list of people at that time",
    ),
    "decided twice": (
        lambda h: h.commit("main", decision(h, 6, "declined"), who="cora-example"),
        "decides on contribution 6, which was decided before",
    ),
    "decision on nothing": (
        lambda h: h.commit("main", decision(h, 70, "noted", h.tip("contributions/0001")), who="cora-example"),
        "decides on contribution 70, which is not there",
    ),
    "tip of another": (
        lambda h: h.commit("main", decision(h, 1, "noted", h.tip("contributions/0002")), who="cora-example"),
        "names a Contribution-Tip that is not on the branch of contribution 1",
    ),
    "decision names another document": (
        lambda h: h.commit(
            "main", decision(h, 1, "noted").replace("Document: short", "Document: arabic"), who="cora-example"
        ),
        "names arabic; the contribution is about short",
    ),
    "accepted without merging": (
        lambda h: h.commit("main", decision(h, 7, "accepted"), tree=changed_text(h), who="cora-example"),
        "has 1 parents and must have 2",
    ),
    "merged with another branch": (
        lambda h: h.commit(
            *("main", decision(h, 7, "accepted-with-changes"), h.tip(), h.tip("contributions/0001")),
            tree=changed_text(h),
            who="cora-example",
        ),
        "its second parent is not the Contribution-Tip it names",
    ),
    "accepted with other words": (
        lambda h: h.commit(
            *("main", decision(h, 7, "accepted"), h.tip(), h.tip("contributions/0007")),
            tree=changed_text(h),
            who="cora-example",
        ),
        "is called accepted, but its text is not the proposal put into the text in force",
    ),
    "accepted comment": (
        lambda h: h.commit(
            *("main", decision(h, 1, "accepted"), h.tip(), h.tip("contributions/0001")),
            tree=changed_text(h),
            who="cora-example",
        ),
        "accepts as proposed what proposes no text",
    ),
    "acceptance that changes nothing": (
        lambda h: h.commit(
            *("main", decision(h, 7, "accepted"), h.tip(), h.tip("contributions/0007")), who="cora-example"
        ),
        "accepts a change of short, but changes nothing",
    ),
    "program in the tree": (
        lambda h: h.commit(
            *("main", message("import", Document="short")),
            tree=h.tree("main", {"documents/short.md": "x\n"}, "100755"),
            who="server",
        ),
        "documents/short.md is neither a plain file nor a folder (mode 100755)",
    ),
    "link in the tree": (
        lambda h: h.commit(
            *("main", message("import", Document="short")),
            tree=h.tree("main", {"documents/short.md": "/etc/passwd"}, "120000"),
            who="server",
        ),
        "documents/short.md is neither a plain file nor a folder (mode 120000)",
    ),
    "name without a place": (
        lambda h: h.commit(
            *("main", message("import", Document="short")),
            tree=changed_text(h, **{"run.sh": "x\n"}),
            who="server",
        ),
        "run.sh has no place in a record",
    ),
    "bad roster file": (
        lambda h: h.commit(
            *("main", message("roster", Handle="ana-example")),
            tree=h.tree("main", {"people/ana-example.yml": "nothing\n"}),
        ),
        "people/ana-example.yml: unexpected line in the roster: nothing",
    ),
}
