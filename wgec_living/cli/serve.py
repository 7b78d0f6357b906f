"""The command that serves: checks, sample people, one server to a data folder, then waitress."""

from __future__ import annotations

import ctypes
import fcntl
import logging
import os
import signal
import socket
import sys

import click
import waitress
from flask import current_app

from wgec_living import accounts
from wgec_living.accounts import retention
from wgec_living.domain.errors import Busy, CorruptRecord
from wgec_living.index.search_queries import check_search
from wgec_living.services import founding, inviting, sampling
from wgec_living.services.site import Site
from wgec_living.settings import CHECKOUT, Settings
from wgec_living.store.git_process import check_version

from .common import bare_site, plainly, settings
from .record import FOUNDING

UNREAD_FOR = 120_000
"""Milliseconds for which a client may take in nothing of what was sent to it."""
M_ARENA_MAX = -8
"""Of `mallopt`, where the C library has it."""
SAMPLE = CHECKOUT / "content_repo" / "founding" / "sample.json"


@click.command("serve")
@plainly
def serve() -> None:
    """Serve on WGEC_HOST:WGEC_PORT; founds the record at the first start. With WGEC_SAMPLE=1, sample people."""
    wanted = settings()
    logging.basicConfig(level=wanted.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    current_app.config["SECRET_KEY"] = wanted.key()
    spare_memory()
    check_version()
    check_search()
    lock = only_server(wanted)
    listener = listening(wanted)
    site = ready(wanted)
    say_hello(site, wanted)
    # Asked to stop, the server takes nothing new and finishes what it is at; without this a write is cut off.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        waitress.serve(
            current_app._get_current_object(),  # type: ignore[attr-defined]
            sockets=[listener],
            threads=wanted.threads,
            ident=None,
            max_request_body_size=8 << 20,
            clear_untrusted_proxy_headers=not wanted.trusted_proxies,
        )
    finally:
        site.close()
        os.close(lock)


def spare_memory() -> None:
    """Have the C library keep two heaps; by its defaults each thread has one of its own, soon full of holes."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(M_ARENA_MAX, 2)


def only_server(wanted: Settings) -> int:
    """Return the handle that makes this the one server on its data folder; refuse when there is another."""
    wanted.instance.mkdir(parents=True, exist_ok=True)
    handle = os.open(wanted.instance / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Busy(
            f"Another server is running on {wanted.instance}; stop it first, or set WGEC_DATA."
        ) from None
    return handle


def listening(wanted: Settings) -> socket.socket:
    """Return the listening socket, or refuse with one sentence when the port is taken."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(wanted.host, wanted.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Whoever stops reading in the middle of a long answer is let go, instead of keeping a thread for good.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_FOR)
        listener.bind(address)
    except OSError as trouble:
        raise Busy(
            f"Cannot listen on {wanted.host}:{wanted.port}: {trouble.strerror}. Set WGEC_PORT to a free port."
        ) from None
    return listener


def ready(wanted: Settings) -> Site:
    """Return the site with a record (founded now where there was none), healed and level."""
    site = bare_site()
    if site.record.refs.get("refs/heads/main") is None:
        record = founding.found_record(
            wanted.record_path, wanted.site_name, wanted.address_name, FOUNDING, site.clock
        )
        record.close()
    site.record.check()
    for name in site.record.clear_leftovers():
        logging.getLogger(__name__).warning("cleared %s, left behind by a process that is gone", name)
    if site.record.scattered():
        try:
            site.record.pack()
        except CorruptRecord as trouble:
            # Tidying up may wait: a disk too full for it is no reason not to serve.
            logging.getLogger(__name__).warning("the record could not be packed: %s", trouble)
    accounts.upgrade()
    retention.forget_ended(inviting.now(site))
    site.index.keeping.level()
    return site


def say_hello(site: Site, wanted: Settings) -> None:
    """Print the address and, in sample mode, fresh sign-in links of the sample people."""
    click.echo(f"\n{wanted.site_name} is at {wanted.address}/\n")
    if wanted.sample:
        for person, link in sampling.sample_people(site, SAMPLE):
            click.echo(f"  {person.name}, {person.role.value}, {person.group}:\n    {link}\n")
        click.echo("Each link signs in once. Stop the server with Ctrl-C; everything is kept.\n")
    sys.stdout.flush()


COMMANDS = (serve,)
