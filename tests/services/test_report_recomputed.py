"""A report cannot disagree with the record: every figure and row is recounted from plain `git` and compared."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.index.random_acts import RandomActs
from tests.services.plain_git import git

FORMAT = "%x01%H%x00%P%x00%an%x00%ae%x00%ct%x00%B%x00%(trailers:only,unfold)"
FINAL = {"accepted", "accepted-with-changes", "noted", "declined"}


@dataclass
class Commit:
    """One commit as `git log` tells it."""

    id: str
    parents: list[str]
    name: str
    handle: str
    at: int
    body: str
    trailers: dict[str, str]


@dataclass
class Recounted:
    """One contribution as the record has it."""

    first: Commit
    kinds: set[str]
    tip: str
    decisions: list[Commit] = field(default_factory=list)

    @property
    def stands_by(self) -> Commit | None:
        final = [one for one in self.decisions if one.trailers["Disposition"] in FINAL]
        return (final[:1] or self.decisions[-1:] or [None])[0]

    @property
    def outcome(self) -> str:
        decision = self.stands_by
        said = decision.trailers["Disposition"] if decision else ""
        if "removal" in self.kinds:
            return "removed"
        if said in FINAL:
            return said
        if "withdrawal" in self.kinds:
            return "withdrawn"
        stated = self.first.trailers["Record"] == "position"
        return said or ("stated" if stated else "open")


class Record:
    """The record, read by `git` alone."""

    def __init__(self, git_dir: Path) -> None:
        self.git_dir = git_dir
        self.commits: dict[str, Commit] = {}
        for entry in git(git_dir, "log", "--all", f"--format={FORMAT}").split("\x01")[1:]:
            one, parents, name, email, at, message, trailers = entry.split("\x00")
            found = dict(re.findall(r"^([A-Za-z-]+): (.*)$", trailers, re.MULTILINE))
            body = message.partition("\n\n")[2].rpartition("\n\nRecord-Version: ")[0]
            self.commits[one] = Commit(
                one, parents.split(), name, email.partition("@")[0], int(at), body, found
            )
        self.main = git(git_dir, "log", "--first-parent", "--reverse", "--format=%H", "main").split()
        self.contributions = self._contributions()

    def _contributions(self) -> dict[int, Recounted]:
        main = set(self.main)
        found: dict[int, Recounted] = {}
        refs = git(
            self.git_dir, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/contributions"
        )
        for line in refs.splitlines():
            name, tip = line.split()
            chain = [self.commits[tip]]
            while chain[-1].parents[0] not in main:
                chain.append(self.commits[chain[-1].parents[0]])
            kinds = {commit.trailers["Record"] for commit in chain}
            found[int(name.rpartition("/")[2])] = Recounted(chain[-1], kinds, tip)
        for commit in (self.commits[one] for one in self.main):
            if "Disposition" in commit.trailers:
                found[int(commit.trailers["Contribution"])].decisions.append(commit)
        return found

    def revision(self, commit: str, path: str) -> str:
        """Return which revision of a document a commit of `main` made; empty for none."""
        made = git(
            self.git_dir, "log", "--first-parent", "--reverse", "--format=%H", "main", "--", f"documents/{path}.md"
        ).split()  # fmt: skip
        return str(made.index(commit) + 1) if commit in made else ""


def rows(server: Server, address: str) -> list[dict[str, str]]:
    answer = server.visitor().get(address)
    assert answer.status_code == 200, answer.text
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("seed", [12, 13])
def test_every_figure_and_row_is_what_git_says(server: Server, tmp_path: Path, seed: int) -> None:
    acts = RandomActs(server, seed, tmp_path)
    for _ in range(70):
        acts.step()
    record = Record(server.site.record.git_dir)
    assert len(record.contributions) > 15, (acts.done, acts.refused)
    compare_rows(server, record)
    for query, chosen in (
        ("", record.contributions),
        ("?document=short", narrowed(record, Document="short")),
        ("?group=civil-society", narrowed(record, **{"Stakeholder-Group": "Civil society"})),
    ):
        compare_figures(server, query, chosen)


def narrowed(record: Record, **trailers: str) -> dict[int, Recounted]:
    return {
        number: one
        for number, one in record.contributions.items()
        if all(one.first.trailers.get(name) == value for name, value in trailers.items())
    }


def compare_figures(server: Server, query: str, chosen: dict[int, Recounted]) -> None:
    found = server.visitor().get(f"/api/v1/report{query}").get_json()
    by_group: dict[str, list[Recounted]] = {line["group"]: [] for line in found["groups"]}
    for one in chosen.values():
        by_group[one.first.trailers["Stakeholder-Group"]].append(one)
    lines = [(found["all"], list(chosen.values()))]
    lines += [(line, by_group[line["group"]]) for line in found["groups"]]
    for line, said in lines:
        outcomes = Counter(one.outcome for one in said)
        assert {name: number for name, number in line["outcomes"].items() if number} == outcomes
        assert line["kinds"] == Counter(one.first.trailers["Record"] for one in said)
        assert line["total"] == len(said)
        assert line["people"] == len({one.first.handle for one in said})
        speakers = {
            (one.first.trailers["Stakeholder-Group"], one.first.trailers["Delegation"]) for one in said
        }
        assert line["delegations"] == len(speakers)
    came = Counter(day(one.first) for one in chosen.values())
    decided = Counter(day(commit) for one in chosen.values() for commit in one.decisions)
    for period in found["activity"]:
        within = [one for one in (came | decided) if period["first"] <= one <= period["last"]]
        assert period["contributions"] == sum(came[one] for one in within)
        assert period["decisions"] == sum(decided[one] for one in within)
    assert sum(period["contributions"] for period in found["activity"]) == len(chosen)
    assert sum(period["decisions"] for period in found["activity"]) == decided.total()
    page = server.visitor().get(f"/report{query}").text
    foot = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    numbers = [int(cell.replace(",", "")) for cell in re.findall(r">([\d,]+)<", foot)]
    shown = [number for number in found["all"]["outcomes"].values() if number]
    assert numbers == [found["all"]["delegations"], found["all"]["people"], *shown, len(chosen)]


def day(commit: Commit) -> str:
    return datetime.fromtimestamp(commit.at, UTC).date().isoformat()


def compare_rows(server: Server, record: Record) -> None:
    report = {int(row["No."]): row for row in rows(server, "/report.csv")}
    register = rows(server, "/contributions.csv")
    assert [int(row["No."]) for row in register] == sorted(record.contributions, reverse=True)
    assert report.keys() == record.contributions.keys()
    for number, one in record.contributions.items():
        row, decision, path = report[number], one.stands_by, one.first.trailers["Document"]
        assert row["Kind"].lower() == one.first.trailers["Record"]
        assert row["Path"] == path
        assert row["Name"] == one.first.name
        assert row["Delegation"] == one.first.trailers["Delegation"]
        assert row["Stakeholder group"] == one.first.trailers["Stakeholder-Group"]
        assert row["Status"].lower().replace(" ", "-") == one.outcome
        assert row["Comment"].removeprefix("'") == one.first.body.strip()
        assert row["Commit"] == (decision.id if decision else "")
        assert row["Decision"].lower().replace(" ", "-") == (
            decision.trailers["Disposition"] if decision else ""
        )
        assert row["Decided by"] == (decision.name if decision else "")
        assert row["Reason"] == (decision.body.strip() if decision else "")
        assert row["Revision"] == (record.revision(decision.id, path) if decision else "")
        if row["Kind"] == "Proposal":
            compare_words(record, one, path, row["Proposed change"].removeprefix("'"))


def compare_words(record: Record, one: Recounted, path: str, told: str) -> None:
    """Every old word told stands in the text the proposal was written on, every new one in the proposal."""
    at = record.commits[one.tip]
    while at.trailers["Record"] != "revised-text" and at is not one.first:
        at = record.commits[at.parents[0]]
    base, step = one.first.parents[0], at
    while step is not one.first:
        if len(step.parents) > 1:  # The newest base up to here, by whichever text brought it.
            base = step.parents[1]
            break
        step = record.commits[step.parents[0]]
    before, after = (plain(git(record.git_dir, "show", f"{c}:documents/{path}.md")) for c in (base, at.id))
    lines = re.sub("[\u2068\u2069]", "", told).splitlines()
    assert lines, "a proposal changes something"
    for whole in lines:
        line = re.sub("”, (?:after “|before “|as a new |the whole ).*", "”", whole)
        if match := re.fullmatch(r"“(.+)” → “(.+)”", line):
            assert match[1] in before and match[2] in after, line
        elif match := re.fullmatch(r"Add “(.+)”", line):
            assert match[1] in after, line
        elif match := re.fullmatch(r"Take out “(.+)”", line):
            assert match[1] in before, line
        elif not re.fullmatch(r"Split the paragraph in \d+|Join \d+ paragraphs into one", line):
            assert line == "No words, only their form or place"
            assert sorted(before.split()) == sorted(after.split())


def plain(text: str) -> str:
    return " ".join(re.sub(r"\*+|`+|\|", "", text).split())
