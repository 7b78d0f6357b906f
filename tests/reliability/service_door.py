"""The door through the services of one process, and the program that holds several writers at it.

Arguments of the program: data folder, folder of journals, name, threads, seconds.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from pathlib import Path

from tests.reliability.writing import DOCUMENT, MAIN, Refused, Said, Writer
from wgec_living import create_app
from wgec_living.domain.errors import Invalid, NotAllowed
from wgec_living.domain.events import Disposition, Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, branch_of
from wgec_living.domain.people import Person
from wgec_living.services import contributing, deciding
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.settings import Settings

LOOKS = 30


class ServiceDoor:
    """The services of one site."""

    def __init__(self, site: Site, seed: int) -> None:
        self._site = site
        self._random = random.Random(seed)

    def comment(self, handle: str, body: str, key: str) -> Said:
        """Comment on some paragraph."""
        return self._submit(handle, Kind.COMMENT, body, key)

    def propose(self, handle: str, body: str, key: str, words: str) -> Said:
        """Propose `words` in place of some paragraph."""
        return self._submit(handle, Kind.PROPOSAL, body, key, words)

    def reply(self, handle: str, number: int, body: str, key: str) -> Said:
        """Answer on a contribution."""
        commit = contributing.reply(self._site, self._person(handle), number, body, key=key)
        return Said(branch_of(number), commit, number)

    def accept(self, handle: str, number: int, body: str, key: str) -> Said:
        """Accept a proposal, looking again as often as it moved meanwhile; a clash is left undecided."""
        person = self._person(handle)
        seen = deciding.preview(self._site, number)
        for looks in range(1, LOOKS):
            decision = _decision(seen, body, key)
            try:
                commit = deciding.dispose(self._site, person, number, decision).commit
                return Said(MAIN, commit, number, looks)
            except deciding.Outdated as again:
                seen = again.preview
            except (NotAllowed, Invalid) as no:
                raise Refused(str(no)) from None
        raise Refused("moved too often")

    def _person(self, handle: str) -> Person:
        person = self._site.index.people.person(handle)
        assert person is not None
        return person

    def _submit(self, handle: str, kind: Kind, body: str, key: str, words: str | None = None) -> Said:
        commit, block = self._paragraph()
        path = DocumentPath(DOCUMENT)
        sent = contributing.Submission(kind, path, commit, body, (block,), replacement=words, key=key)
        receipt = contributing.submit(self._site, self._person(handle), sent)
        return Said(branch_of(receipt.number), receipt.commit, receipt.number)

    def _paragraph(self) -> tuple[CommitId, BlockId]:
        document = self._site.index.texts.document(DocumentPath(DOCUMENT))
        revision = self._site.index.texts.revision(document.path, document.revision)
        views = block_views(self._site, revision, counted=False)
        blocks = [view.id for view in views if view is not None and view.kind == "paragraph"]
        return document.commit, self._random.choice(blocks)


def _decision(seen: deciding.Preview, body: str, key: str) -> deciding.Decision:
    if seen.result == "clean":
        return deciding.Decision(Disposition.ACCEPTED, body, seen.seen_main, seen.seen_tip, key=key)
    if seen.result == "combines":
        changes = Disposition.ACCEPTED_WITH_CHANGES
        return deciding.Decision(changes, body, seen.seen_main, seen.seen_tip, seen.text, key)
    return deciding.Decision(Disposition.DECLINED, body, seen.seen_main, seen.seen_tip, key=key)


def main() -> None:
    """Hold the writers at the door until the time is over; exit 1 when one of them stumbled."""
    data, journals, name, threads, seconds = sys.argv[1:]
    site: Site = create_app(Settings(data=Path(data), site_name="Test group")).extensions["site"]
    end = time.monotonic() + float(seconds)
    stumbled: list[BaseException] = []

    def work(number: int) -> None:
        seed = hash((name, number))
        try:
            writer = Writer(f"{name}-{number}", ServiceDoor(site, seed), Path(journals), seed)
            writer.write(lambda: time.monotonic() > end)
        except BaseException as trouble:
            stumbled.append(trouble)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    site.close()
    sys.exit("\n".join(repr(trouble) for trouble in stumbled) or 0)


if __name__ == "__main__":
    main()
