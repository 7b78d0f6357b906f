"""Every command: its help, its exit codes, its sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.conftest import Server
from tests.services.handmade import Hand

COMMANDS = (
    *("found", "invite", "sign-in-link", "token", "import-document"),
    *("catch-up", "rebuild", "verify", "sample", "serve"),
)
PERSON = ("--name", "Dora Example", "--delegation", "Sample", "--group", "civil-society")
ARABIC = "# رسم الخرائط\n\nنص قصير عن القضايا.\n".encode()
LINK = re.compile(r"http://localhost/sign-in/[\w-]{20,}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(server: Server, command: str) -> None:
    result = run(server, command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert len(result.output.splitlines()) > 3


@pytest.mark.parametrize("command", COMMANDS)
def test_misuse_exits_with_2(server: Server, command: str) -> None:
    result = run(server, command, "--no-such-option")
    assert result.exit_code == 2
    assert "No such option" in result.output


def test_every_command_of_the_program_is_tried_here(server: Server) -> None:
    of_libraries = {"run", "shell", "routes", "db"}
    assert set(server.app.cli.commands) - of_libraries <= set(COMMANDS)


def test_founding_twice_changes_nothing(server: Server) -> None:
    tip = server.site.record.tip()
    result = run(server, "found")
    assert result.exit_code == 1
    assert "There is a record already" in result.output
    assert server.site.record.tip() == tip


def imported(server: Server, tmp_path: Path, content: bytes, path: str, *options: str) -> tuple[int, str]:
    file = tmp_path / "text.md"
    file.write_bytes(content)
    result = run(server, "import-document", str(file), "--path", path, *options)
    return result.exit_code, result.output


def test_a_document_comes_in_new_then_anew_then_not_again(server: Server, tmp_path: Path) -> None:
    code, said = imported(server, tmp_path, b"# New\n\nWords.\n", "annex/one")
    assert (code, said.split(",")[0]) == (0, "annex/one: revision 1")
    code, said = imported(server, tmp_path, b"# New\n\nOther words.\n", "annex/one")
    assert (code, said.split(",")[0]) == (0, "annex/one: revision 2")
    assert said.splitlines()[0].endswith(server.site.record.tip())
    code, said = imported(server, tmp_path, b"# New\n\nOther words.\n", "annex/one")
    assert code == 1
    assert "nothing was recorded" in said


def test_a_document_of_another_editor_comes_in_as_it_is_kept(server: Server, tmp_path: Path) -> None:
    code, _ = imported(server, tmp_path, b"\xef\xbb\xbf# New\r\n\r\nWords\r\nthat go on.\r\n", "new")
    assert code == 0
    hand = Hand(server.site.record.git_dir)
    assert hand.text("main", "documents/new.md") == "# New\n\nWords that go on.\n"


@pytest.mark.parametrize(
    ("content", "path", "told"),
    [
        (b"# New\n", "Bad Path", "cannot be the path of a document"),
        (b"# New\n", "../up", "cannot be the path of a document"),
        (b"# New\n", "history", "cannot be the path of a document"),
        (b"# \xff\xfe\n", "new", "is not text in UTF-8"),
        (b"# N\x00ew\n", "new", "U+0000"),
        (b"\n \n", "new", "Please write something"),
        (b"x" * 1_000_001, "new", "a document may have"),
        (ARABIC, "new", "give the option --language"),
        (b"---\nlang: ar\n---\n\n" + ARABIC, "new", "write it as \u201clanguage\u201d"),
        (b"---\nlanguage: Arabic!\n---\n\n" + ARABIC, "new", "not the tag of a language"),
        (b"Words without a heading.\n", "new", "give the option --title"),
    ],
)
def test_what_cannot_be_a_document_is_refused(
    server: Server, tmp_path: Path, content: bytes, path: str, told: str
) -> None:
    tip = server.site.record.tip()
    code, said = imported(server, tmp_path, content, path)
    assert code == 1
    assert told in said
    assert server.site.record.tip() == tip


def test_an_import_says_language_and_title(server: Server, tmp_path: Path) -> None:
    code, said = imported(server, tmp_path, ARABIC, "new", "--language", "ar")
    assert (code, "Title: رسم الخرائط. Language: ar." in said) == (0, True)
    assert 'lang="ar" dir="rtl"' in server.visitor().get("/documents/new").text
    front = b"---\ntitle: Old\nauthor: X\nlanguage: fr\n---\n\nMots.\n"
    options = ("--language", "en-GB", "--title", "Issues: 'a' map")
    assert imported(server, tmp_path, front, "new", *options)[0] == 0
    stored = Hand(server.site.record.git_dir).text("main", "documents/new.md")
    assert stored == "---\ntitle: \"Issues: 'a' map\"\nlanguage: en-GB\nauthor: X\n---\n\nMots.\n"
    code, said = imported(server, tmp_path, front, "new", "--language", "Klingon?")
    assert (code, "not the tag of a language" in said) == (1, True)


def test_an_import_is_in_the_name_of_somebody_known(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text("# New\n")
    result = run(server, "import-document", str(file), "--path", "new", "--by", "nobody")
    assert (result.exit_code, "nobody with the handle" in result.output) == (1, True)
    assert run(server, "import-document", str(file), "--path", "new", "--by", "ana-example").exit_code == 0
    assert Hand(server.site.record.git_dir).git("log", "-1", "--format=%an", "main") == "Ana Example"
    assert run(server, "import-document", str(tmp_path / "none.md"), "--path", "new").exit_code == 2


def test_an_invitation_prints_handle_and_link(server: Server) -> None:
    result = run(server, "invite", "dora@people.example", *PERSON)
    assert result.exit_code == 0
    assert "their handle will be dora-example" in result.output
    assert LINK.search(result.output)


def test_an_invitation_says_all_that_is_wrong(server: Server) -> None:
    wrong = ("--name", " ", "--delegation", "Sample", "--group", "nobody", "--role", "king")
    result = run(server, "invite", "no address", *wrong)
    assert result.exit_code == 1
    assert all(f"\n  {field}: " in result.output for field in ("address", "name", "group", "role"))
    assert run(server, "invite", "dora@people.example").exit_code == 2


def test_a_sign_in_link_is_for_those_invited(server: Server) -> None:
    result = run(server, "sign-in-link", "ana@people.example")
    assert result.exit_code == 0
    assert LINK.search(result.output)
    result = run(server, "sign-in-link", "dora@people.example")
    assert (result.exit_code, "Nobody was invited" in result.output) == (1, True)


def test_a_token_takes_somebody_invited_into_the_list_of_people(server: Server) -> None:
    refused = run(server, "token", "dora@people.example", "--name", "script")
    assert (refused.exit_code, "Nobody was invited" in refused.output) == (1, True)
    run(server, "invite", "dora@people.example", *PERSON)
    result = run(server, "token", "dora@people.example", "--name", "script")
    assert result.exit_code == 0
    assert server.site.index.people.person("dora-example") is not None
    token = result.output.strip()
    call = {
        "kind": "comment",
        "base": server.site.record.tip(),
        "target": {"document": True},
        "body": "Words.",
    }
    headers = {"Authorization": f"Bearer {token}"}
    answer = server.visitor().post("/api/v1/documents/short/contributions", json=call, headers=headers)
    assert answer.status_code == 201, answer.text


def test_catching_up_after_a_push_from_outside(server: Server) -> None:
    assert "The index was level" in run(server, "catch-up").output
    hand = Hand(server.site.record.git_dir)
    hand.commit("main", "Just so\n")
    result = run(server, "catch-up")
    assert (result.exit_code, "1 entry had changed" in result.output) == (0, True)


def test_an_index_is_made_anew_even_when_it_is_gone(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    before = server.site.index.database.fingerprint()
    server.site.index.close()
    (server.data / "index.sqlite").unlink()
    result = run(server, "rebuild")
    assert (result.exit_code, "Made anew from 2 entries" in result.output) == (0, True)
    assert result.stderr == "Rebuilding: this may take a while.\n"
    assert server.site.index.database.fingerprint() == before


def test_verify_says_that_all_is_well_or_names_the_commit(server: Server, tmp_path: Path) -> None:
    result = run(server, "verify")
    assert (result.exit_code, "Everything is as the format says" in result.output) == (0, True)
    commit = Hand(server.site.record.git_dir).commit("main", "Just so\n")
    for where in ((), (str(server.site.record.git_dir),)):
        result = run(server, "verify", *where)
        assert result.exit_code == 1
        assert f"{commit[:12]}  the message has no trailer block" in result.output
        assert "1 finding(s)." in result.output
    result = run(server, "verify", str(tmp_path / "nowhere"))
    assert (result.exit_code, "cannot be cloned" in result.output) == (1, True)
    assert "Traceback" not in result.output
