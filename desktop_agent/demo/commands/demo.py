"""`demo`: a complete run, offline, on its own screen: the bundled app, the built-in model, a record and a report."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from desktop_agent.cli import terminal
from desktop_agent.cli.flags import FLAGS, settings_from, takes
from desktop_agent.core.texts.foreign_text import json_line
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from desktop_agent.run.end.result import RunResult
    from desktop_agent.settings import Settings

# The demo brings its own screen, so no flag chooses a part of one.
_FLAGS = tuple(
    name for name, flag in FLAGS.items() if name not in {"attach", "like"} and not flag.setting.startswith("screen.")
)
_SIZE = (1280, 800)
_FOLDER = "desktop-agent-demo"  # in the home folder, and only on the desk
PrivateKind = Literal["x11", "wayland"]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The result of the demo: the run, the order that the app wrote, and the expected order."""

    result: RunResult
    order: Mapping[str, object]
    expected: Mapping[str, object]
    desk: Path | None = None  # the folder of the desk, if it ran on one

    @property
    def sent(self) -> bool:
        """Return whether the order was sent, according to the app."""
        return self.order.get("sent") is True

    @property
    def wrong(self) -> tuple[str, ...]:
        """Return the fields that differ from the task; a refused Send is not a mistake."""
        return tuple(name for name, value in self.expected.items() if name != "sent" and self.order.get(name) != value)


@takes(*_FLAGS)
def command(
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=Message("The seed for the app's theme and layout."))
    ] = 0,
    here: Annotated[
        bool, typer.Option("--here", help=Message("Run on this desktop instead of on a private screen."))
    ] = False,
    display: Annotated[
        PrivateKind | None, typer.Option("--display", help=Message("The kind of private screen: X11 or sway.  [x11]"))
    ] = None,
    desk: Annotated[
        bool,
        typer.Option(
            "--desk", help=Message("Run on a side desk that can see your files, and show its receipt at the end.")
        ),
    ] = False,
    **flags: object,
) -> int:
    """Watch a complete run, offline and on a private screen.

    The built-in model fills in an order form and saves it. You're asked before the order is sent. Either way, the
    demo then shows what the app received. Without a terminal, the demo can't ask you, so nothing is sent.

    With --desk, the app's file stays on a side desk: at the end, you see its receipt and choose whether to apply it.
    """
    from desktop_agent.cli import run_client

    json_lines = bool(flags["json_lines"])
    settings = _offline(settings_from(flags), flags)
    if here and display:
        raise typer.BadParameter("--here is about this desktop, and --display about a private screen: give one of them")
    if desk and (here or display):
        raise typer.BadParameter("--desk brings a screen of its own: leave out --here and --display")
    if desk:
        outcome = _run_on_desk(seed, settings, json_lines=json_lines)
    else:
        private = None if here else display or "x11"
        outcome = _run_demo(seed, settings, private, json_lines=json_lines)
    report = run_client.write_run_report(outcome.result)
    for line in _summary(outcome, report):
        if json_lines:
            terminal.warn(line)
        else:
            terminal.say(line)
    if outcome.desk is not None:
        _print_receipt(outcome.desk, json_lines=json_lines)
    return _exit_code(outcome, rehearsal=settings.run.mode == "watch")


def _exit_code(outcome: DemoResult, *, rehearsal: bool) -> int:
    if outcome.result.status not in {"completed", "partly", "rehearsed", "proven", "blocked"}:
        return outcome.result.exit_code
    return 0 if rehearsal else int(bool(outcome.wrong))


def _offline(settings: Settings, flags: Mapping[str, object]) -> Settings:
    """Return settings for the built-in model, unless a flag names another one, and for the full screen."""
    from desktop_agent.settings import ScreenSettings, settings_of

    full_screen = replace(settings, screen=ScreenSettings())
    if flags["provider"] is not None or flags["base_url"] is not None:
        return full_screen
    provider_flags = {name: flags[name] for name in ("dialect", "coordinates", "family", "stream", "chain")}
    return replace(full_screen, provider=settings_of({"provider": {"name": "local", **provider_flags}}).provider)


