"""The contributions on a document as W3C Web Annotations, for readers and tools that know those."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from marshmallow import Schema, fields

from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import annotating
from wgec_living.services.annotating import Annotation, Spot

from ..addresses import absolute
from ..current import site
from ..words import machine_time
from .answer_fields import a_list, a_number, a_text
from .answering import answer
from .calls import Calls
from .shapes import page_address

calls = Calls("api-annotations", "Contributions as Web Annotations; open to everybody.")
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
"""What says how fragments of HTML are named."""
LINKED = f'application/ld+json; profile="{CONTEXT}"'
MOTIVATIONS = {"comment": "commenting", "proposal": "editing", "position": "assessing"}


class AnnotationPage(Schema):
    """The annotations."""

    id = a_text()
    type = a_text("AnnotationPage.")
    partOf = a_text("The collection.")
    startIndex = a_number()
    items = a_list(fields.Dict(), "Annotations of the W3C's model.")


class AnnotationCollection(Schema):
    """All contributions on a document."""

    context = fields.String(required=True, data_key="@context")
    id = a_text()
    type = a_text("AnnotationCollection.")
    label = a_text("The document's title.")
    total = a_number()
    first = fields.Nested(
        AnnotationPage, metadata={"description": "All of them; left out where there are none."}
    )
    last = fields.String(metadata={"description": "The same page, by its id."})


EXAMPLE: dict[str, Any] = {
    "@context": CONTEXT,
    "id": "https://living.example.org/api/v1/annotations/mapping",
    "type": "AnnotationCollection",
    "label": "Mapping of issues",
    "total": 1,
    "last": "https://living.example.org/api/v1/annotations/mapping#all",
    "first": {
        "id": "https://living.example.org/api/v1/annotations/mapping#all",
        "type": "AnnotationPage",
        "partOf": "https://living.example.org/api/v1/annotations/mapping",
        "startIndex": 0,
        "items": [
            {
                "id": "https://living.example.org/contributions/42",
                "type": "Annotation",
                "motivation": "commenting",
                "created": "2026-11-24T09:30:00Z",
                "creator": {
                    "id": "https://living.example.org/people#person-ana-example",
                    "type": "Person",
                    "name": "Ana Example",
                },
                "body": {
                    "type": "TextualBody",
                    "value": "It was so ten years ago.",
                    "format": "text/markdown",
                },
                "target": {
                    "type": "SpecificResource",
                    "source": "https://living.example.org/documents/mapping",
                    "state": {
                        "type": "TimeState",
                        "cached": "https://living.example.org/documents/mapping?revision=3",
                    },
                    "selector": [
                        {
                            "type": "FragmentSelector",
                            "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
                            "value": "b-1-3",
                            "refinedBy": {"type": "TextPositionSelector", "start": 7, "end": 16},
                        },
                        {
                            "type": "TextQuoteSelector",
                            "exact": "is uneven",
                            "prefix": "Access ",
                            "suffix": ".",
                        },
                    ],
                },
            }
        ],
    },
}


@calls.get("/annotations/<document:path>", AnnotationCollection, EXAMPLE)
def read_annotations(path: DocumentPath) -> Response:
    """Read all contributions on a document as Web Annotations of its text in force."""
    found = annotating.annotated(site(), path)
    address = absolute(url_for("api-annotations.read_annotations", path=path))
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": found.title,
        "total": len(found.items),
    }
    if found.items:  # The model has no page without annotations.
        page = f"{address}#all"
        collection["first"] = {
            "id": page,
            "type": "AnnotationPage",
            "partOf": address,
            "startIndex": 0,
            "items": [_shape(item, path, found.revision.number) for item in found.items],
        }
        collection["last"] = page
    response = answer(collection)
    response.content_type = LINKED
    return response


def _text(path: DocumentPath, revision: int | None = None) -> str:
    return absolute(url_for("documents.document", path=path, revision=revision))


def _shape(item: Annotation, path: DocumentPath, revision: int) -> dict[str, Any]:
    one, said = item.placed, item.opening
    person = absolute(url_for("people.people", _anchor=f"person-{said.speaker.handle}"))
    shape: dict[str, Any] = {
        "id": page_address(one.number),
        "type": "Annotation",
        "motivation": MOTIVATIONS.get(one.kind, "describing"),
        "created": machine_time(said.at),
        "creator": {"id": person, "type": "Person", "name": said.speaker.name},
    }
    bodies: list[dict[str, Any]] = []
    if said.stance is not None:
        bodies.append({"type": "TextualBody", "value": said.stance.value, "purpose": "assessing"})
    if said.body.strip():
        bodies.append({"type": "TextualBody", "value": said.body, "format": "text/markdown"})
    if bodies:
        shape["body"] = bodies[0] if len(bodies) == 1 else bodies
    return shape | {"target": _target(item, path, revision)}


def _target(
    item: Annotation, path: DocumentPath, revision: int
) -> dict[str, Any] | list[dict[str, Any]] | str:
    if item.placed.at.whole:
        return _text(path)
    if item.spots:
        shapes = [_specific(_text(path), _selectors(spot), _text(path, revision)) for spot in item.spots]
        return shapes[0] if len(shapes) == 1 else shapes
    words = item.opening.anchor
    then = _text(path, item.placed.at.stated_in)
    if words is None:
        return then
    return _specific(then, _quotation(words.quotation, words.prefix, words.suffix))


def _specific(source: str, selector: Any, cached: str | None = None) -> dict[str, Any]:
    """Return a part of a text; `cached`: the revision by which its place is counted, where the text may go on."""
    state = {"state": {"type": "TimeState", "cached": cached}} if cached else {}
    return {"type": "SpecificResource", "source": source, **state, "selector": selector}


def _selectors(spot: Spot) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": spot.start, "end": spot.end}
    fragment = {"type": "FragmentSelector", "conformsTo": FRAGMENTS, "value": f"b-{spot.block}"}
    return [fragment | {"refinedBy": position}, _quotation(spot.exact, spot.prefix, spot.suffix)]


def _quotation(exact: str, prefix: str, suffix: str) -> dict[str, Any]:
    around = {name: words for name, words in (("prefix", prefix), ("suffix", suffix)) if words}
    return {"type": "TextQuoteSelector", "exact": exact, **around}
