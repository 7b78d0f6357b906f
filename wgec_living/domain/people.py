"""People of the record: who they are, whom they speak for, and how their names are kept honest."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from .errors import Invalid
from .identifiers import MAX_HANDLE, Handle
from .text import refuse_controls


class Role(StrEnum):
    """What a person may do on this server."""

    CONTRIBUTOR = "contributor"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Group:
    """A stakeholder group: its slug in addresses and its name in the record."""

    slug: str
    name: str


DEFAULT_GROUPS = (
    Group("member-states", "Member States"),
    Group("private-sector", "Private sector"),
    Group("civil-society", "Civil society"),
    Group("technical-academic", "Technical and academic community"),
    Group("international-organizations", "Intergovernmental and international organizations"),
)


def find_group(groups: tuple[Group, ...], wanted: str) -> Group:
    """Return the group named `wanted` by slug or by name, in any case; raise `Invalid` naming the choices."""
    if not wanted.strip():
        raise Invalid(
            "Choose one of the stakeholder groups.", {"group": "Please choose a stakeholder group."}
        )
    for group in groups:
        if wanted.strip().casefold() in (group.slug, group.name.casefold()):
            return group
    choices = ", ".join(group.slug for group in groups)
    raise Invalid(
        "Choose one of the stakeholder groups.",
        {"group": f"“{wanted}” is not a stakeholder group here; choose one of {choices}."},
    )


@dataclass(frozen=True)
class Person:
    """One person of the roster: everything about them that is public."""

    handle: Handle
    name: str
    delegation: str
    group: str
    """The stakeholder group's name, as it stands in the record."""
    role: Role


SERVER = Person(Handle("server"), "WGEC Living server", "", "", Role.COORDINATOR)
"""The server itself: the committer of every commit and the author of the founding and of imports."""


MAX_NAME = 120
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, marks and signs that show nothing: with them two names that look alike could differ."""


def clean_name(text: str, field: str) -> str:
    """Return a name as it may stand in the record: NFC, single spaces, no control or invisible character.

    `field` names the form field in the `Invalid` that is raised.
    """
    name = " ".join(unicodedata.normalize("NFC", refuse_controls(text, field)).split())
    if not name:
        raise Invalid("Something is missing.", {field: "Please fill this in."})
    if len(name) > MAX_NAME:
        raise Invalid("A name is too long.", {field: f"Please use at most {MAX_NAME} characters."})
    hidden = ("Cf", "Co", "Cn", "Cs")
    bad = next((c for c in name if c in "<>" or _BLANK.match(c) or unicodedata.category(c) in hidden), None)
    if bad is not None:
        raise Invalid(
            "A name holds a character that cannot stand in it.",
            {field: f"The character U+{ord(bad):04X} cannot stand here; please remove it."},
        )
    if not any(char.isalnum() for char in name):
        raise Invalid("A name needs a letter.", {field: "Please use at least one letter or digit."})
    return name


def handle_from(name: str, taken: frozenset[str] | set[str]) -> Handle:
    """Return a free ASCII handle for `name`: `ana-example`, `ana-example-2`, else `person-N`."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[: MAX_HANDLE - 6].strip("-")
    # A handle made from a fragment ("j" of a name in another script) would name nobody: use the neutral form.
    letters_lost = sum(c.isalpha() for c in name) > 2 * sum(c.isalpha() for c in stem)
    if len(stem) < 2 or letters_lost or stem in ("server", "person"):
        stem, first = "person", f"person-{_next_free('person', taken)}"
    else:
        first = stem
    if first not in taken:
        return Handle(first)
    return Handle(f"{stem}-{_next_free(stem, taken)}")


def _next_free(stem: str, taken: frozenset[str] | set[str]) -> int:
    number = 1 if stem == "person" else 2
    while f"{stem}-{number}" in taken:
        number += 1
    return number
