"""The first visit of somebody invited: the name as it will stand in the record, then everything else."""

from __future__ import annotations

from tests.conftest import Server, csrf
from tests.web.acting import fields, invited, send, token
from wgec_living.services import inviting


def test_the_first_visit_leads_to_the_name(server: Server) -> None:
    client = server.visitor()
    page = client.get(invited(server), follow_redirects=True).text
    answer = client.post("/sign-in/confirm", data={"csrf_token": csrf(page)})
    assert (answer.status_code, answer.location) == (303, "/account/confirm")
    for acting in ("/account", "/mine", "/documents/short/contributions/comment"):
        assert client.get(acting).location == "/account/confirm"
    page = client.get("/account/confirm").text
    assert "Technical and academic community" in page
    assert "for ever" in page
    typed = fields(page, "/account/confirm") | {"name": "Dora D. Example", "role": "coordinator"}
    answer = client.post("/account/confirm", data=typed)
    assert (answer.status_code, answer.location) == (303, "/documents/short/contributions/comment")
    person = server.site.index.people.person("dora-d-example")  # type: ignore[arg-type]
    assert person is not None
    assert (person.role, person.delegation) == ("contributor", "A university")
    assert client.get("/account/confirm").location == "/account"


def test_a_name_that_cannot_stand_is_handed_back(server: Server) -> None:
    client = server.visitor()
    page = client.get(invited(server), follow_redirects=True).text
    client.post("/sign-in/confirm", data={"csrf_token": csrf(page)})
    answer = send(client, "/account/confirm", name="Dora <b>", delegation="Kept words")
    assert answer.status_code == 422
    assert "Dora &lt;b&gt;" in answer.text
    assert "Kept words" in answer.text


def test_an_invitation_taken_back_says_so(server: Server) -> None:
    client = server.visitor()
    page = client.get(invited(server), follow_redirects=True).text
    client.post("/sign-in/confirm", data={"csrf_token": csrf(page)})
    with server.app.app_context():
        inviting.revoke(server.site, server.cora, inviting.pending(server.cora)[0].id)
    assert client.get("/account/confirm").status_code in (303, 410)
    assert client.post("/account/confirm", data={"csrf_token": token(client)}).status_code in (401, 410)
