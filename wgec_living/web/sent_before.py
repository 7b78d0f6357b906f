"""A form that was sent before and comes again with other words: it comes back with a fresh key and says what stands."""

from __future__ import annotations

from typing import TypeVar

from flask import url_for
from markupsafe import Markup

from wgec_living.domain.errors import Invalid
from wgec_living.services.recording import SentBefore

from .context import new_key

Trouble = TypeVar("Trouble", Invalid, Invalid | None)
AGAIN = "To put these words on record as well, send them."


def renewed(trouble: Trouble, key: str, again: str = AGAIN) -> tuple[Trouble, str]:
    """Return an error as a form tells it, and the key that the form has from now on.

    Only words refused for their key get a fresh one; `again` says how they still come on record.
    """
    if not isinstance(trouble, SentBefore):
        return trouble, key
    said = Markup("This form was sent before, and what it said then is on record: {}. {}")
    told = Invalid("What you sent now is not on record.", {"": said.format(link_to(trouble), again)})
    return told, new_key()


def link_to(sent: SentBefore) -> Markup:
    """Return a link to what stands on record already."""
    return Markup('<a href="{}">contribution {}</a>').format(address_of(sent), sent.contribution)


def address_of(sent: SentBefore) -> str:
    """Return the address of what stands on record already."""
    return url_for("contributions.contribution", number=sent.contribution, _anchor=f"e-{sent.commit[:12]}")
