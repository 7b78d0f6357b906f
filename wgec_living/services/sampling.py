"""The sample mode: plainly fictional people who have said a few things, so that the first page is alive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wgec_living.accounts import members
from wgec_living.domain.events import ChangeType, Disposition, Kind
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.people import Person

from . import contributing, deciding, inviting, publishing
from .passages import block_views
from .site import Site
from .targets import Quoted


def sample_people(site: Site, file: Path) -> list[tuple[Person, str]]:
    """Return the sample people with a fresh sign-in link each; at the first call they come in and speak."""
    sample = json.loads(file.read_text("utf-8"))
    people = {row["address"]: _person(site, row) for row in sample["people"]}
    if site.index.register.newest_number() == 0:
        _speak(site, sample, people)
    return [(person, inviting.fresh_link(site, None, address)) for address, person in people.items()]


def _person(site: Site, row: dict[str, str]) -> Person:
    account = members.account_by_address(row["address"])
    if account is None:
        inviting.invite(site, None, **row)
        account = members.account_by_address(row["address"])
    assert account is not None
    return inviting.confirm(site, account.id, row["name"], row["delegation"])


def _speak(site: Site, sample: dict[str, Any], people: dict[str, Person]) -> None:
    """Submit the contributions and replies, publish, then decide; keys let a start that was cut short go on."""
    numbers = []
    for place, row in enumerate(sample["contributions"], 1):
        path = DocumentPath(row["document"])
        document = site.index.texts.document(path)
        sent = contributing.Submission(
            kind=Kind(row["kind"]),
            document=path,
            base=document.commit,
            blocks=(_block(site, path, row["quotation"]),),
            quoted=Quoted(row.get("words", "")),
            body=row["body"],
            replacement=row.get("replacement"),
            change_type=ChangeType(row.get("type", "substantive")),
            key=f"sample-{place}",
        )
        numbers.append(contributing.submit(site, people[row["by"]], sent).number)
    for place, row in enumerate(sample["replies"], 1):
        number = numbers[row["to"] - 1]
        contributing.reply(site, people[row["by"]], number, row["body"], key=f"sample-reply-{place}")
    for place, row in enumerate(sample["editions"], 1):
        prospect = publishing.prospect(site)
        key, main = f"sample-edition-{place}", prospect.main
        edition = publishing.Publication(row["title"], row["note"], prospect.number, main, key=key)
        publishing.publish(site, people[row["by"]], edition)
    for place, row in enumerate(sample["dispositions"], 1):
        number = numbers[row["contribution"] - 1]
        seen = deciding.preview(site, number)
        decision = deciding.Decision(
            Disposition(row["disposition"]),
            row["reason"],
            seen.seen_main,
            seen.seen_tip,
            key=f"sample-decision-{place}",
        )
        deciding.dispose(site, people[row["by"]], number, decision)


def _block(site: Site, path: DocumentPath, words: str) -> BlockId:
    revision = site.index.texts.document(path).revision
    views = block_views(site, site.index.texts.revision(path, revision), counted=False)
    return next(view.id for view in views if view is not None and words in view.text)
