"""Shared parts of `replay` and `run-steps`: values from the command line, the list of steps, and the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, effective_from
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.desk.commands.flags import desk_order

if TYPE_CHECKING:
    from desktop_agent.studio.steps.book import StepBook
    from desktop_agent.studio.steps.step import StepFile

Values = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=TEXT", help=Message("New text for a variable (see --list); repeat for more.")),
]
LeaveOut = Annotated[
    list[int] | None, typer.Option("--leave-out", metavar="N", help=Message("Skip step N; repeat for more."))
]
From = Annotated[int, typer.Option("--from", metavar="N", help=Message("Start at step N."))]
Fallback = Annotated[
    str | None,
    typer.Option(
        "--fallback",
        metavar="PROVIDER",
        help=Message("The provider whose model performs any step that no longer fits."),
    ),
]
AsList = Annotated[
    bool, typer.Option("--list", help=Message("Show the steps and the text that --set can change, then exit."))
]
# The flags of a run without the provider, which is given by --fallback.
PLAY_FLAGS = tuple(name for name in FLAGS if name not in {"provider", "instructions", "attach", "like"})
_LONGEST = 200


def play(
    book: StepBook,
    flags: Mapping[str, object],
    values: Sequence[str],
    leave_out: Sequence[int],
    start: int,
    fallback: str | None,
    *,
    foreign: bool = False,
) -> int:
    """Play steps in a run; return the exit code."""
    from desktop_agent.cli import run_client
    from desktop_agent.cli.run_place import carry_out_at
    from desktop_agent.host.spec import RunSpec
    from desktop_agent.studio.steps.player import StepsToPlay
    from desktop_agent.studio.steps.playing import played

    steps = played(book, parse_values(values), leave_out, start)
    settings = effective_from({**flags, "provider": fallback or "local"})
    to_play = StepsToPlay(steps, foreign=foreign, falls_back=fallback is not None)
    json_lines = bool(flags.get("json_lines"))
    spec = RunSpec(steps.title, settings, desk=desk_order(flags))
    result = carry_out_at(spec, json_lines=json_lines, stand_in=to_play)
    report = run_client.report_of(result)
    if not json_lines:
        for line in run_client.ending(result):
            terminal.say(line)
        if report:
            terminal.say(Message("Report: {report}", report=report))
    return result.exit_code


def parse_values(values: Sequence[str]) -> dict[str, str]:
    """Return the texts of --set by name; SettingsError where one has no “=”, or a name is repeated."""
    pairs = [value.partition("=") for value in values]
    if bad := next((name for name, equals, _ in pairs if not equals or not name), None):
        raise SettingsError(
            Message("--set {name} has no text.", name=bad),
            Message('Write it like this: --set {name}="new text".', name=bad),
        )
    names = [name for name, _, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SettingsError(Message("--set {name} is specified twice.", name=twice), Message("Omit one of them."))
    return {name: text for name, _, text in pairs}


def print_steps(file: StepFile) -> None:
    """Print the numbered steps, and the variables."""
    for number, step in enumerate(file.steps, start=1):
        where = (
            Message("  in “{title}”", title=visible(step.window.title, _LONGEST))
            if step.window and step.window.title
            else ""
        )
        skip_mark = Message("  (skipped)") if step.skip else ""
        terminal.say(f"{number:>4}. {visible(step.text, _LONGEST)}{where}{skip_mark}", hang=6)
    if file.variables:
        terminal.say("")
        terminal.say(Message("Text that --set can change:"))
        for variable in file.variables:
            value = Message("(required)") if variable.value is None else f"= “{visible(variable.value, _LONGEST)}”"
            terminal.say(f"  {variable.name} {value}", hang=4)
