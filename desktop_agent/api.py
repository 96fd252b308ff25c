"""The Python API: one run, started from a caller's own program, with an approver of the caller's.

The caller's process is the client, and the host is a thread in it: the calling program may be one that can't be started
a second time, and the modules that it has loaded don't matter.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import threading
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, fields, replace
from functools import partial
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Literal, Self, TypedDict, Unpack

from desktop_agent.core.actions.action import Action, Finish
from desktop_agent.core.actions.describe import event_form
from desktop_agent.core.decisions.mode import InputName, Mode
from desktop_agent.core.errors import ModelError, SettingsError
from desktop_agent.core.pictures import Frame, Rect, Size
from desktop_agent.core.runs.events import (
    ExpectationChecked,
    FrameTaken,
    Paused,
    ReceiptAnswer,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
)
from desktop_agent.core.runs.turn import Call, ModelInput, Opening, Proposal, Turn
from desktop_agent.core.runs.waiting import OnUpdate, StreamUpdate
from desktop_agent.core.texts.message import Message
from desktop_agent.functions.caller_functions import function_of_callable
from desktop_agent.lib.logs import log_to_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.worker import Worker
from desktop_agent.model.coordinates import Coordinates
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.record.picture_file import recorded_picture
from desktop_agent.record.store import RunStore
from desktop_agent.run.ask.function_approver import ApproveFunction, FunctionApprover
from desktop_agent.run.control import StopSource
from desktop_agent.run.end.result import RunContinuation
from desktop_agent.run.end.result import RunResult as EndedRun
from desktop_agent.run.null_objects import AbsentApprover
from desktop_agent.run.ports import Approver, DeskOrder
from desktop_agent.runtime.continuation import follow
from desktop_agent.runtime.desktop.own_process import use_real_pixels
from desktop_agent.runtime.desktop.suspend import Suspension
from desktop_agent.runtime.desktop.watch import watch_person
from desktop_agent.runtime.protocol.client import PREPARES_WITHIN_S, RunClient, RunHost
from desktop_agent.runtime.protocol.thread import HostThread
from desktop_agent.runtime.provider.run_model import CallingProgram, Sight, StandIn
from desktop_agent.runtime.spec import ClientServices, HostParts, RunSpec
from desktop_agent.settings import Settings
from desktop_agent.settings.confirmed import settings_for_run
from desktop_agent.settings.sections import RUN_OPTIONS

__all__ = [
    "OwnModel",
    "RunHandle",
    "RunOptions",
    "RunResult",
    "Shown",
    "TaskOptions",
    "run_task",
    "run_task_async",
    "start_run",
]

FilmKind = Literal["mp4", "gif", "stills"]
Theme = Literal["light", "dark"]
_LOOKS_EVERY_S = 0.2  # whether the run has ended; a stop is heard at once

_BY_PROGRAM = Message("Stopped by the program that started the run.")
_log = logging.getLogger(__name__)


class RunOptions(TypedDict, total=False):
    """The settings of one run that `run_task` takes as keywords; None means: as configured.

    `desktop-agent run --help` explains those that are flags too, and `desktop-agent guide python` the rest.

    Attributes:
        model: The model's name at its provider.
        base_url: The address of a server of your own, in place of a provider.
        dialect: Which API the server speaks, such as “responses” or “messages”.
        coordinates: How the model counts points: in pixels, or in parts of the picture.
        family: The model family, which decides its tools and its way of writing actions.
        stream: Receive the model's words as they come.
        chain: Let the server keep the conversation, where it can.
        forget: Delete at the end what the server has stored.
        instructions: More instructions for the model.
        window_tokens: The size of the model's context, in tokens.
        keep_pictures: How many of the last pictures are sent again with each turn.
        params: Parameters for the model's server, as they are.
        monitor: The monitor to work on; “auto”: the one with the pointer.
        viewport: The largest size of the pictures for the model, such as “1280x800”.
        region: The only part of the screen that is shown and used, as “LEFT,TOP,WIDTHxHEIGHT”.
        window: The only window that is shown and used, by a part of its title.
        cursor: Show the pointer in the pictures.
        mode: How much is asked: “ask”, “auto”, “watch”, or another of `desktop-agent run --help`.
        input: How input is sent, such as “x11”.
        answer_within: The seconds that a question waits for an answer.
        max_steps: The most turns of the model.
        max_minutes: The longest time.
        max_cost: The highest cost, in USD.
        allow: The programs in which it may act, and the folders and sites of its scope.
        expect: What should be true at the end, see `desktop-agent guide expectations`.
        attach: Files that go to the model with the task.
        like: A saved task or a run whose steps the model is shown as an example.
        expect_tries: How often the model is informed that an expectation doesn't hold yet.
        record: Keep the screenshots of the run; its events are always kept.
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


