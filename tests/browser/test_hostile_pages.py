"""Hostile texts on the real pages in a real browser: nothing runs, and each layer of defence is enough alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.hostile_content import Hostile, put_on_record
from tests.browser.hostile_serving import Layers, standing
from tests.browser.hostile_watching import Seen, watching
from tests.conftest import KEY, Clock, Server
from wgec_living import accounts, create_app
from wgec_living.settings import Settings

pytestmark = pytest.mark.xdist_group("hostile")


@dataclass(frozen=True)
class Prepared:
    """A record full of hostile texts."""

    data: Path
    hostile: Hostile


@pytest.fixture(scope="module")
def prepared(
    chromium: Browser, founded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prepared]:
    """A copy of the founded data with all payloads put on record, made once for the module."""
    folder = tmp_path_factory.mktemp("hostile")
    data = folder / "data"
    shutil.copytree(founded, data)
    app = create_app(Settings(data=data, secret_key=KEY, site_name="Test group"), Clock())
    site = app.extensions["site"]
    people = [site.index.people.person(f"{word}-example") for word in ("ana", "boris", "cora")]
    hostile = put_on_record(Server(app, site, data, Clock(), *people), folder)
    with app.app_context():
        accounts.db.session.remove()
        accounts.db.engine.dispose()
    site.close()
    yield Prepared(data, hostile)


def read_all(chromium: Browser, prepared: Prepared, layers: Layers, pages: list[str]) -> Seen:
    """Open pages with only these layers standing and return what happened."""
    with standing(prepared.data, layers) as site, watching(chromium, site.address) as eyes:
        for path in pages:
            eyes.read(path)
    return eyes.seen


def test_the_cleaning_alone_is_enough(chromium: Browser, prepared: Prepared) -> None:
    pages = [*prepared.hostile.pages, prepared.hostile.leading_away]
    seen = read_all(chromium, prepared, Layers(policy=False), pages)
    assert seen.harm() == [], "\n".join(sorted(set(seen.harm())))
    assert seen.broken == []
    assert seen.tree == []


def test_the_policy_alone_is_enough(chromium: Browser, prepared: Prepared) -> None:
    seen = read_all(chromium, prepared, Layers(cleaning=False), list(prepared.hostile.pages))
    assert seen.harm() == [], "\n".join(sorted(set(seen.harm())))
    assert "script-src-attr" in seen.stopped
    assert "img-src" in seen.stopped


def test_without_both_the_payloads_do_run(chromium: Browser, prepared: Prepared) -> None:
    # Every third page shows that this harness would see what runs.
    pages = list(prepared.hostile.pages)[::3]
    seen = read_all(chromium, prepared, Layers(policy=False, cleaning=False), pages)
    assert len(seen.ran) > 0
    assert len(seen.foreign) > 0
    assert len(seen.tree) > 0
    print(len(seen.ran), len(seen.foreign), len(seen.tree))
