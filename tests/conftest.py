"""What every test shares: the tests marked `slow` stay together on one worker, one after the other."""

from __future__ import annotations

import pytest


# First, because pytest-xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests in one group, so that `--dist loadgroup` runs them serially."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.xdist_group("slow"))
