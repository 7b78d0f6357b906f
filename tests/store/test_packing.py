"""Packing: nothing is lost by it, and a scattered record is told from a tidy one."""

from __future__ import annotations

from tests.conftest import Server
from wgec_living.store import git_process, record


def test_packing_keeps_every_ref_and_object(server: Server) -> None:
    numbers = [server.comment(server.ana, "first paragraph", f"Comment {n}").number for n in range(5)]
    before = server.site.record.refs.all()
    server.site.record.pack()
    assert server.site.record.refs.all() == before
    assert not list((server.site.record.git_dir / "refs/heads/contributions").glob("*"))
    assert git_process.run(server.site.record.git_dir, ["fsck", "--strict", "--no-dangling"]) == b""
    assert server.comment(server.ana, "first paragraph", "One more").number == numbers[-1] + 1


def test_a_record_is_scattered_beyond_so_many_loose_refs(server: Server, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(record, "MANY_REFS", 2)
    for n in range(2):
        server.comment(server.ana, "first paragraph", f"Comment {n}")
    assert not server.site.record.scattered()
    server.comment(server.ana, "first paragraph", "The one too many")
    assert server.site.record.scattered()
    server.site.record.pack()
    assert not server.site.record.scattered()
