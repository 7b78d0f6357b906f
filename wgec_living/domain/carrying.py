"""The blocks of one document carried on revision by revision, with what makes each step cheaper kept from the last."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Block
from .identifiers import BlockId
from .likeness import Vocabulary
from .lineage import Carried, carry_ids
from .returning import FindFormer
from .tracing import Fate


class Carrying:
    """Carries the ids of one document's blocks; the revisions are given in order."""

    def __init__(self, find_former: FindFormer) -> None:
        self._find_former = find_former
        self._words: Vocabulary | None = None

    def carry(
        self,
        old: Sequence[Block],
        old_ids: Sequence[BlockId],
        new: Sequence[Block],
        number: int,
        target: BlockId | None = None,
    ) -> Carried:
        """Return what `carry_ids` says of revision `number` and the one before it."""
        words = self._words = self._words or Vocabulary(old)
        carried = carry_ids(old, old_ids, new, number, self._find_former, words, target)
        changed = [link for link in carried.links if link.fate is not Fate.SAME]
        gone = [old[place] for link in changed for place in link.olds]
        words.go_on(new, gone, [new[place] for link in changed for place in link.news])
        return carried
