"""The Python API: one run, started from a caller's own program, with an approver of the caller's.

The caller's process is the client, and the host is a thread in it: the calling program may be one that can't be started
a second time, and the modules that it has loaded don't matter.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal, TypedDict, Unpack

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.events import ReceiptAnswer, Stamped
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.core.message import Message
from desktop_agent.core.mode import InputName, Mode
from desktop_agent.core.stream_update import OnUpdate, StreamUpdate
from desktop_agent.host.client import RunClient
from desktop_agent.host.follow import follow
from desktop_agent.host.own_process import use_real_pixels
from desktop_agent.host.spec import ClientServices, HostParts, RunSpec
from desktop_agent.host.suspend import Suspension
from desktop_agent.host.thread import HostThread
from desktop_agent.host.watch import watch_person
from desktop_agent.lib.paths import places
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.model.space import Coordinates
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.record.store import RunStore
from desktop_agent.run.desk_order import DeskOrder
from desktop_agent.run.function_approver import ApproveFunction, FunctionApprover
from desktop_agent.run.ports import Approver
from desktop_agent.run.result import RunContinuation, RunResult
from desktop_agent.run.stand_ins import AbsentApprover
from desktop_agent.settings.confirmed import settings_for_run
from desktop_agent.settings.sections import RUN_OPTIONS

__all__ = ["RunOptions", "RunResult", "run_task", "run_task_async"]

_LOOKS_EVERY_S = 0.2  # whether the run has ended; a stop is heard at once

_log = logging.getLogger(__name__)


class RunOptions(TypedDict, total=False):
    """The settings of one run that `run_task` takes as keywords; None means: as configured.

    `desktop-agent run --help` explains those that are flags too, and `desktop-agent guide python` the rest.
    """

    model: str | None
    base_url: str | None
    dialect: str | None
    coordinates: Coordinates | None
    family: str | None
    stream: bool | None
    chain: bool | None
    forget: bool | None
    instructions: str | None
    window_tokens: int | None
    keep_pictures: int | None
    params: Mapping[str, object] | None
    monitor: int | Literal["auto"] | None
    viewport: str | Size | None
    region: str | Rect | None
    window: str | None
    cursor: bool | None
    mode: Mode | None
    input: InputName | None
    answer_within: float | None
    max_steps: int | None
    max_minutes: float | None
    max_cost: float | None
    allow: Sequence[str] | None
    expect: Sequence[str] | None
    attach: Sequence[str] | None
    like: str | None
    expect_tries: int | None
    record: bool | None
    video: Literal["off", "live"] | None


class DeskOptions(TypedDict, total=False):
    """The side desk on which `run_task` works, see `desktop-agent guide desk`; without any of them there is none."""

    desk: bool
    desk_files: Sequence[str]  # the only folders that it sees; without any its home is empty
    desk_hosts: Sequence[str]  # the only ones that it reaches; `approver` is asked before anything is sent there
    receipt: ReceiptAnswer  # what becomes of its documents at the end; without it they are kept on the desk


class TaskOptions(RunOptions, DeskOptions, total=False):
    """All options of one run."""


def run_task(
    task: str,
    *,
    provider: str = "",
    after: str = "",
    approver: Approver | ApproveFunction | None = None,
    on_event: Callable[[Stamped], None] = print,
    on_passing: OnUpdate | None = None,
    stop: threading.Event | None = None,
    **options: Unpack[TaskOptions],
) -> RunResult:
    """Run one task as the command would, and return how it ended.

    The config file and the environment apply as they do to the command; `options` win over both. Whoever touches the
    mouse or keyboard takes over, and the stop keys stop the run.

    Args:
        task: what to do, in words.
        provider: the name of a profile, see `desktop-agent providers list`; empty: the built-in model, or the server
            at `base_url`.
        after: the run that this one goes on after: its id, the start of one, a folder, or `last`. The model is told
            what was said and done there; what was allowed there is not taken over.
        approver: is asked wherever a person must decide: a function that takes the `Question` and returns True for
            yes, or an object with the methods of `Approver`. None answers every question with no.
        on_event: gets every event. If it raises, the run ends: nobody may be watching any more.
        on_passing: gets what is recorded nowhere, on the run's own thread: the model's words as they come (`Partial`,
            `Discarded`) and what the run waits for (`Waiting`). If it raises, it gets nothing more.
        stop: ends the run when it is set, from any thread; the result says `stopped`.
        **options: settings of this run, see `RunOptions`, and whether it happens on a side desk, see `DeskOptions`.

    Raises:
        DesktopAgentError: the run could not begin, or its end could not be recorded.
        KeyboardInterrupt: Ctrl+C stopped the run, and it has ended.
    """
    use_real_pixels()
    name = provider or (None if options.get("base_url") else DEFAULT)
    settings = settings_for_run(os.environ, _flags(options) | {"provider.name": name}, given_as="keyword")
    suspension = Suspension()
    services = ClientServices(
        approver=_approver_of(approver),
        listeners=(suspension.hear, on_event),
        pass_on=_GuardedUpdates(on_passing),
    )
    spec = RunSpec(task, settings, continues=_continues(after), desk=_desk_order(options))
    with _place(spec) as (parts, there), RunClient(HostThread(parts)) as run:
        run.prepare(there, services)
        with _stopped_by(stop, run), suspension.caught(run):
            return run.run()


async def run_task_async(
    task: str,
    *,
    provider: str = "",
    after: str = "",
    approver: Approver | ApproveFunction | None = None,
    on_event: Callable[[Stamped], None] = print,
    on_passing: OnUpdate | None = None,
    **options: Unpack[TaskOptions],
) -> RunResult:
    """Do as `run_task`, on a thread of its own; a cancelled asyncio task ends the run.

    It is waited for: when CancelledError is raised, all keys are up and the record is closed.
    """
    stop = threading.Event()
    running = asyncio.ensure_future(
        asyncio.to_thread(
            run_task,
            task,
            provider=provider,
            after=after,
            approver=approver,
            on_event=on_event,
            on_passing=on_passing,
            stop=stop,
            **options,
        )
    )
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.set()
        while not running.done():
            try:
                await asyncio.wait({running})
            except asyncio.CancelledError:  # a second time, while it ends
                continue
        running.exception()  # marked as retrieved: the cancellation is raised instead
        raise


def _approver_of(approver: Approver | ApproveFunction | None) -> Approver:
    """Return the caller's function or object as an approver; without one, an approver that refuses everything."""
    if approver is None:
        return AbsentApprover()
    return FunctionApprover(approver) if callable(approver) else approver


