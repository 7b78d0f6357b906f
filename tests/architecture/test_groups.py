"""What is to run one after the other does: the versions of pytest and pytest-xdist must agree on it."""

from __future__ import annotations

import pytest

GROUPED = """
import os
from pathlib import Path

import pytest

@pytest.mark.xdist_group("heavy")
@pytest.mark.parametrize("number", range(8))
def test_heavy(number):
    Path(os.environ["PYTEST_XDIST_WORKER"]).touch()
"""


def test_a_group_stays_on_one_worker(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    pytester.makepyfile(GROUPED)
    pytester.runpytest_subprocess("-n", "2", "--dist", "loadgroup").assert_outcomes(passed=8)
    assert len(list(pytester.path.glob("gw*"))) == 1
