"""What was laid out lately, kept in memory within a number of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """A thread-safe map that forgets what was used longest ago when it holds more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._lock = threading.Lock()
        self._entries: OrderedDict[bytes, tuple[Value, int]] = OrderedDict()

    @property
    def size(self) -> int:
        """The bytes held, as their owners stated them."""
        return self._size

    def find(self, keys: Iterable[bytes]) -> dict[bytes, Value]:
        """Return what is known of `keys`."""
        found: dict[bytes, Value] = {}
        with self._lock:
            for key in keys:
                entry = self._entries.get(key)
                if entry is not None:
                    self._entries.move_to_end(key)
                    found[key] = entry[0]
        return found

    def keep(self, key: bytes, value: Value, size: int) -> None:
        """Remember a value of `size` bytes, forgetting others where there is no room; a too large one is not kept."""
        if size > self._limit // 4:
            return
        with self._lock:
            old = self._entries.pop(key, None)
            if old is not None:
                self._size -= old[1]
            self._entries[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                _, (_, forgotten) = self._entries.popitem(last=False)
                self._size -= forgotten
