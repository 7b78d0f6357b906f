"""Blocks traced right, wrong and lost on invented histories whose truth is known, beside naive quote matching."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from wgec_living.domain.blocks import Block, split
from wgec_living.domain.tracing import trace

from .figures import Timings, table, timings_table
from .histories import Changes, Piece, Writer, source_of
from .sizes import Sizes

LANGUAGES = ("en", "ar", "zh")
SEEDS = range(6)
REVISIONS = 4
BLOCKS = 300
RATES = (0.02, 0.08, 0.20)
NAIVE = 60
"""The least score of RapidFuzz's `fuzz.ratio` at which a quotation counts as found."""

Pairs = set[tuple[int, int]]
Tracer = Callable[[tuple[Block, ...], tuple[Block, ...]], Pairs]


def ours(old: tuple[Block, ...], new: tuple[Block, ...]) -> Pairs:
    """Return the pairs (older, newer) that we trace."""
    return {(i, j) for link in trace(old, new) for i in link.olds for j in link.news}


def naive(old: tuple[Block, ...], new: tuple[Block, ...]) -> Pairs:
    """Return for each older block the newer one whose words are most like it, as a quotation would be found."""
    texts = [block.text for block in new]
    found = (
        (i, process.extractOne(block.text, texts, scorer=fuzz.ratio, score_cutoff=NAIVE))
        for i, block in enumerate(old)
    )
    return {(i, best[2]) for i, best in found if best is not None}


def score(truth: Pairs, claimed: Pairs, blocks: int) -> Counter[str]:
    """Count the older blocks: right (all that they became, or gone), wrong (something else), lost (too little)."""
    found: Counter[str] = Counter()
    for i in range(blocks):
        real = {j for k, j in truth if k == i}
        said = {j for k, j in claimed if k == i}
        found["wrong" if said - real else "right" if said == real else "lost"] += 1
    return found


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; nothing is kept in `folder`."""
    del folder
    rows: list[list[object]] = []
    for rate in RATES:
        for moves in (0, 10):
            for name, tracer in (("ours", ours), ("naive", naive)):
                total: Counter[str] = Counter()
                for language in LANGUAGES:
                    for seed in SEEDS:
                        total += history(
                            seed, language, Changes(rate, moves, inserted=rate / 3, deleted=rate / 3), tracer
                        )
                shares = [100 * total[word] / total.total() for word in ("right", "wrong", "lost")]
                rows.append([f"{100 * rate:.0f} % edited, {moves} moves", name, total.total(), *shares])
    title = (
        f"Blocks traced, {len(SEEDS)} seeds, {', '.join(LANGUAGES)}, {REVISIONS} revisions of {BLOCKS} blocks"
    )
    aim = "wrong at most 0.1 % at 8 %, at most 1 % at 20 % with 10 moves; as few lost as that allows"
    table(title, ("changes", "by", "blocks", "right %", "wrong %", "lost %"), rows, aim)
    _time(sizes)


def history(seed: int, language: str, changes: Changes, tracer: Tracer) -> Counter[str]:
    """Score a tracer over the revisions of one text."""
    writer = Writer(seed, language)
    pieces, total = writer.text(BLOCKS), Counter[str]()
    for _ in range(REVISIONS):
        old, pieces = pieces, writer.revise(pieces, changes)
        truth = {(i, j) for j, piece in enumerate(pieces) for i in piece.came_from}
        total += score(truth, tracer(_blocks(old, language), _blocks(pieces, language)), len(old))
    return total


def _blocks(pieces: list[Piece], language: str) -> tuple[Block, ...]:
    blocks = split(source_of(pieces, language))
    assert [block.text for block in blocks] == [piece.source(language) for piece in pieces]
    return blocks


def _time(sizes: Sizes) -> None:
    """Measure one revision of a large text."""
    timings: list[Timings] = []
    for rate in RATES:
        writer = Writer(1, "en")
        pieces = writer.text(10)
        while len(source_of(pieces, "en").encode()) < 1000 * sizes.kilobytes:
            pieces += writer.text(20)
        size = len(pieces)
        old = _blocks(pieces, "en")
        new = _blocks(writer.revise(pieces, Changes(rate, inserted=rate / 3, deleted=rate / 3)), "en")
        taken = Timings(f"{size:,} blocks, {100 * rate:.0f} % edited, 10 moves")
        for _ in range(10):
            start = time.process_time()
            trace(old, new)
            taken.seconds.append(time.process_time() - start)
        timings.append(taken)
    title = f"One revision of {sizes.kilobytes} kB, time of the processor"
    timings_table(title, timings, "at most 100 ms with ordinary edits")
