"""A driver that lets people act at random on a founded server: what is refused is refused, the rest is on record."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Server
from wgec_living.domain.errors import WgecError
from wgec_living.domain.events import ChangeType, Disposition, Kind, Stance
from wgec_living.domain.identifiers import CommitId
from wgec_living.domain.people import Person
from wgec_living.domain.summaries import ContributionSummary, DocumentSummary
from wgec_living.services import (
    contributing,
    deciding,
    founding,
    inviting,
    publishing,
    restating,
    revising,
    taking_back,
)
from wgec_living.services.passages import block_views
from wgec_living.services.targets import Quoted
from wgec_living.services.views import BlockView

WORDS = "every body may shall not without delay issue text народ 各国政府 الفقرة accès".split()  # noqa: SIM905


class RandomActs:
    """Acts drawn from one seed; `done` counts those that were taken, `refused` those that were not."""

    def __init__(self, server: Server, seed: int, folder: Path) -> None:
        self.server = server
        self.random = random.Random(seed)
        self.folder = folder
        self.people: list[Person] = [server.ana, server.boris, server.cora]
        self.bases: list[CommitId] = []
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._sent: list[contributing.Submission] = []
        names = "comment propose position reply revise withdraw dispose take_back import_text confirm again"
        names += " take_position still_valid move publish"
        weights = (8, 14, 2, 6, 8, 2, 22, 4, 2, 1, 2, 3, 6, 6, 3)
        self._acts = {name: getattr(self, f"_{name}") for name in names.split()}
        self._weights = weights

    def step(self) -> str:
        """Do one act; return its name."""
        name = self.random.choices(list(self._acts), self._weights)[0]
        act: Callable[[], object] = self._acts[name]
        try:
            act()
            self.done[name] += 1
        except WgecError as refused:
            self.refused[f"{name}: {type(refused).__name__}"] += 1
        return name

    def _words(self, count: int = 6) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def _person(self) -> Person:
        return self.random.choice(self.people)

    def _document(self) -> DocumentSummary:
        return self.random.choice(self.server.site.index.texts.documents())

    def _base(self, document: DocumentSummary) -> CommitId:
        """Return the newest commit, or now and then an older one that somebody still has before their eyes."""
        texts = self.server.site.index.texts
        if self.random.random() < 0.7:
            return self.server.site.record.tip()
        return texts.revision(document.path, self.random.randint(1, document.revision)).commit

    def _blocks(self, document: DocumentSummary, base: CommitId) -> tuple[BlockView, ...]:
        revision = self.server.site.index.texts.revision_of_commit(document.path, base)
        views = [view for view in block_views(self.server.site, revision, counted=False) if view is not None]
        at = self.random.randrange(len(views))
        return tuple(views[at : at + self.random.choice((1, 1, 1, 2))])

    def _submit(self, kind: Kind, **more: object) -> None:
        document = self._document()
        base = self._base(document)
        blocks = self._blocks(document, base) if self.random.random() < 0.9 else ()
        if kind is Kind.PROPOSAL:
            more["remove"] = bool(blocks) and self.random.random() < 0.15
            if blocks:
                more["replacement"] = self._changed(blocks)
            else:
                more["text"] = self.server.site.record.text(base, document.path)
                more["text"] = f"{more['text']}\n\n{self._words()}\n"
        sent = contributing.Submission(
            kind,
            document.path,
            base,
            self._words(),
            tuple(block.id for block in blocks),
            self._quoted(blocks),
            key=f"key {len(self._sent)}" if self.random.random() < 0.5 else None,
            **more,  # type: ignore[arg-type]
        )
        contributing.submit(self.server.site, self._person(), sent)
        self._sent.append(sent)

    def _quoted(self, blocks: tuple[BlockView, ...]) -> Quoted:
        """Return some words of the blocks, now and then none."""
        if not blocks or self.random.random() < 0.3:
            return Quoted()
        start, end = (
            self.random.randint(0, len(blocks[0].text) - 1),
            self.random.randint(1, len(blocks[-1].text)),
        )
        if len(blocks) > 1:
            middle = [block.text for block in blocks[1:-1]]
            words = "\n\n".join([blocks[0].text[start:], *middle, blocks[-1].text[:end]])
        else:
            start, end = min(start, end - 1), max(start + 1, end)
            words = blocks[0].text[start:end]
        return Quoted(words[:1000], start=start, end=end) if words.strip() else Quoted()

    def _changed(self, blocks: tuple[BlockView, ...]) -> str:
        text = "\n\n".join(block.text for block in blocks)
        how = self.random.randrange(4)
        if how == 0:
            return f"{text}\n\n{self._words()}."
        if how == 1 and not text.startswith(("|", "-", "#")):
            return self._words(12)
        words = text.split(" ")
        words[self.random.randrange(len(words))] += self._words(1)
        return " ".join(words)

    def _comment(self) -> None:
        self._submit(Kind.COMMENT)

    def _propose(self) -> None:
        self._submit(Kind.PROPOSAL, change_type=self.random.choice(list(ChangeType)))

    def _position(self) -> None:
        self._submit(Kind.POSITION, stance=self.random.choice(list(Stance)))

    def _again(self) -> None:
        """Send something a second time, as a browser does that lost the answer."""
        if self._sent:
            contributing.submit(self.server.site, self._person(), self.random.choice(self._sent))

    def _some(self) -> ContributionSummary:
        newest = self.server.site.index.register.newest_number()
        number = self.random.randint(max(1, newest - 12), max(1, newest))
        return self.server.site.index.register.summary(number)

    def _author(self, summary: ContributionSummary) -> Person:
        own = [person for person in self.people if person.handle == summary.speaker.handle]
        return own[0] if own and self.random.random() < 0.9 else self._person()

    def _reply(self) -> None:
        contributing.reply(self.server.site, self._person(), self._some().number, self._words())

    def _withdraw(self) -> None:
        summary = self._some()
        contributing.withdraw(self.server.site, self._author(summary), summary.number)

    def _revise(self) -> None:
        summary = self._some()
        form = revising.revision_form(self.server.site, summary.number)
        text = f"{form.text.rstrip()} {self._words(2)}"
        revising.revise(
            self.server.site,
            self._author(summary),
            summary.number,
            base=form.base,
            body=self._words(),
            text=text if form.whole else None,
            replacement=None if form.whole else text,
        )

    def _take_position(self) -> None:
        stance = self.random.choice(list(Stance))
        contributing.take_position(
            self.server.site, self._person(), self._some().number, stance, self._words()
        )

    def _still_valid(self) -> None:
        summary = self._some()
        document = self.server.site.index.texts.document(summary.document)
        restating.confirm(self.server.site, self.server.cora, summary.number, base=self._base(document))

    def _move(self) -> None:
        summary = self._some()
        document = self.server.site.index.texts.document(summary.document)
        base = self._base(document)
        blocks = self._blocks(document, base) if self.random.random() < 0.9 else ()
        restating.move(
            self.server.site, self._author(summary), summary.number,
            base=base, blocks=[block.id for block in blocks], quoted=self._quoted(blocks),
        )  # fmt: skip

    def _dispose(self) -> None:
        summary = self._some()
        seen = deciding.preview(self.server.site, summary.number)
        if seen.result == "clean" and self.random.random() < 0.7:
            disposition, text = Disposition.ACCEPTED, None
        else:
            disposition = self.random.choice(list(Disposition))
            wanted = disposition is Disposition.ACCEPTED_WITH_CHANGES
            text = f"{seen.text}\n{self._words()}\n" if wanted else None
        decision = deciding.Decision(disposition, self._words(), seen.seen_main, seen.seen_tip, text)
        if self.random.random() < 0.1:
            self._propose()
        deciding.dispose(self.server.site, self.server.cora, summary.number, decision)

    def _publish(self) -> None:
        """Publish what there is, or one document; now and then by somebody who may not, or of what has moved."""
        site, path = self.server.site, self._document().path if self.random.random() < 0.3 else None
        seen = publishing.prospect(site, path)
        if self.random.random() < 0.2:
            self._dispose()
        who = self.server.cora if self.random.random() < 0.9 else self._person()
        sent = publishing.Publication(self._words(3), self._words(), seen.number, seen.main, path)
        publishing.publish(site, who, sent)

    def _take_back(self) -> None:
        taking_back.take_back(self.server.site, self._person(), self._some().number)

    def _import_text(self) -> None:
        file = self.folder / "new.md"
        file.write_text(f"# {self._words(3)}\n\n{self._words(9)}.\n\n- one\n- two\n", "utf-8")
        path = self.random.choice(["short", "annex/one", "annex/two"])
        founding.import_document(self.server.site, file, path, self.random.choice([None, "ana-example"]))

    def _confirm(self) -> None:
        address = f"new{len(self.people)}@people.example"
        with self.server.app.app_context():
            inviting.invite(
                self.server.site, None, address=address, name=f"Person {self._words(1)}",
                delegation="Network", group="civil-society", role="contributor",
            )  # fmt: skip
            account = inviting.members.account_by_address(address)
            assert account is not None
            self.people.append(
                inviting.confirm(
                    self.server.site, account.id, f"New {self._words(1)} {len(self.people)}", "Network"
                )
            )
