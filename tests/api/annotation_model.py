"""The Web Annotation Data Model (W3C Recommendation, 23 February 2017) as far as a test needs it, in our own words.

`TERMS` and `CLASSES` say what the names of its context, <http://www.w3.org/ns/anno.jsonld>, stand for; `expanded` does
with them what a JSON-LD processor does; `broken` looks for what the model says an annotation must have.
"""

from __future__ import annotations

import re
from typing import Any

OA, DCTERMS, AS = (
    "http://www.w3.org/ns/oa#",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/activitystreams#",
)
DC, FOAF, XSD = (
    "http://purl.org/dc/elements/1.1/",
    "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/2001/XMLSchema#",
)
VALUE, LABEL = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "http://www.w3.org/2000/01/rdf-schema#label",
)
# Of each name: what it stands for, and what its values are: "@id", "@vocab", a type of XML Schema, or a plain text.
TERMS: dict[str, tuple[str, str]] = {
    "body": (OA + "hasBody", "@id"),
    "target": (OA + "hasTarget", "@id"),
    "source": (OA + "hasSource", "@id"),
    "selector": (OA + "hasSelector", "@id"),
    "state": (OA + "hasState", "@id"),
    "refinedBy": (OA + "refinedBy", "@id"),
    "cached": (OA + "cachedSource", "@id"),
    "motivation": (OA + "motivatedBy", "@vocab"),
    "purpose": (OA + "hasPurpose", "@vocab"),
    "start": (OA + "start", XSD + "nonNegativeInteger"),
    "end": (OA + "end", XSD + "nonNegativeInteger"),
    "exact": (OA + "exact", ""),
    "prefix": (OA + "prefix", ""),
    "suffix": (OA + "suffix", ""),
    "value": (VALUE, ""),
    "label": (LABEL, ""),
    "format": (DC + "format", ""),
    "language": (DC + "language", ""),
    "name": (FOAF + "name", ""),
    "creator": (DCTERMS + "creator", "@id"),
    "created": (DCTERMS + "created", XSD + "dateTime"),
    "conformsTo": (DCTERMS + "conformsTo", "@id"),
    "items": (AS + "items", "@id"),
    "partOf": (AS + "partOf", "@id"),
    "first": (AS + "first", "@id"),
    "last": (AS + "last", "@id"),
    "total": (AS + "totalItems", XSD + "nonNegativeInteger"),
    "startIndex": (AS + "startIndex", XSD + "nonNegativeInteger"),
}
OWN = ("Annotation", "TextualBody", "SpecificResource", "FragmentSelector", "TextQuoteSelector")
CLASSES = {name: OA + name for name in (*OWN, "TextPositionSelector", "TimeState")} | {
    "Person": FOAF + "Person",
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
}
MOTIVATIONS = (
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
)
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`/]+/[^\s<>\"{}|\\^`]*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def expanded(node: Any) -> dict[str, Any]:
    """Return an object with every name written out; fails on a name or a value that the context has no meaning for."""
    found: dict[str, Any] = {}
    for name, value in node.items():
        if name == "@context":
            continue
        if name == "id":
            assert _IRI.fullmatch(value), value
            found["@id"] = value
        elif name == "type":
            found["@type"] = CLASSES[value]
        else:
            meaning, kind = TERMS[name]
            values = value if isinstance(value, list) else [value]
            found[meaning] = [_value(one, kind) for one in values]
    return found


def _value(value: Any, kind: str) -> Any:
    if kind == "@id":
        if isinstance(value, dict):
            return expanded(value)
        assert isinstance(value, str) and _IRI.fullmatch(value), value
        return {"@id": value}
    if kind == "@vocab":
        assert value in MOTIVATIONS, value
        return {"@id": OA + value}
    if kind == XSD + "nonNegativeInteger":
        assert type(value) is int and value >= 0, value
    else:
        assert isinstance(value, str), value
        assert kind != XSD + "dateTime" or _MOMENT.fullmatch(value), value
    return {"@value": value, "@type": kind} if kind else {"@value": value}


def broken(collection: dict[str, Any]) -> list[str]:
    """Return what an expanded collection lacks that the model asks for."""
    found = [] if "@id" in collection else ["a collection has an id"]
    pages = collection.get(AS + "first", [])
    total = collection[AS + "totalItems"][0]["@value"]
    if bool(total) != bool(pages):
        found.append("a collection has a first page where it is not empty")
    for page in pages:
        if page[AS + "partOf"][0]["@id"] != collection["@id"] or "@id" not in page:
            found.append("a page says what it is part of")
        if len(page[AS + "items"]) != total:
            found.append("the only page has all annotations")
        found += [rule for item in page[AS + "items"] for rule in _broken_annotation(item)]
    return found


def _broken_annotation(item: dict[str, Any]) -> list[str]:
    bodies, targets = item.get(OA + "hasBody", []), item.get(OA + "hasTarget", [])
    parts = [part for part in targets if len(part) > 1]
    selectors = [selector for part in parts for selector in part.get(OA + "hasSelector", [])]
    inner = [refined for selector in selectors for refined in selector.get(OA + "refinedBy", [])]
    rules = {
        "an annotation has an id and its class": "@id" in item and item["@type"] == CLASSES["Annotation"],
        "an annotation has a target": bool(targets),
        "an annotation says why it was made": len(item.get(OA + "motivatedBy", [])) == 1,
        "an annotation was made by somebody once": len(item.get(DCTERMS + "created", [])) == 1,
        "a text has one value": all(len(body.get(VALUE, [])) == 1 for body in bodies),
        "a part has one source": all(len(part.get(OA + "hasSource", [])) == 1 for part in parts),
        "a part has a selector": all(part.get(OA + "hasSelector") for part in parts),
        "a selector has what its class asks for": all(map(_sound, [*selectors, *inner])),
    }
    return [rule for rule, holds in rules.items() if not holds]


def _sound(selector: dict[str, Any]) -> bool:
    needed = {
        CLASSES["FragmentSelector"]: (VALUE,),
        CLASSES["TextQuoteSelector"]: (OA + "exact",),
        CLASSES["TextPositionSelector"]: (OA + "start", OA + "end"),
    }[selector["@type"]]
    values = [selector.get(name, []) for name in needed]
    if not all(len(value) == 1 for value in values):
        return False
    return len(values) == 1 or values[0][0]["@value"] < values[1][0]["@value"]
