"""A text as it grew, revision by revision, its words marked by who brought them."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from wgec_living.domain.identifiers import DocumentPath
from wgec_living.domain.points import AtRevision
from wgec_living.services import provenance, reading
from wgec_living.services import time_lapse as lapse

from ..caching import public_page
from ..current import site
from ..origin_marks import NOBODY, OriginMarks, marks_of
from ..points import asked_point
from ..typeset import typeset, uncounted

pages = Blueprint("time_lapse", __name__)
EVERY = "every"
"""The value of `steps` with which no revision is passed over."""


@pages.get("/documents/<document:path>/history/time-lapse")
@public_page
def time_lapse(path: DocumentPath) -> str:
    """Show one step: the first revision unless another is asked for, with the ways to the others."""
    every = request.args.get("steps") == EVERY
    found = reading.revision_at(site(), path, asked_point(path) or AtRevision(1))
    newest = reading.name(site(), path).revision
    steps = lapse.steps(newest, found.number, every=every)
    view = reading.document(site(), path, AtRevision(steps.here))
    origins = provenance.provenance(site(), view.revision)
    groups = marks_of(origins, site().settings.groups)
    blocks = uncounted(view.blocks)
    marks = OriginMarks(origins, blocks, groups, steps.fresh)
    changed = next((block.id for block in origins.blocks if block.changed_in in steps.fresh), None)

    def address(number: int | None) -> str | None:
        if number is None:
            return None
        return url_for("time_lapse.time_lapse", path=path, revision=number, steps=EVERY if every else None)

    return render_template(
        "timeline/time_lapse.html",
        view=view,
        steps=steps,
        newest=newest,
        every=every,
        ways=[(name, words, address(getattr(steps, name))) for name, words in WAYS.items()],
        groups=groups,
        nobody=NOBODY,
        changed=changed,
        text=typeset(view.rendered, blocks, path, view.language, mark=marks.pieces),
        titled=any(block is not None and block.level == 1 for block in view.blocks),
    )


WAYS = {"first": "First", "previous": "Previous", "next": "Next", "last": "Last"}
"""The ways from one step to others, in the order in which the page offers them."""
