"""The reference for reading: a bare Flask application that answers with the bytes of a file, under the same server."""

from __future__ import annotations

import sys
from pathlib import Path

import waitress
from flask import Flask, Response


def main() -> None:
    """Serve the file in the first argument on the port in the second with the threads in the third."""
    content = Path(sys.argv[1]).read_bytes()
    app = Flask(__name__)

    @app.get("/")
    def answer() -> Response:
        return Response(content, content_type="text/html; charset=utf-8")

    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=int(sys.argv[3]), ident=None)


if __name__ == "__main__":
    main()
