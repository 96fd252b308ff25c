"""`serve`: the built-in model as a Responses server on loopback."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Annotated, Literal

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.token import token_for

TOKEN_VARIABLE = "DESKTOP_AGENT_SERVE_TOKEN"  # noqa: S105 - the variable's name, not a token
_DEFAULT_PORT = 8017
_LAST_PORT = 65535


def command(
    port: Annotated[
        int, typer.Option("--port", min=0, max=_LAST_PORT, metavar="PORT", help="0 takes any free one.")
    ] = _DEFAULT_PORT,
    dialect: Annotated[
        Literal["lightcone", "preview", "openai"] | None,
        typer.Option("--dialect", help="Speak only this one.  [all]"),
    ] = None,
) -> int:
    """Serve the built-in model as a Responses API on this computer.

    Prints the base URL and the token that callers must send; DESKTOP_AGENT_SERVE_TOKEN sets your own token. The model
    follows plain steps and isn't an assistant. It answers with JSON or streams, stored or in the background, in the
    dialect of the computer tool that the client offers.
    """
    from desktop_agent.serve.server import serve

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    serve(port, token_for(TOKEN_VARIABLE), announce=terminal.say_line, dialect=dialect or "")
    return 0


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(0 if number == signal.SIGTERM else 130)