@contextmanager
def _place(spec: RunSpec) -> Iterator[tuple[HostParts, RunSpec]]:
    """Yield the host's parts for the place of the run, and the run's spec there; a desk is opened if one is ordered."""
    if spec.desk is None:
        with closing(watch_person(spec.settings)) as presence:
            yield HostParts(presence=presence), spec
        return
    from desktop_agent.desk.runs.on_desk import on_desk

    with on_desk(spec) as (desk, there):
        yield HostParts(presence=NoPresence(), desk=desk), there


@contextmanager
def _stopped_by(stop: threading.Event | None, run: RunClient) -> Iterator[None]:
    """Stop a run when the event is set, even if that was before the run began."""
    if stop is None:
        yield
        return
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            if stop.wait(_LOOKS_EVERY_S):
                run.stop("signal")
                return

    if stop.is_set():
        run.stop("signal")
    listening = threading.Thread(target=listen, name="desktop-agent-caller-stop", daemon=True)
    listening.start()
    try:
        yield
    finally:
        over.set()
        listening.join()


class _GuardedUpdates:
    """Calls a caller's own code, which must not break the conversation with the model."""

    def __init__(self, on_update: OnUpdate | None) -> None:
        self._on_update = on_update

    def __call__(self, update: StreamUpdate) -> None:
        if self._on_update is None:
            return
        try:
            self._on_update(update)
        except Exception:  # noqa: BLE001 - a caller's own code
            _log.warning("on_passing failed and gets nothing more", exc_info=True)
            self._on_update = None


def _continues(after: str) -> RunContinuation | None:
    if not after:
        return None
    store = RunStore(places().runs)
    return follow(store, store.find(after)).continuation()


def _desk_order(options: DeskOptions) -> DeskOrder | None:
    if not any(options.get(name) for name in DeskOptions.__annotations__):
        return None
    folders = tuple(map(Path, options.get("desk_files", ())))
    return DeskOrder(folders, tuple(options.get("desk_hosts", ())), options.get("receipt", "keep"))


def _flags(options: Mapping[str, object]) -> dict[str, object]:
    return {_settings_key(name): value for name, value in options.items() if name not in DeskOptions.__annotations__}


def _settings_key(option: str) -> str:
    """Return the settings key that an option sets; SettingsError where a caller has misspelt one."""
    if option in RUN_OPTIONS:
        return RUN_OPTIONS[option]
    raise SettingsError(
        Message("There is no option called “{option}”.", option=option),
        Message("See desktop_agent.RunOptions for the available options."),
    )
