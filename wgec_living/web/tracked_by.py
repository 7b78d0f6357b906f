"""Who is named as the author of each change in a file, and what is told beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from flask import url_for
from markupsafe import Markup

from wgec_living.domain.blocks import Kind
from wgec_living.domain.comparison_words import tokens
from wgec_living.domain.events import Disposition, Speaker
from wgec_living.domain.summaries import RevisionSummary
from wgec_living.services.provenance import BlockOrigins, Provenance
from wgec_living.services.views import ComparisonView

from .addresses import absolute
from .redline import Passage
from .tracked import By
from .words import closed, day, machine_time, shortened, status_word, without_decision

MOST = 3
"""So many people, or revisions, of one change are named."""
MOST_SAID = 300
"""Letters of a reason that stand beside a change; the whole of it is at the address."""


def credited(view: ComparisonView, origins: Provenance) -> Callable[[Passage], By]:
    """Return who brought a passage's change, dated by the last revision that touched it.

    `origins` are those of the newer text. Where a contribution was accepted with changes, the change is by who
    decided; only words known to be the contributor's bear the contributor's name.
    """
    brought = view.brought or {}
    revisions = view.revisions
    places = [place for place, block in enumerate(view.changes.newer) if block.kind is not Kind.DEFINITION]
    blocks = dict(zip(places, origins.blocks, strict=True))
    known: dict[tuple[tuple[int, ...], tuple[int, ...]], By] = {}

    def by(part: Passage) -> By:
        key = (part.change.olds, part.change.news) if part.change else ((), ())
        if key not in known:
            numbers = brought.get(key, ())
            found = _by(view, [revisions[number] for number in numbers if number in revisions])
            changed = [blocks[place] for place in key[1] if place in blocks]
            known[key] = replace(found, writers=_writers(changed, numbers, origins))
        return known[key]

    return by


def _writers(
    blocks: Iterable[BlockOrigins], numbers: Sequence[int], origins: Provenance
) -> Mapping[str, str]:
    """Return the words that some revisions brought to blocks and one person alone wrote, each with the name."""
    found: dict[str, set[str]] = {}
    for block in blocks:
        for run in block.runs:
            if run.origin.revision in numbers:
                name = _name(origins.sources[run.origin].speaker)
                for word in tokens(block.text[run.start : run.end]):
                    found.setdefault(word, set()).add(name)
    return {word: names.pop() for word, names in found.items() if len(names) == 1}


def _by(view: ComparisonView, revisions: Sequence[RevisionSummary]) -> By:
    if not revisions:
        first, last = view.older.number + 1, view.newer.number
        which = f"Revision {last}" if first == last else f"Revisions {first} to {last}"
        return By(which, machine_time(view.newer.at), (Markup("{}.").format(which),))
    names = list(dict.fromkeys(_name(_answers_for(one)) for one in revisions))
    author = "; ".join(names[:MOST]) + (f" and {len(names) - MOST} more" if len(names) > MOST else "")
    lines = [line for one in revisions[:MOST] for line in _told(view, one)]
    if len(revisions) > MOST:
        lines.append(Markup("And {} revisions more.").format(len(revisions) - MOST))
    return By(author, machine_time(revisions[-1].at), tuple(lines))


def _answers_for(revision: RevisionSummary) -> Speaker:
    """Return whose change a revision is: the contributor's, or that of who decided where it was not taken as it was."""
    if revision.disposition == Disposition.ACCEPTED_WITH_CHANGES and revision.decided_by:
        return revision.decided_by
    return revision.author


def _told(view: ComparisonView, revision: RevisionSummary) -> list[Markup]:
    """Return lines on a revision: who brought it, why, what was decided by whom, and why."""
    who, when = closed(_name(revision.author)), day(revision.at)
    if revision.contribution is None:
        kind = "Imported" if revision.kind == "import" else "Recorded"
        lines = [Markup("{} by <bdi>{}</bdi>, {}.").format(kind, who, when)]
        return lines + ([_said("Reason", revision.reason)] if revision.reason.strip() else [])
    place = absolute(url_for("contributions.contribution", number=revision.contribution))
    title = without_decision(revision.summary)
    lines = [
        Markup('Brought by <bdi>{}</bdi>, proposal {}: <bdi>{}</bdi> (<a href="{}">{}</a>).').format(
            who, revision.contribution, closed(shortened(title, 120)), place, place
        )
    ]
    behind = view.behind.get(revision.number)
    if behind and behind.why.strip() not in ("", title):
        lines.append(_said("Why", behind.why))
    outcome = status_word(revision.disposition or "") or "Decided"
    by = Markup(" by <bdi>{}</bdi>").format(closed(_name(revision.decided_by))) if revision.decided_by else ""
    lines.append(Markup("Decision: {}{}, {} (revision {}).").format(outcome, by, when, revision.number))
    return lines + ([_said("Reason of the decision", revision.reason)] if revision.reason.strip() else [])


def _said(name: str, words: str) -> Markup:
    text = closed(shortened(" ".join(words.split()), MOST_SAID))
    return Markup("{}: <bdi>{}</bdi>").format(name, text)


def _name(who: Speaker) -> str:
    return f"{who.name} ({who.delegation})" if who.delegation else who.name
