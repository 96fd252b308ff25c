"""Many desks at once: tasks from a file, each on a desk of its own, at work here or, with Ray, on other computers.

Each task at work has a thread: the client of a run in a process of its own, or one that waits for a cluster.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import tempfile
import threading
import time
import tomllib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, Self

from pydantic import Field

from desktop_agent.core.decision import Answer, Question
from desktop_agent.core.errors import DeskError, DesktopAgentError, RecordError, SettingsError
from desktop_agent.core.events import DeskEnded, ReceiptAnswer, RunFinished, RunStarted, Stamped, Status
from desktop_agent.core.message import Message
from desktop_agent.core.version import __version__
from desktop_agent.desk.folder import new_desk, write_desk
from desktop_agent.desk.network.sent_list import SENT_FILE
from desktop_agent.desk.receipt.settle import settle
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.sandbox.names import write_names
from desktop_agent.desk.unkept_files import UNKEPT, UNSAVED
from desktop_agent.host.client import RunClient
from desktop_agent.host.process import HostProcess
from desktop_agent.host.spec import ClientServices, RunSpec
from desktop_agent.lib import child_process
from desktop_agent.lib.paths import places
from desktop_agent.record.moments import MomentReader
from desktop_agent.record.report.page import write_report
from desktop_agent.run.desk_order import DeskOrder
from desktop_agent.run.stand_ins import AbsentApprover
from desktop_agent.settings.complaint import suggestion
from desktop_agent.settings.file_tables import Listed
from desktop_agent.settings.load import line_in_list, text_of
from desktop_agent.settings.rules import Several
from desktop_agent.settings.run_terms import PlainText, RunTerms

if TYPE_CHECKING:
    from desktop_agent.run.control import StopSource
    from desktop_agent.run.ports import Approver
    from desktop_agent.settings import Settings

MOST_TASKS = 1_000
WITHOUT_NETWORK_MB, WITH_NETWORK_MB = 700, 1200  # what a desk with its run is taken for; a browser needs the more
LEFT_FOR_THE_PERSON_MB = 500  # stays free beside all desks
FAILED, USAGE, STOPPED, NOT_ALL, INTERRUPTED = 1, 2, 3, 5, 130
_FROM_WORST = (FAILED, USAGE, NOT_ALL, 4, STOPPED)
_KEY, _LEAST_MB, _MOST_MB = "task", 100, 1_000_000
_LOOK_EVERY_S, _ASK_EVERY_S = 0.5, 0.05
_PATIENCE_S = 1.0  # Ctrl+C held down repeats: only a new press, a while later, means “now”
_TRIES_ELSEWHERE, _TAR_WITHIN_S = 3, 600.0
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_SESSION_VARIABLES = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
TaskState = Literal["waiting", "starting", "working", "asking", "ended"]


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One task; `flags` are those of `run` that it has besides, by their names: `{"max_minutes": 5.0}`."""

    name: str
    task: str
    files: tuple[str, ...] = ()  # absolute folders, the only ones that its desk sees
    hosts: tuple[str, ...] = ()
    receipt: ReceiptAnswer = "keep"
    memory_mb: int | None = None
    flags: Mapping[str, object] = field(default_factory=dict)

    @property
    def needed_mb(self) -> int:
        """Return the memory that its desk is expected to take."""
        return self.memory_mb or (WITH_NETWORK_MB if self.hosts else WITHOUT_NETWORK_MB)


class _TaskFields(RunTerms):
    """One `[[task]]` table as written in the file."""

    task: PlainText
    name: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")] = ""
    files: Several = ()
    hosts: Several = ()
    receipt: ReceiptAnswer | None = None
    memory: Annotated[int | None, Field(ge=_LEAST_MB, le=_MOST_MB)] = None  # MB


WORDS = tuple(_TaskFields.model_fields)


