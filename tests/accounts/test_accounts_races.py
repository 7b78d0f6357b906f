"""Acts that count once, done many times at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from flask import Flask

from wgec_living.accounts import db, invitations, links, members
from wgec_living.accounts.types import COMMAND_LINE, Account, Invited, Purpose
from wgec_living.domain.errors import Invalid, LinkExpired, Stale, WgecError
from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import Role

TIMES = 20


def at_once(app: Flask, act: Callable[[int], object]) -> list[object]:
    """Do `act` twenty times in as many threads, and return what each returned or raised."""
    start, outcomes = threading.Barrier(TIMES), []

    def run(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                outcomes.append(act(number))
            except WgecError as error:
                outcomes.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == TIMES
    return outcomes


def test_one_person_is_confirmed_under_one_handle(app: Flask, invited: Invited, now: datetime) -> None:
    account_id = invited.invitation.account_id
    outcomes = at_once(app, lambda number: members.confirm(account_id, Handle(f"ana-{number}"), now))
    winners = [outcome for outcome in outcomes if isinstance(outcome, Account)]
    assert [members.account(account_id)] == winners
    assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == TIMES - 1


def test_one_address_has_one_account_and_one_open_invitation(app: Flask, now: datetime) -> None:
    def invite(number: int) -> Invited:
        return invitations.invite(
            "dora@example.org", f"Dora {number}", "Net", "Civil society", Role.CONTRIBUTOR, COMMAND_LINE, now
        )

    outcomes = at_once(app, invite)
    assert all(isinstance(outcome, Invited | Stale) for outcome in outcomes)
    assert len(members.accounts()) == 1
    [pending] = invitations.pending_invitations()
    good = []
    for outcome in outcomes:
        if isinstance(outcome, Invited):
            try:
                links.peek_link(outcome.secret, Purpose.INVITATION, now)
                good.append(outcome.invitation)
            except LinkExpired:
                pass
    assert good == [pending]


def test_of_many_fresh_links_only_the_last_works(app: Flask, ana: Account, now: datetime) -> None:
    secrets = at_once(app, lambda _number: links.issue_link(Purpose.SIGN_IN, ana.id, now))
    good = 0
    for secret in secrets:
        try:
            links.use_link(str(secret), Purpose.SIGN_IN, now)
            good += 1
        except LinkExpired:
            pass
    assert good == 1
