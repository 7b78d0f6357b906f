"""Markdown made to be slow: every page is answered, what is too complex stands as plain text, and others read on."""

from __future__ import annotations

import threading
import time
import urllib.request

import corpora
import pytest
from playwright.sync_api import Browser

from tests.browser.hostile_serving import listening
from tests.browser.hostile_watching import watching
from tests.conftest import Server
from wgec_living.domain.errors import Invalid
from wgec_living.services import contributing

pytestmark = pytest.mark.xdist_group("hostile")
# A text may take 0.6 s of the child's processor time and a little for its length; a busy machine is later.
PATIENCE = 120.0
PLAIN = "too complex to be laid out"


def recipes() -> list[tuple[str, str]]:
    """Return the slow texts, by name, at the length that a long comment has."""
    cases = [*corpora.shared("markdown/pathological.json"), *corpora.own("pathological-own.json")]
    return [(str(case["name"]), corpora.scaled(case, 20_000)) for case in cases if "parts" in case]


def fetch(address: str) -> tuple[float, int]:
    """Read a page as a visitor would and return how long it took, and the status."""
    started = time.monotonic()
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        answer.read()
        return time.monotonic() - started, answer.status


def test_slow_texts_as_comments_are_shown_while_others_read_on(chromium: Browser, server: Server) -> None:
    cases = recipes()
    assert len(cases) > 50
    threads: list[int] = []
    for start in range(0, len(cases), 8):
        number = None
        for _, text in cases[start : start + 8]:
            try:
                if number is None:
                    number = server.comment(server.ana, "privacy", text).number
                else:
                    contributing.reply(server.site, server.boris, number, text)
            except Invalid:
                continue
        assert number is not None
        threads.append(number)
    plain = 0
    ended = threading.Event()
    others: list[tuple[float, int]] = []
    with listening(server.app) as address:

        def read_on() -> None:
            while not ended.wait(0.2):
                others.append(fetch(f"{address}/documents/short?x={len(others)}"))

        reader = threading.Thread(target=read_on)
        reader.start()
        try:
            with watching(chromium, address) as eyes:
                eyes.page.set_default_timeout(PATIENCE * 1000)
                for number in threads:
                    page = eyes.read(f"/contributions/{number}")
                    plain += page.content().count(PLAIN)
                assert eyes.seen.broken == []
                assert eyes.seen.harm() == []
                assert eyes.seen.tree == []
        finally:
            ended.set()
            reader.join()
    assert plain > 0, "nothing here was too complex: the texts are no test of the budget"
    assert len(others) > 5
    assert {status for _, status in others} == {200}


@pytest.mark.parametrize("size", [20_000, 160_000])
def test_a_preview_of_a_slow_text_is_answered(server: Server, size: int) -> None:
    client = server.signed_in(server.ana)
    page = client.get(f"/documents/short/contributions/comment?block={server.block('privacy')}").text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    base = page.split('name="base" value="', 1)[1].split('"', 1)[0]
    cases = [case for case in corpora.shared("markdown/pathological.json") if "parts" in case]
    for case in cases[:: len(cases) // 6]:
        text = corpora.scaled(case, size)
        form = {"csrf_token": token, "base": base, "block": server.block("privacy"), "body": text}
        for kind, field in (("comment", "body"), ("proposal", "replacement")):
            sent = {**form, "body": "Why.", field: text, "change_type": "editorial", "action": "preview"}
            started = time.monotonic()
            answer = client.post(f"/documents/short/contributions/{kind}", data=sent)
            taken = time.monotonic() - started
            assert answer.status_code in (200, 422), (case["name"], kind)
            assert taken < PATIENCE, (case["name"], kind, taken)
    assert client.get("/documents/short").status_code == 200
