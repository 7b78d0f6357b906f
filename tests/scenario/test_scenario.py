"""From an empty folder to an undone decision, read back from a plain clone with nothing but `git`."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from wgec_living import accounts, create_app
from wgec_living.domain.events import ChangeType, Kind, Stance
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.domain.summaries import ContributionFilter
from wgec_living.services import (
    contributing,
    deciding,
    editions,
    founding,
    inviting,
    publishing,
    reporting,
    revising,
    taking_back,
    verifying,
)
from wgec_living.services.contributing import Submission
from wgec_living.services.passages import block_views
from wgec_living.services.publishing import Publication
from wgec_living.services.site import Site
from wgec_living.settings import Settings

TEXT = "# A text\n\nEverybody shall\nhave access.\n\n| issue | status |\n|---|---|\n| access | |\n| privacy | |\n"
SHORT = DocumentPath("short")
REASON = "The group agreed on this at its meeting."


def git(folder: Path, *arguments: str) -> str:
    """Run plain `git` in a folder, with nobody's settings, and return what it says."""
    neutral = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, env=neutral, check=True)
    return done.stdout.decode()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a server founded in an empty folder, with its accounts at hand."""
    texts = tmp_path / "texts"
    (texts / "annex").mkdir(parents=True)
    (texts / "short.md").write_text(TEXT, "utf-8")
    (texts / "annex" / "one.md").write_text("---\nlanguage: ar\n---\n\n# نص\n\nالفقرة الأولى.\n", "utf-8")
    now = iter(range(1_790_000_000, 1_800_000_000, 60))
    settings = Settings(
        data=tmp_path / "data", secret_key="k" * 40, site_name="Scenario", base_url="http://localhost"
    )
    founding.found_record(settings.record_path, settings.site_name, "scenario", texts, now.__next__).close()
    app = create_app(settings, now.__next__)
    made: Site = app.extensions["site"]
    with app.app_context():
        accounts.upgrade()
        made.index.keeping.level()
        yield made
        accounts.db.session.remove()
        accounts.db.engine.dispose()
    made.close()


def join(site: Site, address: str, name: str, delegation: str, group: str, role: str) -> Person:
    inviting.invite(site, None, address=address, name=name, delegation=delegation, group=group, role=role)
    account = inviting.members.account_by_address(address)
    assert account is not None
    return inviting.confirm(site, account.id, name, delegation)


def sending(site: Site, kind: Kind, words: str, body: str, **more: object) -> Submission:
    document = site.index.texts.document(SHORT)
    views = block_views(site, site.index.texts.revision(SHORT, document.revision))
    block: BlockId = next(view.id for view in views if view is not None and words in view.text)
    sent = Submission(kind, SHORT, document.commit, body, (block,))
    return replace(sent, **more)  # type: ignore[arg-type]


def decide(
    site: Site, who: Person, number: int, word: str, reason: str = REASON, edit: tuple[str, str] | None = None
) -> None:
    seen = deciding.preview(site, number)
    text = seen.text.replace(*edit) if edit else None
    disposition = deciding.Disposition(word)
    deciding.dispose(
        site, who, number, deciding.Decision(disposition, reason, seen.seen_main, seen.seen_tip, text)
    )


def publish(
    site: Site, who: Person, title: str, note: str = "", document: DocumentPath | None = None
) -> None:
    seen = publishing.prospect(site, document)
    publishing.publish(site, who, Publication(title, note, seen.number, seen.main, document))


def live(site: Site) -> None:
    """Let three people work: seven contributions, each answered in its own way."""
    ana = join(
        site, "ana@people.example", "Ana Example", "Network for Open Access", "civil-society", "contributor"
    )
    boris = join(site, "boris@people.example", "Бори́с Пример", "Samplestan", "member-states", "contributor")
    cora = join(
        site, "cora@people.example", "Cora Example", "Secretariat", "technical-academic", "coordinator"
    )
    propose = {"change_type": ChangeType.SUBSTANTIVE}
    one = sending(
        site,
        Kind.PROPOSAL,
        "Everybody",
        "All people.",
        replacement="All people shall have access.",
        **propose,
    )
    contributing.submit(site, ana, one)
    two = sending(site, Kind.PROPOSAL, "| access", "Fill in.", replacement="| access | open |", **propose)
    contributing.submit(site, boris, two)
    contributing.submit(site, boris, sending(site, Kind.COMMENT, "| privacy", "What of\r\nprivacy?"))
    contributing.submit(
        site, boris, sending(site, Kind.POSITION, "Everybody", "We can.", stance=Stance.CAN_LIVE_WITH)
    )
    contributing.reply(site, boris, 1, "Which people?")
    decide(site, cora, 2, "accepted", "")
    form = revising.revision_form(site, 1)
    revising.revise(
        site, ana, 1, base=form.base, body="These.", replacement="All people of the world shall have access."
    )
    decide(site, cora, 1, "accepted")
    decide(site, cora, 3, "noted")
    three = sending(
        site, Kind.PROPOSAL, "| privacy", "Fill in.", replacement="| privacy | contested |", **propose
    )
    contributing.submit(site, ana, three)
    decide(site, cora, 5, "accepted-with-changes", edit=("contested", "under discussion"))
    contributing.submit(site, ana, sending(site, Kind.COMMENT, "# A text", "I take this back."))
    contributing.withdraw(site, ana, 6, "It was an error.")
    publish(site, cora, "Zero draft", "For the **second** meeting.")
    taking_back.take_back(site, boris, 2)
    decide(site, cora, 7, "accepted", "")
    publish(site, cora, "The annex", document=DocumentPath("annex/one"))


@pytest.fixture
def clone(site: Site, tmp_path: Path) -> Path:
    """Return a plain clone of the record after all of that, with every branch."""
    live(site)
    git(tmp_path, "clone", "-q", "--mirror", str(site.record.git_dir), "clone.git")
    return tmp_path / "clone.git"


def test_a_clone_tells_everything_with_git_alone(clone: Path, site: Site) -> None:
    assert git(clone, "fsck", "--strict", "--no-dangling").strip() == ""
    # The texts.
    files = git(clone, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert files == [
        "README.md",
        "documents/annex/one.md",
        "documents/short.md",
        "people/ana-example.yml",
        "people/cora-example.yml",
        "people/person-1.yml",
        "record.json",
    ]
    assert git(clone, "show", "main:documents/short.md") == (
        "# A text\n\nAll people of the world shall have access.\n\n| issue | status |\n|---|---|\n| access | |\n"
        "| privacy | under discussion |\n"
    )
    assert "الفقرة الأولى." in git(clone, "show", "main:documents/annex/one.md")
    # The people.
    assert git(clone, "show", "main:people/person-1.yml") == (
        'name: "Бори́с Пример"\ndelegation: "Samplestan"\ngroup: "Member States"\nrole: "contributor"\n'
    )
    # The minutes.
    minutes = git(clone, "log", "--first-parent", "--reverse", "--format=%an: %s", "main").splitlines()
    assert minutes == [
        "WGEC Living server: Found the record of Scenario",
        "Ana Example: Take Ana Example into the list of people",
        "Бори́с Пример: Take Бори́с Пример into the list of people",
        "Cora Example: Take Cora Example into the list of people",
        "Cora Example: Accept contribution 2: Fill in.",
        "Cora Example: Accept contribution 1: All people.",
        "Cora Example: Note contribution 3: What of",
        "Cora Example: Accept with changes contribution 5: Fill in.",
        "Cora Example: Accept contribution 7: Take back contribution 2",
    ]
    # The contributions, with everything said on each.
    refs = git(clone, "for-each-ref", "--format=%(refname)", "refs/heads").splitlines()
    assert refs == [*(f"refs/heads/contributions/{number:04d}" for number in range(1, 8)), "refs/heads/main"]
    thread = git(
        clone, "log", "--reverse", "--first-parent", "--format=%an: %(trailers:key=Record,valueonly,separator=)",
        "contributions/0001", "--not", "contributions/0001~3",
    ).splitlines()  # fmt: skip
    assert thread == ["Ana Example: proposal", "Бори́с Пример: reply", "Ana Example: revised-text"]
    said = git(clone, "log", "-1", "--format=%B", "contributions/0003")
    assert "\n\nWhat of\nprivacy?\n\nRecord-Version: 1\nRecord: comment\nContribution: 3\n" in said
    assert "Stakeholder-Group: Member States" in said
    assert "Position: can-live-with" in git(clone, "log", "-1", "--format=%(trailers)", "contributions/0004")
    assert "It was an error." in git(clone, "log", "-1", "--format=%b", "contributions/0006")
    # The reasons, and what each decision was on.
    decided = git(clone, "log", "--first-parent", "--format=%H", "--grep=^Disposition: ", "main").split()
    assert len(decided) == 5
    for commit in decided:
        trailers = dict(
            line.split(": ", 1)
            for line in git(clone, "log", "-1", "--format=%(trailers)", commit).splitlines()
            if line
        )
        assert trailers["Role"] == "coordinator"
        branch = f"contributions/{int(trailers['Contribution']):04d}"
        assert trailers["Contribution-Tip"] in git(clone, "log", "--format=%H", branch).split()
        merged = git(clone, "log", "-1", "--format=%P", commit).split()
        assert len(merged) == (2 if trailers["Disposition"].startswith("accepted") else 1)
        assert merged[1:] in ([], [trailers["Contribution-Tip"]])
    assert git(clone, "log", "--first-parent", "--format=%H", f"--grep={REASON}", "main").count("\n") == 3


def test_editions_are_read_with_git_alone(clone: Path, site: Site) -> None:
    assert git(clone, "tag", "--list").split() == ["edition/1", "edition/2"]
    layout = "%(refname:short)|%(taggername) %(taggeremail)|%(contents:subject)|%(contents:body)"
    first, second = git(clone, "for-each-ref", f"--format={layout}<end>", "refs/tags").split("<end>\n")[:2]
    assert first == (
        "edition/1|Cora Example <cora-example@scenario.invalid>|Zero draft|For the **second** meeting.\n\n"
        "Record-Version: 1\nRecord: edition\nDelegation: Secretariat\n"
        "Stakeholder-Group: Technical and academic community\nRole: coordinator\n"
    )
    assert "Document: annex/one\n" in second
    on = git(clone, "rev-parse", "edition/1^{commit}", "edition/2^{commit}").split()
    line = git(clone, "log", "--first-parent", "--reverse", "--format=%H", "main").split()
    assert [line.index(commit) for commit in on] == [7, 8]
    assert "| access | open |" in git(clone, "show", "edition/1:documents/short.md")
    one = editions.edition(site, 1).texts
    for text in one:
        content = git(clone, "show", f"edition/1:documents/{text.path}.md").encode()
        assert hashlib.sha256(content).hexdigest() == text.checksum
    assert verifying.verify_clone(str(clone)) == []


def test_blame_in_a_clone_names_the_authors(clone: Path) -> None:
    found: dict[str, str] = {}
    author = ""
    for line in git(clone, "blame", "--line-porcelain", "main", "--", "documents/short.md").splitlines():
        if line.startswith("author "):
            author = line.removeprefix("author ")
        elif line.startswith("\t"):
            found[line[1:]] = author
    assert found["All people of the world shall have access."] == "Ana Example"
    assert found["| privacy | under discussion |"] == "Cora Example"
    assert found["# A text"] == "WGEC Living server"
    assert found["| access | |"] == "Бори́с Пример"
    co_authors = git(
        clone, "log", "--first-parent", "--format=%(trailers:key=Co-authored-by,valueonly)", "main"
    ).split("\n")
    assert [line for line in co_authors if line] == ["Ana Example <ana-example@scenario.invalid>"]


def test_nothing_private_is_anywhere_in_a_clone(clone: Path) -> None:
    addresses = set(git(clone, "log", "--all", "--format=%ae%n%ce").split())
    assert addresses == {
        f"{handle}@scenario.invalid" for handle in ("ana-example", "person-1", "cora-example", "server")
    }
    names = git(
        clone, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"
    ).splitlines()
    assert len(names) > 40
    seen = 0
    for line in names:
        name, kind = line.split()
        if kind == "tree":
            continue
        content = git(clone, "cat-file", kind, name)
        seen += 1
        assert "people.example" not in content
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", content):
            assert address.endswith("@scenario.invalid"), address
        assert not re.search(r"\b\d{1,3}(\.\d{1,3}){3}\b", content), "an address of a machine"
    assert seen > 25


def test_the_server_says_the_same_as_the_clone(site: Site, clone: Path, tmp_path: Path) -> None:
    assert site.index.texts.document(SHORT).revision == 5
    assert not site.index.register.findings()
    assert reporting.report(site, ContributionFilter()).totals.all.outcomes == {
        "accepted": 3, "accepted-with-changes": 1, "noted": 1, "stated": 1, "withdrawn": 1,
    }  # fmt: skip
    history = git(clone, "log", "--first-parent", "--format=%H", "main", "--", "documents/short.md").split()
    assert history == [revision.commit for revision in site.index.texts.revisions(SHORT, 1, 99).items]
