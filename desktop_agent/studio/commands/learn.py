"""`learn`: a person demonstrates a task once, which becomes a steps file that needs no model."""

from __future__ import annotations

import os
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_agent.cli import terminal
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, sentences

if TYPE_CHECKING:
    from desktop_agent.core.reading import TextReader
    from desktop_agent.screen.private_parts import HiddenParts
    from desktop_agent.studio.learn.control_keys import ControlKeys
    from desktop_agent.studio.learn.demonstration import Demonstration
    from desktop_agent.studio.learn.watch import OnState, WatchState
    from desktop_agent.studio.steps.book import StepBook
    from desktop_agent.studio.windows.learn.sign import LearnSign

_DISCARDED = 3  # as a run that was stopped


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help=Message("The task name."))],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=Message("Where to write the steps."))
    ] = None,
    window: Annotated[
        str, typer.Option("--window", metavar="TITLE", help=Message("Watch only the program with this window title."))
    ] = "",
    discard_key: Annotated[
        str, typer.Option("--discard-key", metavar="KEY", help=Message("The key that discards the demonstration."))
    ] = "f8",
    look_over: Annotated[
        bool, typer.Option("--look-over", help=Message("Review the steps in a window before saving them."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=Message("Save the steps without asking."))] = False,
) -> int:
    """Show a task once: you do it while the program watches and writes it down as plain steps.

    A red frame surrounds the screen while the program watches. Press the stop key (Pause) to pause, or press it twice
    to finish. Press F8 to discard the demonstration. Passwords are never recorded; the step uses one of your stored
    secrets instead.

    Exit codes: 0 steps were written, 1 failed, 2 usage error, 3 discarded, 130 Ctrl+C.
    """
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.screen.private_parts import HiddenParts
    from desktop_agent.studio.learn.control_keys import ControlKeys
    from desktop_agent.studio.learn.to_steps import to_steps
    from desktop_agent.studio.steps.book import check_free

    if output is not None:
        check_free(output)
    title, settings = " ".join(name.split()), settings_from({})
    hidden = HiddenParts(settings.privacy.regions, settings.privacy.windows)
    demonstration = _watch(title, ControlKeys(settings.person.stop_key, discard_key), window, hidden)
    if demonstration is not None and not demonstration.acts:
        terminal.warn(Message("Nothing was demonstrated, so there are no steps."))
    elif demonstration is not None:
        book = to_steps(demonstration, title)
        reviewed = _review(book) if look_over else _confirm(book, yes=yes)
        if reviewed is not None:
            _save(reviewed, output)
            return 0
    terminal.warn(Message("Discarded. Nothing was saved."))
    return _DISCARDED


def _confirm(book: StepBook, *, yes: bool) -> StepBook | None:
    """Print the steps, and return them if the person accepts them; else None."""
    _print_steps(book)
    return book if yes or terminal.agrees(Message("Keep these steps?")) else None


def _review(book: StepBook) -> StepBook | None:
    """Return the steps after a review in a window; None when discarded. ScreenError without a screen."""
    from desktop_agent.ui.qt.executor import QtExecutor

    executor, ended = QtExecutor(), threading.Event()
    windows: list[object] = []  # the only reference to it
    saved: list[StepBook] = []
    failed: list[DesktopAgentError] = []

    def show() -> None:
        from desktop_agent.studio.windows.learn.steps_window import StepsWindow

        window = StepsWindow(book)
        window.saved.connect(saved.append)
        window.over.connect(ended.set)
        windows.append(window)
        window.show()

    def fail(error: DesktopAgentError) -> None:
        failed.append(error)
        ended.set()

    executor.call(show, fail)
    executor.run_until(ended)
    if failed:
        raise failed[0]
    return saved[0] if saved else None


def _save(book: StepBook, output: Path | None) -> None:
    from desktop_agent.lib.paths import places
    from desktop_agent.studio.learn.kept_files import STEPS_FOLDER
    from desktop_agent.studio.steps.book import place_for, save_book

    path = output or place_for(places().data / STEPS_FOLDER, book.file.title)
    save_book(book, path)
    terminal.say(str(path))
    file = shlex.quote(str(path))
    terminal.warn(Message("To repeat it: desktop-agent run-steps {file}", file=file))


def _watch(title: str, keys: ControlKeys, window: str, hidden: HiddenParts) -> Demonstration | None:
    """Watch until the person ends it, with the sign on the main thread; return the demonstration."""
    from desktop_agent.screen.choose import choose_capture
    from desktop_agent.studio.learn.session import LearnSession, learning
    from desktop_agent.studio.windows.learn.sign import LearnSign
    from desktop_agent.ui.qt.executor import QtExecutor

    source = choose_capture()
    monitor = source.monitors()[0].box
    source.close()
    ended, executor = threading.Event(), QtExecutor()
    sign = LearnSign(executor, monitor, keys)
    on_state = _state_printer(sign)

    def new_session(reader: TextReader | None) -> LearnSession:
        return LearnSession(
            keys,
            os.environ,
            reader=reader,
            window=window,
            hidden=hidden,
            sign=sign,
            on_state=on_state,
            on_end=ended.set,
        )

    with learning(title, os.environ, new_session) as session:
        sign.ask = session.ask
        terminal.warn(sentences(Message("Now do the task once."), keys.hint))
        executor.run_until(ended)
        return session.result()


def _state_printer(sign: LearnSign) -> OnState:
    def tell(state: WatchState, acts: int) -> None:
        sign.show(state, acts)
        if state == "ended":
            terminal.warn(Message("Reading the screenshots…"))

    return tell


def _print_steps(book: StepBook) -> None:
    for variable in book.file.variables:
        terminal.say(f'set {variable.name} = "{variable.value}"')
    for number, step in enumerate(book.file.steps, start=1):
        terminal.say(f"{number}. {step.text}", hang=4)
