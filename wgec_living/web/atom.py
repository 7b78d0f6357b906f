"""Feeds and lists of addresses written as XML, with whatever people wrote as plain text in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from .words import machine_time

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry of a feed; `id` never changes, wherever the site is."""

    id: str
    title: str
    address: str
    published: int
    updated: int
    author: str
    words: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed: its own address, that of the page it follows, and its entries, newest first."""

    address: str
    page: str
    title: str
    updated: int
    entries: tuple[Entry, ...]
    language: str = ""


def feed_document(feed: Feed) -> bytes:
    """Return a feed as an Atom document (RFC 4287)."""
    root = Element("feed", {"xmlns": ATOM, **({"xml:lang": feed.language} if feed.language else {})})
    _said(root, "id", feed.address)
    _said(root, "title", feed.title)
    _said(root, "updated", machine_time(feed.updated))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        part = SubElement(root, "entry")
        _said(part, "id", entry.id)
        _said(part, "title", entry.title)
        _said(part, "updated", machine_time(entry.updated))
        _said(part, "published", machine_time(entry.published))
        _said(SubElement(part, "author"), "name", entry.author)
        SubElement(part, "link", rel="alternate", type="text/html", href=entry.address)
        for kind in entry.kinds:
            SubElement(part, "category", term=_clean(kind))
        _said(part, "content", entry.words, type="text")
    return _written(root)


def address_list(addresses: Iterable[tuple[str, int | None]]) -> bytes:
    """Return addresses, each with the time of its last change where that is known, as a sitemap."""
    root = Element("urlset", {"xmlns": SITEMAP})
    for address, changed in addresses:
        part = SubElement(root, "url")
        _said(part, "loc", address)
        if changed is not None:
            _said(part, "lastmod", machine_time(changed))
    return _written(root)


def _said(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _clean(text)


def _clean(text: str) -> str:
    """Return `text` with a sign in place of every character that no XML document may hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _written(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
