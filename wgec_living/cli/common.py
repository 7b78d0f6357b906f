"""What every command shares: the site, level with the record, and plain sentences for what goes wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click
from flask import current_app

from wgec_living import accounts
from wgec_living.domain.errors import Invalid, WgecError
from wgec_living.services.site import Site
from wgec_living.settings import Settings

Given = ParamSpec("Given")
Result = TypeVar("Result")


def plainly(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Turn an expected error of a command into its sentence and exit code 1."""

    @functools.wraps(command)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except WgecError as trouble:
            fields = trouble.fields if isinstance(trouble, Invalid) else {}
            more = "".join(
                f"\n  {name}: {sentence}" if name else f"\n  {sentence}" for name, sentence in fields.items()
            )
            raise click.ClickException(f"{trouble}{more}") from None

    return run


def settings() -> Settings:
    """Return the settings the application was made with."""
    found: Settings = current_app.config["WGEC"]
    return found


def bare_site() -> Site:
    """Return the site without looking whether there is a record."""
    site: Site = current_app.extensions["site"]
    return site


def level_site() -> Site:
    """Return the site with record checked, accounts migrated and index level."""
    site = bare_site()
    site.record.check()
    accounts.upgrade()
    site.index.keeping.level()
    return site
