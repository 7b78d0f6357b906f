"""Who stands how on a contribution, counted by group."""

from __future__ import annotations

from wgec_living.domain.events import Event, Kind, Speaker, Stance
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.positions import newest_positions, tally


def position(name: str, group: str, stance: Stance, kind: Kind = Kind.POSITION) -> Event:
    return Event(kind, "So", "", Speaker(Handle(name), name, "", group), 0, stance=stance)


def test_the_newest_position_of_each_person_counts() -> None:
    first = position("ana", "Civil society", Stance.OBJECT)
    other = position("boris", "Member States", Stance.SUPPORT)
    newest = position("ana", "Civil society", Stance.SUPPORT)
    reply = position("cora", "Private sector", Stance.OBJECT, Kind.REPLY)
    assert newest_positions([first, other, newest, reply]) == (other, newest)
    assert [one.stance for one in tally([first, other, newest, reply])] == [Stance.SUPPORT]


def test_groups_are_counted_the_largest_first() -> None:
    said = [
        position("ana", "Civil society", Stance.SUPPORT),
        position("boris", "Member States", Stance.OBJECT),
        position("vera", "Private sector", Stance.SUPPORT),
        position("dina", "Private sector", Stance.SUPPORT),
    ]
    supporting, objecting = tally(said)
    assert (supporting.total, supporting.by_group) == (3, (("Private sector", 2), ("Civil society", 1)))
    assert (objecting.stance, objecting.by_group) == (Stance.OBJECT, (("Member States", 1),))


def test_nobody_stands_anywhere() -> None:
    assert tally([]) == ()
