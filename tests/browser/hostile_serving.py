"""A real server of one record whose layers of defence can each be taken away; the product has no such switch."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import waitress.server
from flask import Flask

from tests.conftest import COMPILED, KEY, Clock
from wgec_living import accounts, create_app
from wgec_living.rendering import workers
from wgec_living.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
# As the product starts its child, but with a module of the tests that lays texts out without any cleaning.
RAW_CHILD = """
import sys, types
package = sys.modules["wgec_living"] = types.ModuleType("wgec_living")
package.__path__ = [sys.argv[1]]
from tests.browser.raw_worker import main
main()
"""


@dataclass(frozen=True)
class Layers:
    """Which layers stand."""

    policy: bool = True
    """The content security policy."""
    cleaning: bool = True
    """What makes text of HTML: Markdown's escaping, the allow-list, the templates' escaping."""


@dataclass(frozen=True)
class Standing:
    """A server that listens."""

    address: str
    app: Flask


@contextmanager
def listening(app: Callable[..., Iterable[bytes]], threads: int = 16) -> Iterator[str]:
    """Serve `app` as the product is served, on a free port of this machine; yield its address."""
    server: Any = waitress.server.create_server(
        app, listen="127.0.0.1:0", threads=threads, ident=None, clear_untrusted_proxy_headers=True
    )
    ended = threading.Event()

    def loop() -> None:
        while not ended.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        ended.set()
        thread.join()
        server.task_dispatcher.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()


@contextmanager
def standing(data: Path, layers: Layers) -> Iterator[Standing]:
    """Serve the record in `data` with only these layers."""
    with pytest.MonkeyPatch.context() as patch:
        if not layers.cleaning:
            patch.setattr(workers, "_COMMAND", (sys.executable, "-c", RAW_CHILD, str(ROOT / "wgec_living")))
        app = create_app(
            Settings(
                data=data,
                secret_key=KEY,
                sign_in_limit="9999 per minute",
                write_limit="9999 per minute",
                site_name="Test group",
            ),
            Clock(),
        )
        if layers.cleaning:
            app.jinja_env.bytecode_cache = COMPILED
        else:  # What was compiled to escape is not used.
            app.jinja_env.autoescape = False
        try:
            with listening(app if layers.policy else _without_policy(app)) as address:
                yield Standing(address, app)
        finally:
            _end(app)


def _end(app: Flask) -> None:
    with app.app_context():
        accounts.db.session.remove()
        accounts.db.engine.dispose()
    app.extensions["site"].close()


def _without_policy(app: Flask) -> Callable[..., Iterable[bytes]]:
    """Return the application with the policy taken from each answer."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            kept = [pair for pair in headers if pair[0].lower() != "content-security-policy"]
            assert len(kept) < len(headers), "there was no policy to take away"
            return start_response(status, kept, *more)

        return app(environ, start)

    return answer
