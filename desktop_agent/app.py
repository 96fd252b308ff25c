"""Joins all rooms to one run: the only place that knows concrete parts.

The start-up story: settings say which server is meant, the screen and the input backend are chosen for this
machine, and nothing is started or written until `Session.run`. Then a folder is made for the record, the local
model is started where it is meant, and the driver takes over on a thread of its own.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from desktop_agent import __version__
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.events import Announce, RunStarted, Stamped
from desktop_agent.core.frame import Frame
from desktop_agent.input.choose import check as check_input
from desktop_agent.input.choose import choose as choose_input
from desktop_agent.input.perform import Performer
from desktop_agent.local.launch import LocalModel
from desktop_agent.local.reader import TextReader
from desktop_agent.local.reader import why_not as why_no_reader
from desktop_agent.model.caps import Caps
from desktop_agent.model.conversation import Conversation
from desktop_agent.policy.approver import NobodyApproves
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import judge
from desktop_agent.policy.limits import Limits
from desktop_agent.provider import Provider, privacy, provider_meant
from desktop_agent.record.journal import FORMAT, RunRecorder
from desktop_agent.record.store import RunStore
from desktop_agent.resources import places
from desktop_agent.run.control import Stopwatch, ThreadStop
from desktop_agent.run.function_approver import Ask, FunctionApprover
from desktop_agent.run.ports import Approver
from desktop_agent.run.rooms import Rooms
from desktop_agent.run.session import RunResult, Session
from desktop_agent.run.stream import Listener, Stream
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.own_programs import own_programs
from desktop_agent.screen.surroundings import ScreenSurroundings
from desktop_agent.screen.window import WindowSource
from desktop_agent.settings import Settings, load

__all__ = ["RunResult", "Session", "prepare", "run_task", "screenshot"]

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
    listeners: Sequence[Listener]
    environment: Mapping[str, str]

    def __call__(self, stack: AsyncExitStack, stop: ThreadStop) -> Rooms:
        """Start and open what the run needs; what must be closed is left on the stack."""
        stack.callback(self.camera.close)
        run = self.settings.run
        base_url, key = self._server(stack)
        gate = SingleUseGate(time.monotonic, secrets.token_hex)
        backend = choose_input(self.environment, ledgers=places(self.environment).cache / "held")
        performer = Performer(backend, redeem=gate.redeem, stop=stop)
        stack.callback(performer.close)
        surroundings = self._surroundings(stack)
        # The record comes last: a run that cannot begin leaves none, and one that has begun also ends.
        recorder = RunStore(places(self.environment).runs).create(
            self.task, _now(), secrets.token_hex(3), pictures=run.record
        )
        stack.callback(recorder.close)
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
            judge=lambda case: judge(case, run.mode),
            gate=gate,
            approver=self.approver,
            hands=performer,
            recorder=recorder,
            stream=stream,
            stop=stop,
            watch=Stopwatch(time.monotonic),
        )

    def _server(self, stack: AsyncExitStack) -> tuple[str, str | None]:
        if not self.meant.embedded:
            return self.meant.base_url, self.meant.key.value
        server = stack.enter_context(LocalModel())
        return server.base_url, server.token

    def _surroundings(self, stack: AsyncExitStack) -> ScreenSurroundings:
        reader = None if why_no_reader() else stack.enter_context(TextReader())
        surroundings = ScreenSurroundings(self.windows, choose_controls(), reader, own=own_programs())
        stack.push_async_callback(surroundings.close)
        return surroundings

    def _mind(self, stack: AsyncExitStack, base_url: str, key: str | None, announce: Announce) -> Conversation:
        caps = self.settings.caps
        allowed = Caps(caps.text, caps.batch, caps.drag, caps.scroll, caps.wait)
        mind = Conversation(self.meant.profile, self.meant.at(base_url), key=key, announce=announce, caps=allowed)
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


def prepare(
    task: str,
    settings: Settings,
    *,
    approver: Approver | Ask | None = None,
    listeners: Sequence[Listener] = (),
    environment: Mapping[str, str] = os.environ,
) -> Session:
    """Check everything that can be checked before a run, and return it ready to go.

    Raises:
        SettingsError: the task, the provider, the monitor or the size cannot be taken.
        NoScreenError: there is no screen to work on.
        InputDeniedError: keys and pointer cannot be moved here.
    """
    _check(task)
    meant = provider_meant(settings.provider, environment)
    if meant.embedded and (why_not := why_no_reader()):
        raise SettingsError("The offline model cannot read the screen here.", why_not)
    camera, windows = _camera(settings, environment)
    try:
        check_input(environment)
    except DesktopAgentError:
        camera.close()
        raise
    kept = privacy(meant, str(places(environment).runs), pictures=settings.run.record)
    who = _approver(approver)
    return Session(task, kept, _Joiner(task, settings, meant, camera, windows, who, listeners, environment))


def screenshot(settings: Settings, environment: Mapping[str, str] = os.environ) -> Frame:
    """Return the very picture that the model would get; ScreenError when there is none."""
    camera, _ = _camera(settings, environment)
    try:
        return camera.grab()
    finally:
        camera.close()


def run_task(
    task: str,
    *,
    provider: str = "local",
    approver: Approver | Ask | None = None,
    on_event: Callable[[Stamped], None] = print,
    **flags: object,
) -> RunResult:
    """Run one task as the command would, and return how it ended.

    `approver` is asked wherever a person must decide: a function that takes the `Question` and returns True for yes,
    or an object with the methods of `Approver`; None answers every question with no. `on_event` gets every event;
    when it fails the run ends, as nobody may be seeing what is done. `flags` are the command's flags in Python's
    spelling: `mode`, `max_steps`, `monitor`, `viewport`, `base_url`, `model`, `dialect`, and so on. The config file
    and the environment apply as they do there.

    Raises:
        DesktopAgentError: the run could not begin, or its end not be recorded.
        KeyboardInterrupt: after the run was stopped by it and has ended.
    """
    given = {_section_of(name): value for name, value in flags.items()}
    sourced = load(places().config_file, os.environ, {**given, "provider.name": provider})
    return prepare(task, sourced.settings, approver=approver, listeners=(on_event,)).run()


def _section_of(flag: str) -> str:
    for section, field in Settings.model_fields.items():
        if flag in getattr(field.annotation, "model_fields", {}):
            return f"{section}.{flag}"
    raise SettingsError(f"There is no flag “{flag}”.", "The flags are those of `desktop-agent run --help`.")


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
    )
    return camera, windows


def _check(task: str) -> None:
    if not task.strip():
        raise SettingsError("The task is empty.", "Say in a sentence what is to be done.")
    if len(task) > _LONGEST_TASK:
        raise SettingsError("The task is longer than a million characters.", "Shorten it.")


def _now() -> datetime:
    return datetime.now(UTC)
