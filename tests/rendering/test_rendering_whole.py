"""Units laid out one by one are the page the library makes of the whole text; so is the stored form."""

from __future__ import annotations

import re

import corpora
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.whole_page import story, whole_page
from wgec_living.domain.blocks import split
from wgec_living.domain.storage_form import storage_form
from wgec_living.rendering import Renderer

LINES = st.sampled_from(
    [
        *[
            "",
            "",
            "",
            "text one",
            "two  ",
            "back\\",
            "  three",
            "\tTab",
            "العربية نص",
            "中文。",
            "<b>raw</b>",
        ],
        *[
            "- item",
            "- other",
            "    - nested",
            "    1. num",
            "1. one",
            "2. two",
            "* star",
            "- ",
            "    in",
            "        deep",
        ],
        *["> quote", "> - q item", ">", "# head", "## h ##", "Title\n===", "Under\n---", "===", "---", "***"],
        *["a | b", "--|--", "| x | y |", "|---|---|", "|-", "```", "```\ncode\n```", "~~~ py", "    code"],
        *[
            "[^1]: note",
            "[^n]: two [^1]",
            "see [^1], [^n]",
            '[ref]: http://x.org "t"',
            "[ref] link",
            "[ref][]",
        ],
        *[
            "*[HTML]: Hyper",
            "HTML here",
            "*emph* **x**",
            "`code`",
            "![i](http://i/x.png)",
            "[![i](/x.png)](/y)",
        ],
    ]
)
SAMPLE = """---
title: Mapping
---

# Recommendations

1. Governments *should* consult HTML[^1].

    A second paragraph with a [reference][r].

2. Others:
    - one
    - two

    and after.

| Area | Gap |
|:-----|----:|
| `a|b` | [r] |

> Said once
> and again

    code <here>

[r]: http://example.org/ "Title"
*[HTML]: HyperText

[^1]: A note[^2], with [r].

    - and a list
[^2]: Again[^1].
"""


def without_spans(events: list[str]) -> list[str]:
    """Drop the empty anchors of blocks that have no element of their own."""
    return [event for event in events if event != "<span []>"]


def assert_same(renderer: Renderer, source: str) -> None:
    try:
        whole = without_spans(story(whole_page(source)))
    except (RecursionError, RuntimeError):
        return  # The library itself fails on the whole text; ours is tested elsewhere.
    page = renderer.document(source, split(source))
    assert without_spans(story(page.html)) == whole
    stored = without_spans(story(whole_page(storage_form(source))))
    assert "".join("".join(stored).split()) == "".join("".join(whole).split())


@pytest.mark.parametrize("source", [SAMPLE, SAMPLE.replace("\n", "\r\n"), storage_form(SAMPLE)])
def test_a_real_text(renderer: Renderer, source: str) -> None:
    assert_same(renderer, source)


@given(lines=st.lists(LINES, max_size=10))
@settings(deadline=None, max_examples=250)
def test_any_text(renderer: Renderer, lines: list[str]) -> None:
    assert_same(renderer, "\n".join(lines))


def test_our_own_hostile_texts(renderer: Renderer) -> None:
    for case in corpora.own("pathological-own.json"):
        for size in (40, 300):
            assert_same(renderer, corpora.scaled(case, size).replace("\x00", ""))
    for case in corpora.own("markdown-authored.json"):
        assert_same(renderer, _tidy(corpora.markup_of(case)))


@pytest.mark.parametrize(
    "name",
    [
        "markdown/pathological.json",
        "xss/markdown-it-xss.json",
        "xss/owasp-filter-evasion.json",
        "strings/blns.json",
    ],
)
def test_others_hostile_texts(renderer: Renderer, name: str) -> None:
    for case in corpora.shared(name):
        source = corpora.scaled(case, 200) if "pathological" in name else corpora.markup_of(case)
        assert_same(renderer, _tidy(source))


def _tidy(source: str) -> str:
    """Return a text as the server takes it: LF, and no control characters."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", source.replace("\r\n", "\n").replace("\r", "\n"))
