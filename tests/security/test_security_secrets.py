"""Nothing secret in the logs, nothing private in the record."""

from __future__ import annotations

import logging

import pytest

from tests.conftest import Server, csrf
from tests.security.routes import all_objects
from wgec_living.services import inviting

PASSWORD = "seven purple lanterns on a quiet hill"
NETWORK = "203.0.113.77"


def flow(server: Server) -> dict[str, str]:
    """Invite, sign in, set a password, write by form and by token, decide; return every secret on the way."""
    server.app.config["TESTING"] = False
    client = server.app.test_client()
    client.environ_base = {**client.environ_base, "REMOTE_ADDR": NETWORK, "HTTP_USER_AGENT": "Secretive/1.0"}
    with server.app.app_context():
        invited = inviting.invite(
            server.site,
            None,
            address="dora@people.example",
            name="Dora Example",
            delegation="A small group",
            group="civil-society",
            role="contributor",
        )
    secrets = {"link": invited.link.rpartition("/")[2]}
    page = client.get(f"/sign-in/{secrets['link']}", follow_redirects=True)
    client.post("/sign-in/confirm", data={"csrf_token": csrf(page.text)})
    token = csrf(client.get("/account/confirm").text)
    secrets["form token"] = token
    names = {"csrf_token": token, "name": "Dora Example", "delegation": "A small group"}
    assert client.post("/account/confirm", data=names).status_code == 303
    form = {"csrf_token": token, "password": PASSWORD, "again": PASSWORD}
    assert client.post("/account/password", data=form).status_code == 303
    words = {
        "csrf_token": token,
        "action": "send",
        "base": server.site.record.tip(),
        "block": server.block("privacy"),
        "body": "Words in the open.",
    }
    assert client.post("/documents/short/contributions/comment", data=words).status_code == 303
    cookie = client.get_cookie("session")
    assert cookie is not None
    secrets |= {"cookie": cookie.value, "password": PASSWORD}
    with client.session_transaction() as session:
        secrets["session"] = session["_user_id"]
    with server.app.app_context():
        secrets["token"] = inviting.issue_token(server.site, "dora@people.example", "a program")
    bearer = {"Authorization": f"Bearer {secrets['token']}"}
    answer = client.post("/api/v1/contributions/1/replies", json={"body": "By a program."}, headers=bearer)
    assert answer.status_code == 201, answer.text
    client.post(
        "/sign-in", data={"csrf_token": token, "address": "dora@people.example", "password": PASSWORD}
    )
    client.post(
        "/sign-in", data={"csrf_token": token, "address": "dora@people.example", "password": PASSWORD + "!"}
    )
    server.dispose(server.cora, 1, "noted", "Heard.")
    return secrets


def test_no_secret_is_logged(
    server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.DEBUG):
        secrets = flow(server)
        with server.app.app_context():
            link = inviting.fresh_link(server.site, None, "dora@people.example").rpartition("/")[2]
        secrets["second link"] = link

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("broken on purpose")

        # The worst moment: the fault strikes while the secret stands in the address.
        server.app.view_functions["signing.link"] = broken
        assert server.visitor().get(f"/sign-in/{link}").status_code == 500
        monkeypatch.setattr("wgec_living.services.reading.roster", broken)
        client = server.visitor()
        client.set_cookie("session", secrets["cookie"])
        assert client.get("/people").status_code == 500
    assert "broken on purpose" in caplog.text
    for name, secret in secrets.items():
        assert secret not in caplog.text, name


def test_nothing_private_is_in_any_object_of_the_record(server: Server) -> None:
    secrets = flow(server)
    content = all_objects(server.site.record.git_dir)
    assert b"Words in the open." in content
    assert b"By a program." in content
    private = ["people.example", NETWORK, "Secretive", "127.0.0.1", *secrets.values()]
    for word in private:
        assert word.encode() not in content, word
    assert b".invalid>" in content
