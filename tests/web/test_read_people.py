"""The people who take part."""

from __future__ import annotations

from tests.conftest import Server
from wgec_living.domain.people import Group
from wgec_living.domain.summaries import RosterEntry
from wgec_living.web.pages.people import by_group


def test_people_stand_by_group_and_delegation_without_an_address(server: Server) -> None:
    server.comment(server.ana, "privacy")
    page = server.visitor().get("/people").text
    order = [
        page.index(words) for words in ("Member States", "Boris Example", "Civil society", "Ana Example")
    ]
    assert order == sorted(order)
    assert "Samplestan" in page
    assert "Coordinator" in page
    assert 'href="/contributions?handle=ana-example">1<' in page
    assert "Nobody yet." in page
    assert "@" not in page


def test_people_of_a_group_the_site_no_longer_has_are_still_shown() -> None:
    def entry(name: str, delegation: str, group: str) -> RosterEntry:
        return RosterEntry(name.lower(), name, delegation, group, "contributor", 0, 0)

    roster = [
        entry("Zoe", "B", "Old"),
        entry("Yan", "b", "New"),
        entry("Xu", "A", "New"),
        entry("Wim", "", ""),
    ]
    sections = by_group([Group("new", "New"), Group("empty", "Empty")], roster)
    assert [(section.name, [e.name for e in section.entries]) for section in sections] == [
        ("New", ["Xu", "Yan"]),
        ("Empty", []),
        ("Without a group", ["Wim"]),
        ("Old", ["Zoe"]),
    ]
