"""A decision while it is being made: what the form holds, and the decision it amounts to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import request

from wgec_living.domain.errors import Invalid, NotFound
from wgec_living.domain.events import Disposition
from wgec_living.domain.identifiers import CommitId, parse_commit_id
from wgec_living.services.deciding import Decision
from wgec_living.services.views_deciding import Preview

from .context import new_key
from .forms_passages import mark_of_choices, passages

PHRASES = (
    ("thanks", "Thank you; the text now says so."),
    ("covered", "The text covers this point elsewhere."),
    ("outside", "This lies outside the mandate of the working group."),
    ("discuss", "The group should discuss this together before the text changes."),
    ("divided", "Views in the group differ, and there is no consensus on these words yet."),
    ("record", "The point is noted for the report; the text stays as it is."),
)


CHOICES = ("passage-", "reading-", "words-")
"""How the names of the fields begin that belong to places where there is a choice."""


@dataclass(frozen=True)
class Deciding:
    """The fields of the form as they were typed."""

    disposition: str
    reason: str
    """With the saved sentence, where one was chosen, in front."""
    only_saved: bool
    """Whether it is a saved sentence and nothing else, which nobody has seen in the field yet."""
    text: str
    prefilled: str
    """A mark of the text that the editor was filled with, to tell whether anybody changed it."""
    seen_main: str
    seen_tip: str
    key: str
    composed: str = ""
    """A mark of the choices that the text was put together from; empty where it was not."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What was sent for the places where there is a choice."""

    @property
    def edited(self) -> bool:
        """Whether the text in the editor is no longer the one it was filled with."""
        return bool(self.text.strip()) and mark_of(self.text) != self.prefilled


def mark_of(text: str) -> str:
    """Return a mark that two texts share when they differ in nothing but line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def fresh(preview: Preview) -> Deciding:
    """Return the form as it is first shown."""
    start = Deciding("", "", False, "", "", "", "", new_key())
    return refilled(preview, start)


def refilled(preview: Preview, typed: Deciding) -> Deciding:
    """Return the form with the editor filled anew: with the preview's text, in which the joint words stand."""
    untouched = mark_of_choices(passages(preview, {})) if not preview.conflicts else ""
    return replace(typed, text=preview.text, prefilled=mark_of(preview.text), composed=untouched)


def posted() -> Deciding:
    """Return the form as it was sent."""
    form = request.form
    saved, own = dict(PHRASES).get(form.get("phrase", ""), ""), form.get("reason", "")
    return Deciding(
        disposition=form.get("disposition", ""),
        reason="\n\n".join(part for part in (saved, own) if part.strip()),
        only_saved=bool(saved) and not own.strip(),
        text=form.get("text", ""),
        prefilled=form.get("prefilled", ""),
        seen_main=form.get("seen_main", ""),
        seen_tip=form.get("seen_tip", ""),
        key=form.get("idempotency_key", "")[:200],
        composed=form.get("composed", "")[:100],
        choices={name: value for name, value in form.items() if name.startswith(CHOICES)},
    )


def decision(typed: Deciding) -> Decision:
    """Return what sending the form means; raises `Invalid` for a choice that is missing or contradicts itself."""
    try:
        disposition = Disposition(typed.disposition)
    except ValueError:
        raise Invalid("Which decision?", {"disposition": "Please choose a decision."}) from None
    with_text = disposition is Disposition.ACCEPTED_WITH_CHANGES
    if disposition is Disposition.ACCEPTED and typed.edited:
        raise Invalid(
            "You changed the text, but chose to accept it as proposed.",
            {"disposition": "Choose “Accept with changes”, or undo your change in the text below."},
        )
    if disposition is not Disposition.ACCEPTED and not typed.reason.strip():
        raise Invalid("A reason is missing.", {"reason": "Please say why, for everybody to read."})
    if disposition is not Disposition.ACCEPTED and typed.only_saved:
        raise Invalid(
            "This would be your whole public reason.",
            {"reason": "Please read it here and say more where it helps, then put the decision on record."},
        )
    return Decision(
        disposition=disposition,
        reason=typed.reason,
        seen_main=_seen(typed.seen_main),
        seen_tip=_seen(typed.seen_tip),
        text=typed.text if with_text else None,
        key=typed.key or None,
    )


def _seen(text: str) -> CommitId:
    try:
        return parse_commit_id(text)
    except NotFound:
        raise Invalid(
            "It is not clear what you had before you.", {"disposition": "Please look again, then decide."}
        ) from None
