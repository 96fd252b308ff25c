"""`serve`: the local model as a Responses server on loopback."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError

TOKEN_VARIABLE = "DESKTOP_AGENT_SERVE_TOKEN"  # noqa: S105 - the variable's name, not a token
_DEFAULT_PORT, _LAST_PORT = 8017, 65535


def attach(app: typer.Typer, summary: str) -> None:
    """Add the command to the program."""
    app.command("serve", short_help=summary)(_serve)


def _serve(
    port: Annotated[
        int, typer.Option("--port", min=0, max=_LAST_PORT, metavar="PORT", help="0 takes any free one.")
    ] = _DEFAULT_PORT,
) -> int:
    """Offer the local model as a Responses server on loopback.

    Prints the base URL and the token that callers must send; DESKTOP_AGENT_SERVE_TOKEN gives a token of your own.
    The model follows plain steps; it is no assistant.
    """
    from desktop_agent.local.server import serve

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    return serve(port, _token(), announce=_announce)


def _announce(line: str) -> None:
    terminal.say_line(line)


def _token() -> str:
    token = os.environ.get(TOKEN_VARIABLE)
    if token is None:
        return secrets.token_urlsafe(24)
    if not token.isascii() or not token.isprintable() or " " in token or not token:
        raise SettingsError(f"The token in {TOKEN_VARIABLE} is no token.", "Use letters and digits, without spaces.")
    return token


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(0 if number == signal.SIGTERM else 130)
