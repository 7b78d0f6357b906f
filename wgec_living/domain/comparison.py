"""Two texts compared, first by block, then by word: the redline everybody reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .blocks import Block, Kind
from .comparison_marks import same_words
from .comparison_rows import compared_rows
from .comparison_words import MOST_WEIGHED, Runs, compared, words
from .identifiers import BlockId
from .replacing import as_edited, replacement, trace_known
from .tracing import Fate, Link, trace

__all__ = ["BREAK", "Change", "Changes", "changed", "compare", "followed", "words"]

BREAK = "\n\n"
"""What stands between the texts of several blocks that are compared with one."""
BUDGET = 1_000_000_000
"""How much one comparison weighs, in word counts multiplied; what comes after is shown as replaced."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a comparison: what became of a block, or of several."""

    kind: str
    """`same`, `edited`, `added`, `removed`, `moved` (perhaps edited too), `split` or `joined` (perhaps edited too)."""
    olds: tuple[int, ...]
    """Indexes of the blocks in the older text: one, none when added, several when joined."""
    news: tuple[int, ...]
    """Indexes of the blocks in the newer text: one, none when removed, several when split."""
    old_blocks: tuple[Block, ...]
    new_blocks: tuple[Block, ...]
    words: Runs
    """`(op, text)` with op `same`, `removed` or `added`: joined without the added (removed) ones they give back the
    older (newer) text, that of several blocks with `BREAK` between them."""
    cells: tuple[Runs, ...] = ()
    """Of a table row: the same by cell, without the bars between them."""
    moved: bool = False
    """Whether it stands at another place; true of a split or joined block, too."""
    formatting: bool = False
    """Whether the words are equal and only the marks around them differ: bold, a heading's level."""
    coarse: bool = False
    """Whether there were too many words: they are compared by sentences, or as a whole."""

    @property
    def old(self) -> int | None:
        """Index of the (first) block in the older text, None when added."""
        return self.olds[0] if self.olds else None

    @property
    def new(self) -> int | None:
        """Index of the (first) block in the newer text, None when removed."""
        return self.news[0] if self.news else None

    @property
    def old_block(self) -> Block | None:
        """The (first) block in the older text."""
        return self.old_blocks[0] if self.old_blocks else None

    @property
    def new_block(self) -> Block | None:
        """The (first) block in the newer text."""
        return self.new_blocks[0] if self.new_blocks else None

    @property
    def reworded(self) -> bool:
        """Whether anything but the place and the cuts between blocks is different."""
        return any(op != "same" and text.strip() for op, text in self.words)


class Changes(tuple[Change, ...]):
    """The steps of a comparison in the order of the newer text, what is gone where it stood; with both texts."""

    older: tuple[Block, ...] = ()
    newer: tuple[Block, ...] = ()
    stayed: tuple[tuple[int, int], ...] = ()
    """Indexes (newer, older) of the blocks that did not move, edited ones included."""

    @classmethod
    def of(cls, steps: Iterable[Change], older: Sequence[Block], newer: Sequence[Block]) -> Changes:
        """Return the steps between two texts."""
        changes = cls(steps)
        changes.older, changes.newer = tuple(older), tuple(newer)
        changes.stayed = tuple(
            [(c.news[-1], c.olds[-1]) for c in changes if c.news and c.olds and not c.moved]
        )
        return changes

    def only(self, steps: Iterable[Change]) -> Changes:
        """Return some of the steps, which still know both texts."""
        changes = Changes(steps)
        changes.older, changes.newer, changes.stayed = self.older, self.newer, self.stayed
        return changes

    @property
    def coarse(self) -> bool:
        """Whether any of them could not be compared word by word."""
        return any(change.coarse for change in self)


def compare(old: Sequence[Block], new: Sequence[Block], target: int | None = None) -> Changes:
    """Return what became of every block of both texts; `target` is the older block that alone was to change."""
    links = trace(old, new)
    place = None if target is None else replacement(old, new, links, target)
    if target is not None and place is not None:
        links = as_edited(links, [(target, place)])
    return followed(old, new, links)


def compare_known(
    old: Sequence[Block], old_ids: Sequence[BlockId], new: Sequence[Block], new_ids: Sequence[BlockId]
) -> Changes:
    """Return the same of two revisions, whose blocks have ids: one with wholly other words has its id still."""
    return followed(old, new, trace_known(old, old_ids, new, new_ids))


def changed(changes: Sequence[Change]) -> Changes:
    """Return the changes that are any."""
    found = [change for change in changes if change.kind != "same"]
    if isinstance(changes, Changes):
        return changes.only(found)
    return Changes(found)


def followed(old: Sequence[Block], new: Sequence[Block], links: Iterable[Link]) -> Changes:
    """Return the same, given which block became which."""
    weigher = _Weigher(BUDGET)
    return Changes.of([_change(old, new, link, weigher) for link in links], old, new)


class _Weigher:
    """Compares words as long as the whole comparison has not weighed too many."""

    def __init__(self, budget: int) -> None:
        self._budget = budget

    def compared(self, old: Sequence[Block], new: Sequence[Block]) -> tuple[Runs, tuple[Runs, ...], bool]:
        """Return the runs of words, the cells of a row, and whether this is coarse."""
        before, after = _text(old), _text(new)
        # With the space or sign behind it, a word takes some six characters: two tokens.
        self._budget -= min(len(before) * len(after) // 9, 6 * MOST_WEIGHED)
        if self._budget < 0:
            return (("removed", before), ("added", after)), (), True
        if len(old) == len(new) == 1 and old[0].kind is new[0].kind is Kind.ROW:
            return compared_rows(before, after)
        runs, coarse = compared(before, after)
        return runs, (), coarse


def _text(blocks: Sequence[Block]) -> str:
    return BREAK.join([block.text for block in blocks])


def _change(old: Sequence[Block], new: Sequence[Block], link: Link, weigher: _Weigher) -> Change:
    befores = tuple([old[place] for place in link.olds])
    afters = tuple([new[place] for place in link.news])
    if link.fate is Fate.NEW or link.fate is Fate.GONE:
        op = "added" if link.fate is Fate.NEW else "removed"
        text = _text(afters or befores)
        return Change(op, link.olds, link.news, befores, afters, ((op, text),) if text else ())
    if len(befores) == len(afters) == 1:
        kind = "moved" if link.moved else "same"
        text = afters[0].text
        if befores[0].text == text:
            return Change(
                kind,
                link.olds,
                link.news,
                befores,
                afters,
                (("same", text),) if text else (),
                moved=link.moved,
            )
        kind = "moved" if link.moved else "edited"
    else:
        kind = "split" if len(afters) > 1 else "joined"
    runs, cells, coarse = weigher.compared(befores, afters)
    formatting = kind in ("edited", "moved") and same_words(befores[0], afters[0])
    return Change(kind, link.olds, link.news, befores, afters, runs, cells, link.moved, formatting, coarse)
