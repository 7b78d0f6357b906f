"""The form in which texts are kept (that the page stays the same is tested where pages are laid out)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.storage_form import storage_form


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("", ""),
        ("a\r\nb\r\n\r\n\r\n", "a b\n"),
        ("one\ntwo\n  three\n\nfour", "one two three\n\nfour\n"),
        ("- a\n  more\n- b\nlazy", "- a more\n- b lazy\n"),
        ("- a\n\n    x\n    y", "- a\n\n    x y\n"),
        ("> a\n> b\n>\n> c", "> a b\n>\n> c\n"),
        ("[^1]: a\n    b\n\n    c\n    d", "[^1]: a b\n\n    c d\n"),
    ],
)
def test_running_text_is_joined(source: str, form: str) -> None:
    assert storage_form(source) == form


@pytest.mark.parametrize(
    "source",
    [
        "hard  \nbreak\n",
        "hard\\\nbreak\n",
        "Title\n===\ntext\n",
        "text\n- item\n",
        "a | b\n--|--\n1 | 2\n",
        "```\na\nb\n```\n",
        "    code\n    more\n",
        "---\ntitle: x\nlanguage: en\n---\n\ntext\n",
        "[r]: u\n    'title'\n",
        "[a](http://x\n.org)\n",
        "<http://x\n.org>\n",
        "a\n> b\n",
        "- # a\n  b\n",
        "\n\n  a\n",
    ],
)
def test_everything_else_is_left_alone(source: str) -> None:
    assert storage_form(source) == source


@given(st.text(alphabet="ab \n\t-*>#|`[]^:=1.\\<", max_size=120))
@settings(deadline=None, max_examples=300)
def test_the_form_of_a_form_is_itself(source: str) -> None:
    form = storage_form(source)
    assert storage_form(form) == form
    assert "".join(form.split()) == "".join(source.split())
