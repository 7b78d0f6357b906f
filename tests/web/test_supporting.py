"""Supporters of proposals: offered before one writes an alternative, and counted by group wherever one decides."""

from __future__ import annotations

import re

from tests.conftest import Server
from tests.web.acting import counting, send
from wgec_living.domain.events import Stance
from wgec_living.services import contributing

WORDS = "The second paragraph"


def words(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", page).split())


def stand(server: Server, number: int = 1) -> None:
    contributing.take_position(server.site, server.boris, number, Stance.SUPPORT, "")
    contributing.take_position(server.site, server.cora, number, Stance.OBJECT, "Too short.")


def test_who_proposes_is_offered_to_support_what_is_proposed_already(server: Server) -> None:
    server.propose(server.ana, WORDS, "Shorter.")
    boris = server.signed_in(server.boris)
    form = f"/documents/short/contributions/proposal?block={server.block(WORDS)}"
    page = boris.get(form).text
    assert 'href="/contributions/1/positions?position=support"' in page
    assert 'href="#writing">write an alternative</a>' in page
    offered = boris.get("/contributions/1/positions?position=support").text
    assert re.search(r'value="support" checked', offered)
    assert send(boris, "/contributions/1/positions", position="support", body="").status_code == 303
    assert "Supported by 1: Member States." in words(boris.get(form).text)


def test_an_objection_needs_its_reason_and_keeps_what_was_chosen(server: Server) -> None:
    server.propose(server.ana, WORDS, "Shorter.")
    answer = send(server.signed_in(server.boris), "/contributions/1/positions", position="object", body="")
    assert answer.status_code == 422
    assert re.search(r'value="object" checked', answer.text)


def test_support_is_told_by_group_wherever_somebody_decides(server: Server) -> None:
    server.propose(server.ana, WORDS, "Shorter.")
    stand(server)
    contributing.take_position(server.site, server.ana, 1, Stance.SUPPORT, "")
    told = "Supported by 2: Civil society 1, Member States 1; objected to by 1: "
    cora = server.signed_in(server.cora)
    for address in ("/desk", "/contributions/1", "/contributions/1/disposition"):
        assert told in words(cora.get(address).text), address


def test_counting_supporters_asks_once_however_many_proposals_there_are(server: Server) -> None:
    cora, ana = server.signed_in(server.cora), server.signed_in(server.ana)
    form = f"/documents/short/contributions/proposal?block={server.block(WORDS)}"
    asked = []
    for _ in range(3):
        for _ in range(4):
            stand(server, server.propose(server.ana, WORDS, f"Shorter {len(asked)}.").number)
        counts = []
        for client, address in ((cora, "/desk"), (ana, form)):
            client.get(address)
            with counting() as statements:
                assert client.get(address).status_code == 200
            counts.append(len(statements))
        asked.append(counts)
    assert asked[0] == asked[1] == asked[2]
