"""A person's file in the record, `people/<handle>.yml`: four plain lines that any YAML reader understands."""

from __future__ import annotations

from . import trailers
from .identifiers import Handle
from .people import Person, Role

_FIELDS = ("name", "delegation", "group", "role")


def person_file(person: Person) -> bytes:
    """Return the file of a person; values are JSON strings on one line, which YAML reads alike."""
    values = {
        "name": person.name,
        "delegation": person.delegation,
        "group": person.group,
        "role": person.role.value,
    }
    lines = [f"{field}: {trailers.quote(values[field])}\n" for field in _FIELDS]
    return "".join(lines).encode()


def read_person(handle: Handle, content: bytes) -> Person:
    """Return the person in a roster file; raise `ValueError` when it is not exactly of the form above."""
    values = {}
    for line in content.decode().removesuffix("\n").split("\n"):
        field, gap, value = line.partition(": ")
        if not gap or field not in _FIELDS or field in values:
            raise ValueError(f"unexpected line in the roster: {line[:60]}")
        values[field] = trailers.unquote(value)
    if set(values) != set(_FIELDS):
        raise ValueError("a roster file needs name, delegation, group and role")
    return Person(handle, values["name"], values["delegation"], values["group"], Role(values["role"]))
