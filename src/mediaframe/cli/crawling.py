"""What the commands that reach outlets' servers share."""

from collections.abc import Sequence
from pathlib import Path

import click

from mediaframe.collect.policy import Policy
from mediaframe.collect.registry import OutletRegistry
from mediaframe.collect.target import Target, choose
from mediaframe.config import FILE_NAME, Settings
from mediaframe.types import Reject


def policy(settings: Settings, workspace: Path) -> Policy:
    """The rules of a crawl, as the settings say.

    Raises:
        UsageError: no contact is set.
        InputError: the contact is neither an address nor a web page.
    """
    if not settings.contact:
        raise click.UsageError(
            "No contact is set: newsrooms must be able to reach you, and every request names it. "
            f'Write contact = "you@example.org" (or a web page) in {workspace / FILE_NAME}, '
            "or set MEDIAFRAME_CONTACT."
        )
    return Policy(
        contact=settings.contact, delay=settings.delay, allow_loopback=settings.allow_loopback
    )


def chosen(
    registry: OutletRegistry, outlets: Sequence[str], countries: Sequence[str]
) -> tuple[list[Target], list[Reject]]:
    """The outlets to crawl, and those left out.

    Raises:
        UsageError: none is left.
        InputError: an outlet is not in the registry.
    """
    targets, left_out = choose(
        registry, outlets=outlets, countries=[country.upper() for country in countries]
    )
    if not targets:
        why = f": {left_out[0].item}: {left_out[0].reason}" if left_out else ""
        raise click.UsageError(f"No outlet to collect{why}.")
    return targets, left_out