def _run_demo(seed: int, settings: Settings, private: PrivateKind | None, *, json_lines: bool) -> DemoResult:
    """Run the demo on a private screen, or on this desktop if `private` is None."""
    from desktop_agent.cli import progress, run_client
    from desktop_agent.demo.app_process import DemoProcess
    from desktop_agent.demo.task import demo_task
    from desktop_agent.lib.programs import program_of
    from desktop_agent.runtime.spec import RunSpec

    if private:
        progress.note(Message("Opening a private screen and starting the demo app on it…"))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-agent-demo-")))
        task = demo_task(seed, folder)
        if private:
            stack.enter_context(_private_screen(private))
        else:
            _check_screen()
        app = stack.enter_context(DemoProcess(seed, task.out, os.environ, here=not private))
        own = (program_of(app.pid),)
        spec = RunSpec(task.text, settings, admitted=own)
        result = run_client.carry_out(spec, json_lines=json_lines, private=bool(private))
        return DemoResult(result, _order_in(task.out), task.expected)


def _run_on_desk(seed: int, settings: Settings, *, json_lines: bool) -> DemoResult:
    """Run the demo on a side desk with an empty home; the order stays on the desk."""
    from desktop_agent.cli import progress, run_client
    from desktop_agent.demo.app_process import app_binds, start_on_desk
    from desktop_agent.demo.task import demo_task
    from desktop_agent.desk.runs.desks import home_places
    from desktop_agent.desk.runs.on_desk import on_desk
    from desktop_agent.desk.runs.run_desk import staged_file
    from desktop_agent.run.ports import DeskOrder
    from desktop_agent.runtime.spec import RunSpec

    progress.note(Message("Opening a side desk and starting the demo app on it…"))
    home = home_places().home.resolve()
    task = demo_task(seed, home / _FOLDER)
    spec = RunSpec(task.text, settings, desk=DeskOrder(size=_SIZE))
    with on_desk(spec, binds=app_binds()) as (desk, desk_spec):
        start_on_desk(desk.side, seed, task.out)
        result = run_client.carry_out(desk_spec, json_lines=json_lines, private=True, desk=desk)
    order_file = staged_file(task.out, desk.side.record)
    order = {} if order_file is None else _order_in(order_file)
    return DemoResult(result, order, task.expected, desk.side.folder)


def _print_receipt(folder: Path, *, json_lines: bool) -> None:
    from desktop_agent.desk.commands.changes import print_receipt
    from desktop_agent.desk.receipt.change_set import desk_changes

    desk = folder.name
    if json_lines:
        terminal.warn(Message("To see what it changed on the desk: desktop-agent desk show {desk}", desk=desk))
        return
    terminal.say("")
    print_receipt(desk_changes(desk).read(), everything=False)


def _check_screen() -> None:
    """Report that this desktop cannot be captured before the app fails with a toolkit's message."""
    from desktop_agent.screen.choose import monitors_here

    monitors_here(os.environ)


@contextmanager
def _private_screen(kind: PrivateKind) -> Iterator[None]:
    """Move this process to a private screen: capture and input then reach only that one."""
    from desktop_agent.desk.display.kept_programs import use_environment
    from desktop_agent.desk.display.private_display import PrivateDisplay
    from desktop_agent.desk.display.private_sway import PrivateSway

    screen = PrivateSway(*_SIZE) if kind == "wayland" else PrivateDisplay(*_SIZE)
    with screen as display, use_environment(display.environment()):
        yield


def _order_in(file: Path) -> Mapping[str, object]:
    try:
        order: object = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return order if isinstance(order, dict) else {}


def _summary(outcome: DemoResult, report: str) -> Iterator[str]:
    from desktop_agent.cli import run_client

    yield from run_client.ending(outcome.result)
    yield _sending_text(outcome)
    yield ""
    yield Message("What the app received:") if outcome.order else Message("The app received nothing.")
    for name, value in outcome.order.items():
        wrong = (
            Message("   (should be {json})", json=json_line(outcome.expected.get(name)))
            if name in outcome.wrong
            else ""
        )
        yield f"  {name:<12} {json_line(value)}{wrong}"
    if report:
        yield ""
        yield Message("Report: {report}", report=report)
        # Not made here: on a busy computer that takes as long as the demo itself.
        yield Message("Video:  desktop-agent runs video last")


def _sending_text(outcome: DemoResult) -> str:
    from desktop_agent.record.reader import read_run

    if outcome.sent:
        return Message("Send was approved, so the order was sent.")
    proposals = read_run(outcome.result.dir).proposals
    refused = any(
        decided.verdict == "deny" and decided.by != "mode" and decided.target and decided.target.name == "Send"
        for proposal in proposals
        for decided in proposal.decisions
    )
    return (
        Message("Send was refused, so nothing was sent.")
        if refused
        else Message("The run never got to Send, so nothing was sent.")
    )
