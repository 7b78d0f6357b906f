"""Ids and paths from outside: the well-formed ones pass, everything else answers as an unknown one."""

from __future__ import annotations

import re

import corpora
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.errors import NotFound
from wgec_living.domain.identifiers import (
    RESERVED_SEGMENTS,
    branch_of,
    is_document_path,
    number_of_branch,
    parse_block_id,
    parse_commit_id,
    parse_document_path,
    parse_handle,
)

PARSERS = [parse_block_id, parse_commit_id, parse_document_path, parse_handle]


def hostile() -> list[str]:
    found = [str(case) for name in ("git/paths.json", "git/revisions.json") for case in corpora.shared(name)]
    assert len(found) > 130
    return found


def test_hostile_paths_and_revisions_are_unknown() -> None:
    well_formed = {
        parse_document_path: {"aux", "main"},
        parse_handle: {"aux", "main", "111", "deadbeef", "0" * 40, "f" * 40, "g" * 40, "a" * 41},
        parse_commit_id: {"0" * 40, "f" * 40},
    }
    well_formed[parse_document_path] |= well_formed[parse_handle] | {
        "refs/heads/x",
        "refs/heads/main",
        "objects/aa",
    }
    for text in hostile():
        for parser in PARSERS:
            if text in well_formed.get(parser, ()):
                assert str(parser(text)) == text
            else:
                with pytest.raises(NotFound):
                    parser(text)


@pytest.mark.parametrize("path", ["mapping", "annex/one", "a", "0", "a-b-c/d-1", "x" * 120])
def test_paths_of_documents(path: str) -> None:
    assert parse_document_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "/", "a/", "/a", "a//b", "A", "ä", "a_b", "a--b", "-a", "a-", "a.md", "a\n", "a b", "x" * 121, "１"]
    + [name for word in sorted(RESERVED_SEGMENTS) for name in (word, f"a/{word}", f"{word}/a")],
)
def test_what_is_no_path(path: str) -> None:
    assert not is_document_path(path)
    with pytest.raises(NotFound):
        parse_document_path(path)


@pytest.mark.parametrize("word", ["historyx", "my-history", "editor"])
def test_only_whole_segments_are_reserved(word: str) -> None:
    assert is_document_path(word)


@pytest.mark.parametrize("text", ["0-1", "1-0", "1", "1-1-1", "01-1", "1-01", "1234567890-1", "١-١", "1-1\n"])
def test_what_is_no_block(text: str) -> None:
    with pytest.raises(NotFound):
        parse_block_id(text)


@given(st.integers(1, 999_999_999))
@settings(deadline=None)
def test_a_number_and_its_branch_are_one(number: int) -> None:
    ref = branch_of(number)
    assert number_of_branch(ref) == number
    assert re.fullmatch(r"refs/heads/contributions/[0-9]{4,9}", ref)


@pytest.mark.parametrize(
    "end", ["contributions/42", "contributions/00042", "contributions/", "contributions/0000"]
)
@pytest.mark.parametrize("start", ["refs/heads/", "", "refs/tags/"])
def test_what_is_no_branch_of_a_contribution(start: str, end: str) -> None:
    for ref in (start + end, f"{start}{end}x", f"{start}main"):
        assert number_of_branch(ref) is None


@given(st.text(max_size=50))
@settings(deadline=None)
def test_parsing_returns_what_it_was_given_or_raises_not_found(text: str) -> None:
    for parser in PARSERS:
        try:
            found = parser(text)
        except NotFound as refused:
            with pytest.raises(NotFound) as unknown:
                parser("?")
            assert str(refused) == str(unknown.value)
        else:
            assert found == text
