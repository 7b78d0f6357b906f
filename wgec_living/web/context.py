"""What every template can reach: words, dates, and the person who asks."""

from __future__ import annotations

import secrets
from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from wgec_living.domain.bounded import BoundedCache
from wgec_living.domain.comparison import Change
from wgec_living.domain.permissions import Act
from wgec_living.domain.rows import cells
from wgec_living.domain.standing import awaits_decision
from wgec_living.domain.text import runs_backwards
from wgec_living.services import laying_out

from . import redline_source, typeset, words
from .current import person, signed_in, site
from .highlighting import highlighted
from .in_a_line import in_a_line
from .pictures import period_words
from .redline import Parts, Passage, redline


def register(app: Flask) -> None:
    """Give the templates of `app` their filters, globals and context."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        moment=words.moment,
        day=words.day,
        minute=words.minute,
        machine_time=words.machine_time,
        kind_word=words.kind_word,
        status_word=words.status_word,
        outcome_word=words.outcome_word,
        shortened=words.shortened,
        status_mark=words.status_mark,
        stance_word=words.stance_word,
        stood=words.stood_words,
        role_word=words.role_word,
        change_summary=words.change_summary,
        addresses_apart=redline_source.addresses_apart,
        quoted=typeset.quoted,
        without_decision=words.without_decision,
        redline=_redline,
        told=words.told,
        closed=words.closed,
        heading_words=words.heading_words,
        in_a_line=in_a_line,
        highlighted=highlighted,
        cells=cells,
        period=period_words,
        runs_backwards=runs_backwards,
    )
    env.globals.update(
        counted=words.counted,
        block_name=words.block_name,
        block_label=words.block_label,
        blocks_name=words.blocks_name,
        section_name=words.section_name,
        new_key=new_key,
        Act=Act,
        awaits_decision=awaits_decision,
    )
    app.context_processor(_about)


def _size(parts: Parts) -> int:
    """Return about how many bytes the passages of a redline take."""
    cells = [cell for part in parts if isinstance(part, Passage) for cell in (*part.cells, *part.columns)]
    return 1_000 + sum(300 + len(run.html) for cell in cells for run in cell)


_REDLINES: BoundedCache[Hashable, Parts] = BoundedCache(4 << 20, _size)


def _redline(changes: Sequence[Change], key: Hashable = None) -> Parts:
    """Return a comparison ready to be read, its passages laid out; kept where a key says what decides it."""
    known = _REDLINES.get(key) if key is not None else None
    if known is None:
        known = redline(changes, partial(laying_out.lay_out, site()))
        if key is not None:
            _REDLINES.put(key, known)
    return known


def new_key() -> str:
    """Return a fresh idempotency key for a form: the same form sent twice is then recorded once."""
    return secrets.token_urlsafe(18)


def _about() -> dict[str, Any]:
    return {
        "settings": site().settings,
        "person": person(),
        "signed_in": signed_in(),
    }
