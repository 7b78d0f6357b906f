"""What every test shares: a founded server on real Git and SQLite, three people, and a check after each test."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from wgec_living import accounts, create_app
from wgec_living.accounts import members
from wgec_living.domain.events import ChangeType, Disposition, Kind
from wgec_living.domain.identifiers import BlockId, DocumentPath
from wgec_living.domain.people import Person
from wgec_living.rendering import Renderer
from wgec_living.services import contributing, deciding, founding, inviting
from wgec_living.services.passages import block_views
from wgec_living.services.site import Site
from wgec_living.services.views import Outcome, Receipt
from wgec_living.settings import Settings

TEXT = """---
title: A short text
language: en
---

# A short text

The first paragraph says where we stand.

The second paragraph says what could be done.

## A table of issues

| issue | status |
|---|---|
| access | |
| privacy | |

- one thing
- another thing

The last paragraph closes the text.
"""
ARABIC = """---
title: نص قصير
language: ar
---

# نص قصير

الفقرة الأولى تقول أين نقف.

الفقرة الثانية تقول ما يمكن عمله.
"""
PEOPLE = {
    "ana": ("Ana Example", "Network for Open Access", "civil-society", "contributor"),
    "boris": ("Boris Example", "Samplestan", "member-states", "contributor"),
    "cora": ("Cora Example", "Secretariat", "international-organizations", "coordinator"),
}
KEY = "a key for tests that is long enough to be one"
# How long an example takes on a busy machine says nothing; where time matters, a test measures that of the processor.
# A gate answers the same to the same commit: there the examples are always the same, elsewhere always new ones.
hypothesis_settings.register_profile(
    "busy", deadline=None, derandomize=os.environ.get("CI", "").lower() in ("true", "1")
)
hypothesis_settings.load_profile("busy")


# First, because pytest-xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests in one group, so that `--dist loadgroup` runs them serially."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.xdist_group("slow"))


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later look for garbage, which it would make slow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class Compiled(BytecodeCache):
    """The templates as compiled for an earlier server of this process; each server would compile them anew."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template that has not changed."""
        checksum, code = self._known.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._known[bucket.key] = bucket.checksum, bucket.bytecode_to_string()


COMPILED = Compiled()
ANEW: set[object] = set()  # Indexes as made anew, each with the refs of its record.


@dataclass
class Clock:
    """The one thing tests put in place of the real one; it moves on by a second at each look."""

    now: int = 1_790_000_000

    def __call__(self) -> int:
        self.now += 1
        return self.now


@dataclass
class Server:
    """A founded server with Ana and Boris (contributors of two groups) and Cora (coordinator)."""

    app: Flask
    site: Site
    data: Path
    clock: Clock
    ana: Person
    boris: Person
    cora: Person
    clients: list[FlaskClient] = field(default_factory=list)

    def visitor(self) -> FlaskClient:
        """Return a client that nobody is signed in with: Vera's."""
        return self.app.test_client()

    def signed_in(self, person: Person) -> FlaskClient:
        """Return a client in which `person` signed in by a one-time link, as a browser would."""
        client = self.app.test_client()
        address = f"{person.handle.partition('-')[0]}@people.example"
        with self.app.app_context():
            link = inviting.fresh_link(self.site, None, address)
        path = link.removeprefix(self.site.settings.base_url)
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        answer = client.post("/sign-in/confirm", data={"csrf_token": csrf(answer.text)})
        assert answer.status_code == 303, answer.text
        return client

    def token(self, person: Person, name: str = "test") -> str:
        """Return an API token of `person`."""
        with self.app.app_context():
            return inviting.issue_token(self.site, f"{person.handle.partition('-')[0]}@people.example", name)

    def block(self, words: str, path: str = "short") -> BlockId:
        """Return the id of the block in force that holds `words`."""
        document = self.site.index.texts.document(DocumentPath(path))
        revision = self.site.index.texts.revision(document.path, document.revision)
        views = block_views(self.site, revision, counted=False)
        return next(view.id for view in views if view is not None and words in view.text)

    def comment(self, person: Person, words: str, body: str = "A comment.", path: str = "short") -> Receipt:
        """Submit a comment on the block that holds `words`."""
        return self._submit(Kind.COMMENT, person, words, body, path)

    def propose(
        self,
        person: Person,
        words: str,
        replacement: str,
        body: str = "It would be clearer.",
        path: str = "short",
    ) -> Receipt:
        """Submit a proposal to put `replacement` in place of the block that holds `words`."""
        return self._submit(Kind.PROPOSAL, person, words, body, path, replacement)

    def _submit(
        self, kind: Kind, person: Person, words: str, body: str, path: str, replacement: str | None = None
    ) -> Receipt:
        document = self.site.index.texts.document(DocumentPath(path))
        sent = contributing.Submission(
            kind,
            document.path,
            document.commit,
            body,
            (self.block(words, path),),
            replacement=replacement,
            change_type=ChangeType.SUBSTANTIVE,
        )
        return contributing.submit(self.site, person, sent)

    def dispose(
        self, person: Person, number: int, disposition: str, reason: str = "Because.", text: str | None = None
    ) -> Outcome:
        """Decide on a contribution as it stands now."""
        seen = deciding.preview(self.site, number)
        decision = deciding.Decision(Disposition(disposition), reason, seen.seen_main, seen.seen_tip, text)
        return deciding.dispose(self.site, person, number, decision)


