"""`serve`: the local model as a Responses server on loopback."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError

TOKEN_VARIABLE = "DESKTOP_AGENT_SERVE_TOKEN"  # noqa: S105 - the variable's name, not a token
_DEFAULT_PORT, _LAST_PORT = 8017, 65535


EXAMPLE = """\
{"answers": [
  {"status": 429, "headers": {"Retry-After": "1"}},
  {"items": [{"reasoning": "The field is empty."}, {"click": [200, 120]}]},
  {"items": [{"type": "Anna"}], "cut_after_events": 5},
  {"when": "refused", "items": [{"give_up": "Then I stop."}]},
  {"items": [{"click": [640, 400], "checks": [{"message": "Sure?"}]}]},
  {"items": [{"done": "Saved."}], "repeat": "always"}]}"""

_SCRIPTS = f"""\
\b
A script is a JSON file. Each request gets the next answer:
\b
{EXAMPLE}
\b
Beside "answers" stands "loop": true, to begin again after the last one.
\b
ITEMS, each one word, written in the dialect of the request:
  click, double_click, triple_click, right_click, move, mouse_down,
  mouse_up: [x, y] or {{"x", "y", "button", "keys"}}
  drag: [[x, y], ...]    scroll: {{"x", "y", "dx", "dy"}}
  type: "text"    keys, key_down, key_up: ["ctrl", "s"]
  point_and_type: {{"x", "y", "text"}}    navigate: "url"
  wait, screenshot: true    actions: [several of these, in one call]
  message, refusal, reasoning, done, give_up: "text"
  function_call: {{"name", "arguments"}}
  custom_tool_call: {{"name", "input"}}    raw: any object, as it stands
Beside the word: "checks": [{{"code", "message"}}], which have to be
acknowledged; "status"; "call_id" (null leaves it out).
\b
ANSWERS hold items, and may hold:
  when: only where the newest message of the user holds this text
  repeat: how often, or "always"
  usage, response: fields of the response as they stand, also odd ones
  queued, thinks: seconds (queued counts in the background only)
  forget: true, and it can't be retrieved, chained or tried again
\b
FAULTS, which happen once: the same Idempotency-Key, or a retrieve,
gets the answer whole.
  status, headers, content_type, raw_body, ignore_stream
  cut_after_bytes, cut_after_events, slow_bytes_per_second
  stall: seconds of silence, and stall_after_events
  drop_end_event, done_marker, crlf, comments, split_utf8,
  same_sequence_number: true
"""


def attach(app: typer.Typer, summary: str) -> None:
    """Add the command to the program."""
    app.command("serve", short_help=summary, epilog=_SCRIPTS)(_serve)


def _serve(
    port: Annotated[
        int, typer.Option("--port", min=0, max=_LAST_PORT, metavar="PORT", help="0 takes any free one.")
    ] = _DEFAULT_PORT,
    script: Annotated[
        Path | None, typer.Option("--script", metavar="FILE", help="Answer by this script, described below.")
    ] = None,
) -> int:
    """Offer the local model as a Responses server on loopback.

    Prints the base URL and the token that callers must send; DESKTOP_AGENT_SERVE_TOKEN gives a token of your own.
    The model follows plain steps; it is no assistant. With --script it says what the script says, to test a client of
    your own: in JSON and in streams, stored and in the background, in the dialect of the tool that is offered.
    """
    from desktop_agent.devserver.server import serve

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    serve(port, _token(), announce=_announce, script=script)
    return 0


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
