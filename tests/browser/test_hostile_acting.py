"""Hostile texts in the forms of people who are signed in: previews, checks, decisions, invitations, echoes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.hostile_content import END_OF_ANYTHING, OUR_OWN
from tests.browser.hostile_serving import Layers, Standing, standing
from tests.browser.hostile_watching import Eyes, Seen, watching
from tests.conftest import KEY, Clock, Server
from wgec_living import accounts, create_app
from wgec_living.domain.identifiers import DocumentPath
from wgec_living.services import inviting
from wgec_living.services.site import Site
from wgec_living.settings import Settings

pytestmark = pytest.mark.xdist_group("hostile")
WORDS = END_OF_ANYTHING.join(OUR_OWN)
SHORT = "\"'><script>alert('short')</script>"
NO_ANGLES = "\" autofocus onfocus=alert(1) x='"


@pytest.fixture(scope="module")
def started(chromium: Browser, founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A record in which a hostile proposal (number 2) clashes with what was accepted meanwhile (number 1)."""
    data = tmp_path_factory.mktemp("acting") / "data"
    shutil.copytree(founded, data)
    app = create_app(Settings(data=data, secret_key=KEY, site_name="Test group"), Clock())
    site = app.extensions["site"]
    people = [site.index.people.person(f"{word}-example") for word in ("ana", "boris", "cora")]
    server = Server(app, site, data, Clock(), *people)
    server.propose(server.boris, "The second paragraph", f"The second paragraph says {SHORT}.")
    server.propose(server.ana, "The second paragraph", f"The second paragraph, {WORDS}", WORDS)
    server.dispose(server.cora, 1, "accepted", SHORT)
    with app.app_context():
        inviting.invite(
            site,
            None,
            address="new@people.example",
            name=NO_ANGLES,
            delegation=NO_ANGLES,
            group="civil-society",
            role="contributor",
        )
        accounts.db.session.remove()
        accounts.db.engine.dispose()
    site.close()
    yield data


def sign_in(eyes: Eyes, site: Standing, address: str) -> None:
    """Sign in by a one-time link, in the browser."""
    with site.app.app_context():
        link = inviting.fresh_link(site.app.extensions["site"], None, address)
    eyes.page.goto(site.address + "/sign-in/" + link.rpartition("/")[2])
    eyes.page.click("main form button[type=submit]")


def contributor(eyes: Eyes, block: str) -> None:
    """Write hostile comments and proposals, look at each step, and send them."""
    place = "/documents/short/contributions"
    base = ""
    for kind, name in (("comment", "body"), ("proposal", "replacement")):
        page = eyes.read(f"{place}/{kind}?block={block}&quotation={quote(SHORT)}&prefix={quote(NO_ANGLES)}")
        page = eyes.read(f"{place}/{kind}?block={block}")
        base = page.input_value("input[name=base]")
        page.fill("textarea[name=body]", "Why not.")
        if name == "replacement":  # The editor takes the field's place.
            page.fill(".cm-content", WORDS)
        else:
            page.fill(f"textarea[name={name}]", WORDS)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.click("[data-preview-button]")
        page.wait_for_selector("#preview:not([hidden])")
        eyes.look()
    fields = {"base": base, "block": block, "body": WORDS, "replacement": WORDS, "change_type": "editorial"}
    for action in ("preview", "check", "edit", "send"):
        for kind in ("comment", "proposal"):
            eyes.post(f"{place}/{kind}", {**fields, "action": action, "idempotency_key": f"key {kind}"})
    eyes.post(f"{place}/proposal", {**fields, "change_type": SHORT, "base": SHORT, "action": "check"})
    eyes.post("/contributions/2/replies", {"body": WORDS, "in_reply_to": SHORT})
    eyes.post("/contributions/2/replies", {"body": WORDS})
    eyes.post("/contributions/2/revised-text", {**fields, "action": "check"})
    for path in (
        "/mine",
        "/contributions/2/revised-text",
        "/contributions/2/withdrawal",
        "/contributions/1/undo",
    ):
        eyes.read(path)


