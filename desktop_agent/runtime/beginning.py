"""The beginning of a run: its record is opened, the listeners are attached, and the first events describe it."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Window
from desktop_agent.core.runs.events import ActionProposed, Noticed, RequestSent, RunFinished, RunStarted, Stamped
from desktop_agent.core.runs.material import Attachment
from desktop_agent.core.texts.message import Message
from desktop_agent.core.version import __version__
from desktop_agent.lib.paths import places
from desktop_agent.model.dialects import dialect_named
from desktop_agent.presence.sleep_inhibitor import StayAwake
from desktop_agent.record.journal import FORMAT
from desktop_agent.record.store import RunStore
from desktop_agent.run.ports import Recorder
from desktop_agent.run.stream import Listener, Stream
from desktop_agent.runtime.description.scope_notes import notes_on
from desktop_agent.runtime.material import guided_by
from desktop_agent.screen.controls.window import WindowSource, what_windows_lack
from desktop_agent.screen.ocr.reader import OcrReader

if TYPE_CHECKING:
    from desktop_agent.runtime.prepare import PreparedRun

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
    recorder = _recorder(run, stack)
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


def _recorder(run: PreparedRun, stack: AsyncExitStack) -> Recorder:
    store = RunStore(places(run.parts.environment).runs)
    pictures = run.spec.settings.run.record
    recorder = store.create(run.spec.task, datetime.now(UTC), secrets.token_hex(3), pictures=pictures)
    stack.callback(recorder.close)
    if run.parts.desk:
        run.parts.desk.begin(recorder.run)
    return recorder


def begin(run: PreparedRun, stream: Stream, awake: StayAwake) -> None:
    """Announce the run, and the settings that have no effect or that this server does not support."""
    settings = run.spec.settings
    stream(_started(run, stream.recorder))
    if awake.holds(_ANSWERS_WITHIN_S):
        stream(Noticed("info", _AWAKE if awake.screen else _NOT_ASLEEP))
    notes = [*settings.notes, *filter(None, [run.presence.lacks, what_windows_lack(run.screen.windows)])]
    notes += notes_on(settings.run.allow, _open_windows(run.screen.windows))
    if settings.functions and not dialect_named(run.provider.dialect).keeps_items:
        notes.append(_NO_FUNCTIONS)
    for note in notes:
        stream(Noticed("warning", note))


def _open_windows(windows: WindowSource) -> Sequence[Window]:
    try:
        return windows.titled()
    except DesktopAgentError:  # the first picture says why
        return ()


def _started(run: PreparedRun, recorder: Recorder) -> RunStarted:
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
        like=guided_by(run.material),
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
            self._waits = threading.Timer(self._after_s, _quietly, (self._start,))
            self._waits.daemon = True
            self._waits.start()
        elif (
            isinstance(stamped.event, ActionProposed | RunFinished)
            and self._waits
            and not self._waits.finished.is_set()
        ):
            self._waits.cancel()
            self._waits = None


def _quietly(start: Callable[[], None]) -> None:
    """Start the service; its first use tries again, and gets the error."""
    with suppress(DesktopAgentError):
        start()
