"""Who calls: the person an API token speaks for. Cookies count for nothing here."""

from __future__ import annotations

import hashlib

from flask import request

from wgec_living.domain.errors import SignInNeeded
from wgec_living.domain.people import Person
from wgec_living.services import inviting
from wgec_living.services.recording import MAX_KEY

from ..current import site
from ..limits import count_writing


def caller() -> Person:
    """Return the person whose token the request bears; raise `SignInNeeded` where there is none that works."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise SignInNeeded("This call needs a token: send the header “Authorization: Bearer TOKEN”.")
    person = inviting.token_owner(site(), sent.token)
    if person is None:
        raise SignInNeeded("This token is not known here, or was taken back.")
    return person


def counted_caller() -> Person:
    """Return the person who calls, after counting the call against what one person may write."""
    person = caller()
    count_writing(f"token {person.handle}")
    return person


def idempotency_key() -> str | None:
    """Return the key the caller sent, for a call that begins something."""
    return request.headers.get("Idempotency-Key") or None


def idempotency_key_of(act: str, number: int) -> str | None:
    """Return the key the caller sent, told apart by act and contribution: elsewhere it means something else."""
    key = idempotency_key()
    if key is None or len(key) > MAX_KEY:
        return key
    return f"{act} {number} {hashlib.sha256(key.encode()).hexdigest()}"
