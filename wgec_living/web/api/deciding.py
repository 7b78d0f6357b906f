"""What a coordinator decides: the preview, then the decision."""

from __future__ import annotations

from typing import Any

from flask import Response

from wgec_living.domain.events import Disposition
from wgec_living.domain.people import Person
from wgec_living.services import deciding

from ..current import site
from . import answers_thread, examples, sending
from .answering import answer
from .bodies import commit_sent
from .callers import idempotency_key_of
from .calls import Calls
from .problems import outdated
from .shapes import contribution_address, outcome_shape, preview_shape

calls = Calls("api-decisions", "Decisions: everybody may look at a preview, coordinators decide.")
calls.blueprint.register_error_handler(deciding.Outdated, outdated)


@calls.get("/contributions/<count:number>/preview", answers_thread.Preview, examples.PREVIEW)
def read_preview(number: int) -> Response:
    """See what accepting a contribution now would do; nothing is recorded."""
    return answer(preview_shape(deciding.preview(site(), number)))


@calls.post(
    "/contributions/<count:number>/disposition",
    sending.DispositionSent,
    answers_thread.Outcome,
    sent=examples.DISPOSITION_SENT,
    example=examples.OUTCOME,
)
def create_disposition(number: int, actor: Person, body: dict[str, Any]) -> Response:
    """Decide on a contribution, after reading its preview; the reason is public."""
    decision = deciding.Decision(
        Disposition(body["disposition"]),
        body.get("reason", ""),
        commit_sent(body["seen_main"]),
        commit_sent(body["seen_tip"]),
        body.get("text"),
        idempotency_key_of("disposition", number),
    )
    outcome = deciding.dispose(site(), actor, number, decision)
    return answer(outcome_shape(outcome), 201, contribution_address(number))
