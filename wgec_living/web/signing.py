"""Who is signed in: Flask-Login over sessions that the server keeps and can end."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request, session
from flask_login import (  # type: ignore[import-untyped]
    LoginManager,
    UserMixin,
    current_user,
    login_user,
)

from wgec_living.domain.errors import Busy, SignInNeeded
from wgec_living.domain.people import Person
from wgec_living.services import signing_in
from wgec_living.services.views import SignedInPerson

from .current import person, signed_in, site

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class User(UserMixin):  # type: ignore[misc]
    """Somebody signed in, by the secret of their session."""

    secret: str
    who: SignedInPerson

    @property
    def person(self) -> Person | None:
        """The person of the roster; None until they confirmed their name."""
        return self.who.person

    def get_id(self) -> str:
        """Return what the cookie holds: the session's secret, worth nothing once the session has ended."""
        return self.secret


def register(app: Flask) -> None:
    """Let `app` know who is signed in."""
    manager = LoginManager()
    # The session's row decides; a guess from address and browser would sign travellers out.
    manager.session_protection = None
    manager.user_loader(load)
    manager.init_app(app)


def load(secret: str) -> User | None:
    """Return who holds the session of `secret`, or None when it has ended."""
    try:
        who = signing_in.who(site(), secret)
    except Busy:
        # The page that tells of it must not fail for the same reason; any other must not pass for a visitor's.
        if not g.get("telling_error"):
            raise
        return None
    return None if who is None else User(secret, who)


def begin(secret: str) -> SignedInPerson:
    """Sign this browser in with a new session, ending the one it had; nothing of the old cookie is kept."""
    end()
    user = load(secret)
    if user is None:
        raise SignInNeeded("This session has ended already. Please sign in again.")
    login_user(user)
    return user.who


def end() -> None:
    """Sign this browser out: the session ends on the server, and the cookie is emptied."""
    if signed_in():
        signing_in.sign_out(site(), current_user.secret)
    session.clear()


def holder() -> SignedInPerson:
    """Return who is signed in, with or without a confirmed name."""
    if not signed_in():
        raise SignInNeeded("Please sign in first.")
    who: SignedInPerson = current_user.who
    return who


def actor() -> Person:
    """Return the person of the roster who is signed in; others are led to where they can become one."""
    found = person()
    if found is None:
        raise SignInNeeded("Please sign in to do this.")
    return found


def browser_label() -> str:
    """Return what a person recognises their browser by: `Firefox on Linux`."""
    agent = request.headers.get("User-Agent", "")[:300]
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " on ".join(filter(None, (browser, system))) or "A browser or program"


def masked(address: str) -> str:
    """Return an address that its owner recognises and a passer-by cannot use: `a…a@people.example`."""
    local, _, domain = address.rpartition("@")
    return f"{local[0]}…{local[-1]}@{domain}" if len(local) > 2 else f"…@{domain}"
