"""Joins all rooms to one run: the only place that knows concrete parts.

The start-up story: settings say which server is meant, the screen and the input backend are chosen for this
machine, and nothing is started or written until `Session.run`. Then a folder is made for the record, the local
model is started where it is meant, and the driver takes over on a thread of its own.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from desktop_agent import __version__
from desktop_agent.admissions import NAME as ADMISSIONS
from desktop_agent.admissions import Admissions
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.events import Announce, RunStarted
from desktop_agent.core.frame import Frame
from desktop_agent.core.passing import PassOn, pass_nothing_on
from desktop_agent.core.presence import Presence
from desktop_agent.input.choose import check as check_input
from desktop_agent.input.choose import choose as choose_input
from desktop_agent.input.perform import Performer
from desktop_agent.local.launch import LocalModel
from desktop_agent.local.reader import TextReader
from desktop_agent.local.reader import why_not as why_no_reader
from desktop_agent.model.caps import Caps
from desktop_agent.model.conversation import Conversation
from desktop_agent.person.choose import choose_presence
from desktop_agent.person.nobody import NoPresence
from desktop_agent.person.stop_keys import StopKeys
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.limits import Limits
from desktop_agent.policy.standing import Standings
from desktop_agent.provider import Provider, privacy, provider_meant
from desktop_agent.record.journal import FORMAT, RunRecorder
from desktop_agent.record.store import RunStore
from desktop_agent.resources import places
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.function_approver import Ask, FunctionApprover
from desktop_agent.run.no_curtain import NothingToHide
from desktop_agent.run.nobody import NobodyApproves
from desktop_agent.run.ports import Approver, Curtain
from desktop_agent.run.reins import Reins
from desktop_agent.run.rooms import Rooms
from desktop_agent.run.session import RunResult, Session
from desktop_agent.run.stream import Listener, Stream
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_clipboard, choose_controls, choose_windows
from desktop_agent.screen.own_programs import own_windows
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.window import NoWindows, WindowSource
from desktop_agent.settings import Settings

__all__ = ["RunResult", "Session", "prepare", "screenshot", "watch_person"]

_LONGEST_TASK = 1_000_000


@dataclass(frozen=True, slots=True)
class _Joiner:
    """Everything that was chosen for a run; called once to join its rooms."""

    task: str
    settings: Settings
    meant: Provider
    camera: ScreenCamera
    windows: WindowSource
    approver: Approver
    presence: Presence
    curtain: Curtain
    admissions: Admissions
    standings: Standings
    listeners: Sequence[Listener]
    pass_on: PassOn
    environment: Mapping[str, str]

    def __call__(self, stack: AsyncExitStack, reins: Reins) -> Rooms:
        """Start and open what the run needs; what must be closed is left on the stack."""
        stack.callback(self.camera.close)
        run = self.settings.run
        base_url, key = self._server(stack)
        gate = SingleUseGate(time.monotonic, secrets.token_hex)
        hands = self._hands(stack, gate, reins)
        surroundings = self._surroundings(stack)
        # The record comes last: a run that cannot begin leaves none, and one that has begun also ends.
        recorder = self._recorder(stack)
        stream = Stream(recorder, self.listeners, _now)
        mind = self._mind(stack, base_url, key, stream)
        stream(self._started(recorder, base_url))
        return Rooms(
            run=recorder.run,
            dir=recorder.dir,
            mode=run.mode,
            limits=Limits(run.max_steps, run.max_minutes, run.max_cost),
            camera=self.camera,
            surroundings=surroundings,
            mind=mind,
            judge=self._policy(),
            gate=gate,
            approver=self.approver,
            admissions=self.admissions,
            standings=self.standings,
            curtain=self.curtain,
            hands=hands,
            recorder=recorder,
            stream=stream,
            reins=reins,
            watch=Stopwatch(time.monotonic),
        )

    def _hands(self, stack: AsyncExitStack, gate: SingleUseGate, reins: Reins) -> Performer:
        backend = choose_input(self.environment, ledgers=places(self.environment).cache / "held", own=self.presence.own)
        hands = Performer(backend, redeem=gate.redeem, stop=reins, bound=not isinstance(self.windows, NoWindows))
        stack.callback(hands.close)
        return hands

    def _recorder(self, stack: AsyncExitStack) -> RunRecorder:
        store = RunStore(places(self.environment).runs)
        recorder = store.create(self.task, _now(), secrets.token_hex(3), pictures=self.settings.run.record)
        stack.callback(recorder.close)
        return recorder

    def _policy(self) -> Policy:
        settings = self.settings
        first_time = settings.applications.first_time
        # A caller's own approver may be from before there were applications to admit.
        ask = first_time == "ask" or (first_time == "card" and getattr(self.approver, "admits", False))
        return Policy(settings.run.mode, settings.rules, settings.builtin, ask_applications=ask)

    def _server(self, stack: AsyncExitStack) -> tuple[str, str | None]:
        if not self.meant.embedded:
            return self.meant.base_url, self.meant.key.value
        server = stack.enter_context(LocalModel())
        return server.base_url, server.token

    def _surroundings(self, stack: AsyncExitStack) -> ScreenSurroundings:
        reader = None if why_no_reader() else stack.enter_context(TextReader())
        surroundings = ScreenSurroundings(
            self.windows,
            choose_controls(),
            reader,
            own=own_windows(self.windows, self.environment),
            clipboard=choose_clipboard(),
        )
        stack.push_async_callback(surroundings.close)
        return surroundings

    def _mind(self, stack: AsyncExitStack, base_url: str, key: str | None, announce: Announce) -> Conversation:
        caps = self.settings.caps
        allowed = Caps(caps.text, caps.batch, caps.drag, caps.scroll, caps.wait)
        mind = Conversation(
            self.meant.profile,
            self.meant.at(base_url),
            key=key,
            announce=announce,
            caps=allowed,
            pass_on=self.pass_on,
        )
        stack.push_async_callback(mind.close)
        return mind

    def _started(self, recorder: RunRecorder, base_url: str) -> RunStarted:
        run, meant, camera = self.settings.run, self.meant, self.camera
        region = self.settings.screen.region
        return RunStarted(
            format=FORMAT,
            run=recorder.run,
            dir=str(recorder.dir),
            task=self.task,
            provider=meant.profile.name,
            dialect=meant.dialect,
            model=meant.model,
            base_url=base_url,
            mode=run.mode,
            monitor={key: getattr(camera.monitor, key) for key in ("n", "x", "y", "width", "height", "scale")},
            region=asdict(region) if region else None,
            viewport=asdict(camera.viewport.image),
            limits={"steps": run.max_steps, "minutes": run.max_minutes, "cost": run.max_cost},
            version=__version__,
        )


def prepare(  # noqa: PLR0913 - each is a part that a caller may bring
    task: str,
    settings: Settings,
    *,
    approver: Approver | Ask | None = None,
    listeners: Sequence[Listener] = (),
    pass_on: PassOn = pass_nothing_on,
    environment: Mapping[str, str] = os.environ,
    presence: Presence | None = None,
    curtain: Curtain | None = None,
    standings: Standings | None = None,
    admitted: Sequence[str] = (),
) -> Session:
    """Check all that can be checked before a run; `presence` stays open, `admitted` programs are let in for this run.

    `pass_on` gets what is shown while the model is waited for, on the run's own thread; it must not raise or block.

    Raises:
        SettingsError: the task, the provider, the monitor, the size or a kept answer cannot be taken.
        NoScreenError: there is no screen to work on.
        InputDeniedError: keys and pointer cannot be moved here.
    """
    meant = provider_meant(settings.provider, environment)
    _check(task, meant)
    admissions = _admissions(environment, admitted)
    camera, windows = _camera(settings, environment)
    _check_hands(camera, environment)
    kept = privacy(meant, str(places(environment).runs), pictures=settings.run.record)
    watching = presence or NoPresence()
    joiner = _Joiner(
        *(task, settings, meant, camera, windows),
        approver=_approver(approver),
        presence=watching,
        curtain=curtain or NothingToHide(),
        admissions=admissions,
        standings=Standings() if standings is None else standings,
        listeners=listeners,
        pass_on=pass_on,
        environment=environment,
    )
    return Session(task, kept, joiner, watching)


def watch_person(settings: Settings, environment: Mapping[str, str] = os.environ) -> Presence:
    """Return what watches the person's hand and stop keys on this desktop; to be closed after use."""
    person = settings.person
    keys = StopKeys(person.stop_key, escape_thrice=person.escape_thrice, corner=person.corner)
    return choose_presence(environment, keys=keys)


