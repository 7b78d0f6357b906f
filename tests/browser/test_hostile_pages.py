"""Hostile texts on the real pages in a real browser: nothing runs, and each layer of defence is enough alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.hostile_content import OUR_OWN, Hostile, alone, put_on_record
from tests.browser.hostile_serving import Layers, standing
from tests.browser.hostile_watching import Seen, watching
from tests.conftest import KEY, Clock, Server
from wgec_living import accounts, create_app
from wgec_living.settings import Settings

pytestmark = [pytest.mark.xdist_group("hostile"), pytest.mark.timeout(400)]


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


def culprits(chromium: Browser, prepared: Prepared, layers: Layers, payloads: list[str]) -> list[str]:
    """Return those payloads that do harm on a page of their own, to name them when a whole page did."""
    found: list[str] = []
    with standing(prepared.data, layers) as site, watching(chromium, site.address) as eyes:
        living = site.app.extensions["site"]
        ana = living.index.people.person("ana-example")
        server = Server(site.app, living, prepared.data, Clock(), ana, ana, ana)
        for payload in payloads:
            before = len(eyes.seen.harm())
            eyes.read(alone(server, payload))
            if len(eyes.seen.harm()) > before:
                found.append(payload)
    return found


def require_no_harm(chromium: Browser, prepared: Prepared, layers: Layers, seen: Seen) -> None:
    """Fail on any harm, naming the payloads that do it."""
    harm = sorted(set(seen.harm()))
    if harm:
        pages = [path for path in prepared.hostile.pages if any(one.endswith(f" on {path}") for one in harm)]
        payloads = [text for path in pages[:3] for text in prepared.hostile.pages[path]]
        named = culprits(chromium, prepared, layers, payloads)
        pytest.fail("\n".join([*harm, "by:", *map(ascii, named)]))


def test_only_what_cannot_be_kept_was_refused(prepared: Prepared) -> None:
    refused = prepared.hostile.refused
    assert len(prepared.hostile.pages) > 80
    assert all(any(not c.isprintable() and c not in "\n\t\r" for c in text) for text in refused), refused


def test_the_cleaning_alone_is_enough(chromium: Browser, prepared: Prepared) -> None:
    layers = Layers(policy=False)
    pages = [*prepared.hostile.pages, prepared.hostile.leading_away]
    seen = read_all(chromium, prepared, layers, pages)
    require_no_harm(chromium, prepared, layers, seen)
    assert seen.broken == []
    assert seen.tree == []


def test_the_policy_alone_is_enough(chromium: Browser, prepared: Prepared) -> None:
    layers = Layers(cleaning=False)
    seen = read_all(chromium, prepared, layers, list(prepared.hostile.pages))
    require_no_harm(chromium, prepared, layers, seen)
    assert seen.broken == []
    assert {"script-src-attr", "script-src-elem", "img-src", "style-src-attr"} <= set(seen.stopped)


def test_without_both_the_payloads_do_run(chromium: Browser, prepared: Prepared) -> None:
    # A third of the pages is enough to show that the eyes above would have seen.
    layers = Layers(policy=False, cleaning=False)
    seen = read_all(chromium, prepared, layers, list(prepared.hostile.pages)[::3])
    assert len(seen.ran) > 100
    assert len(seen.foreign) > 50
    assert len(seen.tree) > 1_000
    harmless, harmful = "Plain words.", OUR_OWN[0]
    assert culprits(chromium, prepared, layers, [harmless, harmful]) == [harmful]