class DeskOptions(TypedDict, total=False):
    """The side desk on which `run_task` works, see `desktop-agent guide desk`; without any of them there is none."""

    desk: bool
    desk_files: Sequence[str]  # the only folders that it sees; without any its home is empty
    desk_hosts: Sequence[str]  # that it reaches; `approver` is asked about others, and before it sends anything there
    receipt: ReceiptAnswer  # what becomes of its documents at the end; without it they are kept on the desk


class TaskOptions(RunOptions, DeskOptions, total=False):
    """All keywords of a run: its options, and who follows it.

    `provider` is the name of a profile, see `desktop-agent providers list`; without one it is the built-in model, or
    the server at `base_url`. `after` is the run that this one goes on after: its id, the start of one, a folder, or
    `last`. The model is informed of what was said and done there; what was allowed there is not taken over.

    `approver` is asked wherever a person must decide: a function that takes the `Question` and returns True for yes, or
    an object with the methods of `Approver`. “person” asks the person at this computer by our own card, and shows the
    run on the screen, in a process of its own. None answers every question with no.

    `on_event` gets every event. If it raises, the run ends: there may be no watcher any more. `on_passing` gets what is
    recorded nowhere, on the run's own thread: the model's words as they come (`Partial`, `Discarded`) and what the run
    waits for (`Waiting`). If it raises, it gets nothing more.

    `functions` are called in this process when the model asks for them, like those in the settings. With `own_model`
    nothing is asked of a provider: it gets what the run shows, and returns the next actions, or a text at the end.

    `values` are those of the variables of a task file.
    """

    values: Mapping[str, str]
    provider: str
    after: str
    approver: Approver | ApproveFunction | Literal["person"] | None
    on_event: Callable[[Stamped], None] | None
    on_passing: OnUpdate | None
    functions: Sequence[Callable[..., object]]
    own_model: OwnModel | None


@dataclass(frozen=True, slots=True)
class RunResult(EndedRun):
    """How a run ended, and what can be made of it; `exit_code` is what the command would exit with.

    `expectations` are those of `expect`, each with the result of its last check: `what`, `holds` and `evidence`.
    """

    expectations: tuple[ExpectationChecked, ...] = ()

    def film(
        self,
        out: str | Path | None = None,
        *,
        kind: FilmKind = "mp4",
        size: str = "",
        theme: Theme = "dark",
        title: str = "",
    ) -> Path:
        """Make a film of the run, as `desktop-agent runs video` does, and return its path.

        `out` is a file or a folder, by default the run's own; `size` is one such as “1280x720”. RecordError where
        pictures, ffmpeg or space are missing.
        """
        from desktop_agent.films.film.make import make_film
        from desktop_agent.films.film.script import FilmOptions, size_from

        options = FilmOptions((kind,), size_from(size) if size else None, theme, title)
        return make_film(self.dir, options, _path(out))[0]

    def guide(self, out: str | Path | None = None, *, markdown: bool = False, title: str = "") -> Path:
        """Write a how-to of the run, as `desktop-agent runs guide` does, and return its path."""
        from desktop_agent.films.howto.make import make_guide

        return make_guide(self.dir, ["markdown" if markdown else "html"], _path(out), title=title)[0]

    def report(self, out: str | Path | None = None, *, title: str = "") -> Path:
        """Write the report of the run, as `desktop-agent runs report` does, and return its path."""
        from desktop_agent.record.report.page import write_report

        return write_report(self.dir, _path(out), title=title)

    def proof(self, out: str | Path | None = None, *, theme: Theme = "light", title: str = "") -> Path:
        """Make the proof of the run, as `desktop-agent runs proof` does, and return its folder.

        RecordError where nothing was expected of the run, or where pictures, ffmpeg or space are missing.
        """
        from desktop_agent.films.proof.make import ProofOrder, make_proof, proof_command

        folder = _path(out) or self.dir / "proof"
        make_proof(ProofOrder(self.dir, proof_command(self.run), title=title, theme=theme), folder, lambda _: None)
        return folder


