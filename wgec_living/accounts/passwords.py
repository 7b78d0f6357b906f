"""Passwords: set by those who want one, kept as Argon2id, checked alike for known and unknown addresses."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from wgec_living.domain.errors import Busy, Invalid, NotAllowed

from .addresses import parse_address
from .database import reading, writing
from .members import account as account_of
from .members import end_access, held, to_account
from .models import AccountRow, InvitationRow
from .password_policy import MAX_PASSWORD, refuse_weak
from .types import Account

AT_ONCE = 2
"""Hashes worked on at the same time: each takes 64 MiB and a core for a moment."""
WAIT_SECONDS = 10
HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1, type=Type.ID)
_slots = threading.BoundedSemaphore(AT_ONCE)


def set_password(
    account_id: int,
    password: str,
    now: datetime,
    *,
    keep_session: int | None = None,
    names: Iterable[str] = (),
) -> None:
    """Set a password that `refuse_weak` takes; `names` are further words of the person it may not consist of.

    Changing one ends every link and token and every session but `keep_session`; a first one ends nothing.
    """
    with reading() as session:
        person = account_of(account_id)
        invited = session.execute(
            select(InvitationRow.name, InvitationRow.delegation).where(InvitationRow.account_id == account_id)
        ).all()
        known = [person.address, person.handle or "", *(word for row in invited for word in row)]
    refuse_weak(password, [*known, *names])
    # Hashed outside of any transaction: nobody waits for the database meanwhile.
    with _slot():
        password_hash = HASHER.hash(_as_sent(password))
    with writing() as session:
        account = held(session, account_id)
        if account.disabled_at is not None:
            raise NotAllowed("This account is closed.")
        if account.password_hash is not None:
            end_access(session, account_id, now, keep_session)
        account.password_hash = password_hash


def check_password(address: str, password: str) -> Account | None:
    """Return the account when address and password fit, else None, after the same work in every case.

    A hash made with older parameters is renewed on the way. Raises `Busy` after ten seconds of waiting.
    """
    account, kept = _look_up(address)
    if len(password) > MAX_PASSWORD:
        account, password = None, ""
    sent = _as_sent(password)
    with _slot():
        fits = _verify(kept if account else _nobodys_hash(), sent)
        renewed = HASHER.hash(sent) if account and fits and HASHER.check_needs_rehash(kept) else None
    if renewed and account:
        with writing() as session:
            session.execute(
                update(AccountRow)
                .where(AccountRow.id == account.id, AccountRow.password_hash == kept)
                .values(password_hash=renewed)
            )
    return account if fits else None


def _look_up(address: str) -> tuple[Account | None, str]:
    try:
        key = parse_address(address).key
    except Invalid:
        key = ""
    with reading() as session:
        row = session.scalar(select(AccountRow).where(AccountRow.address_key == key))
        if row is None or row.disabled_at is not None or row.password_hash is None:
            return None, ""
        return to_account(row), row.password_hash


def _verify(kept: str, sent: bytes) -> bool:
    try:
        return HASHER.verify(kept, sent)
    except (VerificationError, InvalidHashError):
        return False


def _nobodys_hash() -> str:
    # Fits no password, and costs as much to check as anybody's, since its parameters are the same.
    salt = base64.b64encode(bytes(HASHER.salt_len)).decode().rstrip("=")
    value = base64.b64encode(bytes(HASHER.hash_len)).decode().rstrip("=")
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${value}"


def _as_sent(password: str) -> bytes:
    # Nothing is cut, folded or normalised: the password is what was sent, to the last bit.
    return password.encode("utf-8", "surrogatepass")


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Busy("Many people are signing in just now. Please try again in a moment.")
    try:
        yield
    finally:
        _slots.release()
