"""The clock of the machine set back and forward by a day: order comes from the record, and what ended stays ended."""

from __future__ import annotations

from tests.conftest import Server, csrf
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import contributing, inviting
from wgec_living.services.verifying import verify_site

DAY = 86_400


def test_the_order_on_record_is_that_of_happening(server: Server) -> None:
    path, steps = DocumentPath("short"), (-DAY, +2 * DAY, -DAY, -DAY)
    number = server.comment(server.ana, "first paragraph").number
    for turn, step in enumerate(steps):
        server.clock.now += step
        contributing.reply(server.site, server.boris, number, f"Reply {turn}.")
        proposal = server.propose(server.ana, "second paragraph", f"The second paragraph, {turn}.").number
        server.clock.now -= step // 2
        server.dispose(server.cora, proposal, "accepted")
    thread = server.site.index.register.thread(number).events
    assert [item.event.body for item in thread[1:]] == [f"Reply {turn}." for turn in range(len(steps))]
    newest = server.site.index.texts.document(path)
    assert newest.revision == 1 + len(steps)
    assert "The second paragraph, 3." in server.visitor().get("/documents/short").text
    for address in (
        "/documents/short/history",
        "/contributions",
        "/history",
        "/report",
        f"/contributions/{number}",
    ):
        assert server.visitor().get(address).status_code == 200, address
    assert verify_site(server.site) == []


def test_a_used_link_and_an_ended_session_stay_so_when_the_clock_goes_back(server: Server) -> None:
    with server.app.app_context():
        link = inviting.fresh_link(server.site, None, "ana@people.example")
    path = link.removeprefix(server.site.settings.base_url)
    server.clock.now -= DAY  # a link may seem to come from tomorrow
    ana = server.visitor()
    page = ana.get(path, follow_redirects=True)
    assert ana.post("/sign-in/confirm", data={"csrf_token": csrf(page.text)}).status_code == 303
    assert ana.get("/account").status_code == 200
    stolen = ana.get_cookie("session")
    assert stolen is not None
    ana.post("/sign-out", data={"csrf_token": csrf(ana.get("/account").text)})
    server.clock.now -= DAY
    thief = server.visitor()
    thief.set_cookie("session", stolen.value)
    assert thief.get("/account").status_code != 200
    assert "no longer works" in server.visitor().get(path, follow_redirects=True).text
    # And an hour that never was ends a session early, never late.
    boris = server.signed_in(server.boris)
    server.clock.now += DAY
    assert boris.get("/account").status_code != 200
