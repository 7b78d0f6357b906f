"""The delay of other readers while somebody previews Markdown that is slow to lay out."""

from __future__ import annotations

import json
import threading
import time
import uuid
from pathlib import Path

from .client import Client, hidden, token_client
from .figures import Timings, timings_table
from .server import sample, serving
from .sizes import Sizes

ADDRESS = "/documents/sample/contributions/comment"


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; says so where there is no corpus."""
    if not sizes.corpus.is_file():
        print(f"\nNo corpus at {sizes.corpus}: the row is left out.")
        return
    cases = json.loads(sizes.corpus.read_text("utf-8"))["cases"]
    texts = ["".join(part * times for part, times in case["parts"]) for case in cases if "parts" in case]
    data = sample(folder / "pathological", 200, 20, 30)
    quiet, busy, previews = Timings("readers alone"), Timings("readers meanwhile"), Timings("the previews")
    with serving(data) as server:
        reader, writer = Client(server), Client(server)
        token_client(server)  # takes the coordinator into the list of people
        writer.sign_in()
        page = writer.page(f"{ADDRESS}?document=true").decode()
        fields = [pair for pair in hidden(page) if pair[0] not in ("action", "idempotency_key")]
        done = threading.Event()

        def write() -> None:
            try:
                for text in texts:
                    more = [("body", text), ("action", "preview"), ("idempotency_key", uuid.uuid4().hex)]
                    previews.time(lambda m=more: writer.form(ADDRESS, [*fields, *m], 200, 413, 422))  # type: ignore[misc]
            finally:
                done.set()

        until = time.perf_counter() + sizes.seconds
        for number in range(1_000_000):
            if time.perf_counter() > until:
                break
            quiet.time(lambda n=number: reader.page(f"/documents/sample/history?trial={n}"))  # type: ignore[misc]
        thread = threading.Thread(target=write)
        thread.start()
        number = 0
        while not done.is_set():
            number += 1
            busy.time(lambda n=number: reader.page(f"/documents/sample/history?again={n}"))  # type: ignore[misc]
        thread.join()
    title = f"Read while {len(previews.seconds)} of {len(texts)} pathological texts are previewed"
    timings_table(title, [quiet, busy, previews], "readers are not held up")
