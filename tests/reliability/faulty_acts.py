"""Acts in the middle of which one system call fails; run under `strace` by test_failing_calls.py.

Arguments: a data folder with people. Each act tells `ASKED <key>` and then `ON RECORD <key> <ref> <commit>` or
`REFUSED <key>` to file descriptor 1; at the end everything is asked once more, with the same keys.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from wgec_living import create_app
from wgec_living.domain.events import Kind
from wgec_living.domain.identifiers import BlockId, CommitId, DocumentPath, branch_of
from wgec_living.domain.people import Person
from wgec_living.services import contributing
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.settings import Settings

BODIES = {key: f"Words of {key}." for key in ("comment", "proposal", "reply")}
"""What is said under each key."""
Told = tuple[str, CommitId]


def acts(site: Site, ana: Person, base: CommitId, block: BlockId) -> dict[str, Callable[[], Told]]:
    """Return the acts by key: a comment, a proposal, and a reply to the contribution that is there already."""

    def begin(kind: Kind, replacement: str | None = None) -> Told:
        body, path = BODIES[kind.value], DocumentPath("short")
        sent = contributing.Submission(
            kind, path, base, body, (block,), replacement=replacement, key=kind.value
        )
        receipt = contributing.submit(site, ana, sent)
        return branch_of(receipt.number), receipt.commit

    def reply() -> Told:
        return branch_of(1), contributing.reply(site, ana, 1, BODIES["reply"], key="reply")

    return {
        "comment": lambda: begin(Kind.COMMENT),
        "proposal": lambda: begin(Kind.PROPOSAL, "Other words."),
        "reply": reply,
    }


def tell(words: str) -> None:
    """Tell the test, in one system call that the trace shows in its place."""
    os.write(1, f"{words}\n".encode())


def main() -> None:
    """Do each act once, whatever becomes of it, then once more."""
    site: Site = create_app(Settings(data=Path(sys.argv[1]), site_name="Test group")).extensions["site"]
    ana = site.index.people.person("ana-example")
    assert ana is not None
    document = site.index.texts.document(DocumentPath("short"))
    views = block_views(site, site.index.texts.revision(document.path, 1), counted=False)
    block = next(view.id for view in views if view is not None and "second paragraph" in view.text)
    for _ in range(2):
        for key, act in acts(site, ana, document.commit, block).items():
            tell(f"ASKED {key}")
            try:
                ref, commit = act()
            except Exception as trouble:
                print(f"{key}: {trouble!r}", file=sys.stderr)
                tell(f"REFUSED {key}")
            else:
                tell(f"ON RECORD {key} {ref} {commit}")
    site.close()


if __name__ == "__main__":
    main()
