"""The server as it is shipped, behind a proxy: the address that the proxy names reaches the limit on signing in."""

from __future__ import annotations

import http.client
from pathlib import Path

import pytest

from tests.reliability.real_server import RealServer


@pytest.mark.parametrize(("proxies", "statuses"), [("0", [403, 429, 429]), ("1", [403, 429, 403])])
def test_the_address_a_proxy_names_counts_only_where_it_is_trusted(
    founded: Path, tmp_path: Path, proxies: str, statuses: list[int]
) -> None:
    more = {"TRUSTED_PROXIES": proxies, "SIGN_IN_LIMIT": "1 per hour"}
    server = RealServer(tmp_path / "data", tmp_path / "log", more=more)
    server.start()
    try:
        server.wait_ready()
        found = [_try(server.port, address) for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2")]
        assert found == statuses
    finally:
        server.stop()


def _try(port: int, address: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("POST", "/sign-in", "", {"X-Forwarded-For": address})
    status = line.getresponse().status
    line.close()
    return status
