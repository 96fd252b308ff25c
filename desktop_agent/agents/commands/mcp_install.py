"""`mcp install`: what a client needs to find this server, and the skill that tells an agent when to use it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.agents.configuration import CLIENTS, McpClientName, with_server, without_server
from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.message import Message
from desktop_agent.lib.paths import asset

INSTALL = Message("Add this server to a client, or remove it.")
_BACKUP = ".before-desktop-agent"
_MOST_BYTES = 50_000_000
_Whose = Annotated[
    McpClientName, typer.Argument(metavar="|".join(CLIENTS), help=Message("The client: the agent that gets the tools."))
]


def install(
    client: _Whose,
    show: Annotated[
        bool, typer.Option("--print", help=Message("Print what would be written, and write nothing."))
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help=Message("Take out what this command has written."))] = False,
) -> int:
    """Add this server to a client's own configuration, and a skill that says when and how to use it."""
    from desktop_agent.settings.autostart import start_command

    if show and remove:
        raise SettingsError(Message("--print and --remove can't be combined."), Message("Use only one of them."))
    home = Path.home()
    file = CLIENTS[client].file(home, os.environ)
    skill = CLIENTS[client].skills(home, os.environ) / "desktop-agent" / "SKILL.md"
    skill_text = asset("skill/SKILL.md").read_text(encoding="utf-8")
    words = (*start_command(os.environ)[:-1], "mcp")
    if show:
        for place, text in ((file, with_server("", client, words)), (skill, skill_text)):
            terminal.say(Message("In {file}:", file=place))
            terminal.say("")
            for line in text.splitlines():
                terminal.say(line)
        return 0
    before, skill_before = _text(file), _text(skill)
    if remove:
        _put(file, before, without_server(before, client))
        if skill_before == skill_text:
            _delete(skill)
        return 0
    after = with_server(before, client, words)
    _put(file, before, after)
    _put(skill, skill_before, skill_text)
    if before != after:
        terminal.say(
            Message("Restart the client. To remove it, run: desktop-agent mcp install {client} --remove", client=client)
        )
    return 0


def _text(file: Path) -> str:
    try:
        if not file.exists():
            return ""
        if file.stat().st_size > _MOST_BYTES:
            raise SettingsError(Message("{file} is too large.", file=file), Message("Add it by hand."))
        return file.read_bytes().decode()  # with the ends of its lines as they are
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            Message("{file} can't be read.", file=file),
            Message("Add it by hand; run this with --print to see what to add."),
        ) from error


def _put(file: Path, before: str, after: str) -> None:
    """Write a file in one step, with the rights that it had, and keep what it was."""
    from desktop_agent.lib.files import replace_file

    if before == after:
        terminal.say(Message("Nothing to change in {file}.", file=file))
        return
    named, file = file, file.resolve()  # a link of the person's stays one
    if file.exists() and not file.stat().st_mode & stat.S_IWUSR:
        raise SettingsError(Message("{file} is read-only.", file=named), Message("Add it by hand."))
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
        if before:
            replace_file(file.with_name(file.name + _BACKUP), (before.encode(),), mode=mode)
        replace_file(file, (after.encode(),), mode=mode)
    except OSError as error:
        raise unwritable(file, error, Message("Add it by hand.")) from error
    terminal.say(Message("Changed: {file}", file=named))


def _delete(file: Path) -> None:
    """Delete a file that is ours, and its folder unless something else is in it."""
    try:
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    except OSError as error:
        raise unwritable(file, error, Message("Delete it by hand.")) from error
    terminal.say(Message("Deleted: {file}", file=file))