def read_tasks(file: Path, receipt: ReceiptAnswer = "keep") -> tuple[DeskTask, ...]:
    """Return the tasks in a file, in order; `receipt` is for those that do not say what becomes of theirs.

    A folder is taken from where the file is. SettingsError names the line of what is wrong, and the nearest valid key.
    """
    if not file.is_file():
        raise SettingsError(
            Message("The file {file} doesn't exist.", file=file),
            Message("Specify a task file. See: desktop-agent guide desk"),
        )
    text = text_of(file)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            Message("{file} isn't valid TOML: {error}.", file=file, error=error), Message("Fix that line.")
        ) from error
    for key in tree:
        if key != _KEY:
            message = Message(
                "{file}, line {text}: “{key}” isn't allowed in a task list.",
                file=file,
                text=line_in_list(text, key, 0, ""),
                key=key,
            )
            raise SettingsError(message, suggestion(key, (_KEY,)))
    if not tree.get(_KEY):
        raise SettingsError(
            Message("There are no tasks in {file}.", file=file), Message("Add each task as a [[task]] table.")
        )

    def where(number: int, key: str) -> str:
        return Message("{file}, line {text}", file=file, text=line_in_list(text, _KEY, number, key))

    def made(table: object, number: int) -> DeskTask:
        return _task(_TaskFields.model_validate(table), number, receipt)

    tasks = Listed("task", MOST_TASKS, WORDS, made, "task", _KEY).read(tree[_KEY], where)
    return tuple(_with_folders(task, file.absolute().parent, where(n, "files")) for n, task in enumerate(tasks))


def _task(fields: _TaskFields, number: int, receipt: ReceiptAnswer) -> DeskTask:
    return DeskTask(
        name=fields.name or str(number + 1),
        task=fields.task,
        files=fields.files,
        hosts=fields.hosts,
        receipt=fields.receipt or receipt,
        memory_mb=fields.memory,
        flags=fields.flags(),
    )


def _with_folders(task: DeskTask, base: Path, place: str) -> DeskTask:
    folders = [base / Path(one).expanduser() for one in task.files]
    for folder in folders:
        if not folder.is_dir():
            raise SettingsError(
                Message("{place}: the folder {folder} doesn't exist.", place=place, folder=folder),
                Message("Specify an existing folder."),
            )
    return replace(task, files=tuple(str(folder.resolve()) for folder in folders))


def shared_folders(tasks: Sequence[DeskTask]) -> Mapping[str, Sequence[str]]:
    """Return the folders that several tasks may change, each on its own desk, with the names of these tasks."""
    shared = dict[str, dict[str, None]]()
    for one, other in combinations(tasks, 2):
        for inner, outer in ((a, b) for f in one.files for o in other.files for a, b in ((f, o), (o, f))):
            if Path(inner).is_relative_to(outer):
                shared.setdefault(inner, {}).update({one.name: None, other.name: None})
    return {folder: list(names) for folder, names in shared.items()}


def spec_of(task: DeskTask, settings: Settings) -> RunSpec:
    """Return its run."""
    return RunSpec(task.task, settings, desk=DeskOrder(tuple(map(Path, task.files)), task.hosts, task.receipt))


@dataclass(slots=True)
class TaskProgress:
    """One task as it is now."""

    task: DeskTask
    state: TaskState = "waiting"
    step: str = ""
    run: str | None = None
    desk: DeskEnded | None = None  # what became of it, once it has ended
    outcome: Status | None = None  # of its run, once that is over; None where it never came to one
    message: str = ""  # what was said of its end
    exit_code: int | None = None
    seconds: float = 0.0
    reader: MomentReader = field(default_factory=MomentReader)

    def take(self, stamped: Stamped) -> None:
        """Take in an event of its run."""
        self.reader.take(stamped)
        self.step = self.reader.steps.words
        match stamped.event:
            case RunStarted(run=run):
                self.run = run
            case DeskEnded() as ended:
                self.desk = ended
            case RunFinished(status=status, message=message):
                self.outcome, self.message = status, message
            case _:
                pass