def run_task(task: str | Path, *, stop: threading.Event | None = None, **options: Unpack[TaskOptions]) -> RunResult:
    """Run one task as the command would, and return how it ended.

    The config file and the environment apply as they do to the command; `options` win over both. A person who touches
    the mouse or keyboard takes over, and the stop keys stop the run.

    Args:
        task: what to do, in words; or the path of a task file, or of a run's folder, whose lines are played.
        stop: ends the run when it is set, from any thread; the result says `stopped`.
        **options: see `TaskOptions`, and `RunOptions` for the settings of this run.

    Raises:
        DesktopAgentError: the run could not begin, or its end could not be recorded.
        KeyboardInterrupt: Ctrl+C stopped the run, and it has ended.
    """
    with start_run(task, **options) as run:
        return run.result(stop)


async def run_task_async(task: str | Path, **options: Unpack[TaskOptions]) -> RunResult:
    """Do as `run_task`, on a thread of its own; a cancelled asyncio task ends the run.

    It is waited for: when CancelledError is raised, all keys are up and the record is closed.
    """
    async with start_run(task, **options) as run:
        return await run


def start_run(task: str | Path, **options: Unpack[TaskOptions]) -> RunHandle:
    """Begin a task as `run_task` does, and return at once. A later fault is raised by the result of the handle."""
    return begin_run(task, options)


def begin_run(task: str | Path, options: TaskOptions, stand_in: StandIn | None = None) -> RunHandle:
    """Do as `start_run`; `stand_in` takes the model's place."""
    approver = options.get("approver")
    on_event = options.get("on_event")
    services = ClientServices(
        approver=_approver_of(approver),
        listeners=(on_event,) if on_event else (),
        pass_on=_GuardedUpdates(options.get("on_passing")),
    )
    own = options.get("functions", ())
    thinks = options.get("own_model")
    alone: AbstractContextManager[None] = nullcontext()
    if isinstance(task, Path):
        spec, alone = _spec_of_file(task, options)
    else:
        spec = _spec_of_words(task, options)
    settings = replace(spec.settings, functions=(*spec.settings.functions, *map(function_of_callable, own)))
    if thinks is not None:
        stand_in = CallingProgram(getattr(thinks, "__qualname__", repr(thinks)), partial(_OwnModelPort, thinks))
    parts = HostParts(stand_in=stand_in, functions={function.__name__: function for function in own})
    spec = replace(spec, settings=settings)
    return RunHandle(spec, services, parts, attended=approver == "person", alone=alone)


def _spec_of_words(task: str, options: TaskOptions) -> RunSpec:
    if options.get("values"):
        raise SettingsError(Message("A task in words has no variables."), Message("Omit “values”."))
    continues = _continues(options.get("after", ""))
    return RunSpec(task, _settings(options), continues=continues, desk=_desk_order(options))


def _spec_of_file(path: Path, options: TaskOptions) -> tuple[RunSpec, AbstractContextManager[None]]:
    """Return the order of a run that plays a task file, or the steps of a run in a folder; options win over the file.

    The second holds the lock of a saved task, with BusyError where another run does. SettingsError where the person
    hasn't confirmed what the file asks for, as on the command line.
    """
    from desktop_agent.cli.flags import given_settings
    from desktop_agent.desk.commands.place import DESK_FLAGS
    from desktop_agent.tasks.commands.confirming import check_allowed_unasked
    from desktop_agent.tasks.commands.running import repeated
    from desktop_agent.tasks.saved.carry_out import Wanted, alone, spec_of
    from desktop_agent.tasks.saved.source import source_of

    again = repeated(str(path.expanduser().absolute()))
    if again is None:
        raise SettingsError(
            Message("“{path}” is neither a task file nor the folder of a run.", path=str(path)),
            Message("The name of a task file ends in “.task”."),
        )
    if options.get("after"):
        raise SettingsError(Message("A task file can't go on from an earlier run."), Message("Omit “after”."))
    given: dict[str, object] = dict.fromkeys((*DESK_FLAGS, "param"))
    given |= {name: value for name, value in options.items() if name in DESK_FLAGS or name in RUN_OPTIONS}
    given["provider"] = options.get("provider")
    given = again.with_desk_flags(given)
    if again.file is not None:
        check_allowed_unasked(again.file, again.written, given, is_saved=again.is_saved)
    values = {**again.values, **options.get("values", {})}
    source = source_of(again.file, values, path=again.path) if again.file else None

    def settings_of(terms: Mapping[str, object]) -> Settings:
        own = {name: value for name, value in terms.items() if name not in options}
        provider = terms.get("provider")
        keys = {key: value for key, value in given_settings(own).items() if value is not None}
        return _settings({**options, "provider": str(provider)} if provider else options, keys)

    spec = spec_of(again.book, Wanted(values), given, foreign=again.foreign, source=source, settings_of=settings_of)
    return spec, alone(again.file.name) if again.file is not None and again.is_saved else nullcontext()


