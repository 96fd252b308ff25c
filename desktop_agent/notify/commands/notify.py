"""`notify`: test the notifications of a person who is away, and store the webhook's key."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, visible

if TYPE_CHECKING:
    from desktop_agent.settings import Settings

group = typer.Typer()


@group.command("test", short_help=Message("Send a test notification to every channel that's set up."))
def _test(as_json: AsJson = False) -> int:
    """Send a test to every channel that's set up.

    Your own command is shown first, and runs only after you approve it. Your approval covers only this exact command
    and its program.

    Exit codes: 0 everything was sent, 1 something failed, 2 nothing is set up.
    """
    from desktop_agent.notify.deliver import WORDS, Notice, channels, send_notice
    from desktop_agent.settings.confirmed import settings_for_run

    settings = settings_for_run(os.environ, {})
    names = channels(settings.notify, os.environ)
    if not names:
        raise SettingsError(
            Message("No notifications are set up."), Message("See “desktop-agent guide notifications”.")
        )
    _confirm(settings)
    why = send_notice(Notice("test"), settings.notify, os.environ)
    if as_json:
        terminal.say_json([{"channel": name, "told": name not in why, "why": why.get(name)} for name in names])
    else:
        rows = [(WORDS[name], why.get(name, Message("sent"))) for name in names]
        terminal.say_table((Message("By"), Message("Result")), rows)
    return int(bool(why))


def _confirm(settings: Settings) -> None:
    """Show a command that the person hasn't confirmed, and keep their yes."""
    from desktop_agent.cli.approver import confirm_at_terminal
    from desktop_agent.lib.paths import places
    from desktop_agent.notify.deliver import command_digest
    from desktop_agent.settings.confirmed import SavedSettings

    command = settings.notify.command
    saved = SavedSettings(places().config)
    if not command or command_digest(command) in saved.record().functions:
        return
    shown = visible(shlex.join(command), terminal.LONGEST_LINE)
    terminal.warn(
        Message("This command will run under your account whenever a run asks a question or ends: {shown}", shown=shown)
    )
    with suppress(SettingsError, OSError):  # the result reports that it isn't confirmed
        if confirm_at_terminal(Message("Confirm only if you recognize this command."), settings, os.environ):
            saved.confirm("command", command_digest(command))


@group.command("login", short_help=Message("Store the webhook's key."))
def _login(
    in_file: Annotated[
        bool, typer.Option("--in-file", help=Message("Store it in a file that only you can read."))
    ] = False,
) -> None:
    """Store the webhook's key, which it gets as a bearer token.

    You're asked for the key, and your input is hidden; piped input is read instead. The key is stored in the system
    keyring, and is sent only to the address in your settings. Without a keyring, add --in-file. The
    DESKTOP_AGENT_WEBHOOK_TOKEN variable takes precedence.
    """
    from desktop_agent.notify.deliver import IN_KEYRING, WEBHOOK_KEY
    from desktop_agent.runtime.provider.keys import keep_key, key_file

    keep_key(WEBHOOK_KEY, terminal.typed_key("webhook"), "file" if in_file else "keyring", key_file())
    if not in_file:
        key_file().store(WEBHOOK_KEY, IN_KEYRING)
    terminal.say(Message("The webhook's key was stored."))


@group.command("logout", help=Message("Delete the webhook's key."))
def _logout() -> None:
    from desktop_agent.notify.deliver import WEBHOOK_KEY
    from desktop_agent.runtime.provider.keys import forget_key, key_file

    gone = forget_key(WEBHOOK_KEY, key_file())
    terminal.say(Message("The webhook's key was deleted.") if gone else Message("No key was stored for the webhook."))
