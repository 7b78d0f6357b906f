"""Passwords: Argon2id, checked to the last bit, alike for known and unknown addresses."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from time import process_time

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import text

from wgec_living.accounts import db, links, passwords, sessions, tokens, writing
from wgec_living.accounts.types import Account, Invited, Purpose
from wgec_living.domain.errors import Invalid, LinkExpired

KINDS = ["sqlite"]
"""The cost is that of hashing, on any database."""
GOOD = "eleven green lanterns"


def stored_hash(account: Account) -> str:
    with db.engine.connect() as connection:
        statement = text("SELECT password_hash FROM accounts WHERE id = :id")
        return str(connection.execute(statement, {"id": account.id}).scalar_one())


def test_the_right_password_opens_and_nothing_near_it_does(ana: Account, now: datetime) -> None:
    passwords.set_password(ana.id, GOOD, now)
    found = passwords.check_password("ana@EXAMPLE.org", GOOD)
    assert found is not None and found.id == ana.id and found.has_password
    for wrong in (GOOD.upper(), GOOD + " ", GOOD[:-1], "", "\x00", GOOD + "\x00"):
        assert passwords.check_password("ana@example.org", wrong) is None
    assert passwords.check_password("Ana@example.org", GOOD) is None


def test_nothing_is_cut_or_normalised(ana: Account, now: datetime) -> None:
    long = "é" + "lanterns over the quiet harbour " * 30
    passwords.set_password(ana.id, long, now)
    assert passwords.check_password(ana.address, long) is not None
    assert passwords.check_password(ana.address, long[:-1]) is None
    assert passwords.check_password(ana.address, "e\u0301" + long[1:]) is None


def test_the_hash_is_argon2id_with_64_mib_and_the_password_is_not_on_disk(
    ana: Account, now: datetime, everything_on_disk: Callable[[], bytes]
) -> None:
    passwords.set_password(ana.id, GOOD, now)
    parameters = extract_parameters(stored_hash(ana))
    assert parameters.type.name == "ID"
    assert parameters.memory_cost == 64 * 1024
    assert parameters.time_cost >= 3 and parameters.salt_len >= 16 and parameters.hash_len >= 32
    assert b"$argon2id$" in everything_on_disk()
    assert GOOD.encode() not in everything_on_disk()


def test_who_has_no_password_cannot_sign_in_with_one(ana: Account, invited: Invited) -> None:
    for wrong in ("", "None", GOOD):
        assert passwords.check_password("ana@example.org", wrong) is None


def test_an_older_hash_is_renewed_when_the_password_fits(ana: Account, now: datetime) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(GOOD)
    with writing() as session:
        session.execute(
            text("UPDATE accounts SET password_hash = :hash WHERE id = :id"), {"hash": old, "id": ana.id}
        )
    assert passwords.check_password(ana.address, "something else") is None
    assert stored_hash(ana) == old
    assert passwords.check_password(ana.address, GOOD) is not None
    renewed = stored_hash(ana)
    assert extract_parameters(renewed) == extract_parameters(passwords.HASHER.hash(GOOD))
    assert passwords.check_password(ana.address, GOOD) is not None
    assert stored_hash(ana) == renewed


def test_a_damaged_hash_opens_to_nobody(ana: Account) -> None:
    for damaged in ("", "x", "$argon2id$"):
        with writing() as session:
            session.execute(text("UPDATE accounts SET password_hash = :hash"), {"hash": damaged})
        assert passwords.check_password(ana.address, GOOD) is None


def test_a_weak_password_is_refused_and_the_former_stays(ana: Account, now: datetime) -> None:
    passwords.set_password(ana.id, GOOD, now)
    for weak in ("short", "password123", "ana@example.org", "ruritania1", "ana-example", "Boristhenes"):
        with pytest.raises(Invalid):
            passwords.set_password(ana.id, weak, now, names=["Boristhenes"])
    assert passwords.check_password(ana.address, GOOD) is not None


def test_a_first_password_ends_nothing_and_a_change_ends_all_but_this_session(
    ana: Account, boris: Account, now: datetime
) -> None:
    cookies = [sessions.open_session(person.id, now) for person in (ana, ana, boris)]
    keys = [tokens.create_token(person.id, "script", now) for person in (ana, boris)]
    link = links.issue_link(Purpose.SIGN_IN, ana.id, now)
    passwords.set_password(ana.id, GOOD, now)
    here = sessions.find_session(cookies[0], now)
    assert here is not None and tokens.find_token(keys[0], now)

    passwords.set_password(ana.id, "twelve green lanterns", now, keep_session=here.session_id)

    assert [bool(sessions.find_session(cookie, now)) for cookie in cookies] == [True, False, True]
    assert [bool(tokens.find_token(key, now)) for key in keys] == [False, True]
    with pytest.raises(LinkExpired):
        links.use_link(link, Purpose.SIGN_IN, now)
    assert passwords.check_password(ana.address, GOOD) is None


def test_known_and_unknown_addresses_take_the_same_work(ana: Account, boris: Account, now: datetime) -> None:
    passwords.set_password(ana.id, GOOD, now)
    cases = {
        "wrong password": (ana.address, "something else"),
        "no password set": (boris.address, GOOD),
        "unknown": ("nobody@example.org", GOOD),
        "no address": ("nobody", GOOD),
        "endless": (ana.address, "x" * 100_000),
    }
    best = dict.fromkeys(cases, 60.0)
    for _ in range(3):
        for name, (address, password) in cases.items():
            start = process_time()
            assert passwords.check_password(address, password) is None
            best[name] = min(best[name], process_time() - start)
    # One hash takes about a fifth of a second; leaving it out would be a hundred times quicker.
    assert max(best.values()) < 3 * min(best.values()), best


def test_at_most_two_hashes_are_worked_on_at_once(
    app: Flask, ana: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords.set_password(ana.id, GOOD, now)
    working, most, answers = 0, 0, []
    guard = threading.Lock()

    class Counting:
        """The real hasher, counting who is inside."""

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def verify(self, kept: str, sent: bytes) -> bool:
            nonlocal working, most
            with guard:
                working += 1
                most = max(most, working)
            try:
                return real.verify(kept, sent)
            finally:
                with guard:
                    working -= 1

    real = passwords.HASHER
    monkeypatch.setattr(passwords, "HASHER", Counting())

    def check() -> None:
        with app.app_context():
            answers.append(passwords.check_password(ana.address, GOOD) is not None)
            db.session.remove()

    threads = [threading.Thread(target=check) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 6
    assert most == 2
