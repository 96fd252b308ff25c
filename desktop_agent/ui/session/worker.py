"""The process of one run of the tray program: does the run, and asks the tray program for whatever needs a window.

A crash in here takes neither the tray nor the card along; and when the tray program is gone, the run stops.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.presence import Presence
from desktop_agent.desk.runs.on_desk import on_desk
from desktop_agent.host.keys import take_session_keys
from desktop_agent.host.memory import use_one_heap
from desktop_agent.host.prepare import prepare
from desktop_agent.host.real_pixels import use_real_pixels
from desktop_agent.host.watch import watch_person
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.presence.stops_only import StopsOnly
from desktop_agent.run.absent import NoOverlays
from desktop_agent.run.result import RunResult
from desktop_agent.run.session import Session
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.own_programs import count_in
from desktop_agent.settings.saved import sign_with
from desktop_agent.ui.session.messages import (
    READS,
    CallAnswered,
    CallFailed,
    Channel,
    DeskUp,
    Heard,
    PauseCommand,
    Prepared,
    ResumeCommand,
    RunBroke,
    RunEnded,
    RunSetup,
    SayCommand,
    StopCommand,
    Stopping,
    TakenBack,
    Updated,
)
from desktop_agent.ui.session.tray_calls import GONE, Caller, CardOfTray, ToldApprovals, WindowsOfTray, say

if TYPE_CHECKING:
    from desktop_agent.desk.runs.desks import DeskOrder
    from desktop_agent.desk.runs.run_desk import RunDesk

_CLOSED_WITHIN_S = 2.0
# What is loaded when it is first needed elsewhere: here the time before there is something to do is used for it.
_NEEDED = ("desktop_agent.offline.engine", "desktop_agent.model.conversation", "desktop_agent.model.wire.client")


def main() -> int:
    """Do one run: its setup comes by stdin, and everything else goes by stdin and stdout."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # the tray program hears them, and stops the run
    use_real_pixels()
    use_one_heap()
    channel = _pipes()
    with OcrReader() as reader:
        if READS in sys.argv:
            reader.start()
        for name in _NEEDED:
            import_module(name)
        try:
            setup = channel.receive()
        except EOFError:
            return 0  # it was started ahead of time, and not needed
        if not isinstance(setup, RunSetup):
            raise TypeError(setup)
        try:
            say(channel, RunEnded(_do(setup, channel, reader)))
            _wait_for_tray()
        except DesktopAgentError as error:
            say(channel, RunBroke(error.message, error.hint))
    return 0


def _pipes() -> Channel:
    """Take stdin and stdout for the messages; whatever else is read or printed goes elsewhere."""
    reads, writes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a descriptor is needed, not a path
        os.dup2(nothing.fileno(), 0)
    return Channel(reads, writes)


def _do(setup: RunSetup, channel: Channel, reader: OcrReader) -> RunResult:
    sign_with(setup.signed_with)
    take_session_keys(setup.keys)
    if setup.desk is not None:
        with closing(StopsOnly(watch_person(setup.settings, os.environ, runs_elsewhere=True))) as presence:
            return _run_on_desk(setup, setup.desk, presence, channel, reader)
    count_in(setup.tray, setup.programs)
    with closing(watch_person(setup.settings, os.environ)) as presence:
        return _run(setup, presence, channel, reader)


def _run_on_desk(
    setup: RunSetup, order: DeskOrder, presence: Presence, channel: Channel, reader: OcrReader
) -> RunResult:
    """Do it on a desk, and end that; the person, the card and every window of ours stay on the other display."""
    with on_desk(setup.task, setup.settings, order) as (desk, settings):
        side = desk.side
        xauthority = Path(side.environment()["XAUTHORITY"])
        say(channel, DeskUp(side.id, side.picture, side.size, side.name, xauthority))
        return _run(replace(setup, settings=settings), presence, channel, reader, desk)


def _run(
    setup: RunSetup, presence: Presence, channel: Channel, reader: OcrReader, desk: RunDesk | None = None
) -> RunResult:
    caller, approvals = Caller(channel), ToldApprovals(setup.approvals, channel)
    session = prepare(
        setup.task,
        setup.settings,
        approver=CardOfTray(caller),
        listeners=(lambda stamped: say(channel, Heard(stamped)),),
        pass_on=lambda update: say(channel, Updated(update)),
        environment=os.environ,
        presence=presence,
        overlays=WindowsOfTray(caller, channel, setup.frame) if desk is None else NoOverlays(),
        approval_memory=approvals,
        admitted=setup.admitted,
        reader=reader,
        continues=setup.continues,
        desk=desk,
    )
    say(channel, Prepared(session.privacy))
    signal.signal(signal.SIGTERM, lambda *_: session.stop("signal"))
    threading.Thread(target=_obey, args=(channel, session, caller, approvals), name="obeying", daemon=True).start()
    return session.run()


def _wait_for_tray() -> None:
    """Wait a little until the tray program has heard of the end, and closed the pipe."""
    for thread in threading.enumerate():
        if thread.name == "obeying":
            thread.join(_CLOSED_WITHIN_S)


def _obey(channel: Channel, session: Session, caller: Caller, approvals: RememberedApprovals) -> None:
    """Do what the tray program says, until it is gone."""
    while True:
        try:
            message = channel.receive()
        except EOFError:
            break
        match message:
            case StopCommand(by, why):
                session.stop(by, why)
                say(channel, Stopping())
            case PauseCommand(by, reason):
                session.pause(by, reason)
            case ResumeCommand(by):
                session.resume(by)
            case SayCommand(text):
                session.say(text)
            case TakenBack(approval):
                approvals.take_back(approval)
            case CallAnswered() | CallFailed():
                caller.take(message)
    session.stop("signal", GONE)
    caller.hang_up()


if __name__ == "__main__":
    sys.exit(main())
