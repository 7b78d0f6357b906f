"""A comment, on disk when it is answered: by API with a token and by the HTML form."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from .client import Client, hidden, token_client
from .figures import Timings, timings_table
from .plain_git import commit_by_git, commit_in_process, git
from .server import sample, serving
from .sizes import Sizes


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; the acts take turns, so that all meet the same disk."""
    data = sample(folder / "submitting", sizes.contributions // 20, sizes.accepted // 20, 30)
    copy = folder / "copy.git"
    shutil.copytree(data / "record.git", copy)
    base = git(copy, "rev-parse", "main")
    message = git(copy, "log", "-1", "--format=%B", "contributions/0001").encode() + b"\n"
    plain, bare = (
        Timings("commit-tree + update-ref, with fsync"),
        Timings("object and ref in process, with fsync"),
    )
    api, form, page = (
        Timings("by API, whole request"),
        Timings("by form, whole request"),
        Timings("the form itself"),
    )
    with serving(data) as server:
        script, browser = token_client(server), Client(server)
        browser.sign_in()
        document = script.call("/documents/sample")
        blocks = [block["id"] for block in document["blocks"] if block["kind"] == "paragraph"]
        for number in range(sizes.times):
            block = blocks[number % len(blocks)]
            plain.time(lambda n=number: commit_by_git(copy, f"refs/heads/plain/{n}", base, message))  # type: ignore[misc]
            content = git(copy, "cat-file", "commit", "contributions/0001").encode() + b"%d\n" % number
            bare.time(lambda n=number, c=content: commit_in_process(copy, f"refs/heads/plain/p{n}", c))  # type: ignore[misc]
            sent = {
                "kind": "comment",
                "base": document["commit"],
                "target": {"blocks": [block]},
                "body": "Words.",
            }
            api.time(lambda s=sent: script.call("/documents/sample/contributions", s))  # type: ignore[misc]
            _by_form(browser, block, page, form)
    aim = "p50 at most 1.5 times the first; the second shows what the disk alone takes"
    timings_table("Submit a comment, answer on disk", [plain, bare, api, form, page], aim)


def _by_form(browser: Client, block: str, page: Timings, form: Timings) -> None:
    address = "/documents/sample/contributions/comment"
    got = page.time(lambda: browser.page(f"{address}?block={block}"))
    fields = [
        (name, value) for name, value in hidden(got.decode()) if name not in ("action", "idempotency_key")
    ]
    fields += [("body", "Words."), ("action", "send"), ("idempotency_key", uuid.uuid4().hex)]
    form.time(lambda: browser.form(address, fields, 303))
