"""Words found, marked in what is shown around them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from wgec_living.domain.snippets import Stretch

from .words import closed


def highlighted(stretches: Sequence[Stretch]) -> Markup:
    """Return a snippet with the words found marked, and with the directions closed that its words leave open."""
    text = "".join(stretch.text for stretch in stretches)
    marked = [
        Markup("<mark>{}</mark>").format(stretch.text) if stretch.found else escape(stretch.text)
        for stretch in stretches
    ]
    return Markup("").join([*marked, escape(closed(text)[len(text) :])])
