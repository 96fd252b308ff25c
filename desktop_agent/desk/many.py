"""Many desks at once: tasks from a file, each on a desk of its own, at work here or, with Ray, on other computers.

A running task has a thread: it is the client of a run in another process, or it waits for the cluster.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from desktop_agent.core.decisions.decision import Answer, Question
from desktop_agent.core.errors import DeskError, DesktopAgentError, RecordError, SettingsError
from desktop_agent.core.runs.events import DeskEnded, RunFinished, RunStarted, Stamped, Status
from desktop_agent.core.texts.message import Message
from desktop_agent.core.version import __version__
from desktop_agent.desk.folder import new_desk, write_desk
from desktop_agent.desk.receipt.change_set import settle
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.sandbox.lists import UNKEPT, UNSAVED, write_names
from desktop_agent.lib import child_process
from desktop_agent.lib.paths import places
from desktop_agent.record.moments import MomentReader
from desktop_agent.record.report.page import write_report
from desktop_agent.run.null_objects import AbsentApprover
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime.protocol.client import RunClient
from desktop_agent.runtime.protocol.process import HostProcess
from desktop_agent.runtime.spec import ClientServices, RunSpec

if TYPE_CHECKING:
    from desktop_agent.run.control import StopSource
    from desktop_agent.run.ports import Approver

_log = logging.getLogger(__name__)

# what a desk with its run is taken for; a browser needs the more
WITHOUT_NETWORK_MB = 700
WITH_NETWORK_MB = 1200
LEFT_FOR_THE_PERSON_MB = 500  # stays free beside all desks
FAILED = 1
USAGE = 2
STOPPED = 3
NOT_ALL = 5
INTERRUPTED = 130
_FROM_WORST = (FAILED, USAGE, NOT_ALL, 4, STOPPED)
_LOOK_EVERY_S = 0.5
_ASK_EVERY_S = 0.05
_PATIENCE_S = 1.0  # Ctrl+C held down repeats: only a new press, a while later, means “now”
_TRIES_ELSEWHERE = 3
_TAR_WITHIN_S = 600.0
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_SESSION_VARIABLES = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
TaskState = Literal["waiting", "starting", "working", "asking", "ended"]


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One task: its name among the others, and the order of its run, which is on a desk."""

    name: str
    spec: RunSpec

    @property
    def desk(self) -> DeskOrder:
        """Return the order of its desk."""
        return self.spec.desk or DeskOrder()

    @property
    def needed_mb(self) -> int:
        """Return the memory that the task's desk is expected to need, in MB."""
        return WITH_NETWORK_MB if self.desk.hosts else WITHOUT_NETWORK_MB


def shared_folders(tasks: Sequence[DeskTask]) -> Mapping[str, Sequence[str]]:
    """Return the folders that several tasks may change, each with the names of these tasks."""
    shared = dict[str, dict[str, None]]()
    for first, second in combinations(tasks, 2):
        for inner, outer in (
            (a, b)
            for f in map(str, first.desk.folders)
            for g in map(str, second.desk.folders)
            for a, b in ((f, g), (g, f))
        ):
            if Path(inner).is_relative_to(outer):
                shared.setdefault(inner, {}).update({first.name: None, second.name: None})
    return {folder: list(names) for folder, names in shared.items()}


@dataclass(slots=True)
class TaskProgress:
    """The current state of one task."""

    task: DeskTask
    state: TaskState = "waiting"
    step: str = ""
    run: str | None = None
    desk: DeskEnded | None = None  # how its desk ended; None while it hasn't
    outcome: Status | None = None  # of its run, once that has ended; None without a run
    message: str = ""  # how it ended
    exit_code: int | None = None
    seconds: float = 0.0
    reader: MomentReader = field(default_factory=MomentReader)

    def take(self, stamped: Stamped) -> None:
        """Update the progress from an event of the task's run."""
        self.reader.take(stamped)
        self.step = self.reader.steps.words
        match stamped.event:
            case RunStarted(run=run):
                self.run = run
            case DeskEnded() as ended:
                self.desk = ended
            case RunFinished(status=status, message=message):
                self.outcome = status
                self.message = message
            case _:
                pass


