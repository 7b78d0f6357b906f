"""The errors people meet, each with a plain sentence for them; `web/errors.py` maps each to a status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

First = TypeVar("First")
Second = TypeVar("Second")


class WgecError(Exception):
    """Base of every expected error: `str(error)` is the sentence shown to the person."""


class Invalid(WgecError):
    """What was sent cannot be taken as it is (422).

    `fields` maps the name of a form or API field to its sentence; `""` stands for the whole request.
    """

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields: dict[str, str] = dict(fields or {})


class NotFound(WgecError):
    """There is no such thing, or the name for it is ill-formed, which answers alike (404)."""


class NotAllowed(WgecError):
    """The person is known but may not do this, now or ever (403)."""


class NotNow(NotAllowed):
    """The person may do this, but what it is about is past the state for it (403)."""


class SignInNeeded(WgecError):
    """Nobody is signed in and the act needs somebody (401)."""


class LinkExpired(WgecError):
    """A one-time link was used, revoked or is too old (410)."""


class Stale(WgecError):
    """What the person had seen has moved meanwhile; they are shown it afresh (409)."""


class Clash(WgecError):
    """Two texts cannot be put together without a person's choice (409)."""


class TooLarge(WgecError):
    """More was sent than is taken (413)."""


class TooMany(WgecError):
    """Too many requests in a short time (429)."""


class Busy(WgecError):
    """The record is being written by others; trying again shortly will do (503, `Retry-After`)."""

    retry_after = 5


class CannotMake(WgecError):
    """A file cannot be made here, for want of a program or because of what is in it (501)."""


class CorruptRecord(WgecError):
    """A stored object cannot be read as the record's format says (500); `commit` names it."""

    def __init__(self, sentence: str, commit: str | None = None) -> None:
        super().__init__(sentence)
        self.commit = commit


def both(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Return what both give; where both raise `Invalid`, raise one that names the fields of both."""
    try:
        result = first()
    except Invalid as trouble:
        try:
            second()
        except Invalid as other:
            raise Invalid("Please look at the marked fields.", other.fields | trouble.fields) from None
        raise
    return result, second()
