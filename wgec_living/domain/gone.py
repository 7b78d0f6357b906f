"""What a document says no longer, noted block by block and revision by revision, and found again by its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .identifiers import BlockId
from .lineage import Carried
from .returning import Former


class Gone:
    """The gone blocks of one document, so far as they were noted here."""

    def __init__(self) -> None:
        self.noted: dict[BlockId, Former | None] = {}
        """What was last noted of a block: that it is gone, or (None) that it came back."""
        self._by_digest: dict[str, dict[BlockId, Former]] = {}

    def note(self, carried: Carried) -> None:
        """Note the blocks that a revision has no longer, and those that came back in it."""
        for former in carried.lost:
            known = self.noted.get(former.id)
            if known is not None:
                del self._by_digest[known.digest][former.id]
            self.noted[former.id] = former
            self._by_digest.setdefault(former.digest, {})[former.id] = former
        for name in carried.back:
            noted = self.noted.get(name)
            if noted is not None:
                del self._by_digest[noted.digest][name]
            self.noted[name] = None

    def find(self, digests: Sequence[str]) -> Mapping[str, Sequence[Former]]:
        """Return for digests the blocks that are gone."""
        return {digest: list(noted.values()) for digest in digests if (noted := self._by_digest.get(digest))}
