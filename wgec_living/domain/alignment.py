"""Two sequences of texts put side by side: which one became which, in reading order.

Exact matches come from the longest common subsequence (bit-parallel, RapidFuzz); what lies between two matches is
paired by similarity. Bounded: beyond `MOST` items on a side the middle is compared place by place.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel, LCSseq

MOST = 8_000
"""The longest sequences aligned exactly; the working memory is MOST * MOST / 8 bytes at worst."""
MOST_PAIRED = 2_500
"""The largest gap (old items times new items) in which every pair is weighed."""
MOST_WEIGHED = 2_000_000_000
"""The largest gap (characters of the old side times characters of the new) in which long texts are weighed whole."""
SAMPLE = 500
"""Characters taken from each end of a long text in a larger gap (fifty texts of 20 kB against fifty took 40 s)."""
ALIKE = 0.5
"""The least similarity (Indel, 0 to 1) at which a text counts as edited rather than replaced."""

Pair = tuple[int | None, int | None]


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return pairs (old index, new index) in reading order; None stands for "not there".

    Every index occurs exactly once, both rise strictly, and what was removed at a place precedes what was added.
    """
    start = in_common(old, new)
    end = in_common(old[start:][::-1], new[start:][::-1])
    pairs: list[Pair] = [(i, i) for i in range(start)]
    old_stop, new_stop = len(old) - end, len(new) - end
    at_old, at_new = start, start
    for match_old, match_new, size in _matches(old[start:old_stop], new[start:new_stop]):
        pairs += _gap(old, new, (at_old, start + match_old), (at_new, start + match_new))
        pairs += [(start + match_old + i, start + match_new + i) for i in range(size)]
        at_old, at_new = start + match_old + size, start + match_new + size
    pairs += _gap(old, new, (at_old, old_stop), (at_new, new_stop))
    pairs += [(old_stop + i, new_stop + i) for i in range(end)]
    return pairs


def in_common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many items two sequences begin with alike."""
    count = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        count += 1
    return count


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    if not old or not new:
        return []
    if len(old) > MOST or len(new) > MOST:
        return [(i, i, 1) for i, (left, right) in enumerate(zip(old, new, strict=False)) if left == right]
    return [
        (step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in LCSseq.opcodes(old, new)
        if step.tag == "equal"
    ]


def _gap(old: Sequence[str], new: Sequence[str], olds: tuple[int, int], news: tuple[int, int]) -> list[Pair]:
    (old_from, old_to), (new_from, new_to) = olds, news
    paired = _pairs(old[old_from:old_to], new[new_from:new_to])
    result: list[Pair] = []
    at_old, at_new = old_from, new_from
    for i, j in [*((old_from + i, new_from + j) for i, j in paired), (old_to, new_to)]:
        result += [(k, None) for k in range(at_old, i)]
        result += [(None, k) for k in range(at_new, j)]
        if i < old_to and j < new_to:
            result.append((i, j))
        at_old, at_new = i + 1, j + 1
    return result


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return which text of a gap became which, rising in both."""
    if not old or not new:
        return []
    weigh = _likeness if sum(map(len, old)) * sum(map(len, new)) <= MOST_WEIGHED else _likeness_by_sample
    if len(old) * len(new) > MOST_PAIRED:
        return [(i, i) for i, (left, right) in enumerate(zip(old, new, strict=False)) if weigh(left, right)]
    return _best_pairs([[weigh(left, right) for right in new] for left in old])


def _likeness(old: str, new: str) -> float:
    if not old.strip() or not new.strip():
        return 0.0
    return Indel.normalized_similarity(old, new, score_cutoff=ALIKE)


def _likeness_by_sample(old: str, new: str) -> float:
    short, long = sorted((len(old), len(new)))
    if 2 * short < ALIKE * (short + long):
        return 0.0  # However alike, the longer one has too much besides.
    return _likeness(_ends(old), _ends(new))


def _ends(text: str) -> str:
    return text if len(text) <= 2 * SAMPLE else text[:SAMPLE] + text[-SAMPLE:]


def _best_pairs(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column), rising in both, whose likenesses add up to most."""
    height, width = len(likeness), len(likeness[0])
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            met = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(met, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < height and j < width:
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
