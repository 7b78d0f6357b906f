"""The child process that reads Markdown: nothing it is given can hold it, or the server, longer than its budget.

Speaks JSON, one message a line: a request on standard input, one answer for each unit on standard output. Started by
`workers.py`, or by hand as `python -m wgec_living.rendering.worker`; ends when its standard input does.
"""

from __future__ import annotations

import json
import resource
import secrets
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from .cleaning import MARK, clean
from .marks import JsonPiece, cut, mark_blocks, mark_notes_in_links, mark_returns
from .reader import Reader

MEMORY = 768 * 1024 * 1024
"""The most address space the child may take, in bytes."""
COMPLEX = "complex"
"""The answer for a unit that broke its own budget, or the library."""
LATE = "late"
"""The answer for a unit that the text's budget did not reach."""


class _OverBudgetError(BaseException):
    """Raised by the timer; no `except Exception` on its way may swallow it."""


def _over(*_: object) -> None:
    raise _OverBudgetError


class _Worker:
    def __init__(self) -> None:
        self._reader = Reader()

    def answer(self, request: dict[str, Any]) -> None:
        """Write one line for each unit of a request."""
        unit_budget, budget = float(request["unit_budget"]), float(request["budget"])
        left = budget
        work = self._define if request["op"] == "define" else self._render
        for unit in request["units"]:
            answer: Any = LATE
            if left > 0.005:
                started = time.process_time()
                # A long table or list is many small things: it may take a little more.
                most = min(unit_budget + 0.001 * len(unit.get("kinds", ())), 2 * unit_budget, budget)
                answer = self._within(min(most, left), work, unit)
                if answer == COMPLEX and left < most:
                    answer = LATE
                left -= time.process_time() - started
            sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
            sys.stdout.flush()

    def _within(self, seconds: float, work: Callable[[dict[str, Any]], Any], unit: dict[str, Any]) -> Any:
        """Return what `work` makes of the unit, or `COMPLEX` when it takes more processor time or breaks."""
        try:
            try:
                # It goes on firing, so that an exception lost inside a callback is raised again.
                signal.setitimer(signal.ITIMER_PROF, seconds, 0.02)
                return work(unit)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        except (_OverBudgetError, Exception):
            # RecursionError, MemoryError and the library's own bugs alike: the unit is shown as it was written.
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._reader = Reader()
            return COMPLEX

    def _define(self, unit: dict[str, Any]) -> dict[str, Any]:
        return self._reader.definitions(unit["source"], unit["kind"])

    def _render(self, unit: dict[str, Any]) -> dict[str, Any]:
        kinds: list[str] = unit["kinds"]
        token = "m" + secrets.token_hex(12)
        reader = self._reader
        reader.prepare(unit, token)
        html, lost = self._html(unit["source"], kinds, token)
        if kinds and kinds[0] == "code":
            html = html.replace("<pre>", f'<pre {MARK}="{token}-0">', 1)
        pieces = cut(clean(html), token, reader.references.found)
        anchors: list[JsonPiece] = []
        for block in lost:
            anchors += ["<span", ["a", block], ">", ["t", block], "</span>"]
        if kinds and kinds[0] == "row":
            pieces = ['<div class="table" tabindex="0" role="region" aria-label="Table">', *pieces, "</div>"]
        return {"pieces": anchors + pieces}

    def _html(self, source: str, kinds: list[str], token: str) -> tuple[str, list[int]]:
        """Return the HTML of a unit, marked but not yet clean, and the blocks that have no element in it."""
        reader = self._reader
        root = reader.tree(source, kinds[0] if kinds else "")
        for treeprocessor in reader.markdown.treeprocessors:
            changed = treeprocessor.run(root)
            root = root if changed is None else changed
        mark_notes_in_links(root, token)
        lost: list[int] = []
        if kinds:
            lost = mark_blocks(root, kinds, reader.quotes.found, token)
        else:
            mark_returns(root, token)
        return reader.html(root), lost


def main() -> None:
    """Answer requests until the server closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _over)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    worker = _Worker()
    for line in sys.stdin:
        worker.answer(json.loads(line))


if __name__ == "__main__":
    main()
