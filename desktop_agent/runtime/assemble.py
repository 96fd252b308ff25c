"""The ports of a prepared run, opened once it begins; its record, its listeners, and the first events.

The run begins all the same: the program may be installed later, or run only on the desk. It's never silent about it.
"""

from __future__ import annotations

import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Window
from desktop_agent.core.runs.events import ActionProposed, Noticed, RequestSent, RunFinished, RunStarted, Stamped
from desktop_agent.core.runs.material import Attachment
from desktop_agent.core.texts.message import Message, join, sentences, tr
from desktop_agent.core.version import __version__
from desktop_agent.input.choose import choose as choose_input
from desktop_agent.input.choose import choose_methods
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.lib.installed_programs import InstalledPrograms, installed_programs, is_installed
from desktop_agent.lib.paths import places
from desktop_agent.model.dialects import dialect_named
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.scope import ANY_BROWSER, ScopedApplication, ScopeEntry, may_start
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.sleep_inhibitor import SleepInhibitor
from desktop_agent.record.journal import FORMAT
from desktop_agent.record.store import RunStore
from desktop_agent.run.compose import LoopTerms, RunPorts
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.ports import Recorder
from desktop_agent.run.stream import Listener, Stream
from desktop_agent.runtime.description.screen_functions import OwnCopies, functions_of
from desktop_agent.runtime.material import guidance_source, material_to_confirm
from desktop_agent.runtime.one_run import HELD, only_run
from desktop_agent.runtime.provider.run_model import Sight, model_of, programs_of, reader_of
from desktop_agent.runtime.run_offers import expectations_of_run, notifier_for, place_of
from desktop_agent.screen.choose import choose_controls
from desktop_agent.screen.controls.window import WindowSource, what_windows_lack
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.settings.answers import REMEMBERED, RememberedAnswers

if TYPE_CHECKING:
    from desktop_agent.core.texts.field_text import FieldSource
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.pause import PauseControl
    from desktop_agent.run.ports import Model
    from desktop_agent.runtime.prepare import PreparedRun
    from desktop_agent.settings import Settings


_UNDER_WAY = Message("A task is running.")


