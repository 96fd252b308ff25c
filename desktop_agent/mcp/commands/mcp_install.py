"""`mcp install`: what a client needs to find this server, and the skill that says when to use it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import asset
from desktop_agent.lib.traces import Trace, file_of_ours
from desktop_agent.mcp.configuration import CLIENTS, ENTRY, McpClientName, is_empty, with_server, without_server

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
    skill = _skill(client, home, os.environ)
    skill_text = asset("skill/SKILL.md").read_text(encoding="utf-8")
    words = (*start_command(os.environ)[:-1], "mcp")
    if show:
        for place, text in ((file, with_server("", client, words)), (skill, skill_text)):
            terminal.say(Message("In {file}:", file=place))
            terminal.say("")
            for line in text.splitlines():
                terminal.say(line)
        return 0
    before = _text(file)
    skill_before = _text(skill)
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
    """Write a file, and keep what it was."""
    if before == after:
        terminal.say(Message("Nothing to change in {file}.", file=file))
        return
    if before:
        _write(file, after, (_backup(file), before))
    else:
        _write(file, after)
    terminal.say(Message("Changed: {file}", file=file))


def _write(file: Path, text: str, kept: tuple[Path, str] | None = None) -> None:
    """Write a file in one step, with the rights that it had; first, a text that is kept elsewhere."""
    from desktop_agent.lib.files import replace_file

    place = file.resolve()  # a link of the person's stays one
    if place.exists() and not place.stat().st_mode & stat.S_IWUSR:
        raise SettingsError(Message("{file} is read-only.", file=file), Message("Change it by hand."))
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o600
        if kept is not None:
            replace_file(kept[0], (kept[1].encode(),), mode=mode)
        replace_file(place, (text.encode(),), mode=mode)
    except OSError as error:
        raise unwritable(file, error, Message("Change it by hand.")) from error


def _backup(file: Path) -> Path:
    """Return where the earlier version of a client's file is kept."""
    place = file.resolve()
    return place.with_name(place.name + _BACKUP)


def _delete(file: Path) -> None:
    """Delete a file that is ours, and its folder unless something else is in it."""
    try:
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    except OSError as error:
        raise unwritable(file, error, Message("Delete it by hand.")) from error
    terminal.say(Message("Deleted: {file}", file=file))


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield our entry in each client's file, our skill for it, and the version of the file from before."""
    home = Path(environment.get("HOME") or Path.home())
    skill_text = asset("skill/SKILL.md").read_bytes()
    for name, client in CLIENTS.items():
        file = client.file(home, environment)
        yield from _entry_traces(name, file)
        kind = Message("Skill for {client}", client=name)
        yield from file_of_ours(kind, _skill(name, home, environment), lambda data: data == skill_text)
        backup = _backup(file)
        if backup.is_file():
            yield Trace(Message("Earlier settings of {client}", client=name), str(backup), (backup,))


def _entry_traces(name: McpClientName, file: Path) -> Iterator[Trace]:
    kind = Message("Entry for {client}", client=name)
    try:
        before = _text(file)
        after = without_server(before, name)
    except SettingsError as error:
        if ENTRY.encode() in file.read_bytes():
            yield Trace(kind, str(file), stays=error.message)
        return
    if after == before:
        return
    # A file that we have made goes as a whole: it was empty before.
    earlier = _backup(file)
    was_empty = not earlier.exists() or is_empty(without_server(_text(earlier), name), name)
    if was_empty and is_empty(after, name):
        yield Trace(kind, str(file), (file,))
    else:
        yield Trace(kind, str(file), remover=lambda: _write(file, after))


def _skill(name: McpClientName, home: Path, environment: Mapping[str, str]) -> Path:
    return CLIENTS[name].skills(home, environment) / "desktop-agent" / "SKILL.md"
