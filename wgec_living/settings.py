"""Every setting of the server, once: from the environment, names beginning with `WGEC_`."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from wgec_living.domain.errors import WgecError

CHECKOUT = Path(__file__).resolve().parent.parent


class BadSetting(WgecError):
    """A setting cannot be used; the sentence names it."""


class Settings(BaseSettings):
    """The settings of one server; `load()` reads them."""

    model_config = SettingsConfigDict(env_prefix="WGEC_", extra="ignore", frozen=True)

    data: Path | None = Field(
        None, description="Folder of accounts, index and record; unset: in the checkout."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    base_url: str = Field("", description="Address people use, for links; unset: http://HOST:PORT.")
    site_name: str = Field("WGEC Living", min_length=1, max_length=80, description="Name on every page.")
    contact: str = Field(
        "", max_length=254, description="E-mail address or web address where people reach the coordinators."
    )
    source_url: str = Field(
        "", max_length=500, description="Web address where the program of this site can be had."
    )
    secret_key: str = Field("", description="Signs cookies and forms; required outside sample mode.")
    accounts_url: str = Field(
        "",
        description="SQLAlchemy URL of the accounts, of PostgreSQL or SQLite; unset: SQLite in the data folder.",
    )
    sample: bool = Field(
        False, description="Sample mode: sample people with fresh sign-in links at each start."
    )
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=10,
        description="How many proxies stand in front and name the address a request came from.",
    )
    threads: int = Field(16, ge=2, le=256, description="Requests served at the same time.")
    clones: int = Field(
        4, ge=0, le=64, description="How many may clone the record at the same time; 0: nobody may."
    )
    files: int = Field(2, ge=1, le=64, description="How many files to take away are made at the same time.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")
    sign_in_limit: str = Field("20 per minute", description="Sign-in attempts taken from one address.")
    write_limit: str = Field("120 per minute", description="Writing requests taken from one person.")

    @field_validator("base_url")
    @classmethod
    def _checked_base(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query):
            raise ValueError("must be an address like https://living.example.org")
        return value.rstrip("/")

    @field_validator("accounts_url")
    @classmethod
    def _checked_accounts(cls, value: str) -> str:
        try:
            drivers = [make_url(value).get_driver_name()] if value else []
        except (SQLAlchemyError, ValueError):  # its words would repeat the password
            drivers = [""]
        if not {"pysqlite", "psycopg"}.issuperset(drivers):
            raise ValueError(
                "must be an address like postgresql://user:password@host/name, or sqlite:////a/file"
            )
        return value

    @field_validator("source_url")
    @classmethod
    def _checked_source(cls, value: str) -> str:
        value = value.strip()
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", value)):
            raise ValueError("must be a web address like https://example.org/wgec-living")
        return value

    @field_validator("sign_in_limit", "write_limit")
    @classmethod
    def _checked_limit(cls, value: str) -> str:
        try:
            limits = parse_many(value)
        except ValueError:
            limits = []
        if len(limits) != 1 or limits[0].amount < 1:
            raise ValueError("must be one limit like “20 per minute”")
        return value

    @field_validator("contact")
    @classmethod
    def _checked_contact(cls, value: str) -> str:
        value = value.strip()
        web = urlsplit(value)
        mail = re.fullmatch(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+", value)
        if value and not mail and (web.scheme not in ("http", "https") or not web.netloc):
            raise ValueError("must be an e-mail address, or a web address like https://example.org/contact")
        return value

    @property
    def record_path(self) -> Path:
        """Where the record lies."""
        return (self.data or CHECKOUT / "content_repo") / "record.git"

    @property
    def instance(self) -> Path:
        """Where accounts and index lie."""
        return self.data or CHECKOUT / "instance"

    @property
    def index_path(self) -> Path:
        """Where the index lies; deletable at any moment."""
        return self.instance / "index.sqlite"

    @property
    def files_path(self) -> Path:
        """Where files to take away are kept; deletable at any moment."""
        return self.instance / "files"

    @property
    def accounts_address(self) -> str:
        """The SQLAlchemy URL of the accounts."""
        return self.accounts_url or f"sqlite:///{self.instance / 'accounts.sqlite'}"

    @property
    def address(self) -> str:
        """The address people use, without a slash at its end."""
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def address_name(self) -> str:
        """The site's name as it stands in addresses in the record; fixed there at the founding."""
        return re.sub(r"[^a-z0-9]+", "-", self.site_name.lower()).strip("-") or "living"

    @property
    def clones_at_once(self) -> int:
        """How many clones are served at the same time: at least one thread stays free for the pages."""
        return min(self.clones, self.threads - 1)

    def key(self) -> str:
        """Return the secret key; in sample mode one is made once and kept in the instance folder.

        Raises `BadSetting` where there is none, or one too short to be secret.
        """
        if self.secret_key:
            if len(self.secret_key) < 32:
                raise BadSetting("WGEC_SECRET_KEY is too short: use at least 32 random characters.")
            return self.secret_key
        if not self.sample:
            raise BadSetting(
                "WGEC_SECRET_KEY is not set: give 32 or more random characters, the same at each start."
            )
        file = self.instance / "sample-key"
        if not file.exists():
            self.instance.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(32))
        return file.read_text()


def load() -> Settings:
    """Return the settings in the environment; raise `BadSetting` with one sentence for the first bad one."""
    try:
        return Settings()
    except ValidationError as trouble:
        first = trouble.errors()[0]
        name = "WGEC_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(f"The setting {name} cannot be used: {_plain(first['msg'])}.") from None


def _plain(words: str) -> str:
    return words.removeprefix("Value error, ")
