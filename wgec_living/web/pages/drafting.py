"""Drafts: kept while somebody types, and discarded when they say so."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from wgec_living.domain.errors import Invalid, Stale
from wgec_living.services import drafting
from wgec_living.services.recording import SentBefore

from ..context import new_key
from ..current import site
from ..draft_places import fields_sent, sent_place
from ..sent_before import address_of
from ..signing import holder

pages = Blueprint("drafting", __name__)


@pages.post("/mine/drafts")
def keep() -> Response | tuple[Response, int]:
    """Keep what is in the form; asked by the page itself, so it answers in JSON."""
    who, place = holder(), sent_place()
    if not place:
        return jsonify(error="There is no such form."), 422
    seen = request.form.get("version", "")
    try:
        version = drafting.keep(site(), who, place, fields_sent(), int(seen) if seen.isdecimal() else 0)
    except Stale as trouble:
        return jsonify(error=str(trouble)), 409
    except SentBefore as sent:
        # With a key for what is written from now on, which is something else.
        return jsonify(sent=sent.contribution, at=address_of(sent), key=new_key())
    except Invalid as trouble:
        return jsonify(error=str(trouble)), 422
    return jsonify(version=version)


@pages.post("/mine/drafts/discard")
def discard() -> Response:
    """Forget a draft; back to where it was listed, or to its form, empty again."""
    place = sent_place()
    drafting.drop(holder(), place)
    flash("The draft is discarded.")
    listed = request.form.get("back") == "mine" or not place
    return redirect(url_for("desk.mine") if listed else place, 303)
