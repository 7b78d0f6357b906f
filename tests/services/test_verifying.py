"""A record is checked: a clean one gives nothing, and each rule broken once by hand is found."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.conftest import KEY, Clock, Server
from tests.services.breakages import BROKEN, changed_text, comment, decision, revised
from tests.services.breakages_anchors import BROKEN_ANCHORS
from tests.services.handmade import Hand, message
from wgec_living import create_app
from wgec_living.domain.errors import Invalid
from wgec_living.index import schema
from wgec_living.services import contributing, verifying
from wgec_living.services.site import Site
from wgec_living.settings import Settings
from wgec_living.store.inspection import inspecting


@pytest.fixture(scope="module")
def clean(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record with comments, replies and decisions of all kinds, written by the services."""
    data = tmp_path_factory.mktemp("clean") / "data"
    shutil.copytree(founded, data)
    app = create_app(Settings(data=data, secret_key=KEY, site_name="Test group"), Clock())
    site: Site = app.extensions["site"]
    people = [site.index.people.person(f"{word}-example") for word in ("ana", "boris", "cora")]
    server = Server(app, site, data, Clock(), *people)  # type: ignore[arg-type]
    server.comment(server.ana, "first paragraph")  # 1
    contributing.reply(site, server.boris, 1, "A reply.")
    server.propose(server.ana, "second paragraph", "The second paragraph says it better.")  # 2
    server.propose(server.boris, "first paragraph", "The first paragraph says it better.")  # 3
    server.propose(server.ana, "last paragraph", "The end.")  # 4
    server.dispose(server.cora, 2, "accepted")
    server.dispose(server.cora, 3, "accepted")  # on a text that moved meanwhile
    server.dispose(
        server.cora, 4, "accepted-with-changes", text=Hand(site.record.git_dir).text() + "\nMore.\n"
    )
    server.propose(server.ana, "one thing", "- one good thing")  # 5
    contributing.withdraw(site, server.ana, 5, "Never mind.")
    server.comment(server.boris, "another thing")  # 6
    server.dispose(server.cora, 6, "noted")
    server.propose(server.boris, "another thing", "- another good thing")  # 7
    assert verifying.verify_site(site) == []
    site.close()
    return data / "record.git"


@pytest.fixture
def hand(clean: Path, tmp_path: Path) -> Hand:
    """Return a copy of the clean record to break."""
    copy = tmp_path / "record.git"
    shutil.copytree(clean, copy)
    return Hand(copy)


def test_a_clean_clone_gives_nothing(clean: Path) -> None:
    assert verifying.verify_clone(str(clean)) == []


def test_progress_is_told_up_to_the_end(clean: Path) -> None:
    told: list[tuple[int, int]] = []
    verifying.verify_clone(str(clean), lambda done, total: told.append((done, total)))
    assert told
    assert all(0 <= done <= total for done, total in told)


def test_a_plain_clone_with_a_work_tree_counts_with_its_remembered_branches(
    clean: Path, tmp_path: Path
) -> None:
    subprocess.run(["git", "clone", "-q", str(clean), str(tmp_path / "mine")], check=True)
    assert verifying.verify_clone(str(tmp_path / "mine")) == []
    Hand(tmp_path / "mine" / ".git").git("update-ref", "-d", "refs/remotes/origin/contributions/0006")
    found = verifying.verify_clone(str(tmp_path / "mine"))
    assert "the numbers are broken: there is no contribution 6" in [finding.problem for finding in found]


def test_a_bad_path_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for bad in (str(tmp_path / "nowhere"), "-u", "ext::sh -c true", "git@host:record"):
        with pytest.raises(Invalid, match="cannot be cloned"):
            verifying.verify_clone(bad)


def test_a_repository_of_something_else_is_no_record(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "x.git")], check=True)
    found = verifying.verify_clone(str(tmp_path / "x.git"))
    assert found[0].problem == "there is no main"


EVERY_BREAK = BROKEN | BROKEN_ANCHORS


@pytest.mark.parametrize("name", EVERY_BREAK)
def test_each_rule_broken_by_hand_is_found(hand: Hand, name: str) -> None:
    break_it, problem = EVERY_BREAK[name]
    commit = break_it(hand)
    found = [(finding.commit, finding.problem) for finding in verifying.verify_clone(str(hand.git_dir))]
    assert (commit, problem) in found


