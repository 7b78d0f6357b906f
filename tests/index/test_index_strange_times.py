"""Commits from elsewhere with times that no calendar has, or endless names: shown, told, and in nobody's way."""

from __future__ import annotations

from tests.conftest import Server
from tests.index.by_hand import git
from wgec_living.services.verifying import verify_site

READABLE = {
    "1790000000 +9999": "21 September 2026",
    "1790000000 -99": "21 September 2026",
    "1790000000": "21 September 2026",
    "253402300799 +0000": "31 December 9999",
}
BEYOND = ("253402300800 +0000", "884541340800 +0000", "100000000000000000000 +0000", "-5 +0000")
NO_TIME = ("yesterday noon", "+0000", "")
ENTRIES = "Record-Version: 1\nRecord: comment\nContribution: {}\nDocument: short\n"
PEOPLE = {"author": "Ana Example <ana-example", "committer": "WGEC Living server <server"}
SPEAKER = "Delegation: D\nStakeholder-Group: G\nRole: contributor\n"


def put(server: Server, kind: str, ref: str, head: str, people: dict[str, str], at: str, message: str) -> str:
    """Write an object as no Git would, and have `ref` point to it; return its name."""
    git_dir = server.site.record.git_dir
    content = head + "".join(f"{word} {who}@test-group.invalid> {at}\n" for word, who in people.items())
    arguments = ("hash-object", "-t", kind, "-w", "--stdin", "--literally")
    made = git(git_dir, *arguments, stdin=f"{content}\n{message}").strip()
    git(git_dir, "update-ref", ref, made)
    return made


def test_a_time_that_no_calendar_has_is_shown_and_told_and_stops_nobody(server: Server) -> None:
    main = server.site.record.tip()
    head = f"tree {git(server.site.record.git_dir, 'rev-parse', 'main^{tree}')}parent {main}\n"
    strange = {
        at: f"refs/heads/contributions/{n:04d}" for n, at in enumerate((*READABLE, *BEYOND, *NO_TIME), 1)
    }
    made = {}
    for number, (at, ref) in enumerate(strange.items(), 1):
        message = f"A title\n\nWords at number {number}.\n\n{ENTRIES.format(number)}{SPEAKER}"
        made[at] = put(server, "commit", ref, head, PEOPLE, at, message)
    endless = PEOPLE | {"author": "a" * 300_000}
    put(server, "commit", f"refs/heads/contributions/{len(made) + 1:04d}", head, endless, "", "A title\n")
    tag = f"object {main}\ntype commit\ntag edition/short/1\n"
    put(
        server,
        "tag",
        "refs/tags/edition/1",
        tag,
        {"tagger": "Cora Example <cora-example"},
        BEYOND[0],
        "An edition\n",
    )

    vera = server.visitor()
    for number, at in enumerate(strange, 1):
        page = vera.get(f"/contributions/{number}").text
        assert f"Words at number {number}." in page, at
        assert READABLE.get(at, "1 January 1970") in page, at
    for rule in server.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            assert vera.get(rule.rule).status_code < 500, rule.rule
    assert vera.get("/documents/short").status_code == 200
    assert server.comment(server.boris, "second paragraph").number == len(strange) + 2

    told: dict[str, list[str]] = {}
    for finding in verify_site(server.site):
        told.setdefault(finding.commit, []).append(finding.problem)
    assert {at for at, commit in made.items() if commit not in told} == {"253402300799 +0000"}
    for at in BEYOND:
        assert any("before 1970 or after 9999" in problem for problem in told[made[at]]), at
    assert "claims a time in another zone than UTC" in told[made["1790000000 +9999"]]
