"""The commands of the server, `flask --app app …`: each with `--help`, exit 0, 1 (it could not) or 2 (misused)."""

from __future__ import annotations

from flask import Flask

from . import people, record, sample, serve


def register(app: Flask) -> None:
    """Add the commands to `app`."""
    for command in (*record.COMMANDS, *people.COMMANDS, *sample.COMMANDS, *serve.COMMANDS):
        app.cli.add_command(command)