def exit_code(tasks: Sequence[TaskProgress], *, interrupted: bool) -> int:
    """Return 0 if every task ended with 0, else the worst of their codes; 130 after Ctrl+C.

    A task without an exit code was never started and counts as stopped. An unknown code counts as failed.
    """
    if interrupted:
        return INTERRUPTED
    codes = {STOPPED if task.exit_code is None else task.exit_code for task in tasks} - {0}
    known = {code if code in _FROM_WORST else FAILED for code in codes}
    return next((code for code in _FROM_WORST if code in known), 0)


def lacking_mb(needed_mb: int, meminfo: str) -> int:
    """Return the memory that one more desk lacks, in MB, from the text of `/proc/meminfo`; 0 if it can't be read."""
    match = _AVAILABLE.search(meminfo)
    return max(0, needed_mb + LEFT_FOR_THE_PERSON_MB - int(match[1]) // 1024) if match else 0


class SequentialApprover:
    """The `Approver` of one of many runs, which ask one at a time; `set_state` is called as asking starts and ends."""

    def __init__(self, approver: Approver, turn: threading.Lock, set_state: Callable[[TaskState], None]) -> None:
        self._approver = approver
        self._turn = turn
        self._set_state = set_state
        self.answers_words = approver.answers_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        async with self._asking():
            return await self._approver.decide(question)

    async def reply(self, question: str) -> str | None:
        """Return the person's reply to the model's question."""
        async with self._asking():
            return await self._approver.reply(question)

    async def hand_back(self, reason: str) -> str | None:
        """Wait until the person hands control back; return their message for the model."""
        async with self._asking():
            return await self._approver.hand_back(reason)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        self._set_state("asking")
        try:
            # A question may be withdrawn while it waits, and each waiting run has its own event loop.
            while not self._turn.acquire(blocking=False):  # noqa: ASYNC110
                await asyncio.sleep(_ASK_EVERY_S)
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._set_state("working")


class TaskDisplay(Protocol):
    """Shows the progress of tasks; thread-safe."""

    def state(self, progress: TaskProgress) -> None:
        """Show the new state of a task."""

    def lacking(self, megabytes: int) -> None:
        """Show how much memory the next desk is waiting for."""


class TaskPool:
    """Runs the tasks of one list, `at_once` at a time.

    `approver` returns the approver of the named task; it can stop that task's run by the function that it gets.
    """

    def __init__(
        self,
        tasks: Sequence[DeskTask],
        approver: Callable[[str, Callable[[StopSource], None]], Approver],
        display: TaskDisplay,
        *,
        at_once: int,
        cluster: RayCluster | None = None,
    ) -> None:
        self.tasks = [TaskProgress(task) for task in tasks]
        self.stopped_by: StopSource | None = None
        self.ended = threading.Event()
        self._approver = approver
        self._display = display
        self._at_once = at_once
        self._cluster = cluster
        self._turn = threading.Lock()
        self._starting = threading.Lock()
        self._clients = set[RunClient]()
        self._stopped_at = 0.0
        self._why = ""

    def run(self) -> None:
        """Carry out all tasks."""
        try:
            with ThreadPoolExecutor(self._at_once, "task") as pool:
                list(pool.map(self._run_on_thread, self.tasks))
        finally:
            self.ended.set()

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop all tasks; thread-safe. A second interrupt, a while after the first, kills them."""
        first = self.stopped_by is None
        now = time.monotonic()
        if first:
            self.stopped_by = by
            self._stopped_at = now
            self._why = why
        elif by != "interrupt" or now - self._stopped_at < _PATIENCE_S:
            return
        for client in list(self._clients):
            client.stop(by, why) if first else client.kill()
        if self._cluster is not None:
            self._cluster.cancel()

    def _run_on_thread(self, progress: TaskProgress) -> None:
        """Carry out one task on its own thread."""
        with ExitStack() as starting:
            starting.enter_context(self._starting)
            if self._cluster is None:
                self._await_memory(progress.task)
            if self._is_stopped():
                return
            began = time.monotonic()
            _log.info("task %d of %d starts", self.tasks.index(progress) + 1, len(self.tasks))
            self._set_state(progress, "starting")
            try:
                progress.exit_code = self._run_task(progress, starting)
            except (OSError, DesktopAgentError) as error:
                _log.info("a task failed: %s", error)
                progress.exit_code = USAGE if isinstance(error, SettingsError) else FAILED
                if self._is_stopped():
                    progress.exit_code = STOPPED
                progress.message = progress.message or str(error)
            finally:
                progress.seconds = time.monotonic() - began
                self._set_state(progress, "ended")

    def _run_task(self, progress: TaskProgress, starting: ExitStack) -> int:
        """Run a task and return its exit code; close `starting` as soon as the next task may start."""
        spec = progress.task.spec
        if self._cluster is not None:
            starting.close()
            self._set_state(progress, "working")
            return self._cluster.carry_out(progress, spec)

        def on_event(stamped: Stamped) -> None:
            progress.take(stamped)
            if isinstance(stamped.event, RunStarted):  # from now on the desk's memory is counted as used
                starting.close()
                self._set_state(progress, "working")

        client = RunClient(HostProcess())
        approver = self._approver(progress.task.name, client.stop)
        if not isinstance(approver, AbsentApprover):  # a browser goes by whether anybody is asked here
            approver = SequentialApprover(approver, self._turn, lambda state: self._set_state(progress, state))
        self._clients.add(client)
        try:
            if self.stopped_by is not None:
                client.stop(self.stopped_by, self._why)
            return run_with(client, spec, approver, on_event, progress.task.name)
        finally:
            self._clients.discard(client)

    def _is_stopped(self) -> bool:
        return self.stopped_by is not None

    def _await_memory(self, task: DeskTask) -> None:
        while not self._is_stopped() and (lacking := lacking_mb(task.needed_mb, _meminfo())):
            self._display.lacking(lacking)
            time.sleep(_LOOK_EVERY_S)

    def _set_state(self, progress: TaskProgress, state: TaskState) -> None:
        progress.state = state
        self._display.state(progress)


def _meminfo() -> str:
    try:
        return Path("/proc/meminfo").read_text()
    except OSError:
        return ""


def run_with(
    client: RunClient, spec: RunSpec, approver: Approver, on_event: Callable[[Stamped], None], name: str = ""
) -> int:
    """Carry out a run on this thread, and return its exit code."""
    with client:
        client.prepare(spec, ClientServices(approver, listeners=(on_event,)), name)
        result = client.run_here()
    with suppress(RecordError):  # `runs report` says why
        write_report(result.dir)
    return result.exit_code


@dataclass(frozen=True, slots=True)
class RemoteResult:
    """The results of a run on another computer: its events, the folder of its desk, and its record."""

    exit_code: int
    events: tuple[Stamped, ...]
    run: str
    desk: bytes
    record: bytes


class RayCluster:
    """Runs tasks on other computers through Ray's scheduler; each result comes back as a desk.

    A context manager. Tasks there cannot ask the person.
    """

    def __init__(self, address: str) -> None:
        """Connect to the cluster; SettingsError without the ray package, DeskError without a cluster or desks in it."""
        try:
            import ray
        except ImportError as error:
            raise SettingsError(
                Message("The ray package isn't installed."),
                Message("Install it: {command}", command="pip install 'ray>=2.40'"),
            ) from error
        self._ray: Any = ray
        self._references = set[Any]()
        try:
            ray.init(address=address, log_to_driver=False)
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            raise DeskError(
                Message("There is no Ray cluster at {address}.", address=address),
                Message("Start one: ray start --head"),
            ) from error
        if not ray.cluster_resources().get("desk"):
            ray.shutdown()
            raise DeskError(
                Message("No computers in this cluster offer desks."),
                Message("Start Ray there with --resources='{\"desk\": 4}'."),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ray.shutdown()

    def cancel(self) -> None:
        """Cancel all running and waiting tasks."""
        for reference in list(self._references):
            self._ray.cancel(reference)

    def carry_out(self, progress: TaskProgress, spec: RunSpec) -> int:
        """Carry out a task on the cluster, store its results here, and return its exit code.

        The desk's folder is made before the task's folders are packed, so later changes by the person are conflicts.
        """
        task = progress.task
        home = home_places()
        if not task.desk.folders:
            raise SettingsError(
                Message("Only folders you specify are sent to other computers."),
                Message("Set “desk_files” for the task."),
            )
        record = new_desk(places().desks, home, spec.task, task.desk.folders, hosts=task.desk.hosts)
        folder = places().desks / record.id
        try:
            for layer in record.layers:
                write_names(str(layer.names), None if layer.unseen else str(layer.lower), layer.hidden)
            seen = [layer for layer in record.layers if not layer.unseen]
            folders_sent = {
                _place(layer.lower, home.home.resolve(), number): pack(layer.lower, layer.names)
                for number, layer in enumerate(seen)
            }
            result = self._remote_result(task, spec, folders_sent)
            for event in result.events:
                progress.take(event)
            unpack(result.desk, folder)
            unpack(result.record, places().runs / result.run)
            write_desk(folder, replace(record, run=result.run, status="ended"))
        except BaseException:
            remove_folder(folder)
            raise
        answer = task.desk.receipt
        if answer == "accept" and result.exit_code not in {0, NOT_ALL}:
            answer = "keep"
        settled = settle(folder, answer)
        progress.desk = DeskEnded(record.id, "run", answer, settled.changes, len(settled.taken), settled.left)
        return result.exit_code or (NOT_ALL if answer == "accept" and settled.left else 0)

    def _remote_result(self, task: DeskTask, spec: RunSpec, folders: Mapping[str, bytes]) -> RemoteResult:
        # Requests to hosts cannot be undone, so a task with hosts is not retried when a computer fails.
        tries = 0 if task.desk.hosts else _TRIES_ELSEWHERE
        work = self._ray.remote(num_cpus=1, resources={"desk": 1}, max_retries=tries)(run_remotely)
        reference = work.remote(__version__, spec, folders)
        self._references.add(reference)
        try:
            result: RemoteResult = self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, DesktopAgentError):
                raise error.cause from error
            raise DeskError(str(error).strip().splitlines()[-1], Message("Run the task again.")) from error
        except self._ray.exceptions.RayError as error:
            raise DeskError(Message("The other computer failed."), Message("Run the task again.")) from error
        finally:
            self._references.discard(reference)
        return result


def run_remotely(version: str, spec: RunSpec, folders: Mapping[str, bytes]) -> RemoteResult:
    """Carry out a task for another computer, in a temporary home that is removed afterwards."""
    if version != __version__:
        raise DeskError(
            Message(
                "The cluster is running version {version}, but this computer is running {own}.",
                version=__version__,
                own=version,
            ),
            Message("Install the same version on all of them."),
        )
    root = Path(tempfile.mkdtemp(prefix="desktop-agent-"))
    events = list[Stamped]()
    try:
        for place, content in folders.items():
            unpack(content, root / "home" / place)
        own = {"HOME": str(root / "home"), "DESKTOP_AGENT_HOME": str(root / "own")}
        environment = {name: value for name, value in os.environ.items() if name not in _SESSION_VARIABLES} | own
        seen_folders = tuple(root / "home" / place for place in folders)
        spec = replace(spec, desk=replace(spec.desk or DeskOrder(), folders=seen_folders, receipt="keep"))
        code = run_with(RunClient(HostProcess(environment=environment)), spec, AbsentApprover(), events.append)
        (desk_folder,), (run_folder,) = ((root / "own/data" / name).iterdir() for name in ("desks", "runs"))
        return RemoteResult(
            code,
            tuple(events),
            run_folder.name,
            pack(
                desk_folder,
                parts=[name for name in ("up", UNKEPT, UNSAVED) if (desk_folder / name).exists()],
            ),
            pack(run_folder),
        )
    finally:
        remove_folder(root)


def _place(folder: Path, home: Path, number: int) -> str:
    """Return the path of a folder below another computer's home; a folder in the home here keeps its relative path."""
    return str(folder.relative_to(home)) if folder.is_relative_to(home) else f"folder-{number}/{folder.name}"


def pack(folder: Path, names: Path | None = None, *, parts: Sequence[str] = (".",)) -> bytes:
    """Return a folder as a tar archive, with whiteouts and attributes; `names` is a file that lists its entries."""
    listed = ("--no-recursion", "--null", "--verbatim-files-from", "-T", str(names))
    return _tar(["-cC", str(folder), *(listed if names else parts)])


def unpack(content: bytes, folder: Path) -> None:
    """Unpack an archive from `pack` into a folder, which is created."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tar(["-xpC", str(folder), "--no-same-owner"], content)


def _tar(arguments: Sequence[str], content: bytes = b"") -> bytes:
    command = ["tar", "--xattrs", "--xattrs-include=user.*", *arguments]
    try:
        result = child_process.finish(command, within_s=_TAR_WITHIN_S, given=content)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DeskError(Message("tar failed: {why}", why=str(error)), Message("Run the task again.")) from error
    if result.returncode > 1:  # 1: a file changed meanwhile
        why = result.stderr.decode(errors="replace").strip()[:200]
        raise DeskError(Message("tar failed: {why}", why=why), Message("Run the task again."))
    return result.stdout
