"""A writer: says things at random, one after the other, and writes down what was acknowledged."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.reliability.journal import Journal, Line, digest
from wgec_living.domain.errors import Busy

MAIN = "refs/heads/main"
DOCUMENT = "long"
PARAGRAPHS = 60
TEXT = "---\ntitle: A long text\n---\n\n# A long text\n\n" + "".join(
    f"Paragraph {n} says what could be done about matter {n}, and by whom.\n\n"
    for n in range(1, PARAGRAPHS + 1)
)
CONTRIBUTORS = ("ana-example", "boris-example")
COORDINATOR = "cora-example"


@dataclass(frozen=True)
class Said:
    """What the server told: the ref and commit on which the words stand now, and the contribution's number."""

    ref: str
    commit: str
    number: int
    looks: int = 1
    """How often a decision had to be looked at, because something moved meanwhile."""


class Refused(Exception):
    """The server said no in a way it may: somebody else was quicker, or the matter is decided."""


class Unanswered(Exception):
    """The line broke before an answer came: the act may be on record or not."""


class Door(Protocol):
    """A way to the server: through the services in one process, or over HTTP."""

    def comment(self, handle: str, body: str, key: str) -> Said:
        """Comment on some paragraph."""

    def propose(self, handle: str, body: str, key: str, words: str) -> Said:
        """Propose `words` in place of some paragraph."""

    def reply(self, handle: str, number: int, body: str, key: str) -> Said:
        """Answer on a contribution."""

    def accept(self, handle: str, number: int, body: str, key: str) -> Said:
        """Accept a proposal, looking again as often as it moved meanwhile."""


class Writer:
    """One writer at one door; `write` goes on until the time is over, but while `gate` is shut."""

    def __init__(
        self, name: str, door: Door, journals: Path, seed: int, gate: threading.Event | None = None
    ) -> None:
        self._gate = gate
        self._name = name
        self._door = door
        self._journal = Journal(journals / f"{name}.journal")
        self._random = random.Random(seed)
        self._turn = 0
        self._mine: list[int] = []
        self._open: list[int] = []

    def write(self, until: Callable[[], bool]) -> None:
        """Act after act until `until` says so; a server that does not answer is tried again a little later."""
        try:
            while not until():
                self._wait(until)
                with contextlib.suppress(Busy, Refused, Unanswered):
                    self._act(until)
        finally:
            self._journal.close()

    def _wait(self, until: Callable[[], bool]) -> None:
        while self._gate is not None and not self._gate.wait(0.05) and not until():
            pass

    def _act(self, until: Callable[[], bool]) -> None:
        self._turn += 1
        # A name and number no other writer has; the accents show that bytes survive.
        body = f"Wörds number {self._turn} of writer {self._name}.\n\nWith a second paragraph – كلمات."
        key, dice = f"{self._name}-{self._turn}", self._random.random()
        if dice < 0.25 and self._mine:
            number, handle = self._random.choice(self._mine), self._random.choice(CONTRIBUTORS)
            self._say("reply", handle, body, lambda: self._door.reply(handle, number, body, key), until)
        elif dice < 0.40 and self._open:
            number = self._open.pop(self._random.randrange(len(self._open)))
            self._say(
                "acceptance",
                COORDINATOR,
                body,
                lambda: self._door.accept(COORDINATOR, number, body, key),
                until,
            )
        elif dice < 0.60:
            handle, words = self._random.choice(CONTRIBUTORS), f"Proposed words {self._turn} of {self._name}."
            said = self._say(
                "proposal", handle, body, lambda: self._door.propose(handle, body, key, words), until
            )
            self._open.append(said.number)
        else:
            handle = self._random.choice(CONTRIBUTORS)
            said = self._say("comment", handle, body, lambda: self._door.comment(handle, body, key), until)
            self._mine = [*self._mine[-5:], said.number]

    def _say(
        self, act: str, handle: str, body: str, say: Callable[[], Said], until: Callable[[], bool]
    ) -> Said:
        self._journal.write(Line(act, handle, digest(body)))
        patient = self._random.random() < 0.7
        while True:
            try:
                said = say()
                break
            except Unanswered:
                # Most people send again what they got no answer to; the key makes it one contribution.
                if not patient or until():
                    raise
                time.sleep(0.05)
                self._wait(until)
            except (Busy, Refused):
                raise
            except BaseException as trouble:
                self._journal.write(Line(act, handle, digest(body), trouble=f"{act}: {trouble!r}"))
                raise
        self._journal.write(Line(act, handle, digest(body), said.ref, said.commit, looks=said.looks))
        return said
