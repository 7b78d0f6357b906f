"""The security headers of every answer, errors and static files included."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g

from .current import site

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
"""The content security policy of every page that says no other."""

SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"


def register(app: Flask) -> None:
    """Have `app` put the headers on whatever it answers."""
    app.after_request(secure)
    app.jinja_env.globals.update(style_nonce=style_nonce)


def style_nonce() -> str:
    """Return the nonce by which the editor on this page may bring its styles; the answer's policy then names it."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(18)
    return str(g.style_nonce)


def secure(response: Response) -> Response:
    """Add the headers that the answer does not set itself; what says nothing of keeping is asked for again each time.

    Nothing is `no-store`: browsers then forget what somebody typed when they go back.
    """
    if "style_nonce" in g:
        styles = f"style-src 'self' 'nonce-{g.style_nonce}'"
        response.headers["Content-Security-Policy"] = POLICY.replace("style-src 'self'", styles)
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if site().settings.base_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