def _settings(options: TaskOptions, terms: Mapping[str, object] | None = None) -> Settings:
    """Return the settings of a run: the options', else the `terms` of a task file, else the person's own."""
    name = options.get("provider") or (None if options.get("base_url") else DEFAULT)
    cards = {"run.approver": "overlay"} if options.get("approver") == "person" else {}
    given = {**(terms or {}), **_flags(options), "provider.name": name, **cards}
    return settings_for_run(os.environ, given, given_as="keyword")


def _path(out: str | Path | None) -> Path | None:
    return None if out is None else Path(out).expanduser()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a model of the caller's own gets: the picture, and texts: first the task, later what came of its actions."""

    frame: Frame
    texts: tuple[str, ...]


OwnModel = Callable[[Shown], Action | list[Action] | str]


class _OwnModelPort:
    """The loop's model port for a function of the caller's, called on a thread of its own."""

    def __init__(self, decide: OwnModel, sight: Sight) -> None:
        self._decide = decide
        self._stream = sight.stream
        self._turns = itertools.count(1)

    async def think(self, message: ModelInput) -> Turn:
        """Return the function's answer as a turn; ModelError where it fails."""
        frame = message.frame
        is_first = isinstance(message, Opening)
        if is_first:
            self._stream.show(frame, "requested")
        shown = Shown(frame, (message.task,) if isinstance(message, Opening) else message.texts)
        try:
            answer = await asyncio.to_thread(self._decide, shown)
        except Exception as error:
            raise ModelError(Message("The model of this program failed: {error}", error=repr(error))) from error
        if isinstance(answer, str):
            return Turn(finish=Finish("success", answer))
        actions = answer if isinstance(answer, list) else [answer]
        proposals = tuple(Proposal(action, event_form(action, frame.viewport)) for action in actions)
        calls = (Call(f"own-{next(self._turns)}", proposals),) if proposals else ()
        return Turn(calls=calls, looks=not calls, unchecked=True)

    async def cancel(self) -> None:
        """Do nothing: what a function returns after a stop is not done."""

    async def forget(self) -> None:
        """Do nothing: nothing is stored."""


