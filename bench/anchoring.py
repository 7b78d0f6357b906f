"""Words followed through invented histories whose truth is known, beside naive quote matching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from wgec_living.domain.anchors import Step
from wgec_living.domain.blocks import split
from wgec_living.domain.lineage import Carried, carry_ids, first_ids
from wgec_living.domain.passages import Passage, Version
from wgec_living.domain.places import Place
from wgec_living.domain.returning import Former

from .figures import table
from .histories_tokens import Text, Token, TokenWriter
from .sizes import Sizes

LANGUAGES = ("en", "zh")
SEEDS = range(3)
PARAGRAPHS = 150
ANCHORS = 150
AFTER = (1, 5, 20)
RATE = 0.08
"""The share of paragraphs that one revision edits."""
NAIVE = 60
"""The least score of RapidFuzz's `fuzz.partial_ratio` at which a quotation counts as found."""

Words = frozenset[int]
"""Words by what they are, not by how they read."""


class Ours:
    """The passages as the program carries them."""

    def __init__(self, text: Text, anchors: Sequence[tuple[int, int, int]]) -> None:
        self._formers: dict[str, list[Former]] = {}
        blocks = split(text.source)
        self._version = Version(blocks, first_ids(blocks, 1).ids)
        self._passages: list[Passage] = [
            self._version.begin([block], text.span(block, first, last)) for block, first, last in anchors
        ]

    def revise(self, text: Text, number: int) -> None:
        """Carry every passage to the next revision."""
        blocks = split(text.source)
        old = self._version
        carried = carry_ids(old.blocks, old.ids, blocks, number, self._find)
        self._keep(carried)
        self._version = Version(blocks, carried.ids)
        step = Step(old, self._version, number)
        self._passages = [step.carry(passage) for passage in self._passages]

    def _find(self, digests: Sequence[str]) -> Mapping[str, Sequence[Former]]:
        return {digest: self._formers[digest] for digest in digests if self._formers.get(digest)}

    def _keep(self, carried: Carried) -> None:
        for former in carried.lost:
            self._formers.setdefault(former.digest, []).append(former)
        for found in self._formers.values():
            found[:] = [former for former in found if former.id not in carried.back]

    def claimed(self, text: Text) -> list[Words]:
        """Return the words that each passage stands on."""
        found = []
        for passage in self._passages:
            words: set[int] = set()
            if passage.place is not Place.GONE:
                for piece in passage.pieces:
                    place = self._version.at[piece.block]
                    length = len(self._version.blocks[place].text)
                    words |= text.words_in(
                        place, piece.start or 0, length if piece.end is None else piece.end
                    )
            found.append(frozenset(words))
        return found


def naive(text: Text, quotations: Sequence[str]) -> list[Words]:
    """Return the words of the paragraph part most like each quotation, wherever it is."""
    sources = text.paragraph_sources()
    found = []
    for quotation in quotations:
        scores = [(fuzz.partial_ratio(quotation, source), -place) for place, source in enumerate(sources)]
        score, place = max(scores)
        best = fuzz.partial_ratio_alignment(quotation, sources[-place]) if score >= NAIVE else None
        found.append(text.words_in(-place, best.dest_start, best.dest_end) if best else frozenset())
    return found


def judged(truth: Words, claimed: Words) -> str:
    """Say whether a claim is right (on the words, or gone with them), wrong (on others) or lost."""
    if not claimed:
        return "lost" if truth else "right"
    return "right" if claimed & truth else "wrong"


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; nothing is kept in `folder`."""
    del folder, sizes
    total: dict[tuple[int, str], Counter[str]] = {}
    for language in LANGUAGES:
        for seed in SEEDS:
            _history(seed, language, total)
    rows = []
    for after in AFTER:
        for name in ("ours", "naive"):
            found = total[after, name]
            count = sum(found[word] for word in ("right", "wrong", "lost"))
            shares = [100 * found[word] / count for word in ("right", "exact", "wrong", "lost")]
            rows.append([f"after {after}", name, count, *shares])
    title = (
        f"Words followed: {ANCHORS} of 2 to 8 words in {PARAGRAPHS} paragraphs, {100 * RATE:.0f} % edited "
        f"in each, beside moves, splits, joins, removals and returns; {len(SEEDS)} seeds, {', '.join(LANGUAGES)}"
    )
    columns = ("revisions", "by", "words", "right %", "to the word %", "wrong %", "lost %")
    table(title, columns, rows, "no comment on words it was not made on")


def _history(seed: int, language: str, total: dict[tuple[int, str], Counter[str]]) -> None:
    writer = TokenWriter(seed, language)
    text = writer.text(PARAGRAPHS)
    anchors = writer.anchors(text, ANCHORS)
    tokens = [text.paragraphs[block][first:last] for block, first, last in anchors]
    quotations = [text.joined(some) for some in tokens]
    ours = Ours(text, anchors)
    for number in range(2, max(AFTER) + 2):
        text = writer.revise(text, RATE)
        ours.revise(text, number)
        if number - 1 not in AFTER:
            continue
        truths = [_truth(text, some) for some in tokens]
        for name, claims in (("ours", ours.claimed(text)), ("naive", naive(text, quotations))):
            found = total.setdefault((number - 1, name), Counter())
            for truth, claimed in zip(truths, claims, strict=True):
                found[judged(truth, claimed)] += 1
                found["exact"] += truth == claimed


def _truth(text: Text, tokens: Sequence[Token]) -> Words:
    """Return the words from the first to the last that is left of a passage, paragraph by paragraph."""
    wanted = {token.name for token in tokens}
    found: set[int] = set()
    for paragraph in text.paragraphs:
        places = [place for place, token in enumerate(paragraph) if token.name in wanted]
        if places:
            found |= {token.name for token in paragraph[places[0] : places[-1] + 1]}
    return frozenset(found)
