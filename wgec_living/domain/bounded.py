"""A cache bounded by the size of what it holds: the least recently used goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """Values by key, at most `capacity` in the unit that `size_of` counts in; shared by threads."""

    def __init__(self, capacity: int, size_of: Callable[[Value], int] | None = None) -> None:
        self._capacity = capacity
        self._size_of = size_of
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._size = 0
        self._guard = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """Return the value kept under `key`, or None."""
        with self._guard:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value) -> None:
        """Keep `value`; one that is larger than the whole capacity is not kept."""
        size = self._size_of(value) if self._size_of else 1
        with self._guard:
            if key in self._held:
                self._size -= self._held.pop(key)[1]
            if size > self._capacity:
                return
            self._held[key] = (value, size)
            self._size += size
            while self._size > self._capacity:
                self._size -= self._held.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._held.clear()
            self._size = 0
