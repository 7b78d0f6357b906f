"""Know a block again that was gone and has come back, word for word: it gets its former id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from .block_words import words_of
from .blocks import Block
from .identifiers import BlockId

TELLING = 5
"""How many different words a text needs to be known again away from its former neighbours."""


@dataclass(frozen=True, slots=True)
class Former:
    """A block that an earlier revision had and later ones have no longer, or with wholly other words."""

    id: BlockId
    digest: str
    """Stands for its kind and text; see `digest_of`."""
    last: int
    """The newest revision that had it."""
    before: BlockId | None
    """The block that stood above it there; None at the top."""
    after: BlockId | None
    """The block that stood below it there; None at the end."""
    into: BlockId | None = None
    """The block it was joined into, if it was."""
    stands: bool = False
    """Whether only its words are gone, and wholly others came in their place."""


FindFormer = Callable[[Sequence[str]], Mapping[str, Sequence[Former]]]
"""Returns for digests the blocks that are gone, in any order; one without any may be left out."""


def digest_of(block: Block) -> str:
    """Return what stands for the kind and text of a block: equal for equal ones, and for no others."""
    content = f"{block.kind.value}\n{block.text}".encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=16).hexdigest()


def nobody(digests: Sequence[str]) -> Mapping[str, Sequence[Former]]:
    """Know no block that is gone."""
    del digests
    return {}


class Returning:
    """Fills in the former ids among the ids of a revision, where it is sure."""

    def __init__(
        self,
        blocks: Sequence[Block],
        ids: list[BlockId | None],
        find_former: FindFormer,
    ) -> None:
        """Look at the blocks that have no id yet."""
        self._blocks, self._ids = blocks, ids
        self._digests = {j: digest_of(blocks[j]) for j, name in enumerate(ids) if name is None}
        found = find_former(sorted(set(self._digests.values()))) if self._digests else {}
        self._former = {
            j: sorted(found[digest], key=lambda former: (-former.last, former.id))
            for j, digest in self._digests.items()
            if found.get(digest)
        }
        self._back: list[BlockId] = []
        self._times = Counter(block.text for block in blocks) if self._former else Counter[str]()

    def unless_joined(self, parts: Sequence[int], whole: BlockId) -> Sequence[int]:
        """Return the parts of a split block that were not joined into it before; those that were get their ids back.

        Where all were, none does, so that the block's own id stays.
        """
        back: dict[int, BlockId] = {}
        for part in parts:
            for former in self._former.get(part, ()):
                if former.into == whole and former.id not in back.values() and self._unused(former.id):
                    back[part] = former.id
                    break
        if len(back) == len(parts):
            return parts
        for part, name in back.items():
            self._give(part, name)
        return [part for part in parts if part not in back]

    def run(self) -> None:
        """Give their former ids to the blocks that have come back; from above, then from below."""
        if not self._former:
            return
        for places in (range(len(self._blocks)), range(len(self._blocks) - 1, -1, -1)):
            for j in places:
                name = self._known_again(j) if self._ids[j] is None and j in self._former else None
                if name is not None:
                    self._give(j, name)

    def _known_again(self, j: int) -> BlockId | None:
        able = [former for former in self._former[j] if self._unused(former.id)]
        beside = [former for former in able if self._beside(j, former)]
        if beside:
            return beside[0].id
        telling = len(words_of(self._blocks[j].text).distinct) >= TELLING
        alone = len(able) == 1 or (len(able) > 1 and able[0].last > able[1].last)
        return able[0].id if telling and alone and self._times[self._blocks[j].text] == 1 else None

    def _beside(self, j: int, former: Former) -> bool:
        above = self._ids[j - 1] if j else None
        below = self._ids[j + 1] if j + 1 < len(self._ids) else None
        return (above is not None and above == former.before) or (below is not None and below == former.after)

    @property
    def back(self) -> tuple[BlockId, ...]:
        """The former ids given again, in the order they were."""
        return tuple(self._back)

    def _give(self, j: int, name: BlockId) -> None:
        self._ids[j] = name
        self._back.append(name)

    def _unused(self, name: BlockId) -> bool:
        return name not in self._ids
