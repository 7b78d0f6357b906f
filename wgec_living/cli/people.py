"""Commands about people: invite, sign-in-link, token."""

from __future__ import annotations

import click

from wgec_living.domain.people import DEFAULT_GROUPS
from wgec_living.services import inviting

from .common import level_site, plainly

GROUPS = ", ".join(group.slug for group in DEFAULT_GROUPS)


@click.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as proposed for the public record.")
@click.option("--delegation", required=True, help="Whom they speak for.")
@click.option("--group", required=True, help=f"Stakeholder group: {GROUPS}.")
@click.option("--role", default="contributor", show_default=True, help="contributor or coordinator.")
@plainly
def invite(email: str, name: str, delegation: str, group: str, role: str) -> None:
    """Invite EMAIL and print the link to pass on; it works once, for 14 days."""
    site = level_site()
    invited = inviting.invite(
        site, None, address=email, name=name, delegation=delegation, group=group, role=role
    )
    handle = inviting.likely_handle(site, invited.name)
    click.echo(
        f"{invited.name} <{invited.address}> is invited; their handle will be {handle} unless they change the name."
    )
    click.echo(invited.link)


@click.command("sign-in-link")
@click.argument("email")
@plainly
def sign_in_link(email: str) -> None:
    """Print a new one-time sign-in link for EMAIL; older ones stop working."""
    click.echo(inviting.fresh_link(level_site(), None, email))


@click.command("token")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for, as its owner will see it.")
@plainly
def token(email: str, name: str) -> None:
    """Print a new API token for EMAIL, shown only now. Somebody invited is taken into the roster by this."""
    click.echo(inviting.issue_token(level_site(), email, name))


COMMANDS = (invite, sign_in_link, token)
