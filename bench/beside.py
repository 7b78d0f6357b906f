"""A 300 kB document as a page with nothing beside it, and with 1,000 contributions on words of it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from random import Random

from .client import Client, token_client
from .figures import Timings, timings_table
from .server import Running, sample, serving
from .sizes import Sizes

PAGE = "/documents/sample"
ON_WORDS = 1_000


def run(folder: Path, sizes: Sizes) -> None:
    """Measure and print the rows; the pages take turns, and none is one kept from before."""
    without, beside = (sample(folder / name, 3, 2, sizes.kilobytes) for name in ("without", "beside"))
    with serving(without) as one, serving(beside) as other:
        _say(other)
        bare, full, none = (
            Timings("nothing said"),
            Timings(f"{ON_WORDS:,} contributions on words"),
            Timings("the same, none shown"),
        )
        first, second = Client(one), Client(other)
        for client in (first, second):
            client.page(f"{PAGE}?cold=warm")
        asked = count()
        for _ in range(max(10, sizes.times // 4)):
            bare.time(lambda: first.page(f"{PAGE}?cold={next(asked)}"))
            full.time(lambda: second.page(f"{PAGE}?cold={next(asked)}"))
            none.time(lambda: second.page(f"{PAGE}?said=none&cold={next(asked)}"))
    timings_table("Show a document with what was said beside it", [bare, full, none], "p50 at most 2 times")


def _say(server: Running) -> None:
    """Send comments on two to six words of paragraphs drawn by chance."""
    script, random = token_client(server), Random(20_260_101)
    document = script.call(PAGE)
    blocks = [
        (block["id"], block["text"].split())
        for block in document["blocks"]
        if block["kind"] == "paragraph" and len(block["text"].split()) > 8
    ]
    said = 0
    while said < ON_WORDS:
        block, words = random.choice(blocks)
        at = random.randrange(len(words) - 6)
        quotation = " ".join(words[at : at + random.randrange(2, 6)])
        if " ".join(words).count(quotation) > 1:
            continue
        said += 1
        sent = {
            "kind": "comment",
            "base": document["commit"],
            "target": {"blocks": [block], "quotation": quotation},
            "body": f"Is {quotation} meant?",
        }
        script.call(f"{PAGE}/contributions", sent)
