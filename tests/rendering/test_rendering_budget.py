"""No text holds the server: budgets, lost children, many threads, memory."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import corpora
import pytest

from wgec_living.domain.blocks import split
from wgec_living.rendering import Renderer
from wgec_living.rendering.assembly import TOO_COMPLEX
from wgec_living.rendering.cache import Cache


@pytest.fixture(scope="module")
def bounded() -> Iterator[Renderer]:
    """A renderer with the budgets of the server."""
    made = Renderer()
    made.text("warm")
    yield made
    made.close()


@pytest.mark.parametrize("size", [20_000, 160_000])
def test_our_own_hostile_texts_are_answered(bounded: Renderer, size: int) -> None:
    for case in corpora.own("pathological-own.json"):
        answer_in_time(bounded, corpora.scaled(case, size), case["name"])


@pytest.mark.slow
@pytest.mark.parametrize("size", [20_000, 160_000])
def test_others_hostile_texts_are_answered(bounded: Renderer, size: int) -> None:
    ours = {case["name"] for case in corpora.own("pathological-own.json")}
    for case in corpora.shared("markdown/pathological.json"):
        if case["name"] in ours:
            continue
        answer_in_time(bounded, corpora.scaled(case, size), case["name"])


def answer_in_time(renderer: Renderer, source: str, name: str) -> None:
    started = time.process_time()
    wall = time.monotonic()
    page = renderer.document(source, split(source))
    # The child's time is bounded by its budget; ours is counted in processor time, as the machine may be busy.
    assert time.process_time() - started < 2, name
    assert time.monotonic() - wall < 20, name
    assert source.strip() == "" or page.html.strip(), name


def test_a_complex_unit_is_shown_as_written_and_the_rest_is_laid_out(bounded: Renderer) -> None:
    source = "*before*\n\n" + "[a<" * 8000 + "\n\n**after**"
    page = bounded.document(source, split(source))
    assert [unit.complex for unit in page.units] == [False, True, False]
    assert TOO_COMPLEX in page.units[1].html
    assert "[a&lt;[a&lt;" in page.units[1].html
    assert page.units[2].html == "<p><strong>after</strong></p>"


def test_what_was_too_complex_once_is_not_tried_again(bounded: Renderer) -> None:
    source = "[b" * 10_000
    bounded.document(source, split(source))
    started = time.monotonic()
    assert bounded.document(source, split(source)).units[0].complex
    assert time.monotonic() - started < 0.4


def test_too_much_memory_ends_a_unit_not_the_server(bounded: Renderer) -> None:
    columns = "a|" * 4000
    source = f"{columns}\n{'-|' * 4000}\n" + "x\n" * 4000
    assert bounded.document(source, split(source)).units[0].complex
    assert bounded.text("*alive*") == "<p><em>alive</em></p>"


def test_a_killed_child_is_replaced() -> None:
    renderer = Renderer(workers=1)
    assert renderer.text("one") == "<p>one</p>"
    (pid,) = renderer.worker_pids()
    os.kill(pid, signal.SIGKILL)
    assert renderer.text("two") == "<p>two</p>"
    assert renderer.worker_pids() != [pid]
    renderer.close()
    assert not Path(f"/proc/{pid}").exists()


def test_a_child_lost_at_work_costs_nothing_but_time() -> None:
    renderer = Renderer(workers=1, unit_seconds=30, text_seconds=60, patience=30)
    renderer.text("start")
    source = "*first*\n\n" + "[c" * 3000 + "\n\n*last*"
    (pid,) = renderer.worker_pids()
    timer = threading.Timer(0.3, os.kill, (pid, signal.SIGKILL))
    timer.start()
    page = renderer.document(source, split(source))
    timer.join()
    assert [unit.complex for unit in page.units] == [False, False, False]
    assert renderer.worker_pids() != [pid]
    renderer.close()


def test_a_silent_child_is_killed() -> None:
    renderer = Renderer(workers=1, patience=3)
    renderer.text("start")
    (pid,) = renderer.worker_pids()
    os.kill(pid, signal.SIGSTOP)
    assert TOO_COMPLEX in renderer.text("held")
    assert not Path(f"/proc/{pid}").exists()
    assert renderer.text("held") == "<p>held</p>"
    renderer.close()


def test_thirty_two_threads_ask_at_once(bounded: Renderer) -> None:
    def ask(number: int) -> str:
        return bounded.text(f"*thread {number}*\n\n- item {number}")

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(ask, range(96)))
    assert answers == [
        f"<p><em>thread {number}</em></p>\n<ul>\n<li>item {number}</li>\n</ul>" for number in range(96)
    ]
    assert len(bounded.worker_pids()) <= 2


def test_the_server_goes_on_while_a_child_works(bounded: Renderer) -> None:
    longest = 0.0
    done = threading.Event()
    source = "".join(f"[d{number}" for number in range(4000))

    def work() -> None:
        bounded.document(source, split(source))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        started = time.perf_counter()
        time.sleep(0.001)
        longest = max(longest, time.perf_counter() - started)
    thread.join()
    assert longest < 0.4


def test_the_cache_holds_no_more_than_its_bytes() -> None:
    cache: Cache[int] = Cache(1000)
    for number in range(50):
        cache.keep(b"%d" % number, number, 100)
    assert cache.size == 1000
    assert cache.find([b"0", b"49"]) == {b"49": 49}
    cache.keep(b"large", 1, 600)
    assert cache.find([b"large"]) == {}
