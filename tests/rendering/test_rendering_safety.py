"""Nothing that anybody writes becomes an element, attribute or address outside the allow-list."""

from __future__ import annotations

import re

import corpora
import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.blocks import split
from wgec_living.rendering import Renderer
from wgec_living.rendering.cleaning import TAGS, clean

WRAPPERS = {"div": {"class", "tabindex", "role", "aria-label"}, "span": {"class", "id"}, "sup": {"id"}}
ATTRIBUTES = {
    "a": {"href", "title", "rel", "class"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
    "p": {"class"},
    "pre": {"class"},
    **WRAPPERS,
}
XSS = ["bleach-data", "dompurify-expect", "html5lib-sanitizer-loofah", "justhtml-sanitize", "markdown-it-xss"]
XSS += ["owasp-filter-evasion"]
FRAMES = [
    "{}",
    "- {}\n    - {}",
    "> {}",
    "a | {}\n--|--\n{} | b",
    "[x]({})",
    "![{}]({} '{}')",
    "[^{}]\n\n[^{}]: {}",
]
FRAMES += ["[r]\n\n[r]: {}", "*[x]: {}\n\nx", "```{}\n{}\n```", "    {}", "# {}", "<{}>", "`{}`"]


def offences(html: str) -> list[str]:
    """Return what `html`, as a browser would parse it, holds outside the allow-list."""
    found: list[str] = []
    for element in tinyhtml5.parse(f"<!DOCTYPE html><body>{html}", namespace_html_elements=False).iter():
        tag = element.tag
        if not isinstance(tag, str):
            found.append("a comment")
        elif tag not in ("html", "head", "body") and tag not in TAGS | set(WRAPPERS):
            found.append(f"<{tag}>")
        else:
            for name, value in element.items():
                if name not in ATTRIBUTES.get(tag, set()):
                    found.append(f"<{tag} {name}>")
                if name == "href" and not _is_allowed(value):
                    found.append(value)
                if name == "id" and not re.fullmatch(r"(?:c1-)?fn(?:ref)?-\d+(?:-\d+)?", value):
                    found.append(value)
    return found


def _is_allowed(address: str) -> bool:
    """Say whether a browser, which first drops tabs and line ends, would find no scheme or an allowed one."""
    address = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
    return scheme is None or scheme.group(1).lower() in ("http", "https", "mailto")


def check(renderer: Renderer, payload: str) -> None:
    assert not offences(renderer.document(payload, split(payload)).html), payload
    assert not offences(renderer.text(payload, "c1-")), payload


def test_the_oracle_sees() -> None:
    # The control: what must never come through is seen when it does.
    assert (
        offences("<script>1</script>")
        and offences("<p onclick=x>")
        and offences("<a href='java&Tab;script:x'>")
    )
    assert (
        offences("<a href=data:x>") and offences("<!-- c -->") and offences("<p id=x>") and offences("<svg>")
    )
    assert not offences(
        '<p>x <a href="https://x.org/">y</a> <a href="mailto:a@b">z</a> <a href="../a">z</a></p>'
    )


@pytest.mark.parametrize("name", XSS)
def test_others_payloads(renderer: Renderer, name: str) -> None:
    for case in corpora.shared(f"xss/{name}.json"):
        check(renderer, corpora.markup_of(case))


def test_our_own_payloads(renderer: Renderer) -> None:
    for case in corpora.own("markdown-authored.json"):
        check(renderer, corpora.markup_of(case))


PAYLOADS = [corpora.markup_of(case) for case in corpora.own("markdown-authored.json")]


@given(frame=st.sampled_from(FRAMES), payload=st.sampled_from(PAYLOADS), other=st.sampled_from(PAYLOADS))
@settings(deadline=None, max_examples=200)
def test_payloads_inside_everything(renderer: Renderer, frame: str, payload: str, other: str) -> None:
    parts = iter([payload, other, payload])
    check(renderer, re.sub(r"\{\}", lambda _: next(parts), frame))


@given(st.text(alphabet="<>\"'&;:/=ab svgmthliteyp!-", max_size=60))
@settings(deadline=None, max_examples=300)
def test_cleaning_is_stable_and_enough_by_itself(html: str) -> None:
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    assert not offences(cleaned)
