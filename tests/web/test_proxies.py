"""Where a request came from: believed from as many proxies as stand in front, and from nobody else."""

from __future__ import annotations

import pytest

from tests.conftest import Server

PROXY = {"REMOTE_ADDR": "127.0.0.1"}


def tries(server: Server, *claims: str) -> list[int]:
    """Return the statuses of one sign-in after the other, each with what it claims in X-Forwarded-For."""
    client = server.visitor()
    answers = [
        client.post("/sign-in", environ_base=PROXY, headers={"X-Forwarded-For": claim}) for claim in claims
    ]
    return [answer.status_code for answer in answers]


def test_without_proxies_a_claimed_address_changes_nothing(make_server: object) -> None:
    server: Server = make_server(sign_in_limit="2 per minute")  # type: ignore[operator]
    assert tries(server, "192.0.2.1", "192.0.2.2", "192.0.2.3") == [403, 403, 429]


def test_behind_a_proxy_the_limit_is_one_for_each_address(make_server: object) -> None:
    server: Server = make_server(sign_in_limit="2 per minute", trusted_proxies=1)  # type: ignore[operator]
    assert tries(server, *["192.0.2.1"] * 3, "192.0.2.2") == [403, 403, 429, 403]


@pytest.mark.parametrize(("proxies", "seen"), [(1, "10.0.0.1"), (2, "192.0.2.1")])
def test_what_was_claimed_before_the_first_proxy_counts_for_nothing(
    make_server: object, proxies: int, seen: str
) -> None:
    server: Server = make_server(sign_in_limit="2 per minute", trusted_proxies=proxies)  # type: ignore[operator]
    claims = [f"198.51.100.{n}, 192.0.2.1, 10.0.0.1" for n in range(3)]
    assert tries(server, *claims) == [403, 403, 429]
    assert tries(server, seen) == ([429] if proxies == 1 else [403])


def test_proxies_cannot_change_the_host_of_the_site(make_server: object) -> None:
    server: Server = make_server(trusted_proxies=1)  # type: ignore[operator]
    claims = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Host": "evil.example"}
    answer = server.visitor().post(
        "/sign-in", environ_base=PROXY, headers={**claims, "Origin": "http://evil.example"}
    )
    assert "from another site" in answer.text
