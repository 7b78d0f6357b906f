"""Secrets of links, sessions and tokens: 256 random bits, of which only the SHA-256 is ever kept."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """Return a fresh secret of 256 bits: 43 characters that may stand in an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret; a plain hash suffices, since 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
