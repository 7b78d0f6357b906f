"""Ids and paths from outside, parsed into types; an ill-formed one answers as an unknown one."""

from __future__ import annotations

import re
from typing import NewType

from .errors import NotFound

CommitId = NewType("CommitId", str)
"""Forty lower-case hexadecimal digits."""
ObjectId = NewType("ObjectId", str)
"""The name of a blob or tree: forty lower-case hexadecimal digits."""
DocumentPath = NewType("DocumentPath", str)
"""A document's file below `documents/`, without `.md`: `mapping`, `annex/one`."""
Handle = NewType("Handle", str)
"""A person's short name in the record: ASCII, `ana-example`."""
BlockId = NewType("BlockId", str)
"""`<revision number>-<first line>` of a block's first appearance in its document."""

RESERVED_SEGMENTS = frozenset(
    ["history", "compare", "blocks", "contributions", "revisions", "comparison", "provenance", "edit"]
)
_HEX40 = re.compile(r"[0-9a-f]{40}", re.ASCII)
_SEGMENT = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATH = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*", re.ASCII)
_HANDLE = re.compile(_SEGMENT, re.ASCII)
_BLOCK = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
MAX_PATH = 120
MAX_HANDLE = 60


def parse_commit_id(text: str) -> CommitId:
    """Return `text` as a commit id, or raise `NotFound` as for an unknown one."""
    if not _HEX40.fullmatch(text):
        raise NotFound("There is no such revision.")
    return CommitId(text)


def parse_document_path(text: str) -> DocumentPath:
    """Return `text` as a document path, or raise `NotFound` as for an unknown one."""
    if not is_document_path(text):
        raise NotFound("There is no such document.")
    return DocumentPath(text)


def is_document_path(text: str) -> bool:
    """Say whether `text` may name a document: segments `[a-z0-9-]+`, none of the reserved words."""
    return (
        len(text) <= MAX_PATH
        and _PATH.fullmatch(text) is not None
        and not RESERVED_SEGMENTS.intersection(text.split("/"))
    )


def parse_handle(text: str) -> Handle:
    """Return `text` as a handle, or raise `NotFound` as for an unknown one."""
    if len(text) > MAX_HANDLE or not _HANDLE.fullmatch(text):
        raise NotFound("There is no such person.")
    return Handle(text)


def parse_block_id(text: str) -> BlockId:
    """Return `text` as a block id, or raise `NotFound` as for an unknown one."""
    if not _BLOCK.fullmatch(text):
        raise NotFound("There is no such paragraph.")
    return BlockId(text)


def branch_of(number: int) -> str:
    """Return the full ref of a contribution: `refs/heads/contributions/0042`."""
    return f"refs/heads/contributions/{number:04d}"


def number_of_branch(ref: str) -> int | None:
    """Return the contribution number a ref stands for, or None when it is no contribution's."""
    prefix = "refs/heads/contributions/"
    digits = ref[len(prefix) :]
    if not ref.startswith(prefix) or not _NUMBER.fullmatch(digits) or int(digits) == 0:
        return None
    return int(digits) if branch_of(int(digits)) == ref else None
