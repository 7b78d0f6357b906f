"""One server to a data folder, however it is started; the second says why it will not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.real_server import RealServer

pytestmark = pytest.mark.slow


def test_a_second_server_on_the_same_data_refuses_in_one_sentence(data: Path, tmp_path: Path) -> None:
    first, second = RealServer(data, tmp_path / "first.log"), RealServer(data, tmp_path / "second.log")
    first.start()
    try:
        first.wait_ready()
        second.start()
        assert second.process is not None
        assert second.process.wait(timeout=60) == 1
        said = second.words().strip().splitlines()
        assert len(said) == 1 and "Another server is running" in said[0], said
        first.wait_ready()
    finally:
        first.kill()
    # A killed server holds nothing: the next one starts without a hand.
    third = RealServer(data, tmp_path / "third.log")
    third.start()
    try:
        third.wait_ready()
    finally:
        third.kill()
