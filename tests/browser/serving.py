"""A server on a real port for as long as a test needs it: the one the program serves with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

THREADS = 8
PATIENCE = 30


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port of this machine and yield its address, without a slash at the end.

    Connections stay open between requests, as in use. A server that closes each of them makes the browser open one for
    every file of every page, and on a busy machine one in many thousands of those was reset.
    """
    sockets: dict[int, Any] = {}
    server: Any = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=THREADS, ident=None)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=PATIENCE)
        # Closed by its own loop, which ends when nothing is open any more.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server has not stopped"
