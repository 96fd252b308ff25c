"""`secrets`: texts that only the program sees and types, each for one program or site."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import AsJson
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.secret_text import FORM
from desktop_agent.lib.paths import places
from desktop_agent.settings.secret_store import SecretStore, entry_for

_LONGEST_READ = 10_000

group = typer.Typer()


@group.command("set", short_help=Message("Store a secret in the system keyring for one program or site."))
def _set(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    place: Annotated[str, typer.Option("--for", metavar="PLACE", help=Message("The program or site it belongs to."))],
    always: Annotated[
        bool, typer.Option("--always", help=Message("Don't ask each time it's typed into a password field there."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Keep a secret in the system keyring, for one program or site.

    You're asked for the secret, and your input is hidden; piped input is read instead. In a task, write
    {{secret:NAME}} in its place: the program types the secret, which never appears in any request, record, report or
    log. It's refused outside its own program or site, and you're asked each time it's typed.
    """
    entry = entry_for(name, place, always=always)
    _store().keep(entry, _read_secret(name))
    if as_json:
        terminal.say_json({**_facts(entry.name, entry.place, always=entry.always), "kept": True})
        return
    terminal.say(
        Message(
            "Secret “{name}” is stored for {place}. In a task, write {form}.",
            name=name,
            place=entry.place,
            form=FORM.replace("NAME", name),
        )
    )


@group.command("list", help=Message("List the names of the secrets and the program or site each one belongs to."))
def _list(as_json: AsJson = False) -> None:
    entries = _store().all()
    if as_json:
        terminal.say_json([_facts(entry.name, entry.place, always=entry.always) for entry in entries])
    elif not entries:
        terminal.say(Message("There are no secrets."))
    else:
        rows = [
            (entry.name, entry.place, Message("except in password fields") if entry.always else Message("each time"))
            for entry in entries
        ]
        terminal.say_table((Message("Name"), Message("For"), Message("You are asked")), rows)


@group.command("delete", help=Message("Delete a secret."))
def _delete(name: Annotated[str, typer.Argument(metavar="NAME")], as_json: AsJson = False) -> None:
    was_deleted = _store().delete(name)
    if as_json:
        terminal.say_json({"name": name, "deleted": was_deleted})
    else:
        terminal.say(
            Message("Secret “{name}” was deleted.", name=name)
            if was_deleted
            else Message("There is no secret called “{name}”.", name=name)
        )


def _store() -> SecretStore:
    return SecretStore(places(os.environ).config)


def _facts(name: str, place: str, *, always: bool) -> Mapping[str, object]:
    return {"name": name, "for": place, "always": always}


def _read_secret(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(_LONGEST_READ).rstrip("\r\n")
    from getpass import getpass

    try:
        first = getpass(Message("Secret {name} (input hidden): ", name=name))
        again = getpass(Message("Once more: "))
    except EOFError:
        return ""
    if first != again:
        raise SettingsError(Message("The two entries don't match, so nothing was stored."), Message("Type it again."))
    return first
