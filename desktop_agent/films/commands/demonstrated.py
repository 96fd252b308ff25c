"""A person demonstrates a task once, for `tasks add --watch`: it is watched, and its steps are reviewed."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from desktop_agent.cli import terminal
from desktop_agent.core.texts.message import Message, sentences

if TYPE_CHECKING:
    from desktop_agent.core.controls.screen_contents import TextReader
    from desktop_agent.films.windows.learn.sign import LearnSign
    from desktop_agent.screen.captures.private_parts import HiddenParts
    from desktop_agent.tasks.learn.control_keys import ControlKeys
    from desktop_agent.tasks.learn.demonstration import Demonstration
    from desktop_agent.tasks.learn.watch import OnState, WatchState
    from desktop_agent.tasks.steps.book import StepBook


def demonstrated(title: str, window: str, discard_key: str, *, look_over: bool) -> StepBook | None:
    """Return the steps of a demonstration; None where the person discarded it, or did nothing.

    `window` is the title of the only window whose program is watched. ScreenError without a screen.
    """
    from desktop_agent.cli.flags import settings_from
    from desktop_agent.screen.captures.private_parts import HiddenParts
    from desktop_agent.tasks.learn.control_keys import ControlKeys
    from desktop_agent.tasks.learn.to_steps import to_steps

    settings = settings_from({})
    hidden = HiddenParts(settings.privacy.regions, settings.privacy.windows)
    demonstration = _watch_demonstration(title, ControlKeys(settings.person.stop_key, discard_key), window, hidden)
    if demonstration is None:
        return None
    if not demonstration.acts:
        terminal.warn(Message("Nothing was demonstrated, so there are no steps."))
        return None
    book = to_steps(demonstration, " ".join(title.split()))
    return _review_steps(book) if look_over else book


def _review_steps(book: StepBook) -> StepBook | None:
    """Return the steps after a review in a window; None when discarded. ScreenError without a screen."""
    from desktop_agent.tasks.windows.task_window import TaskWindow
    from desktop_agent.ui.qt.app import start_app
    from desktop_agent.ui.qt.executor import QtExecutor

    start_app()
    window = TaskWindow(book)
    executor = QtExecutor()
    ended = threading.Event()
    saved: list[StepBook] = []
    window.saved.connect(lambda file: saved.append(file.book))
    window.over.connect(ended.set)
    executor.call(window.show)
    executor.run_until(ended)
    return saved[0] if saved else None


def _watch_demonstration(title: str, keys: ControlKeys, window: str, hidden: HiddenParts) -> Demonstration | None:
    """Watch until the person ends it, with the sign on the main thread; return the demonstration."""
    from desktop_agent.films.windows.learn.sign import LearnSign
    from desktop_agent.screen.choose import monitors_here
    from desktop_agent.tasks.learn.session import LearnSession, demonstration_session
    from desktop_agent.ui.qt.executor import QtExecutor

    ended = threading.Event()
    executor = QtExecutor()
    sign = LearnSign(executor, monitors_here()[0].box, keys)
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

    with demonstration_session(title, os.environ, new_session) as session:
        sign.ask = session.ask
        terminal.warn(sentences(Message("Now do the task once."), keys.hint))
        executor.run_until(ended)
        return session.result()


def _state_printer(sign: LearnSign) -> OnState:
    def show(state: WatchState, acts: int) -> None:
        sign.show(state, acts)
        if state == "ended":
            terminal.warn(Message("Reading the screenshots…"))

    return show
