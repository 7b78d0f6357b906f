"""Who brought the words of a revision, as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wgec_living.domain.events import Speaker
from wgec_living.domain.provenance import Origin
from wgec_living.services.provenance import Provenance, Share, Source

from .answering import json_text


def provenance_json(found: Provenance) -> bytes:
    """Return the runs of all blocks in reading order, and what they add up to.

    Put together by hand: there may be tens of thousands of runs, and few sources.
    """
    speakers = {
        speaker: _speaker(speaker) for speaker in {source.speaker for source in found.sources.values()}
    }
    told = {
        origin: f'"revision":{origin.revision},"contribution":{_number(source)},{speakers[source.speaker]}'
        for origin, source in found.sources.items()
    }
    runs = ",".join(
        [
            f'{{"block":"{block.id}","start":{start},"end":{end},{told[origin]}}}'
            for block in found.blocks
            for start, end, origin in block.runs
        ]
    )
    last = [(block, _number(found.sources[Origin(block.changed_in)])) for block in found.blocks]
    blocks = ",".join(
        [
            f'{{"block":"{block.id}","revision":{block.changed_in},"contribution":{number}}}'
            for block, number in last
        ]
    )
    head = _inside({"revision": found.revision.number, "commit": found.revision.commit})
    sums = _inside({"groups": _shares(found.by_group), "delegations": _shares(found.by_delegation)})
    return f'{{{head},"runs":[{runs}],"blocks":[{blocks}],{sums}}}'.encode()


def _inside(members: Mapping[str, Any]) -> str:
    """Return an object as JSON without the braces around it."""
    return json_text(members)[1:-1]


def _number(source: Source) -> str:
    number = source.revision.contribution
    return "null" if number is None else str(number)


def _speaker(speaker: Speaker) -> str:
    return _inside(
        {
            "handle": speaker.handle,
            "name": speaker.name,
            "delegation": speaker.delegation,
            "group": speaker.group,
        }
    )


def _shares(shares: Iterable[Share]) -> list[dict[str, Any]]:
    return [{"group": one.group, "delegation": one.delegation, "words": one.words} for one in shares]
