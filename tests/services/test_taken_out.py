"""Who was taken out of the list of people by an administrator is signed out everywhere, and cannot come back alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Server
from wgec_living.accounts import members
from wgec_living.domain.errors import NotAllowed
from wgec_living.services import inviting


class Clone:
    """A clone from which an administrator pushes into the record with Git alone."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        name = ["-c", "user.name=Admin", "-c", "user.email=admin@test-group.invalid"]
        self._git = ["git", "-C", str(folder), *name]
        subprocess.run(["git", "clone", "-q", str(server.site.record.git_dir), str(folder)], check=True)

    def push(self, *command: str) -> None:
        """Make a commit by `command` and have the server see it."""
        subprocess.run([*self._git, *command], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*self._git, "push", "-q", "origin", "HEAD:main"], check=True)
        self._server.site.index.keeping.level()

    def take_cora_out(self) -> None:
        """Remove Cora from the roster."""
        subprocess.run([*self._git, "rm", "-q", "people/cora-example.yml"], check=True)
        self.push("commit", "-q", "-m", "Take Cora out")


@pytest.fixture
def administrator(server: Server, tmp_path: Path) -> Clone:
    return Clone(server, tmp_path / "clone")


def test_confirming_again_does_not_undo_being_taken_out(server: Server, administrator: Clone) -> None:
    administrator.take_cora_out()
    with server.app.app_context():
        account = members.account_by_address("cora@people.example")
        assert account is not None
        with pytest.raises(NotAllowed, match="taken out"):
            inviting.confirm(server.site, account.id, "Cora Example", "Secretariat")
        with pytest.raises(NotAllowed):
            inviting.issue_token(server.site, "cora@people.example", "again")


def test_whoever_is_taken_out_is_signed_out_everywhere_for_good(server: Server, administrator: Clone) -> None:
    here, there, ana = (server.signed_in(person) for person in (server.cora, server.cora, server.ana))
    assert [one.get("/account").status_code for one in (here, there, ana)] == [200, 200, 200]
    administrator.take_cora_out()
    assert here.get("/account").location.startswith("/sign-in")
    with server.app.app_context():
        link = inviting.fresh_link(server.site, None, "cora@people.example")
    assert "taken out" in _follow(server, link)
    # Taken back in, she signs in anew, by the same link: what was open before stays ended.
    administrator.push("revert", "--no-edit", "HEAD")
    assert [one.get("/account").status_code for one in (here, there, ana)] == [303, 303, 200]
    assert "taken out" not in _follow(server, link)


def _follow(server: Server, link: str) -> str:
    client = server.visitor()
    page = client.get(link.removeprefix(server.site.settings.base_url.rstrip("/")), follow_redirects=True)
    token = page.text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return client.post("/sign-in/confirm", data={"csrf_token": token}, follow_redirects=True).text


def test_an_edition_tag_is_no_reason_to_make_the_index_anew(server: Server) -> None:
    git = ["git", "-C", str(server.site.record.git_dir)]
    subprocess.run([*git, "update-ref", "refs/tags/edition/1", server.site.record.tip()], check=True)
    server.site.index.keeping.rebuild()
    assert server.site.index.keeping.level() == 0
