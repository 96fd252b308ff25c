"""`serve`: the built-in model as a Responses server on loopback."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.token import token_for
from desktop_agent.model.dialect_names import DIALECT_NAMES

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

EPILOG = f"""\
\b
A script is a JSON file. Each request gets the next answer:
\b
{EXAMPLE}
\b
Beside "answers": "loop": true starts again after the last one, and
"size": [1280, 800] says what size its points are counted on: each
client gets them in its own pixels, or in its model's parts of 1000.
Without it, points are sent as they are.
\b
ITEMS, each one word, written in the dialect of the request:
  click, double_click, triple_click, right_click, move, mouse_down,
  mouse_up: [x, y] or {{"x", "y", "button", "keys"}}
  drag: [[x, y], ...]    scroll: {{"x", "y", "dx", "dy"}}
  hscroll: {{"x", "y", "dx"}}    answer: "text"
  terminate: {{"status": "success" or "failure", "text"}}
  type: "text"    key, keys, key_down, key_up: ["ctrl", "s"]
  point_and_type: {{"x", "y", "text"}}    navigate: "url"
  wait, screenshot: true    actions: [several of these, in one call]
  message, refusal, reasoning, done, give_up: "text"
  function_call: {{"name", "arguments"}}
  custom_tool_call: {{"name", "input"}}    raw: any object, unchanged
Beside the word: "checks": [{{"code", "message"}}], which must be
acknowledged; "status"; "call_id" (null omits it).
\b
ANSWERS hold items, and may hold:
  when: only if the newest user message contains this text
  repeat: how often, or "always"
  usage, response: fields of the response, unchanged, even odd ones
  queued, thinks: seconds (queued applies in the background only)
  forget: true, so it can't be retrieved, chained or retried
\b
FAULTS, which happen once: the same Idempotency-Key, or a retrieve,
gets the complete answer.
  status, headers, content_type, raw_body, ignore_stream
  cut_after_bytes, cut_after_events, slow_bytes_per_second
  stall: seconds of silence, and stall_after_events
  drop_end_event, done_marker, crlf, comments, split_utf8,
  same_sequence_number: true
"""


def command(
    port: Annotated[
        int, typer.Option("--port", min=0, max=_LAST_PORT, metavar="PORT", help="0 takes any free one.")
    ] = _DEFAULT_PORT,
    script: Annotated[
        Path | None, typer.Option("--script", metavar="FILE", help="Respond from this script, described below.")
    ] = None,
    dialect: Annotated[
        str, typer.Option("--dialect", metavar=f"<{'|'.join(DIALECT_NAMES)}>", help="Speak only this one.  [all]")
    ] = "",
) -> int:
    """Serve the built-in model as a Responses API on this computer.

    Prints the base URL and the token that callers must send; DESKTOP_AGENT_SERVE_TOKEN sets your own token. The model
    follows plain steps and isn't an assistant. With --script, it answers from the script so you can test your own
    client with JSON or streamed responses, stored or in the background, in the dialect of the tool that the client
    offers.
    """
    from desktop_agent.devtools.serve.server import serve
    from desktop_agent.model.dialects import dialect_named

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    if dialect:
        dialect_named(dialect)
    serve(port, token_for(TOKEN_VARIABLE), announce=_announce, script=script, dialect=dialect)
    return 0


def _announce(line: str) -> None:
    terminal.say_line(line)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(0 if number == signal.SIGTERM else 130)
