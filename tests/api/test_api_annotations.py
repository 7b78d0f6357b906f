"""Contributions as Web Annotations."""

from __future__ import annotations

import pytest

from tests.api.annotation_model import broken, expanded
from tests.api.conftest import Circle
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing
from wgec_living.web.api.web_annotations import AnnotationCollection

WORDS = "The second paragraph"


def test_each_contribution_is_an_annotation_on_its_words_as_they_stand_now(circle: Circle) -> None:
    words = circle.comment(WORDS)
    words["target"]["quotation"] = "could be done"
    circle.ana.post("/documents/short/contributions", words)
    circle.ana.post("/documents/short/contributions", circle.comment("The first paragraph"))
    circle.ana.post("/documents/short/contributions", {**words, "target": {"document": True}})
    change = circle.server.propose(
        circle.server.boris, WORDS, "And the *second* paragraph says what could be done."
    )
    circle.server.dispose(circle.server.cora, change.number, "accepted")
    answer = circle.vera.get("/annotations/short")
    assert answer.status_code == 200 and answer.mimetype == "application/ld+json"
    found = answer.get_json()
    assert AnnotationCollection().validate(found) == {}
    assert found["total"] == 4
    first, second, whole, _ = found["first"]["items"]
    fragment, quote = first["target"]["selector"]
    assert fragment["value"] == f"b-{circle.server.block('could be done')}"
    read = "And the second paragraph says what could be done."
    assert read[fragment["refinedBy"]["start"] : fragment["refinedBy"]["end"]] == "could be done"
    assert (quote["exact"], quote["suffix"]) == ("could be done", ".")
    assert first["motivation"] == "commenting" and first["creator"]["name"] == "Ana Example"
    assert second["target"]["selector"][1]["exact"].startswith("The first paragraph")
    assert whole["target"].endswith("/documents/short")


def test_what_is_gone_keeps_its_quotation_in_the_text_it_was_made_on(circle: Circle) -> None:
    words = circle.comment(WORDS)
    words["target"]["quotation"] = "could be done"
    circle.ana.post("/documents/short/contributions", words)
    change = circle.server.propose(
        circle.server.boris, WORDS, "Nothing of the kind is here any more, at all."
    )
    circle.server.dispose(circle.server.cora, change.number, "accepted")
    target = circle.vera.get("/annotations/short").get_json()["first"]["items"][0]["target"]
    assert target["source"].endswith("/documents/short?revision=1")
    assert target["selector"]["exact"] == "could be done"
    assert circle.vera.get("/annotations/nowhere").status_code == 404


def test_every_kind_of_target_is_as_the_model_of_web_annotations_says(circle: Circle) -> None:
    targets = [
        {"blocks": [circle.block("second")], "quotation": "could be done"},
        {"blocks": [circle.block("first")]},
        {"blocks": [circle.block("privacy")]},
        {"blocks": [circle.block("one thing"), circle.block("another thing")]},
        {"section": circle.block("A table of issues")},
        {"document": True},
    ]
    sent = circle.comment("first")
    kinds = [{"kind": "comment"}, {"kind": "position", "position": "object"}]
    for place, target in enumerate([*targets, targets[0], targets[1]]):
        answer = circle.ana.post(
            "/documents/short/contributions", {**sent, **kinds[place >= len(targets)], "target": target}
        )
        assert answer.status_code == 201, answer.text
    support = {
        "kind": "position",
        "position": "support",
        "base": sent["base"],
        "body": "",
        "target": {"document": True},
    }
    assert circle.ana.post("/documents/short/contributions", support).status_code == 201
    _taken_out(circle, "second")
    _taken_out(circle, "first")
    found = circle.vera.get("/annotations/short").get_json()
    collection = expanded(found)
    assert broken(collection) == []
    shapes = [item["target"] for item in found["first"]["items"]]
    assert [type(shape) for shape in shapes[:6]] == [dict, str, dict, list, list, str]
    assert shapes[0]["source"].endswith("?revision=1") and shapes[1].endswith("?revision=1")
    assert shapes[2]["state"]["cached"].endswith("/documents/short?revision=3")
    assert len(shapes[3]) == 2 and len(shapes[4]) > 5
    positions = [item for item in found["first"]["items"] if item["motivation"] == "assessing"]
    assert [item["body"][0]["value"] for item in positions[:2]] == ["object", "object"]
    assert positions[2]["body"] == {"type": "TextualBody", "value": "support", "purpose": "assessing"}
    none = circle.vera.get("/annotations/arabic").get_json()
    assert broken(expanded(none)) == [] and "first" not in none
    # The checks can fail: a selector without its quotation, a page without its annotations.
    found["first"]["items"][0]["target"]["selector"].pop("exact")
    assert broken(expanded(found)) == ["a selector has what its class asks for"]
    found["first"]["items"].pop()
    assert "the only page has all annotations" in broken(expanded(found))
    with pytest.raises(KeyError):
        expanded({**found, "titel": "x"})


def _taken_out(circle: Circle, words: str) -> None:
    server, target = circle.server, (circle.block(words),)
    base = server.site.record.tip()
    change = contributing.Submission(Kind.PROPOSAL, DocumentPath("short"), base, "Away.", target, remove=True)
    number = contributing.submit(server.site, server.boris, change).number
    server.dispose(server.cora, number, "accepted")
