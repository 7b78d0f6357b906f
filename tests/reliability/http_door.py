"""The door over HTTP: the program interface of a real server, used by one thread."""

from __future__ import annotations

import http.client
import json
import random
from dataclasses import dataclass
from typing import Any

from tests.reliability.writing import DOCUMENT, MAIN, Refused, Said, Unanswered
from wgec_living.domain.errors import Busy

LOOKS = 30
READ_AGAIN = 20
"""People write on the text they have before their eyes, and look at a newer one now and then."""


@dataclass(frozen=True)
class Read:
    """The text as somebody read it: its commit, and the ids of its paragraphs."""

    base: str
    paragraphs: tuple[str, ...]


class HttpDoor:
    """One connection to a server on this machine, made again when it breaks."""

    def __init__(self, port: int, tokens: dict[str, str], seed: int, read: Read) -> None:
        self._port = port
        self._tokens = tokens
        self._random = random.Random(seed)
        self._read = read
        self._begun = 0
        self._sent: dict[str, dict[str, Any]] = {}
        self._line: http.client.HTTPConnection | None = None

    def comment(self, handle: str, body: str, key: str) -> Said:
        """Comment on some paragraph."""
        return self._begin(handle, key, kind="comment", body=body)

    def propose(self, handle: str, body: str, key: str, words: str) -> Said:
        """Propose `words` in place of some paragraph."""
        return self._begin(handle, key, kind="proposal", body=body, replacement=words)

    def reply(self, handle: str, number: int, body: str, key: str) -> Said:
        """Answer on a contribution."""
        status, told = self.call("POST", f"contributions/{number}/replies", handle, key, {"body": body})
        return Said(_branch(number), _made(status, told)["commit"], number)

    def accept(self, handle: str, number: int, body: str, key: str) -> Said:
        """Accept a proposal, looking again as often as it moved meanwhile; a clash is declined."""
        status, seen = self.call("GET", f"contributions/{number}/preview")
        if status != 200:
            raise AssertionError(f"the preview answered {status}: {seen}")
        for looks in range(1, LOOKS):
            sent = {"reason": body, "seen_main": seen["seen_main"], "seen_tip": seen["seen_tip"]}
            sent["disposition"] = {"clean": "accepted", "combines": "accepted-with-changes"}.get(
                seen["result"], "declined"
            )
            if seen["result"] == "combines":
                sent["text"] = seen["text"]
            status, told = self.call("POST", f"contributions/{number}/disposition", handle, key, sent)
            if status == 409 and "preview" in told:
                seen = told["preview"]
                continue
            if status in (403, 422):
                raise Refused(str(told))
            return Said(MAIN, _made(status, told)["commit"], number, looks)
        raise Refused("moved too often")

    def _begin(self, handle: str, key: str, **sent: str) -> Said:
        self._begun += 1
        if self._begun % READ_AGAIN == 0:
            status, document = self.call("GET", f"documents/{DOCUMENT}")
            if status != 200:
                raise AssertionError(f"the document answered {status}: {document}")
            blocks = [block["id"] for block in document["blocks"] if block["kind"] == "paragraph"]
            self._read = Read(document["commit"], tuple(blocks))
        target = {"blocks": [self._random.choice(self._read.paragraphs)]}
        # What is sent again with its key is the very same: anything else would rightly be refused.
        body = self._sent.setdefault(key, {**sent, "base": self._read.base, "target": target})
        status, told = self.call("POST", f"documents/{DOCUMENT}/contributions", handle, key, body)
        told = _made(status, told)
        return Said(_branch(told["number"]), told["commit"], told["number"])

    def call(
        self, method: str, path: str, handle: str = "", key: str = "", sent: dict[str, Any] | None = None
    ) -> tuple[int, Any]:
        """Send one request and return status and answer; `Unanswered` when the line broke, `Busy` for 503."""
        headers = (
            {"Authorization": f"Bearer {self._tokens[handle]}", "Idempotency-Key": key} if handle else {}
        )
        if sent is not None:
            headers["Content-Type"] = "application/json"
        self._line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            self._line.request(method, f"/api/v1/{path}", sent and json.dumps(sent), headers)
            answer = self._line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as trouble:
            self.close()
            raise Unanswered(repr(trouble)) from None
        if answer.status == 503:
            if not answer.headers["Retry-After"]:
                raise AssertionError("503 without saying when to try again")
            raise Busy("the server says so")
        return answer.status, json.loads(content)

    def close(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None


def _branch(number: int) -> str:
    return f"refs/heads/contributions/{number:04d}"


def _made(status: int, told: Any) -> Any:
    if status != 201:
        raise AssertionError(f"answered {status}: {told}")
    return told
