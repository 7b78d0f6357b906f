"""A data folder with people and a long text, and how long the long tests go on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.reliability.writing import DOCUMENT, TEXT
from wgec_living import accounts, create_app
from wgec_living.services import founding
from wgec_living.services.site import Site
from wgec_living.settings import Settings

ROUNDS = int(os.environ.get("WGEC_ROUNDS", "1"))
"""How many times as long as usual the long tests go on; more for a night's run."""


@pytest.fixture(scope="session")
def with_long_text(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the founded data with one more document, of sixty paragraphs."""
    folder = tmp_path_factory.mktemp("long")
    data = Path(shutil.copytree(founded, folder / "data"))
    (folder / "long.md").write_text(TEXT, "utf-8")
    app = create_app(Settings(data=data, site_name="Test group"))
    site: Site = app.extensions["site"]
    founding.import_document(site, folder / "long.md", DOCUMENT)
    with app.app_context():
        accounts.db.engine.dispose()
    site.close()
    return data


@pytest.fixture
def data(with_long_text: Path, tmp_path: Path) -> Path:
    """Return a fresh copy of the data with the long text."""
    return Path(shutil.copytree(with_long_text, tmp_path / "data"))
