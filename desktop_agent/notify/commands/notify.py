"""`notify`: try out what tells a person who is away, and keep the keys that it needs."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.arguments import AsJson
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message

if TYPE_CHECKING:
    from desktop_agent.notify.channels import Channel, ChannelName
    from desktop_agent.settings import Settings

_LONGEST_KEY = 10_000

group = typer.Typer()


class _Keyed(StrEnum):
    NTFY = "ntfy"
    WEBHOOK = "webhook"


@group.command("test", short_help=Message("Send a test notification to every channel that's set up."))
def _test(as_json: AsJson = False) -> int:
    """Send a test to every channel that's set up.

    Your own command is shown first, and runs only after you approve it. Your approval covers only this exact command
    and its program.

    Exit codes: 0 everything was sent, 1 something failed, 2 nothing is set up.
    """
    from desktop_agent.host.own_settings import settings_for_run
    from desktop_agent.notify.channels import WORDS, channels

    settings = settings_for_run(os.environ, {})
    found = channels(settings)
    if not found:
        raise SettingsError(
            Message("No notifications are set up."), Message("See “desktop-agent guide notifications”.")
        )
    for channel in found:
        _confirm(channel, settings)
    reasons = _reasons(found)
    if as_json:
        terminal.say_json(
            [
                {"channel": one.name, "told": not why, "why": why or None}
                for one, why in zip(found, reasons, strict=True)
            ]
        )
    else:
        rows = [(WORDS[one.name], why or Message("sent")) for one, why in zip(found, reasons, strict=True)]
        terminal.say_table((Message("By"), Message("Result")), rows)
    return int(any(reasons))


def _reasons(found: Sequence[Channel]) -> list[str]:
    """Send a test to all of them at once; return why each failed, empty where it did not."""
    from desktop_agent.notify.deliver import Order
    from desktop_agent.notify.notice import Notice
    from desktop_agent.notify.run_notifier import begin

    failed: dict[str, str] = {}
    waiting = [
        begin(Order(one, Notice("test")), os.environ, lambda why, name=one.name: failed.update({name: why}))  # type: ignore[misc]
        for one in found
    ]
    for thread in filter(None, waiting):
        thread.join()
    return [failed.get(one.name, "") for one in found]


def _confirm(channel: Channel, settings: Settings) -> None:
    """Show a command that the person has not confirmed, and keep their yes."""
    from desktop_agent.cli.approver import confirmed_at_terminal
    from desktop_agent.notify.channels import command_function, confirmations

    if channel.name != "command":
        return
    known, function = confirmations(os.environ), command_function(channel)
    if known.covers(function):
        return
    shown = visible(shlex.join(channel.to), terminal.LONGEST_LINE)
    terminal.warn(
        Message("This command will run under your account whenever a run asks a question or ends: {shown}", shown=shown)
    )
    with suppress(SettingsError):  # there is no terminal to ask on: the result says that it is not confirmed
        if confirmed_at_terminal(Message("Confirm only if you recognize this command."), settings, os.environ):
            known.add(function)


@group.command("login", short_help=Message("Store the key for an ntfy topic or a webhook."))
def _login(
    channel: Annotated[_Keyed, typer.Argument(metavar="ntfy|webhook")],
    in_file: Annotated[
        bool, typer.Option("--in-file", help=Message("Store it in a file that only you can read."))
    ] = False,
) -> None:
    """Store the key for an ntfy topic or a webhook.

    You're asked for the key, and your input is hidden; piped input is read instead. The key is stored in the system
    keyring, and is sent only to the address in your settings.
    """
    from desktop_agent.host.keys import keep_key, key_file
    from desktop_agent.notify.deliver import KEYS, kept_as
    from desktop_agent.settings.api_keys import SET_VARIABLE

    variable = KEYS[channel.value]
    try:
        keep_key(kept_as(channel.value), _typed(channel.value), "file" if in_file else "keyring", key_file(os.environ))
    except SettingsError as error:
        if error.hint != SET_VARIABLE:
            raise
        hint = Message("Set the {variable} variable instead, or use --in-file.", variable=variable)
        raise SettingsError(error.message, hint) from error
    _mark(channel.value, kept=not in_file)
    terminal.say(Message("The key for {channel} was stored.", channel=channel.value))
    if os.environ.get(variable, "").strip():
        terminal.warn(Message("The {variable} variable is set and takes precedence.", variable=variable))


@group.command("logout", help=Message("Delete the key for an ntfy topic or a webhook."))
def _logout(channel: Annotated[_Keyed, typer.Argument(metavar="ntfy|webhook")]) -> None:
    from desktop_agent.host.keys import forget_key, key_file
    from desktop_agent.notify.deliver import kept_as

    gone = forget_key(kept_as(channel.value), key_file(os.environ))
    _mark(channel.value, kept=False)
    terminal.say(
        Message("The key for {channel} was deleted.", channel=channel.value)
        if gone
        else Message("No key was stored for {channel}.", channel=channel.value)
    )


def _mark(name: ChannelName, *, kept: bool) -> None:
    """Note whether the keyring has a key of the channel."""
    from desktop_agent.notify.channels import keyring_mark

    mark = keyring_mark(name, os.environ)
    if kept:
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.touch(mode=0o600)
    else:
        mark.unlink(missing_ok=True)


def _typed(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(_LONGEST_KEY).strip()
    from getpass import getpass

    try:
        return getpass(Message("Key for {name} (input hidden): ", name=name)).strip()
    except EOFError:
        return ""
