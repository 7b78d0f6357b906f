"""The security headers of every answer, errors and static files included."""

from __future__ import annotations

from flask import Flask, Response, request

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
FOREVER = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Have `app` put the headers on whatever it answers."""
    app.after_request(secure)


def secure(response: Response) -> Response:
    """Add the headers that the answer does not set itself, and how long it may be kept.

    Nothing is `no-store`: browsers then forget what somebody typed when they go back.
    """
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if site().settings.base_url.startswith("https:"):
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.endpoint == "static" and "v" in request.args and response.status_code in (200, 304):
        response.headers["Cache-Control"] = FOREVER
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
