"""Addresses: what is taken, what is refused, and who is the same person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgec_living.accounts.addresses import parse_address
from wgec_living.domain.errors import Invalid

TAKEN = [
    "a@b.example",
    "a+tag@b.example",
    "o'neill@b.example",
    "first.last@mail.ministry.gov.example",
    "1@2.example",
    "a@xn--bcher-kva.example",
    "l" * 64 + "@b.example",
    "a@" + "b" * 63 + ".example",
]
REFUSED = [
    "",
    "root",
    "@",
    "a@",
    "@b.example",
    "a@b@c.example",
    "a@b.example\r\nBcc: x@evil.example",
    "a@b.example\nSubject: x",
    "a@b.example\n",
    "\ta@b.example",
    "a@b.example, x@evil.example",
    "a@b.example;x@evil.example",
    "a b@c.example",
    '"a b"@b.example',
    '"<script>alert(1)</script>"@b.example',
    "m\u0131ke@example.org",
    "mike@ex\u0430mple.org",
    "mike@example.org\u200b",
    "\ufeffmike@example.org",
    "\uff4dike@example.org",
    "stra\u00dfe@example.org",
    "a@localhost",
    "a@mail.localhost",
    "a@[127.0.0.1]",
    "a@127.0.0.1",
    "l" * 65 + "@b.example",
    "a@" + "b" * 64 + ".example",
    "a@" + ".".join(["b" * 60] * 5) + ".example",
    "a@b..example",
    "a@.example",
    "a@b.example.",
    ".a@b.example",
    "a.@b.example",
    "a..b@c.example",
    "-oQ/tmp@b.example",
    "a@-b.example",
    "a@b-.example",
    "a@b_c.example",
    "a@b.example%0aCc:x@y.z",
    "a%0d@b.example",
    "=?utf-8?q?a=40evil.example=3e?=@b.example",
    "a@b.example(comment)",
    "A <a@b.example>",
    "a\x00@b.example",
    "\ud800@b.example",
]


@pytest.mark.parametrize("text", TAKEN)
def test_ordinary_addresses_are_taken_as_typed(text: str) -> None:
    assert parse_address(text).text == text


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused_with_a_sentence_for_the_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_address(text)
    assert refusal.value.fields["address"].endswith(".")


def test_spaces_around_a_pasted_address_are_dropped() -> None:
    assert parse_address("  a@b.example ").text == "a@b.example"


def test_the_domain_is_compared_without_case_and_the_local_part_exactly() -> None:
    assert parse_address("a@B.EXAMPLE").key == parse_address("a@b.example").key
    assert parse_address("a@B.EXAMPLE").text == "a@B.EXAMPLE"
    assert parse_address("A@b.example").key != parse_address("a@b.example").key


@given(st.text(max_size=80))
def test_whatever_is_taken_fits_one_mail_header(text: str) -> None:
    for candidate in (text, f"{text}@b.example", f"a@{text}.example", f"a{text}@b.example"):
        try:
            taken = parse_address(candidate).text
        except Invalid:
            continue
        assert taken.isascii() and taken.isprintable()
        assert not set(' ,;:<>()[]"\\') & set(taken)
        assert taken.count("@") == 1 and len(taken) <= 254
