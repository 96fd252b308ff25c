"""`mcp`: this computer for another agent, under the same approvals."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from importlib.util import find_spec
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, effective_from, takes
from desktop_agent.cli.token import token_for
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.commands.flags import DESK_FLAGS, desk_order
from desktop_agent.mcp.commands import mcp_install

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
    from desktop_agent.mcp.surroundings import kept_back, variables_above

    os.environ.update(kept_back(os.environ, variables_above()))
    from desktop_agent.lib.paths import places
    from desktop_agent.mcp.consent import consent_to
    from desktop_agent.mcp.opening import instructions, rules_of
    from desktop_agent.mcp.picture_files import pictures_of
    from desktop_agent.mcp.serving import serve_on_main_thread
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
        signal.signal(number, _leave)
    mode = settings.run.mode
    on_desk = order is not None
    instruction_text = instructions(mode, idle_minutes, on_desk=on_desk)
    # Each session on a desk has its own; and if pictures are not recorded, none is stored for a minute either.
    pictures = pictures_of(os.environ, places().data) if settings.run.record and not on_desk else None
    sessions = McpSessions(USUAL, idle_minutes * 60, rules_of(mode, on_desk=on_desk), on_desk, pictures)
    if pictures:
        pictures.tidy()
    serve_on_main_thread(
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


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(0 if number == signal.SIGTERM else INTERRUPTED)


group.command("install", help=mcp_install.INSTALL)(mcp_install.install)