def open_ports(run: PreparedRun, stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
    """Start and open the ports of the run; the stack gets everything that must be closed."""
    settings = run.spec.settings
    environment = run.parts.environment
    parts = run.parts
    _reserve_screen(run, stack)
    awake = _stay_awake(run, stack)
    reader = reader_of(run, stack)
    programs = programs_of(run)
    controls = choose_controls()
    surroundings = run.screen.surroundings(environment, reader, controls, ahead=not run.provider.embedded)
    stack.push_async_callback(surroundings.close)
    gate = SingleUseGate(time.monotonic, secrets.token_hex)
    watch = Stopwatch(time.monotonic)
    executor = _executor(run, stack, gate, pause, controls.fields())
    notifier = notifier_for(settings, parts.desk.outside if parts.desk else environment)
    copies = OwnCopies()
    # The record comes last: a run that cannot begin leaves none, and one that has begun also ends.
    stream = open_stream(run, stack, reader, (copies, notifier.hear))
    notifier.announce_by(stream)
    inquiry = ScreenInquiry(surroundings)

    def on_server() -> Model:
        from desktop_agent.runtime.provider.served_model import served_model

        return served_model(run, stack, stream, inquiry, executor=executor, watch=watch)

    model = model_of(run, Sight(run.screen.windows, surroundings, inquiry, reader, stream), programs, on_server)
    begin(run, stream, awake)
    for note in executor.put_back_left():
        stream.announce(Noticed("warning", note))
    return RunPorts(
        terms=_terms(run),
        camera=run.screen.camera,
        surroundings=surroundings,
        model=model,
        judge=_policy(settings, parts.desk),
        gate=gate,
        approver=notifier.asking(run.services.approver),
        app_permissions=run.app_permissions,
        approval_memory=run.services.approvals,
        control_memory=RememberedAnswers(places(environment).config / REMEMBERED),
        secrets=run.secrets,
        overlays=run.services.overlays,
        executor=executor,
        functions=functions_of(run, tuple(programs.values()), inquiry, stream, gate.redeem, copies),
        stream=stream,
        pause=pause,
        watch=watch,
        place=place_of(run, stack, stream.recorder.dir),
        expectations=expectations_of_run(settings, surroundings, environment, parts.desk, by_agent=run.spec.by_agent),
        reports_windows=run.screen.windows.reports_positions,
        inquiry=inquiry,
    )


def _policy(settings: Settings, desk: RunDesk | None) -> Policy:
    if desk is None:
        return Policy(settings.run.mode, settings.rules, settings.builtin)
    return Policy(
        settings.run.mode, settings.rules, settings.builtin, on_desk=True, reaches_hosts=lambda: desk.reaches_hosts
    )


def _terms(run: PreparedRun) -> LoopTerms:
    settings = run.spec.settings
    spec = run.spec
    return LoopTerms(
        mode=settings.run.mode,
        limits=settings.run.limits,
        announce_ms=settings.ui.announce_ms or 0,
        continues=spec.continues,
        expect_tries=settings.run.expect_tries,
        material=run.material,
        material_to_confirm=material_to_confirm(run.material, run.provider) if spec.by_agent else (),
        opening_sent="nothing" if run.is_by_agent else "whole",
    )


def _reserve_screen(run: PreparedRun, stack: AsyncExitStack) -> None:
    """Reserve the screen for this run, raise the window that it works in, and leave out our frame."""
    camera = run.screen.camera
    remote = run.screen.remote
    if remote:
        stack.callback(remote.close)
    stack.callback(camera.close)
    stack.enter_context(only_run(run.spec.task, run.parts.environment))
    camera.bring_forward()
    camera.leave_out(run.services.overlays.frame)


def _stay_awake(run: PreparedRun, stack: AsyncExitStack) -> SleepInhibitor:
    """Keep the computer awake until the run ends, and, where the person's own screen is worked on, unlocked."""
    nobody_sits = isinstance(run.presence, NoPresence) and not run.presence.lacks
    awake = SleepInhibitor(run.parts.environment, tr(_UNDER_WAY), screen=not (run.parts.desk or nobody_sits))
    stack.callback(awake.let_go)
    awake.hold()
    return awake


def _executor(
    run: PreparedRun, stack: AsyncExitStack, gate: SingleUseGate, pause: PauseControl, fields: FieldSource
) -> ActionExecutor:
    environment = run.parts.environment
    settings = run.spec.settings
    screen = run.screen
    backend = choose_input(
        environment,
        named=settings.run.input,
        ledgers=places(environment).cache / HELD,
        own=run.presence.own,
        remote=screen.remote,
    )
    executor = ActionExecutor(
        backend,
        redeem=gate.redeem,
        stop=pause,
        bound=screen.windows.reports_positions,
        look=screen.camera.shapes_at,
        watch=screen.camera.scrolled_at,
        smooth=settings.input.smooth,
        fields=fields,
        secret=run.secrets.value,
        methods=choose_methods(environment, notes=places(environment).cache / HELD),
    )
    stack.callback(executor.close)
    screen.camera.wait_for_release(executor.is_holding)
    return executor


# A model that answers sooner leaves no time to start anything in, and nothing should slow the request down.
START_AFTER_S = 0.2
_ANSWERS_WITHIN_S = 0.3
_AWAKE = Message("Until the run ends, the computer won't automatically go to sleep or lock the screen.")
_NOT_ASLEEP = Message("Until the run ends, the computer won't automatically go to sleep.")
_NO_FUNCTIONS = Message("This dialect doesn't support functions, so yours aren't offered to the model.")


def open_stream(
    run: PreparedRun, stack: AsyncExitStack, reader: OcrReader | None, listeners: tuple[Listener, ...]
) -> Stream:
    """Make the folder of the record, and return the run's stream; `listeners` get events after all others."""
    recorder = _open_recorder(run, stack)
    # The first action may need the reader: it starts while the model first thinks.
    starts = () if reader is None or run.provider.embedded else (StartWhileThinking(reader.start),)
    heard_by = (*run.services.listeners, *starts, *listeners)
    stream = Stream(recorder, heard_by, partial(datetime.now, UTC))
    # A server may give it back in a message, and an address may hold it.
    stream.passwords.learn_key(run.provider.key.value or "")
    if (view := run.parts.view) is not None:
        eye = partial(run.screen.eye.open, run.services.overlays.frame, run.screen.remote)
        view.open_by(eye, lambda: stream.newest, is_private=run.parts.desk is None)
        stack.callback(view.close)
    return stream


def _open_recorder(run: PreparedRun, stack: AsyncExitStack) -> Recorder:
    store = RunStore(places(run.parts.environment).runs)
    pictures = run.spec.settings.run.record
    recorder = store.create(run.spec.task, datetime.now(UTC), secrets.token_hex(3), pictures=pictures)
    stack.callback(recorder.close)
    if run.parts.desk:
        run.parts.desk.begin(recorder.run)
    return recorder


def begin(run: PreparedRun, stream: Stream, awake: SleepInhibitor) -> None:
    """Announce the run, and the settings that have no effect or that this server does not support."""
    settings = run.spec.settings
    stream(_start_event(run, stream.recorder))
    if awake.holds(_ANSWERS_WITHIN_S):
        stream(Noticed("info", _AWAKE if awake.screen else _NOT_ASLEEP))
    notes = [*settings.notes, *filter(None, [run.presence.lacks, what_windows_lack(run.screen.windows)])]
    notes += scope_notes(settings.run.allow, _open_windows(run.screen.windows))
    if settings.functions and not dialect_named(run.provider.dialect).keeps_items:
        notes.append(_NO_FUNCTIONS)
    for note in notes:
        stream(Noticed("warning", note))


def _open_windows(windows: WindowSource) -> Sequence[Window]:
    try:
        return windows.titled()
    except DesktopAgentError:  # the first picture says why
        return ()


def _start_event(run: PreparedRun, recorder: Recorder) -> RunStarted:
    spec = run.spec
    provider = run.provider
    camera = run.screen.camera
    settings = spec.settings
    region = camera.viewport.screen if camera.follows else settings.screen.region
    name = run.parts.stand_in.name if run.parts.stand_in else ""
    earlier = spec.continues.earlier if spec.continues else None
    return RunStarted(
        format=FORMAT,
        run=recorder.run,
        dir=str(recorder.dir),
        task=spec.task,
        provider=name or provider.profile.name,
        dialect=provider.dialect,
        model=name or provider.model,
        base_url=provider.base_url,
        mode=settings.run.mode,
        monitor={key: getattr(camera.monitor, key) for key in ("n", "x", "y", "width", "height", "scale")},
        region=asdict(region) if region else None,
        viewport=asdict(camera.viewport.image),
        limits=asdict(settings.run.limits),
        version=__version__,
        offline=provider.embedded,
        window=settings.screen.window,
        resumes="" if earlier is None or earlier.task else earlier.run,
        after=earlier.run if earlier and earlier.task else "",
        carried=asdict(spec.continues.carried) if spec.continues else None,
        allow=tuple(map(str, settings.run.allow)),
        desk=run.parts.desk.id if run.parts.desk else "",
        expect=settings.run.expect,
        attached=tuple(item.file for item in run.material if isinstance(item, Attachment)),
        like=guidance_source(run.material),
        source=spec.source,
    )


class StartWhileThinking:
    """A listener that starts a service once, on a thread of its own, while the model thinks.

    Where the answer arrives sooner, nothing is started: it would take the processor from the act. The service is then
    started at its first use, or while the model thinks again.
    """

    def __init__(self, start: Callable[[], None], after_s: float = START_AFTER_S) -> None:
        self._start = start
        self._after_s = after_s
        self._waits: threading.Timer | None = None

    def __call__(self, stamped: Stamped) -> None:
        """Receive one event."""
        if isinstance(stamped.event, RequestSent) and self._waits is None:
            self._waits = threading.Timer(self._after_s, _start_without_error, (self._start,))
            self._waits.daemon = True
            self._waits.start()
        elif (
            isinstance(stamped.event, ActionProposed | RunFinished)
            and self._waits
            and not self._waits.finished.is_set()
        ):
            self._waits.cancel()
            self._waits = None


def _start_without_error(start: Callable[[], None]) -> None:
    """Start the service; its first use tries again, and gets the error."""
    with suppress(DesktopAgentError):
        start()


def scope_notes(
    scope: Iterable[ScopeEntry], windows: Iterable[Window], programs: InstalledPrograms | None = None
) -> Iterator[Message]:
    """Yield a sentence for each program in a scope that is none of this computer's; `windows` are those open now."""
    if sys.platform != "linux":  # what is installed there is unknown
        return
    programs = programs or installed_programs()
    open_programs = {window.program for window in windows if window.program}
    for written in dict.fromkeys(entry.program for entry in scope if isinstance(entry, ScopedApplication)):
        if written.casefold() == ANY_BROWSER or programs.has(written) or is_installed(shutil.which(written) or ""):
            continue
        here = ScopedApplication(written)
        if not any(may_start([here], program, _names(programs, program)) for program in open_programs):
            yield _scope_note(written, programs)


def _names(programs: InstalledPrograms, program: str) -> frozenset[str] | None:
    return programs.names_of(program) if is_installed(program) else None


def _scope_note(written: str, programs: InstalledPrograms) -> Message:
    if "/" in written:
        return Message("The run may work in {program}, but there is no such file.", program=written)
    if same := programs.called(written):
        several = join(Message(" and "), (Message("“{name}”", name=name) for name in same))
        return Message(
            "The run may work in “{program}”, but several programs are called that, so it covers none of them. Write "
            "{several}.",
            program=written,
            several=several,
        )
    if path := shutil.which(written):
        return Message(
            "The run may work in “{program}”, but it isn't installed for all users, so its name covers nothing. Write "
            "its path: {path}.",
            program=written,
            path=path,
        )
    unknown = Message(
        "The run may work in “{program}”, but no program on this computer is called that.", program=written
    )
    nearest = programs.nearest(written)
    return sentences(unknown, Message("Did you mean “{name}”?", name=nearest) if nearest else "")