def exit_code(tasks: Sequence[TaskProgress], *, interrupted: bool) -> int:
    """Return 0 where every task has ended with 0, else the worst of their codes; 130 after Ctrl+C.

    What ended by a signal or in any other way counts as failed, and what was never begun as stopped.
    """
    if interrupted:
        return INTERRUPTED
    codes = {STOPPED if one.exit_code is None else one.exit_code for one in tasks} - {0}
    known = {code if code in _FROM_WORST else FAILED for code in codes}
    return next((code for code in _FROM_WORST if code in known), 0)


def lacking_mb(needed_mb: int, meminfo: str) -> int:
    """Return how much memory lacks for one more desk, by the text of `/proc/meminfo`; 0 where that does not say."""
    found = _AVAILABLE.search(meminfo)
    return max(0, needed_mb + LEFT_FOR_THE_PERSON_MB - int(found[1]) // 1024) if found else 0


class SequentialApprover:
    """The `Approver` of one run among many, who ask one at a time; `tell` hears when it begins to ask, and ends."""

    def __init__(self, approver: Approver, turn: threading.Lock, tell: Callable[[TaskState], None]) -> None:
        self._approver, self._turn, self._tell = approver, turn, tell
        self.admits, self.answers_words = approver.admits, approver.answers_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        async with self._asking():
            return await self._approver.decide(question)

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        async with self._asking():
            return await self._approver.reply(question)

    async def hand_back(self, reason: str) -> str | None:
        """Return when the person wants the run to go on, with their words for the model."""
        async with self._asking():
            return await self._approver.hand_back(reason)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        self._tell("asking")
        try:
            # A question may be withdrawn while it waits, and those who wait are on loops of their own.
            while not self._turn.acquire(blocking=False):  # noqa: ASYNC110
                await asyncio.sleep(_ASK_EVERY_S)
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._tell("working")


class TaskDisplay(Protocol):
    """Shows how far tasks are; for any thread."""

    def state(self, one: TaskProgress) -> None:
        """Show that a task has got further."""

    def lacking(self, megabytes: int) -> None:
        """Show how much memory the next desk waits for."""


class TaskPool:
    """The tasks of one list, so many at once; `approver` is who is asked by a task, which can be stopped so."""

    def __init__(
        self,
        tasks: Sequence[DeskTask],
        spec: Callable[[DeskTask], RunSpec],
        approver: Callable[[str, Callable[[StopSource], None]], Approver],
        display: TaskDisplay,
        *,
        at_once: int,
        cluster: RayCluster | None = None,
    ) -> None:
        self.tasks = [TaskProgress(task) for task in tasks]
        self.stopped_by: StopSource | None = None
        self.ended = threading.Event()
        self._spec, self._approver, self._display = spec, approver, display
        self._at_once, self._cluster = at_once, cluster
        self._turn, self._starting = threading.Lock(), threading.Lock()
        self._clients = set[RunClient]()
        self._stopped_at = 0.0

    def run(self) -> None:
        """Carry them all out."""
        try:
            with ThreadPoolExecutor(self._at_once, "task") as pool:
                list(pool.map(self._carry_out, self.tasks))
        finally:
            self.ended.set()

    def stop(self, by: StopSource) -> None:
        """Stop all, from any thread; interrupted again, a while later, end them at once."""
        first, now = self.stopped_by is None, time.monotonic()
        if first:
            self.stopped_by, self._stopped_at = by, now
        elif by != "interrupt" or now - self._stopped_at < _PATIENCE_S:
            return
        for client in list(self._clients):
            client.stop(by) if first else client.kill()
        if self._cluster is not None:
            self._cluster.cancel()

    def _carry_out(self, one: TaskProgress) -> None:
        """Carry out one task, on its own thread."""
        with ExitStack() as starting:
            starting.enter_context(self._starting)
            if self._cluster is None:
                self._await_memory(one.task)
            if self._is_stopped():
                return
            began = time.monotonic()
            self._tell(one, "starting")
            try:
                one.exit_code = self._done(one, starting)
            except (OSError, DesktopAgentError) as error:
                one.exit_code = USAGE if isinstance(error, SettingsError) else FAILED
                if self._is_stopped():
                    one.exit_code = STOPPED
                one.message = one.message or str(error)
            finally:
                one.seconds = time.monotonic() - began
                self._tell(one, "ended")

    def _done(self, one: TaskProgress, starting: ExitStack) -> int:
        """Return the exit code of a task; `starting` is closed once the next one may start."""
        spec = self._spec(one.task)
        if self._cluster is not None:
            starting.close()
            self._tell(one, "working")
            return self._cluster.carry_out(one, spec)

        def on_event(stamped: Stamped) -> None:
            one.take(stamped)
            if isinstance(stamped.event, RunStarted):  # now its desk has its memory
                starting.close()
                self._tell(one, "working")

        client = RunClient(HostProcess())
        approver = SequentialApprover(
            self._approver(one.task.name, client.stop), self._turn, lambda state: self._tell(one, state)
        )
        self._clients.add(client)
        try:
            if self.stopped_by is not None:
                client.stop(self.stopped_by)
            return run_with(client, spec, approver, on_event)
        finally:
            self._clients.discard(client)

    def _is_stopped(self) -> bool:
        return self.stopped_by is not None

    def _await_memory(self, task: DeskTask) -> None:
        while not self._is_stopped() and (lacking := lacking_mb(task.needed_mb, _meminfo())):
            self._display.lacking(lacking)
            time.sleep(_LOOK_EVERY_S)

    def _tell(self, one: TaskProgress, state: TaskState) -> None:
        one.state = state
        self._display.state(one)


def _meminfo() -> str:
    try:
        return Path("/proc/meminfo").read_text()
    except OSError:
        return ""


def run_with(client: RunClient, spec: RunSpec, approver: Approver, on_event: Callable[[Stamped], None]) -> int:
    """Carry out a run on this thread, and return its exit code."""
    with client:
        client.prepare(spec, ClientServices(approver, listeners=(on_event,)))
        result = client.run_here()
    with suppress(RecordError):  # `runs report` says why
        write_report(result.dir)
    return result.exit_code


@dataclass(frozen=True, slots=True)
class RemoteResult:
    """What a run on another computer has left: its events, the folder of its desk, and its record."""

    exit_code: int
    events: tuple[Stamped, ...]
    run: str
    desk: bytes
    record: bytes


class RayCluster:
    """Other computers, through Ray's own scheduler: a task there is a function, and its result comes back as a desk.

    A context manager. Nobody is asked from there.
    """

    def __init__(self, address: str) -> None:
        """Join it; SettingsError without Ray, DeskError where there is none or it offers no desks."""
        try:
            import ray
        except ImportError as error:
            raise SettingsError(
                Message("The ray package isn't installed."),
                Message("Install it: {command}", command="pip install 'ray>=2.40'"),
            ) from error
        self._ray: Any = ray
        self._waited_for = set[Any]()
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
        """End all that is at work or waits there."""
        for one in list(self._waited_for):
            self._ray.cancel(one)

    def carry_out(self, one: TaskProgress, spec: RunSpec) -> int:
        """Carry out a task there, take in what came back, and return its exit code.

        The folders are packed once its desk's folder is made here: what the person changes from then on is a conflict.
        """
        task, home = one.task, home_places()
        if not task.files:
            raise SettingsError(
                Message("Only folders you specify are sent to other computers."), Message("Set “files” for the task.")
            )
        folders = spec.desk.folders if spec.desk else ()
        record = new_desk(places().desks, home, task.task, folders, hosts=task.hosts)
        folder = places().desks / record.id
        try:
            for layer in record.layers:
                write_names(str(layer.names), None if layer.unseen else str(layer.lower), layer.hidden)
            seen = [layer for layer in record.layers if not layer.unseen]
            folders_sent = {
                _place(layer.lower, home.home.resolve(), n): pack(layer.lower, layer.names)
                for n, layer in enumerate(seen)
            }
            result = self._remote_result(task, spec, folders_sent)
            for event in result.events:
                one.take(event)
            unpack(result.desk, folder)
            unpack(result.record, places().runs / result.run)
            write_desk(folder, replace(record, run=result.run, status="ended"))
        except BaseException:
            remove_folder(folder)
            raise
        answer = "keep" if task.receipt == "accept" and result.exit_code not in {0, NOT_ALL} else task.receipt
        settled = settle(folder, answer)
        one.desk = DeskEnded(record.id, "run", answer, settled.changes, len(settled.taken), settled.left)
        return result.exit_code or (NOT_ALL if answer == "accept" and settled.left else 0)

    def _remote_result(self, task: DeskTask, spec: RunSpec, folders: Mapping[str, bytes]) -> RemoteResult:
        # What it has sent to hosts cannot be undone: such a task is not done anew where a computer fails.
        tries = 0 if task.hosts else _TRIES_ELSEWHERE
        work = self._ray.remote(num_cpus=1, resources={"desk": 1}, max_retries=tries)(run_remotely)
        waited = work.remote(__version__, spec, folders)
        self._waited_for.add(waited)
        try:
            result: RemoteResult = self._ray.get(waited)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, DesktopAgentError):
                raise error.cause from error
            raise DeskError(str(error).strip().splitlines()[-1], Message("Run the task again.")) from error
        except self._ray.exceptions.RayError as error:
            raise DeskError(Message("The other computer failed."), Message("Run the task again.")) from error
        finally:
            self._waited_for.discard(waited)
        return result