def csrf(page: str) -> str:
    """Return the CSRF token in a page."""
    return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a server with three people, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("founded")
    texts = folder / "texts"
    texts.mkdir()
    (texts / "short.md").write_text(TEXT, "utf-8")
    (texts / "arabic.md").write_text(ARABIC, "utf-8")
    settings = Settings(data=folder / "data", secret_key=KEY, site_name="Test group")
    clock = Clock(1_780_000_000)
    founding.found_record(settings.record_path, settings.site_name, "test-group", texts, clock).close()
    app = create_app(settings, clock)
    site: Site = app.extensions["site"]
    with app.app_context():
        accounts.upgrade()
        site.index.keeping.level()
        for word, (name, delegation, group, role) in PEOPLE.items():
            address = f"{word}@people.example"
            inviting.invite(
                site, None, address=address, name=name, delegation=delegation, group=group, role=role
            )
            account = members.account_by_address(address)
            assert account is not None
            inviting.confirm(site, account.id, name, delegation)
        accounts.db.session.remove()
        accounts.db.engine.dispose()
    site.close()
    return folder / "data"


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """Return one renderer for all servers of a test process: starting its children takes longer than most tests."""
    shared = Renderer()
    yield shared
    shared.close()


@pytest.fixture
def make_server(founded: Path, tmp_path: Path, renderer: Renderer) -> Iterator[Callable[..., Server]]:
    """Return a function that makes a server on a copy of the founded data; each is checked at the end."""
    servers: list[Server] = []

    def make(**settings: object) -> Server:
        data = tmp_path / f"data-{len(servers)}"
        shutil.copytree(founded, data)
        values: dict[str, object] = {
            "secret_key": KEY,
            "site_name": "Test group",
            "base_url": "http://localhost",
        }
        values |= {"write_limit": "100000 per minute", "sign_in_limit": "100000 per minute", **settings}
        clock = Clock()
        app = create_app(Settings(data=data, **values), clock)  # type: ignore[arg-type]
        app.config["TESTING"] = True
        app.jinja_env.bytecode_cache = COMPILED
        app.extensions["site"].renderer.close()
        site = app.extensions["site"] = replace(app.extensions["site"], renderer=renderer)
        people = [site.index.people.person(f"{word}-example") for word in PEOPLE]
        assert all(people)
        servers.append(Server(app, site, data, clock, *people))
        return servers[-1]

    yield make
    for server in servers:
        check_index(server)
        with server.app.app_context():
            accounts.db.session.remove()
            accounts.db.engine.dispose()
        server.site.index.close()
        server.site.record.close()


@pytest.fixture
def server(make_server: Callable[..., Server]) -> Server:
    """Return a server on a fresh copy of the founded data."""
    return make_server()


def check_index(server: Server) -> None:
    """Fail unless the index as it grew equals one made anew from the record; made once for the same record."""
    server.site.index.keeping.level()
    grown = server.site.index.database.fingerprint(), frozenset(server.site.record.refs.all().items())
    if grown not in ANEW:
        server.site.index.keeping.rebuild()
        anew = server.site.index.database.fingerprint()
        assert anew == grown[0], "the index as grown differs from one made anew"
        ANEW.add(grown)
