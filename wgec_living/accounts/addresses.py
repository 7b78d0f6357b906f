"""E-mail addresses: one plain check, and the key by which two spellings are one person."""

from __future__ import annotations

import re

from wgec_living.domain.errors import Invalid

from .types import Address

MAX_ADDRESS = 254
MAX_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_NEVER_OUTSIDE = ("localhost", "localdomain")


def parse_address(text: str) -> Address:
    """Return a checked address, or raise `Invalid` with the reason; spaces around it are dropped.

    Only ASCII is taken, so that no look-alike and no case folding can equate two people; the part before
    the @ is compared exactly, the domain without regard to the case of A to Z.
    """
    text = text.strip(" ")
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        raise _refused("An e-mail address holds one @, as in name@example.org.")
    if not text.isascii():
        raise _refused("Only addresses in plain Latin letters are taken so far; please use another one.")
    if len(text) > MAX_ADDRESS or len(local) > MAX_LOCAL:
        raise _refused("This e-mail address is too long.")
    # "=?" would be read as an encoded word in a mail header, "-" as an option by a mail program.
    if not _LOCAL.fullmatch(local) or local.startswith("-") or "=?" in local:
        raise _refused("The part before the @ holds something that cannot stand in an address.")
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused("The part after the @ is not the name of a mail domain, such as example.org.")
    if len(labels) < 2 or labels[-1].lower() in _NEVER_OUTSIDE or labels[-1].isdigit():
        raise _refused("Mail cannot reach this domain from outside; please give a full one, as example.org.")
    return Address(text, f"{local}@{domain.lower()}")


def _refused(sentence: str) -> Invalid:
    return Invalid("This e-mail address cannot be taken.", {"address": sentence})