def run_remotely(version: str, spec: RunSpec, folders: Mapping[str, bytes]) -> RemoteResult:
    """Carry out a task on this computer for another one, in a home of its own that goes with it."""
    if version != __version__:
        raise DeskError(
            Message(
                "The cluster is running version {version}, but this computer is running {own}.",
                version=__version__,
                own=version,
            ),
            Message("Install the same version on all of them."),
        )
    visit, events = Path(tempfile.mkdtemp(prefix="desktop-agent-")), list[Stamped]()
    try:
        for place, content in folders.items():
            unpack(content, visit / "home" / place)
        own = {"HOME": str(visit / "home"), "DESKTOP_AGENT_HOME": str(visit / "own")}
        environment = {name: value for name, value in os.environ.items() if name not in _SESSION_VARIABLES} | own
        seen = tuple(visit / "home" / place for place in folders)
        spec = replace(spec, desk=replace(spec.desk or DeskOrder(), folders=seen, receipt="keep"))
        code = run_with(RunClient(HostProcess(environment=environment)), spec, AbsentApprover(), events.append)
        (made,), (run,) = ((visit / "own/data" / name).iterdir() for name in ("desks", "runs"))
        return RemoteResult(
            code,
            tuple(events),
            run.name,
            pack(made, parts=[name for name in ("up", SENT_FILE, UNKEPT, UNSAVED) if (made / name).exists()]),
            pack(run),
        )
    finally:
        remove_folder(visit)


