"""Commands as processes of their own: on an empty folder, on a busy one, on a clone without a server."""

from __future__ import annotations

import fcntl
import socket
from pathlib import Path

import pytest

from tests.cli.running import process
from wgec_living.cli import serve as serving
from wgec_living.services import verifying
from wgec_living.settings import Settings


def test_founding_from_a_folder_and_serving_nothing_else(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    refused = process(tmp_path / "data", "found", "--from", str(texts))
    assert (refused.returncode, "no Markdown file" in refused.stderr) == (1, True)
    (texts / "one.md").write_text("# One\n\nWords.\n")
    found = process(tmp_path / "data", "found", "--from", str(texts))
    assert (found.returncode, "one: One" in found.stdout) == (0, True), found.stderr
    again = process(tmp_path / "data", "found", "--from", str(texts))
    assert (again.returncode, "There is a record already" in again.stderr) == (1, True)


def test_commands_before_there_is_a_record(tmp_path: Path) -> None:
    for command in (("rebuild",), ("verify",)):
        done = process(tmp_path / "data", *command)
        assert (done.returncode, "There is no record" in done.stderr) == (1, True)


def test_a_clone_is_checked_without_server_record_or_accounts(founded: Path, tmp_path: Path) -> None:
    done = process(tmp_path / "nothing", "verify", str(founded / "record.git"))
    assert (done.returncode, "Everything is as the format says" in done.stdout) == (0, True), done.stderr


def test_serving_is_refused_on_a_taken_port(founded: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = process(tmp_path / "data", "serve", PORT=str(taken.getsockname()[1]))
    assert (done.returncode, "Set WGEC_PORT to a free port" in done.stderr) == (1, True), done.stderr


def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "server.lock").touch()
    with (tmp_path / "server.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = process(tmp_path, "serve", PORT="1")
    assert (done.returncode, "Another server is running" in done.stderr) == (1, True), done.stderr


def test_serving_needs_a_secret_key_and_good_settings(tmp_path: Path) -> None:
    for settings, told in (
        ({"SECRET_KEY": ""}, "WGEC_SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "WGEC_SECRET_KEY is too short"),
        ({"PORT": "none"}, "WGEC_PORT cannot be used"),
        ({"BASE_URL": "ftp://x"}, "WGEC_BASE_URL cannot be used: must be an address like"),
        (
            {"ACCOUNTS_URL": "mysql://x:secret@h/y"},
            "WGEC_ACCOUNTS_URL cannot be used: must be an address like",
        ),
        ({"SIGN_IN_LIMIT": "20 per fortnight"}, "WGEC_SIGN_IN_LIMIT cannot be used: must be one limit like"),
        ({"SIGN_IN_LIMIT": "0 per minute"}, "WGEC_SIGN_IN_LIMIT cannot be used"),
        ({"SIGN_IN_LIMIT": ""}, "WGEC_SIGN_IN_LIMIT cannot be used"),
        ({"WRITE_LIMIT": "5 per minute; 9 per hour"}, "WGEC_WRITE_LIMIT cannot be used"),
    ):
        done = process(tmp_path / "data", "serve", **settings)
        assert (done.returncode, told in done.stderr) == (1, True), done.stderr
        assert done.stderr.count("\n") == 1, done.stderr


def test_a_sample_is_as_the_format_says_and_only_made_in_an_empty_folder(tmp_path: Path) -> None:
    sizes = ("--contributions", "400", "--revisions", "120", "--size", "10", "--languages", "en,ar,zh")
    done = process(tmp_path, "sample", *sizes)
    assert done.returncode == 0, done.stderr
    assert {line.split(",")[0] for line in done.stdout.splitlines()} == {
        f"sample{language}: revision 41" for language in ("", "-ar", "-zh")
    }
    assert verifying.verify_clone(str(tmp_path / "record.git")) == []
    done = process(tmp_path, "verify")
    assert (done.returncode, done.stdout[:10]) == (0, "Everything"), done.stdout
    again = process(tmp_path, "sample", *sizes)
    assert (again.returncode, "empty folder" in again.stderr) == (1, True)


def test_a_sample_of_impossible_sizes_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    for more, told in (
        (("--revisions", "30", "--contributions", "20"), "there cannot be more of them"),
        (("--languages", "xx"), "is not a language of samples"),
        (("--path", "Bad Path"), "cannot be the path of a document"),
    ):
        done = process(tmp_path, "sample", *more)
        assert (done.returncode, told in done.stderr) == (1, True), done.stderr
        assert not (tmp_path / "record.git").exists()


@pytest.mark.skipif(
    not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system cannot let go of such clients"
)
def test_a_client_that_takes_in_nothing_is_let_go(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving.listening(Settings(data=tmp_path, port=port)) as listener:
        listener.listen()
        with socket.create_connection(("127.0.0.1", port)):
            taken, _ = listener.accept()
            with taken:
                # What is set on the listener holds for each client.
                assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == serving.UNREAD_FOR
