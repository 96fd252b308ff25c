"""`pair`: pair one phone, or another computer of the person's, which may then steer runs; show that, and end it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

group = typer.Typer(invoke_without_command=True)


@group.callback(invoke_without_command=True)
def command(
    context: typer.Context,
    server: Annotated[
        str | None,
        typer.Option("--server", metavar="URL", help=Message("An ntfy server; defaults to the one in notify.ntfy.")),
    ] = None,
    page: Annotated[
        str,
        typer.Option("--page", metavar="URL", help=Message("The address where you host the page from “pair page”.")),
    ] = "",
) -> None:
    """Pair your phone to stop and pause runs, refuse actions, send text replies, and approve actions on desks.

    The code shown works only once and expires after five minutes. A device is paired when it has used the code and
    you have said yes here. There can be only one pairing at a time: a new one ends the previous one.
    """
    if context.invoked_subcommand is None:
        _pair(server, page)


@group.command("show", short_help=Message("Show which phone is paired."))
def _show(as_json: AsJson = False) -> None:
    """Show which phone is paired, when it was paired, and through which server."""
    from desktop_agent.notify.attempt import shown
    from desktop_agent.notify.pairing import read_pairing

    pairing = read_pairing()
    if as_json:
        known = {"name": pairing.name, "server": pairing.host, "since": pairing.since} if pairing else None
        terminal.say_json({"paired": known})
    else:
        terminal.say(shown(pairing) if pairing else Message("No phone is paired."))


@group.command("end", short_help=Message("End the pairing immediately, for example if you lose the phone."))
def _end() -> None:
    """End the pairing at once, for example if you lose the phone.

    Everything it sends is then ignored, even in runs already under way.
    """
    from desktop_agent.notify.attempt import end

    terminal.say(Message("The pairing has ended.") if end() else Message("No phone is paired."))


@group.command("page", short_help=Message("Write the phone's page so that you can host it on a web server."))
def _page(
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help=Message("Where to save the file; its path is printed.")),
    ] = Path("pair.html"),
) -> None:
    """Write the phone's page, in your language, to put on your own web server (https).

    It's a single file that contains no secrets: the code is in the part of the address that browsers never send.
    """
    from desktop_agent.notify.attempt import write_page

    write_page(out)
    terminal.say_line(str(out))


def _pair(server: str | None, page: str) -> None:
    from desktop_agent.cli.approver import confirmed_at_terminal
    from desktop_agent.cli.prompt.tty import controlling_terminal
    from desktop_agent.host.own_settings import settings_for_run
    from desktop_agent.notify.attempt import PairingAttempt, agree, compared, tell

    settings = settings_for_run(os.environ, {})
    attempt = PairingAttempt(settings, server or "", page)
    if (here := controlling_terminal()) is None:
        raise SettingsError(Message("There is no terminal to prompt you in."), Message("Start it from a terminal."))
    here.close()
    _show_code(attempt.code)
    terminal.say(Message("Open this on your phone, or in a browser on another of your computers:"))
    terminal.say_line(attempt.link)
    if not page:
        terminal.warn(
            Message("A phone must load the page from a web server (https). See: desktop-agent guide notifications")
        )
    try:
        pairing = attempt.wait(terminal.warn)
        agreed = pairing is not None and confirmed_at_terminal(compared(pairing), settings, os.environ)
        if pairing is not None and agreed:
            agree(pairing)
        elif pairing is not None:
            tell(pairing, ended=True)
    finally:
        attempt.close()
    if not agreed:
        raise SettingsError(Message("The device wasn't paired."), Message("Nothing has changed."))
    terminal.say(
        Message("Paired. You can use this phone starting with the next run, until you run “desktop-agent pair end”.")
    )


def _show_code(text: str) -> None:
    """Show a text as a QR code, dark on light whatever the terminal's colours: two modules a character."""
    if not terminal.is_shown():
        return
    import numpy as np

    from desktop_agent.notify.attempt import light_modules

    modules = light_modules(text)
    light = np.vstack((modules, np.zeros((len(modules) % 2, modules.shape[1]), bool)))
    for above, below in zip(light[::2], light[1::2], strict=True):
        row = "".join(" ▄▀█"[2 * bool(one) + bool(other)] for one, other in zip(above, below, strict=True))
        sys.stdout.write(f"\x1b[97;40m{row}\x1b[0m\n")
    sys.stdout.flush()
