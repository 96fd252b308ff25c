"""`mcp`: this computer for another agent, under the same approvals."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import Annotated

import typer

from desktop_agent.cli.flags import FLAGS, counted_from, takes
from desktop_agent.core.errors import SettingsError

_LACKING = "The SDK of the Model Context Protocol is not installed here."
_HOW = "Install it: pip install 'desktop-agent[mcp]'."
# What a session takes; no model of ours is asked, and standard output belongs to the protocol.
_LEFT_OUT = frozenset({"json_lines", "debug"})
_SHORTEST, _LONGEST = 0.05, 1_440.0

group = typer.Typer(invoke_without_command=True)


@group.callback(invoke_without_command=True)
@takes(*(name for name in FLAGS if name not in _LEFT_OUT))
def command(
    context: typer.Context,
    idle_minutes: Annotated[
        float,
        typer.Option("--idle-minutes", min=_SHORTEST, max=_LONGEST, metavar="M", help="End a session after silence."),
    ] = 10.0,
    **flags: object,
) -> None:
    """Offer this computer to another agent, which starts this command and speaks MCP on stdin and stdout.

    The agent sees the screen and uses mouse and keyboard as a model would: you are asked on your screen, by the same
    rules, and can stop it at any moment. It cannot approve anything itself.
    """
    if context.invoked_subcommand is not None:
        return
    if find_spec("mcp") is None:
        raise SettingsError(_LACKING, _HOW)
    from desktop_agent.app.mcp_sessions import McpSessions
    from desktop_agent.app.mcp_stdio import serve_stdio
    from desktop_agent.app.provider import caps_of
    from desktop_agent.cli.mcp_running import serve_on_main_thread
    from desktop_agent.mcp.guidance import MODE_RULES, instructions

    settings = counted_from(flags)
    if settings.run.approver == "terminal":
        raise SettingsError("An agent has this terminal: you can't be asked there.", "Use --approver overlay.")
    rules = instructions(settings.run.mode, idle_minutes)
    sessions = McpSessions(caps_of(settings), idle_minutes * 60, MODE_RULES[settings.run.mode])
    serve_on_main_thread(sessions, settings, partial(serve_stdio, sessions, rules))
