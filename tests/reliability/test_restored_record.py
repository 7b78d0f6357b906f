"""An older record restored beside newer accounts and index: nothing wrong is shown, and the log says what happened."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable

import pytest

from tests.conftest import PEOPLE, Server
from wgec_living.accounts import members
from wgec_living.services import inviting
from wgec_living.services.verifying import verify_site


def newcomer(server: Server) -> None:
    """Take Dora into the list of people."""
    name, delegation, group, role = "Dora Example", *PEOPLE["ana"][1:]
    with server.app.app_context():
        inviting.invite(
            server.site,
            None,
            address="dora@people.example",
            name=name,
            delegation=delegation,
            group=group,
            role=role,
        )
        account = members.account_by_address("dora@people.example")
        assert account is not None
        inviting.confirm(server.site, account.id, name, delegation)


def test_an_older_record_is_followed_and_said_to_be_one(
    make_server: Callable[..., Server], caplog: pytest.LogCaptureFixture
) -> None:
    server = make_server()
    server.comment(server.ana, "first paragraph", "Of the time of the backup.")
    record = server.site.record.git_dir
    backup = shutil.copytree(record, server.data / "backup.git")
    newcomer(server)
    proposal = server.propose(server.boris, "second paragraph", "Words that the backup lacks.").number
    server.dispose(server.cora, proposal, "accepted")
    assert "Words that the backup lacks." in server.visitor().get("/documents/short").text
    dora = server.site.index.people.person("dora-example")
    assert dora is not None
    client = server.signed_in(dora)

    shutil.rmtree(record)
    backup.rename(record)
    with caplog.at_level(logging.WARNING):
        server.site.index.keeping.level()
    assert "the record was rewound" in caplog.text

    vera = server.visitor()
    assert "Words that the backup lacks." not in vera.get("/documents/short").text
    assert "Of the time of the backup." in vera.get("/contributions/1").text
    assert vera.get(f"/contributions/{proposal}").status_code == 404
    # Whoever the record does not know is nobody in it, and may be invited again.
    page = client.get("/documents/short/contributions/comment")
    assert page.status_code in (303, 403), page.text
    assert client.get("/account").status_code < 500
    assert server.comment(server.boris, "second paragraph").number == proposal
    assert verify_site(server.site) == []
