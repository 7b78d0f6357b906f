"""The way by which the record is cloned: it leads nowhere else, takes nothing, and tells nothing private."""

from __future__ import annotations

import gzip
import time
from typing import Any
from urllib.parse import quote

import corpora
import pytest

from tests.conftest import Server
from tests.security.routes import everything, spoken

REPOSITORY = "/git/doc.git"
PACK = {"Content-Type": "application/x-git-upload-pack-request"}


def ours(case: dict[str, Any]) -> str:
    """Return the address of a case on this server, unnormalised."""
    path = str(case["path"])
    path = (
        path.replace(REPOSITORY, "/record.git") if path.startswith(REPOSITORY) else path.removeprefix("/git")
    )
    query = case.get("query", "")
    return f"{path}?{query}" if query else path


def body_of(case: dict[str, Any], private: str) -> bytes:
    """Return what a case sends."""
    said = case.get("body", "")
    if said.startswith("gzip of 1 GiB"):
        return gzip.compress(b"\0" * (1 << 30), 6)
    if said.startswith("want"):
        want = f"want {private}\n"
        return f"0011command=fetch0001{len(want) + 4:04x}{want}0009done\n0000".encode()
    return b""


def test_every_known_way_of_abuse(server: Server) -> None:
    spoken(server)
    cora = server.signed_in(server.cora)
    before = everything(server)
    cases = corpora.shared("http/smart-http-readonly.json")
    assert len(cases) >= 20
    for number, case in enumerate(cases):
        headers = {name: value for name, value in case.get("headers", {}).items() if name != "Cookie"}
        if "want" in case.get("body", ""):
            headers |= PACK  # else it is refused for its kind, whatever it asks for
        client = cora if "Cookie" in case.get("headers", {}) else server.visitor()
        body = body_of(case, "1234567890" * 4)
        begin = time.monotonic()
        answer = client.open(
            ours(case),
            method=case["method"],
            headers=headers,
            data=body,
            buffered=True,
        )
        allowed = {200} if number < 2 else set(range(400, 500))
        if "Git-Protocol" in headers:
            allowed = {200, 400}
        assert answer.status_code in allowed, (case, answer.status_code)
        if "body" in case and "want" in case["body"]:
            assert b"PACK" not in answer.data, case
        if "gzip" in case.get("body", ""):
            assert answer.status_code == 413
            assert time.monotonic() - begin < 2
        elif answer.status_code >= 400:
            for secret in ("[core]", "repositoryformat", "ref: refs/", "P pack-", "root:"):
                assert secret not in answer.text, case
    assert everything(server) == before


@pytest.mark.parametrize("name", ["git/revisions.json", "git/paths.json"])
def test_whatever_stands_below_it_is_refused(server: Server, name: str) -> None:
    before = everything(server)
    client = server.visitor()
    for case in corpora.shared(name):
        text = quote(str(case), safe="")
        for place in (f"/record.git/{text}", f"/record.git/{text}/info/refs?service=git-upload-pack"):
            assert client.get(place).status_code in (400, 403, 404), place
        answer = client.get(f"/record.git/info/refs?service={text}")
        assert answer.status_code == 403, text
    assert everything(server) == before


@pytest.mark.parametrize("query", ["x=1", "service=git-receive-pack", "service=git-upload-pack"])
def test_a_request_for_objects_takes_no_query(server: Server, query: str) -> None:
    answer = server.visitor().post(f"/record.git/git-upload-pack?{query}", headers=PACK, data=b"0000")
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "MKCOL", "LOCK"])
def test_no_other_method_is_taken(server: Server, method: str) -> None:
    for place in ("info/refs?service=git-upload-pack", "git-upload-pack", "HEAD", ""):
        answer = server.visitor().open(f"/record.git/{place}", method=method, headers=PACK)
        assert answer.status_code in (403, 404, 405), (place, answer.status_code)
    other = "POST" if method == "HEAD" else method
    assert server.visitor().open("/record.git/info/refs", method=other).status_code in (403, 405)


def test_more_than_any_honest_request_is_not_taken(server: Server) -> None:
    answer = server.visitor().post("/record.git/git-upload-pack", headers=PACK, data=b"0" * (9 << 20))
    assert answer.status_code == 413
    assert server.visitor().post("/sign-in", data={"address": "x" * (5 << 20)}).status_code == 413


def test_a_request_that_names_a_hundred_thousand_branches_is_taken(server: Server) -> None:
    want = f"0032want {server.site.record.tip()}\n".encode()
    body = b"0011command=fetch0001" + want * 100_000 + b"0009done\n0000"
    headers = {**PACK, "Git-Protocol": "version=2"}
    answer = server.visitor().post("/record.git/git-upload-pack", headers=headers, data=body, buffered=True)
    assert answer.status_code == 200
    assert b"PACK" in answer.data


def test_what_only_other_folders_hold_cannot_be_had(server: Server) -> None:
    # The accounts lie beside the record; no name of them is one of its objects.
    address = "ana@people.example"
    wanted = server.visitor().post(
        "/record.git/git-upload-pack",
        headers={**PACK, "Git-Protocol": "version=2"},
        data=body_of({"body": "want"}, server.site.record.tip()),
        buffered=True,
    )
    assert wanted.status_code == 200
    assert b"PACK" in wanted.data
    assert address.encode() not in wanted.data
