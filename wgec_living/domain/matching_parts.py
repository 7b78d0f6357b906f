"""Find the blocks that were split into several, and those that were joined into one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .likeness import likeness
from .weighing import Weighing

WITHIN = 0.6
"""How much of a part's weight must stand in the whole."""
WHOLE = 0.72
"""The least likeness of the whole and all its parts together."""
WHOLE_ELSEWHERE = 0.85
"""The same, where the whole stands at another place than the parts."""
GAIN = 0.1
"""How much all the parts together must be more like the whole than any one of them."""
LEFT_WITHIN = 0.75
"""How much of the weight of a part beside an edited block must stand in what that block lost."""
TELLING_PART = 1.5
"""How many words that stand nowhere else a part must share with the whole, by weight."""
RIVAL = 0.75
"""How much of what a part shares with the whole any other block may share with it."""
MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Parts:
    """One block of one text, and the neighbouring blocks of the other that it was split into or joined from."""

    whole: int
    parts: tuple[int, ...]


class PartsFinder:
    """Finds splits; with the sides exchanged it finds joins."""

    def __init__(self, weighing: Weighing, *, joins: bool) -> None:
        self._weighing = weighing
        self._joins = joins
        self._wholes, self._parts = (weighing.new, weighing.old) if joins else (weighing.old, weighing.new)
        self._whole_weight = weighing.new_weight if joins else weighing.old_weight
        self._part_weight = weighing.old_weight if joins else weighing.new_weight
        matching = weighing.matching
        self._partner = matching.to_new if joins else matching.to_old

    def _shared(self, whole: int, part: int) -> float:
        return self._weighing.shared(part, whole) if self._joins else self._weighing.shared(whole, part)

    def _in_place(self, whole: int, part: int) -> bool:
        matching = self._weighing.matching
        return matching.in_place(part, whole) if self._joins else matching.in_place(whole, part)

    def unpaired(self, pairs: set[tuple[int, int]]) -> list[Parts]:
        """Return the wholes without a partner whose parts have none either; `pairs` are (older, newer)."""
        parts_of: dict[int, list[int]] = {}
        wholes_of: dict[int, list[int]] = {}
        for i, j in sorted(pairs):
            whole, part = (j, i) if self._joins else (i, j)
            parts_of.setdefault(whole, []).append(part)
            wholes_of.setdefault(part, []).append(whole)
        found: list[Parts] = []
        taken: set[int] = set()
        for whole, parts in sorted(parts_of.items()):
            # A part that no other one stands beside makes no whole with any.
            beside = {part + step for part in parts for step in (-1, 1)}.intersection(parts) - taken
            able = [part for part in sorted(beside) if self._may_be_part(whole, part, wholes_of[part])]
            run = self._best_run(whole, able, parts) if len(able) > 1 else ()
            if run:
                found.append(Parts(whole, run))
                taken.update(run)
        return found

    def _may_be_part(self, whole: int, part: int, rivals: list[int]) -> bool:
        shared = self._shared(whole, part)
        if shared < WITHIN * self._part_weight[part] or shared < TELLING_PART * self._weighing.rarity.rare:
            return False
        return all(self._shared(other, part) <= RIVAL * shared for other in rivals if other != whole)

    def _best_run(self, whole: int, able: list[int], parts: list[int]) -> tuple[int, ...]:
        """Return the neighbours among those able that make the whole better than any part alone, or none."""
        runs: list[list[int]] = []
        for part in able:
            if runs and runs[-1][-1] == part - 1:
                runs[-1].append(part)
            else:
                runs.append([part])
        chosen: tuple[int, ...] = ()
        if all(len(run) == 1 for run in runs):
            return chosen
        best = max(self._likeness(whole, (part,)) for part in parts)
        for run in runs:
            for start in range(len(run) - 1):
                for stop in range(start + 2, min(len(run), start + MOST_PARTS) + 1):
                    part_run = tuple(run[start:stop])
                    alike = self._likeness(whole, part_run)
                    least = WHOLE if self._in_place(whole, part_run[0]) else WHOLE_ELSEWHERE
                    if alike >= least and alike >= best + (0 if chosen else GAIN):
                        chosen, best = part_run, alike
        return chosen

    def _likeness(self, whole: int, parts: tuple[int, ...]) -> float:
        together: Counter[str] = Counter()
        for part in parts:
            together.update(self._parts[part])
        shared = self._weighing.rarity.shared(self._wholes[whole], together)
        return likeness(shared, self._whole_weight[whole], sum(self._part_weight[part] for part in parts))

    def beside(self) -> list[Parts]:
        """Return the paired wholes with their partner and the lone neighbours of it that took what it lost."""
        found: list[Parts] = []
        taken: set[int] = set()
        for whole, counts in sorted(self._wholes.items()):
            own = self._own_partner(whole)
            if own < 0 or own not in self._parts:
                continue
            left = counts - self._parts[own]
            before = self._reach(whole, own, -1, left, taken)
            after = self._reach(whole, own, 1, left, taken)
            taken.update(before, after)
            if before or after:
                found.append(Parts(whole, (*before[::-1], own, *after)))
        return found

    def _own_partner(self, whole: int) -> int:
        matching = self._weighing.matching
        return matching.to_old[whole] if self._joins else matching.to_new[whole]

    def _reach(self, whole: int, own: int, step: int, left: Counter[str], taken: set[int]) -> list[int]:
        """Return the lone blocks next to `own` that hold what the whole has left, and take it off."""
        rarity = self._weighing.rarity
        found: list[int] = []
        part = own + step
        while (
            part in self._parts and self._partner[part] < 0 and part not in taken and len(found) < MOST_PARTS
        ):
            shared = rarity.shared(left, self._parts[part])
            enough = shared >= LEFT_WITHIN * self._part_weight[part] and (
                shared >= TELLING_PART * rarity.rare or self._word_for_word(whole, own, part)
            )
            if not enough or not self._shared(whole, part):
                break
            left.subtract(self._parts[part])
            for word in [word for word, times in left.items() if times <= 0]:
                del left[word]
            found.append(part)
            part += step
        return found

    def _word_for_word(self, whole: int, own: int, part: int) -> bool:
        """Say whether the text of a part stands in the whole, and there more often than in its partner."""
        matching = self._weighing.matching
        wholes, parts = (matching.new, matching.old) if self._joins else (matching.old, matching.new)
        text = parts[part].text
        return wholes[whole].text.count(text) > parts[own].text.count(text)