class RunHandle:
    """A run that has begun; any thread may call its methods.

    A context manager, also for `async with`: leaving the block stops a run that isn't over, and waits for its end.
    `await run` returns the result, and `async for stamped in run` yields the events. A notebook shows the state and the
    last picture.
    """

    def __init__(
        self,
        spec: RunSpec,
        services: ClientServices,
        parts: HostParts,
        *,
        attended: bool = False,
        alone: AbstractContextManager[None] | None = None,
    ) -> None:
        """Begin the run; one that is `attended` has a process for our windows, and `alone` is held while it lasts."""
        use_real_pixels()
        self._alone = alone or nullcontext()
        self._attended = attended
        self._spec = spec
        self._parts = parts
        self._suspension = Suspension()
        listeners = (self._suspension.hear, *services.listeners, self._hear)
        self._services = replace(services, listeners=listeners)
        self._client: RunClient | None = None
        self._prepared = threading.Event()  # or it is over
        self._is_stopped = False
        self.is_over = False
        self._heard: list[Stamped] = []
        self._news = threading.Condition()
        self._wakes: list[Callable[[], object]] = []  # called at each event, and at the end
        self._work = Worker(self._carry_out, "desktop-agent-api")
        self._work.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._work.ended.wait(None if self._prepared.is_set() else PREPARES_WITHIN_S)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop()
        await self._over()

    def stop(self) -> None:
        """Stop the run: no more input is sent, all keys are released, and the record is closed."""
        self._stop("signal", _BY_PROGRAM)

    def pause(self, reason: str = "") -> None:
        """Make the run wait."""
        if client := self._begun():
            client.pause("human", reason)

    def resume(self) -> None:
        """Let a paused run go on."""
        if client := self._begun():
            client.resume()

    def say(self, text: str) -> None:
        """Send a message to the model with the next picture; it approves nothing."""
        if client := self._begun():
            client.say(text)

    def events(self) -> Iterator[Stamped]:
        """Yield each event from the first on, until the run is over; unlike for `on_event`, the run doesn't wait."""
        for index in itertools.count():
            with self._news:
                self._news.wait_for(partial(self._is_known, index))
            if index == len(self._heard):
                return
            yield self._heard[index]

    async def __aiter__(self) -> AsyncIterator[Stamped]:
        loop = asyncio.get_running_loop()
        news = asyncio.Event()
        self.call_on_news(partial(loop.call_soon_threadsafe, news.set))
        for index in itertools.count():
            while not self._is_known(index):
                await news.wait()
                news.clear()
            if index == len(self._heard):
                return
            yield self._heard[index]

    def call_on_news(self, wake: Callable[[], object]) -> None:
        """Have a function called at each event, and at the end, on the run's thread, until it raises."""
        self._wakes.append(wake)
        if self.is_over:
            wake()

    def result(self, stop: threading.Event | None = None) -> RunResult:
        """Wait for the end, and return the result; `stop`, and what is raised, are as for `run_task`."""
        client = self._begun()
        while stop is not None and not self.is_over:
            if stop.wait(_LOOKS_EVERY_S):
                self.stop()
                break
        with self._suspension.caught(client) if client else nullcontext():
            return self._with_expectations(self._work.run(partial(self._stop, "interrupt")))

    def __await__(self) -> Generator[object, None, RunResult]:
        yield from self._over().__await__()
        return self._with_expectations(self._work.result())

    def _with_expectations(self, ended: EndedRun) -> RunResult:
        checks = [stamped.event for stamped in self._heard if isinstance(stamped.event, ExpectationChecked)]
        last = {check.what: check for check in checks}
        parts = {part.name: getattr(ended, part.name) for part in fields(ended)}
        return RunResult(**parts, expectations=tuple(last.values()))

    @property
    def picture(self) -> bytes | None:
        """Return the last picture that the model got, as it is recorded; None where there is none."""
        return self._picture()[1]

    @property
    def state(self) -> str:
        """Return “starting”, “running” or “paused”; after the end, the status of the result, or “failed”."""
        shown = [stamped.event for stamped in self._heard]
        if shown and isinstance(shown[-1], RunFinished):
            return shown[-1].status
        if self.is_over:
            return "failed"
        if not shown:
            return "starting"
        waits = [isinstance(event, Paused) for event in shown if isinstance(event, Paused | Resumed)]
        return "paused" if waits and waits[-1] else "running"

    def __repr__(self) -> str:
        return f"<RunHandle {self.state}: {self._spec.task}>"

    def _ipython_display_(self) -> None:
        """Show the state and the last picture in a notebook, and keep them up to date until the run has ended."""
        drawn = self._drawn()
        shown = import_module("IPython.display").display(self._bundle(), raw=True, display_id=True)
        shell = import_module("IPython").get_ipython()
        if shown is not None and getattr(shell, "kernel", None) is not None:  # a terminal would print each again
            Worker(partial(self._keep_shown, shown.update, drawn), "desktop-agent-notebook").start()

    def _keep_shown(self, update: Callable[..., object], drawn: tuple[str, int]) -> None:
        """Update what a notebook shows, on a thread of its own: the run waits for none of it."""
        try:
            self._update_until_over(update, drawn)
        except Exception:  # noqa: BLE001 - a notebook that is closed, or can't show it
            _log.debug("the notebook can't show the run any more", exc_info=True)

    def _update_until_over(self, update: Callable[..., object], drawn: tuple[str, int]) -> None:
        is_last = False
        while not is_last:
            with self._news:
                self._news.wait_for(partial(self._is_drawn_anew, drawn))
            is_last = self.is_over
            now = self._drawn()
            if now != drawn:
                update(self._bundle(), raw=True)
            drawn = now

    def _is_drawn_anew(self, drawn: tuple[str, int]) -> bool:
        return self.is_over or self._drawn() != drawn

    def _bundle(self) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _drawn(self) -> tuple[str, int]:
        """Return what a notebook shows: the state, and the number of pictures so far."""
        return self.state, sum(isinstance(stamped.event, FrameTaken) for stamped in self._heard)

    def _repr_html_(self) -> str:
        frame, data = self._picture()
        shown = (
            ""
            if frame is None or data is None
            else (f'<img width="640" src="data:{frame.media_type};base64,{b64encode(data).decode()}">')
        )
        return f"<p><code>{self.state}</code> {escape(self._spec.task)}</p>{shown}"

    def _repr_png_(self) -> bytes | None:
        frame, data = self._picture()
        return data if frame and frame.media_type == "image/png" else None

    def _picture(self) -> tuple[FrameTaken | None, bytes | None]:
        frames = [one.event for one in self._heard if isinstance(one.event, FrameTaken) and not one.event.is_extra]
        started = self._heard[0].event if frames else None
        if not isinstance(started, RunStarted):
            return None, None
        data = recorded_picture(Path(started.dir), frames[-1])
        return frames[-1], data if isinstance(data, bytes) else None

    def _carry_out(self) -> EndedRun:
        try:
            with (
                log_to_file(),
                self._alone,
                _place(self._spec) as (parts, there),
                RunClient(self._host(parts), is_public=not self._attended) as client,
            ):
                self._client = client
                client.prepare(there, self._services)
                self._prepared.set()
                if self._is_stopped:
                    client.stop("signal", _BY_PROGRAM)
                return client.run_here()
        finally:
            self.is_over = True
            self._prepared.set()
            self._tell()

    def _host(self, place: HostParts) -> RunHost:
        host = HostThread(replace(self._parts, presence=place.presence, desk=place.desk))
        if not self._attended:
            return host
        from desktop_agent.cli.attended import AttendedHost

        return AttendedHost(host)

    def _stop(self, by: StopSource, why: str = "") -> None:
        self._is_stopped = True
        if self._client is not None and not self.is_over:
            self._client.stop(by, why)

    def _begun(self) -> RunClient | None:
        self._prepared.wait()
        return None if self.is_over else self._client

    def _is_known(self, index: int) -> bool:
        return self.is_over or index < len(self._heard)

    def _hear(self, stamped: Stamped) -> None:
        self._heard.append(stamped)
        self._tell()

    def _tell(self) -> None:
        with self._news:
            self._news.notify_all()
        for wake in tuple(self._wakes):
            try:
                wake()
            except Exception:  # noqa: BLE001 - who follows must not end the run, and a loop may be closed
                _log.debug("a follower of the run can't get its news any more", exc_info=True)
                with suppress(ValueError):  # it has been removed at the run's end
                    self._wakes.remove(wake)

    async def _over(self) -> None:
        """Wait for the end, even while that is cancelled, which stops the run."""
        cancelled: asyncio.CancelledError | None = None
        while not self._work.ended.is_set():
            try:
                await asyncio.to_thread(self._work.ended.wait)
            except asyncio.CancelledError as error:
                cancelled = error
                self.stop()
        if cancelled:
            raise cancelled


def _approver_of(approver: Approver | ApproveFunction | Literal["person"] | None) -> Approver:
    """Return the caller's function or object as an approver; without one, an approver that refuses everything."""
    if approver is None or approver == "person":  # the latter is asked elsewhere
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
    keywords = TaskOptions.__annotations__.keys() - RunOptions.__annotations__.keys()
    return {_settings_key(name): value for name, value in options.items() if name not in keywords}


def _settings_key(option: str) -> str:
    """Return the settings key that an option sets; SettingsError where a caller has misspelt one."""
    if option in RUN_OPTIONS:
        return RUN_OPTIONS[option]
    raise SettingsError(
        Message("There is no option called “{option}”.", option=option),
        Message("See desktop_agent.RunOptions for the available options."),
    )
