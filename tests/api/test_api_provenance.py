"""Who brought each run of words, by the API: to the word, to the person, and the same for every revision ever."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Circle, is_problem, keeps_promise
from wgec_living.services.deciding import preview
from wgec_living.web.api import answers


def _provenance(circle: Circle, query: str = "", path: str = "short") -> dict[str, Any]:
    return keeps_promise(circle.vera.get(f"/documents/{path}/provenance{query}"), answers.Provenance)


def _told(circle: Circle, words: str, query: str = "") -> list[tuple[str, int | None, str]]:
    """Return the runs of the block that holds `words`: text, contribution, handle."""
    block = next(
        one
        for one in circle.vera.get(f"/documents/short{query}").get_json()["blocks"]
        if words in one["text"]
    )
    return [
        (block["text"][run["start"] : run["end"]], run["contribution"], run["handle"])
        for run in _provenance(circle, query)["runs"]
        if run["block"] == block["id"]
    ]


def test_each_word_has_who_brought_it(circle: Circle) -> None:
    server = circle.server
    first = server.propose(server.ana, "first paragraph", "The first paragraph says clearly where we stand.")
    server.dispose(server.cora, first.number, "accepted")
    second = server.propose(
        server.boris, "first paragraph", "The first paragraph says clearly where all stand."
    )
    server.dispose(server.cora, second.number, "accepted")
    assert _told(circle, "first paragraph") == [
        ("The first paragraph says ", None, "server"),
        ("clearly ", first.number, "ana-example"),
        ("where ", None, "server"),
        ("all", second.number, "boris-example"),
        (" stand.", None, "server"),
    ]
    found = _provenance(circle)
    ana = next(run for run in found["runs"] if run["handle"] == "ana-example")
    assert (ana["delegation"], ana["group"], ana["revision"]) == (
        "Network for Open Access",
        "Civil society",
        2,
    )
    assert {"block": ana["block"], "revision": 3, "contribution": second.number} in found["blocks"]
    by_group = {share["group"]: share["words"] for share in found["groups"]}
    assert (by_group["Civil society"], by_group["Member States"]) == (1, 1)
    assert sum(by_group.values()) == sum(share["words"] for share in found["delegations"])


def test_an_older_revision_stays_as_it_was(circle: Circle) -> None:
    server = circle.server
    before = _provenance(circle)
    number = server.propose(server.ana, "second paragraph", "The second paragraph says what shall be done.")
    server.dispose(server.cora, number.number, "accepted")
    assert _provenance(circle, "?revision=1") == before
    assert _provenance(circle)["revision"] == 2
    is_problem(circle.vera.get("/documents/short/provenance?revision=3"), 404)
    is_problem(circle.vera.get("/documents/nothing/provenance"), 404)


def test_words_of_the_coordinator_are_told_from_the_proposers(circle: Circle) -> None:
    server = circle.server
    words = "The second paragraph says what could and should be done."
    number = server.propose(server.ana, "second paragraph", words).number
    text = preview(server.site, number).text.replace("should be done.", "should be done without delay.")
    server.dispose(server.cora, number, "accepted-with-changes", text=text)
    assert _told(circle, "second paragraph") == [
        ("The second paragraph says what could ", None, "server"),
        ("and should ", number, "ana-example"),
        ("be done", None, "server"),
        (" without delay", number, "cora-example"),
        (".", None, "server"),
    ]


def test_a_paragraph_the_coordinator_added_is_theirs(circle: Circle) -> None:
    server = circle.server
    number = server.propose(server.ana, "second paragraph", "Ana’s own words stand here.").number
    text = preview(server.site, number).text + "\nA closing word that nobody proposed.\n"
    server.dispose(server.cora, number, "accepted-with-changes", text=text)
    assert _told(circle, "closing word") == [("A closing word that nobody proposed.", number, "cora-example")]
    assert _told(circle, "own words") == [("Ana’s own words stand here.", number, "ana-example")]


def test_every_visible_block_is_covered(circle: Circle) -> None:
    for path in ("short", "arabic"):
        document = circle.document(path)
        runs = _provenance(circle, path=path)["runs"]
        for block in document["blocks"]:
            own = [run for run in runs if run["block"] == block["id"]]
            edges = [0, *(run["end"] for run in own)]
            assert [run["start"] for run in own] == edges[:-1]
            assert edges[-1] == len(block["text"])
        assert {run["block"] for run in runs} == {block["id"] for block in document["blocks"]}
