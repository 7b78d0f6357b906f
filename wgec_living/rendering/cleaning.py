"""The allow-list that every piece of HTML passes before a browser sees it."""

from __future__ import annotations

import nh3

TAGS = frozenset(
    (
        "a",
        "abbr",
        "blockquote",
        "br",
        "code",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
"""No more than Markdown without raw HTML can write."""
MARK = "data-m"
"""The attribute that carries our own marks through the cleaning; it is cut out before anybody sees it."""
_NEVER_EVEN_THE_CONTENT = frozenset(
    (
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "noscript",
        "template",
        "svg",
        "math",
        "title",
        "textarea",
        "xmp",
        "noembed",
        "noframes",
        "plaintext",
    )
)
_MOST_PASSES = 5


def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={"*": {MARK}, "a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}},
        tag_attribute_values={
            "td": {"align": {"left", "center", "right"}},
            "th": {"align": {"left", "center", "right"}},
        },
        allowed_classes={"a": {"image"}},
        clean_content_tags=set(_NEVER_EVEN_THE_CONTENT),
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
        strip_comments=True,
    )


_CLEANER = _cleaner()


class Unstable(Exception):
    """Cleaning changes its own output again and again: the input is not worth laying out."""


def clean(html: str) -> str:
    """Return `html` with only what the allow-list has, cleaned until cleaning changes nothing more."""
    for _ in range(_MOST_PASSES):
        cleaned = _CLEANER.clean(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    raise Unstable
