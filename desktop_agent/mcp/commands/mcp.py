"""`mcp`: lets other agents use the screen; `mcp install` writes the entry for it into their settings."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, effective_from, takes
from desktop_agent.cli.token import token_for
from desktop_agent.core.errors import SettingsError, unwritable
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands.place import DESK_FLAGS, desk_order
from desktop_agent.lib.paths import asset
from desktop_agent.lib.traces import Trace, file_of_ours
from desktop_agent.mcp.configuration import CLIENTS, ENTRY, McpClientName, is_empty, with_server, without_server

if TYPE_CHECKING:
    from desktop_agent.mcp.sessions import McpSessions


_LACKING = Message("The Model Context Protocol SDK isn't installed.")
# What a session takes; no model of ours is asked, and standard output belongs to the protocol.
_LEFT_OUT = frozenset({"json_lines", "debug", "attach", "like", "watch"})
TOKEN_VARIABLE = "DESKTOP_AGENT_MCP_TOKEN"  # noqa: S105 - the variable's name, not a token
INTERRUPTED = 130
_LAST_PORT = 65535
_SHORTEST = 0.05
_LONGEST = 1_440.0

group = typer.Typer(invoke_without_command=True)


@group.callback(invoke_without_command=True)
@takes(*(name for name in FLAGS if name not in _LEFT_OUT))
@takes(*DESK_FLAGS, of=DESK_FLAGS)
def command(
    context: typer.Context,
    idle_minutes: Annotated[
        float,
        typer.Option(
            "--idle-minutes",
            min=_SHORTEST,
            max=_LONGEST,
            metavar="M",
            help=Message("End a session after this many minutes of inactivity."),
        ),
    ] = 10.0,
    http: Annotated[
        bool, typer.Option("--http", help=Message("Use HTTP on loopback, with a token, instead of stdio."))
    ] = False,
    port: Annotated[
        int,
        typer.Option(
            "--port", min=0, max=_LAST_PORT, metavar="PORT", help=Message("The port for --http; 0 picks any free port.")
        ),
    ] = 8018,
    **flags: object,
) -> None:
    """Offer this computer to another agent, which starts this command and speaks MCP over stdin and stdout.

    The agent sees the screen and uses the mouse and keyboard as a model would. You're asked on your screen, under the
    same rules, and can stop it at any time. It can't approve anything itself.
    """
    if context.invoked_subcommand is not None:
        return
    if find_spec("mcp") is None:
        from desktop_agent.installation import hint_for

        raise SettingsError(_LACKING, hint_for("mcp"))
    from desktop_agent.mcp.surroundings import missing_variables, parent_environments

    os.environ.update(missing_variables(os.environ, parent_environments()))
    from desktop_agent.lib.paths import places
    from desktop_agent.mcp.consent import consent_to
    from desktop_agent.mcp.opening import instructions, rules_of
    from desktop_agent.mcp.picture_files import pictures_of
    from desktop_agent.mcp.serving import carry_out_runs_on_main_thread
    from desktop_agent.mcp.sessions import McpSessions
    from desktop_agent.model.caps import USUAL

    order = desk_order(flags)
    settings = effective_from(flags)
    if order:
        from desktop_agent.desk.runs.on_desk import check_order

        check_order(order, settings)
    if settings.run.approver == "terminal":
        raise SettingsError(
            Message("An agent is using this terminal, so you can't be prompted here."),
            Message("Use --approver overlay."),
        )
    consent = consent_to(settings, order, os.environ)
    consent.at_start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _exit_on_signal)
    mode = settings.run.mode
    on_desk = order is not None
    instruction_text = instructions(mode, idle_minutes, on_desk=on_desk)
    # Each session on a desk has its own; and if pictures are not recorded, none is stored for a minute either.
    pictures = pictures_of(os.environ, places().data) if settings.run.record and not on_desk else None
    sessions = McpSessions(USUAL, idle_minutes * 60, rules_of(mode, on_desk=on_desk), on_desk, pictures)
    if pictures:
        pictures.tidy()
    carry_out_runs_on_main_thread(
        sessions, settings, partial(_serve, sessions, instruction_text, port if http else None), order, consent
    )
    if pictures:
        pictures.tidy()


async def _serve(sessions: McpSessions, rules: str, port: int | None) -> None:
    if port is None:
        from desktop_agent.mcp.stdio import serve_stdio

        await serve_stdio(sessions, rules)
        return
    from desktop_agent.mcp.http import serve_http

    try:
        await serve_http(sessions, rules, port, token_for(TOKEN_VARIABLE), terminal.say_line)
    except OSError as error:
        why = Message("Port {port} can't be used: {strerror}.", port=port, strerror=error.strerror)
        raise SettingsError(why, Message("Choose another port with --port.")) from error


def _exit_on_signal(number: int, _frame: FrameType | None) -> None:
    sys.exit(0 if number == signal.SIGTERM else INTERRUPTED)


_BACKUP = ".before-desktop-agent"
_MOST_BYTES = 50_000_000
_Whose = Annotated[
    McpClientName, typer.Argument(metavar="|".join(CLIENTS), help=Message("The client: the agent that gets the tools."))
]


@group.command("install", help=Message("Add this server to a client, or remove it."))
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
        _write_with_backup(file, before, without_server(before, client))
        if skill_before == skill_text:
            _delete(skill)
        return 0
    after = with_server(before, client, words)
    _write_with_backup(file, before, after)
    _write_with_backup(skill, skill_before, skill_text)
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


def _write_with_backup(file: Path, before: str, after: str) -> None:
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