def coordinator(eyes: Eyes) -> None:
    """Look at hostile proposals on the desk, and decide in hostile words."""
    for path in (
        "/desk",
        f"/desk?document={quote(SHORT)}&group={quote(SHORT)}&kind={quote(NO_ANGLES)}",
        "/invitations",
    ):
        eyes.read(path)
    eyes.read("/contributions/2/disposition")
    preview = eyes.page.request.get(f"{eyes.address}/api/v1/contributions/2/preview").json()
    seen = {name: preview[name] for name in ("seen_main", "seen_tip")}
    text = {**seen, "reason": WORDS, "text": WORDS, "phrase": SHORT}
    eyes.post(
        "/contributions/2/disposition", {**text, "disposition": "accepted-with-changes", "action": "preview"}
    )
    eyes.post("/contributions/2/disposition", {**text, "disposition": SHORT, "action": "decide"})
    invitation = {"name": SHORT, "delegation": SHORT, "group": SHORT, "role": SHORT, "address": SHORT}
    eyes.post("/invitations", invitation)
    eyes.post("/invitations/links", {"address": SHORT})


def visitor(eyes: Eyes) -> None:
    """Send hostile words in addresses and to the form for signing in."""
    names = ("document", "kind", "status", "group", "handle", "block", "words")
    for words in (SHORT, NO_ANGLES):
        eyes.read("/contributions?" + "&".join(f"{name}={quote(words)}" for name in names))
        eyes.read(
            "/search?" + "&".join(f"{name}={quote(words[:190])}" for name in ("q", *names, "where", "since"))
        )
        eyes.read(f"/search?q={quote(words[:190])}&document={quote(words)}")
    for path in (f"/documents/{quote(SHORT)}", f"/{quote(SHORT)}", f"/sign-in?next={quote(SHORT)}"):
        eyes.read(path)
    for path in ("/api/v1/documents/short", "/api/v1/contributions/2", "/api/v1/contributions/2/preview"):
        eyes.page.goto(eyes.address + path)
    eyes.post("/sign-in", {"address": SHORT, "password": SHORT})


def newcomer(eyes: Eyes) -> None:
    """Confirm a hostile name and organisation."""
    eyes.read("/account/confirm")
    eyes.post("/account/confirm", {"name": SHORT, "delegation": SHORT})
    eyes.post("/account/confirm", {"name": NO_ANGLES, "delegation": NO_ANGLES})
    for path in ("/", "/account", "/people"):
        eyes.read(path)


def act(chromium: Browser, started: Path, layers: Layers, tmp_path: Path) -> Seen:
    """Let four people act with only these layers standing; return what happened in their browsers."""
    data = tmp_path / "data"
    shutil.copytree(started, data)
    with standing(data, layers) as site:
        record: Site = site.app.extensions["site"]
        block = record.index.texts.block_ids(DocumentPath("short"), 1)[2]
        seen = Seen()
        for address, does in (
            ("ana@people.example", lambda eyes: contributor(eyes, block)),
            ("cora@people.example", coordinator),
            ("new@people.example", newcomer),
            ("", visitor),
        ):
            with watching(chromium, site.address, seen) as eyes:
                if address:
                    sign_in(eyes, site, address)
                does(eyes)
    return seen


def test_all_layers(chromium: Browser, started: Path, tmp_path: Path) -> None:
    seen = act(chromium, started, Layers(), tmp_path)
    assert seen.harm() == []
    assert seen.broken == []
    assert seen.tree == []
    assert seen.stopped == [], "nothing hostile came so far that the policy had to stop it"


def test_the_cleaning_alone(chromium: Browser, started: Path, tmp_path: Path) -> None:
    seen = act(chromium, started, Layers(policy=False), tmp_path)
    assert seen.harm() == []
    assert seen.tree == []


def test_the_policy_alone(chromium: Browser, started: Path, tmp_path: Path) -> None:
    seen = act(chromium, started, Layers(cleaning=False), tmp_path)
    assert seen.harm() == []
    assert len(seen.stopped) > 20


def test_without_both(chromium: Browser, started: Path, tmp_path: Path) -> None:
    seen = act(chromium, started, Layers(policy=False, cleaning=False), tmp_path)
    assert len(seen.ran) > 20
    assert len(seen.foreign) > 0
    assert len(seen.tree) > 100