def test_a_text_revised_after_its_acceptance_is_found(hand: Hand) -> None:
    branch, proposed = "contributions/0007", hand.tip("contributions/0007")
    hand.commit(branch, revised(7), tree=changed_text(hand, branch), who="boris-example")
    decided = hand.commit(
        *("main", decision(hand, 7, "accepted", proposed), hand.tip(), proposed),
        tree=hand.git("rev-parse", f"{proposed}^{{tree}}"),
        who="cora-example",
    )
    problem = "decides on contribution 7, but names a text that was revised after it"
    found = [(finding.commit, finding.problem) for finding in verifying.verify_clone(str(hand.git_dir))]
    assert (decided, problem) in found


def test_a_branch_grown_from_another_branch_is_found(hand: Hand) -> None:
    other = hand.tip("contributions/0002")
    hand.commit("contributions/0008", comment(8), other)
    found = verifying.verify_clone(str(hand.git_dir))
    assert (other, "stands on the branch of contribution 8 too") in [(f.commit, f.problem) for f in found]


def test_broken_numbers_foreign_names_and_stray_commits_are_found(hand: Hand) -> None:
    hand.git("update-ref", "-d", "refs/heads/contributions/0006")
    stray = hand.commit("topic", comment(6), hand.tip())
    found = {finding.problem: finding.commit for finding in verifying.verify_clone(str(hand.git_dir))}
    assert found["the numbers are broken: there is no contribution 6"] == ""
    assert found["the name refs/heads/topic has no meaning in a record"] == stray
    assert found["stands neither on main nor on a contribution's branch"] == stray
    assert "decides on contribution 6, which is not there" in found


def test_damaged_objects_are_found_and_end_the_check(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    tip = Hand(server.site.record.git_dir).tip("contributions/0001")
    file = server.site.record.git_dir / "objects" / tip[:2] / tip[2:]
    kept = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(b"no object")
    found = [finding.problem for finding in verifying.verify_site(server.site)]
    file.write_bytes(kept)
    assert any(problem.startswith("git fsck: ") and tip in problem for problem in found)
    assert len(found) > 1


def test_harmful_names_that_only_plain_plumbing_writes_are_found(hand: Hand) -> None:
    blob = hand.git("hash-object", "-w", "--stdin", stdin=b"x")
    tree = hand.git("mktree", stdin=f"100644 blob {blob}\t.git\n".encode())
    commit = hand.commit("main", message("import", Document="short"), tree=tree, who="server")
    with inspecting(hand.git_dir) as inspection:
        found = verifying.findings_in(inspection)
    assert any("hasDotgit" in finding.problem for finding in found)
    assert any(finding.commit in (commit, tree) and "cannot be read" in finding.problem for finding in found)


def test_replaced_objects_deceive_nobody(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    hand = Hand(server.site.record.git_dir)
    bad = hand.commit("main", "Just so\n")
    hand.git("update-ref", "refs/heads/main", f"{bad}^")
    hand.git("replace", "-f", hand.tip(), bad)
    found = verifying.verify_site(server.site)
    hand.git("replace", "-d", hand.tip())
    assert {finding.commit for finding in found} == {bad}
    assert any("refs/replace" in finding.problem for finding in found)


def test_an_index_that_says_something_else_is_found(server: Server) -> None:
    server.comment(server.ana, "first paragraph")
    assert verifying.verify_site(server.site) == []
    with server.site.index.database.writing() as connection:
        connection.execute(update(schema.contributions).values(title="Another title"))
    found = verifying.verify_site(server.site)
    assert [finding.problem for finding in found] == [
        "the index differs from one made anew from the record; `flask rebuild` puts it right"
    ]
    server.site.index.keeping.rebuild()


def test_what_the_index_found_is_told_once(server: Server) -> None:
    hand = Hand(server.site.record.git_dir)
    commit = hand.commit("main", "Just so\n")
    found = [(finding.commit, finding.problem) for finding in verifying.verify_site(server.site)]
    assert found == [(commit, "the message has no trailer block")]