def screenshot(settings: Settings, environment: Mapping[str, str] = os.environ) -> Frame:
    """Return the very picture that the model would get; ScreenError when there is none."""
    camera, _ = _camera(settings, environment)
    try:
        return camera.grab()
    finally:
        camera.close()


def _approver(given: Approver | Ask | None) -> Approver:
    if given is None:
        return NobodyApproves()
    return FunctionApprover(given) if callable(given) else given


def _camera(settings: Settings, environment: Mapping[str, str]) -> tuple[ScreenCamera, WindowSource]:
    screen, windows = settings.screen, choose_windows()
    camera = ScreenCamera(
        choose_capture(environment),
        windows,
        monitor=screen.monitor,
        region=screen.region,
        viewport=screen.viewport,
        cursor=screen.cursor,
        masked=own_windows(windows, environment),
    )
    return camera, windows


def _admissions(environment: Mapping[str, str], admitted: Sequence[str]) -> Admissions:
    admissions = Admissions(places(environment).config_file.parent / ADMISSIONS)
    for program in admitted:
        admissions.admit(program, "", "everything", "run")
    return admissions


def _check_hands(camera: ScreenCamera, environment: Mapping[str, str]) -> None:
    try:
        check_input(environment)
    except DesktopAgentError:
        camera.close()
        raise


def _check(task: str, meant: Provider) -> None:
    if not task.strip():
        raise SettingsError("The task is empty.", "Say in a sentence what is to be done.")
    if len(task) > _LONGEST_TASK:
        raise SettingsError("The task is longer than a million characters.", "Shorten it.")
    if meant.embedded and (why_not := why_no_reader()):
        raise SettingsError("The offline model cannot read the screen here.", why_not)


def _now() -> datetime:
    return datetime.now(UTC)
