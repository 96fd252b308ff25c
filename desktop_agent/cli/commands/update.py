"""`update`: checks whether a newer version exists; nothing is downloaded or installed."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.core.message import Message


def command(
    check: Annotated[bool, typer.Option("--check", help=Message("Check for the latest version."))] = False,
    as_json: AsJson = False,
) -> None:
    """Check for a newer version, and print how to update this copy.

    It checks the address in the “update.address” setting and installs nothing.
    """
    from desktop_agent.core.version import __version__
    from desktop_agent.host.releases import latest_release
    from desktop_agent.installation import this_installation
    from desktop_agent.settings.confirmed import settings_for_run

    if not check:
        raise typer.BadParameter(
            Message("This command doesn't install anything; add --check to check for a newer version.")
        )
    release = latest_release(settings_for_run(os.environ, {}).update.address)
    installation = this_installation()
    if as_json:
        terminal.say_json(
            {
                "version": __version__,
                "newest": release.version,
                "newer": release.is_newer,
                "page": release.page or None,
                "installer": installation.installer,
            }
        )
    elif release.is_newer:
        terminal.say(release.sentence)
        terminal.say(installation.update())
    else:
        terminal.say(Message("{version} is the latest version.", version=__version__))