def _place(folder: Path, home: Path, number: int) -> str:
    """Return where a folder is below the home of another computer: as here, if it is in the home here."""
    return str(folder.relative_to(home)) if folder.is_relative_to(home) else f"folder-{number}/{folder.name}"


def pack(folder: Path, names: Path | None = None, *, parts: Sequence[str] = (".",)) -> bytes:
    """Return what is in a folder, with a desk's whiteouts and attributes; `names` is a file that lists what of it."""
    listed = ("--no-recursion", "--null", "--verbatim-files-from", "-T", str(names))
    return _tar(["-cC", str(folder), *(listed if names else parts)])


def unpack(content: bytes, folder: Path) -> None:
    """Put what was packed into a folder, which is made too."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tar(["-xpC", str(folder), "--no-same-owner"], content)


def _tar(words: Sequence[str], given: bytes = b"") -> bytes:
    command = ["tar", "--xattrs", "--xattrs-include=user.*", *words]
    try:
        done = child_process.finish(command, within_s=_TAR_WITHIN_S, given=given)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DeskError(Message("tar failed: {why}", why=str(error)), Message("Run the task again.")) from error
    if done.returncode > 1:  # 1: a file changed meanwhile
        why = done.stderr.decode(errors="replace").strip()[:200]
        raise DeskError(Message("tar failed: {why}", why=why), Message("Run the task again."))
    return done.stdout
