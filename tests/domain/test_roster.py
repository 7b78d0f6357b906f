"""A person's file: read back the same, read by any YAML reader, and refused when it is anything else."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Person, Role
from wgec_living.domain.roster import person_file, read_person

ANA = Person(Handle("ana-example"), "Ana Example", "Network: “Open”", "Civil society", Role.CONTRIBUTOR)
names = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=40)
# What YAML 1.2 takes as it stands between double quotes, and 1.1 does not take for the end of a line.
YAML_PRINTABLE = re.compile("[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")


def test_the_file_is_five_plain_lines() -> None:
    assert person_file(ANA).decode() == (
        'name: "Ana Example"\ndelegation: "Network: “Open”"\ngroup: "Civil society"\nrole: "contributor"\n'
    )


@given(names, names, names, st.sampled_from(Role))
@settings(deadline=None)
def test_what_is_written_is_read_back_and_plain_for_yaml(
    name: str, delegation: str, group: str, role: Role
) -> None:
    person = Person(Handle("ana"), name, delegation, group, role)
    content = person_file(person)
    assert read_person(person.handle, content) == person
    for line in content.decode().removesuffix("\n").split("\n"):
        assert YAML_PRINTABLE.fullmatch(line)
        field, _, value = line.partition(": ")
        assert (
            json.loads(value) == {"name": name, "delegation": delegation, "group": group, "role": role}[field]
        )


@pytest.mark.parametrize(
    "change",
    [
        (b"role: ", b"rank: "),
        (b'"contributor"', b'"chair"'),
        (b'"contributor"', b"contributor"),
        (b'"contributor"', b"[" * 100_000),
        (b'"Ana Example"', b"1"),
        (b"name: ", b"name:"),
        (b'name: "Ana Example"\n', b""),
        (b'name: "Ana Example"\n', b'name: "Ana Example"\nname: "Boris"\n'),
        (b"Ana Example", b"\xff"),
        (b'"contributor"\n', b'"contributor"\nemail: "ana@example.org"\n'),
    ],
)
def test_anything_else_is_refused(change: tuple[bytes, bytes]) -> None:
    content = person_file(ANA)
    assert change[0] in content
    with pytest.raises(ValueError):
        read_person(ANA.handle, content.replace(*change))
