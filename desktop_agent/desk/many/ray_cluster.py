"""Tasks on the computers of a Ray cluster: an actor for each desk, and the task done anew where a computer dies.

What comes back counts only after the whole of it is here, so a task whose computer has died can be done anew: nothing
of it was taken over. A task with hosts cannot, as what it has sent cannot be taken back.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from desktop_agent.core.errors import DeskError, DesktopAgentError, SettingsError
from desktop_agent.core.events import DeskEnded, Event, Noticed, Stamped
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.version import __version__
from desktop_agent.desk.desk_lock import LOCK
from desktop_agent.desk.folder import desk_error, desk_id, make_desk, write_desk
from desktop_agent.desk.many.bundle import names_in, packed, unpacked
from desktop_agent.desk.many.node import NodeDesk, NodeResult, TravellingFolder
from desktop_agent.desk.many.worker import FAILED, STOPPED, WorkerEnd, ended_by, write_its_report
from desktop_agent.desk.network.sent_list import SENT_FILE
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.seen_folders import hidden_in, is_hidden, rest_of_home
from desktop_agent.desk.unkept_files import UNKEPT
from desktop_agent.host.client import ClientServices, RunClient
from desktop_agent.host.protocol import Sent, Start, ToHost, message_from, pieces_of
from desktop_agent.installation import hint_for
from desktop_agent.lib.paths import places
from desktop_agent.record.lock import lock_file
from desktop_agent.run.control import StopSource

if TYPE_CHECKING:
    from desktop_agent.desk.many.task import DeskTask

_TRIES, _CLOSE_WITHIN_S, _HEAR_WITHIN_S = 3, 20.0, 1.0
_NOT_ALL = 5
_DIED = Message("The computer it was running on is no longer available.")


class RayCluster:
    """A cluster that we are connected to; a context manager."""

    def __init__(self, address: str) -> None:
        """Connect; DeskError where there is none, or none of its computers offers desks."""
        try:
            import ray
        except ImportError as error:
            raise DeskError(Message("Ray isn't installed."), hint_for("ray")) from error
        self.ray: Any = ray
        try:
            ray.init(address=address, log_to_driver=False, logging_level="CRITICAL", configure_logging=False)
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
        # Else what a dying computer says lands between our own lines, on stdout.
        ray._private.worker.print_to_stdstream = _say_nothing  # noqa: SLF001 - there is no other way
        self._actor = ray.remote(num_cpus=1, resources={"desk": 1}, max_restarts=0, max_concurrency=4)(NodeDesk)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ray.shutdown()

    def start(self, task: DeskTask, start: Start) -> RayWorker:
        """Return what carries out a task; SettingsError where its folders are not named."""
        if not task.files:
            raise SettingsError(
                Message("Only folders you specify are sent to other computers."), Message("Set “files” for the task.")
            )
        return RayWorker(self, task, start)

    def actor(self, desk: DeskAway) -> Any:  # noqa: ANN401 - Ray has no types
        """Return a new actor, on whichever computer has room."""
        return self._actor.remote(desk.folders)


class RayHost:
    """The `RunHost` of a run in an actor; `lost` is what Ray says once that is gone."""

    def __init__(self, ray: Any, handle: Any) -> None:  # noqa: ANN401 - Ray has no types
        self.lost: Exception | None = None
        self._ray, self._handle = ray, handle

    def send(self, message: ToHost) -> None:
        """Say it; OSError where it is gone."""
        try:  # waited for, as an actor of several threads may take two calls in either order
            self._ray.get(self._handle.say.remote(b"".join(pieces_of(message))))
        except self._ray.exceptions.RayError as error:
            raise OSError from error

    def receive(self) -> Sent:
        """Wait for what it says next; EOFError when it is gone, or says what is no message."""
        said: bytes | None = b""
        try:
            while said == b"":
                said = self._ray.get(self._handle.hear.remote(_HEAR_WITHIN_S))
        except self._ray.exceptions.RayError as error:
            self.lost = error
        if said is None or self.lost is not None:
            raise EOFError
        try:
            return message_from(io.BytesIO(said))
        except ValueError as error:
            raise EOFError from error

    def kill(self) -> None:
        """End it at once, with its actor."""
        self._ray.kill(self._handle)

    def end(self) -> None:
        """Wait until it has ended."""
        with contextlib.suppress(self._ray.exceptions.RayError):
            self._ray.get(self._handle.end.remote(), timeout=_CLOSE_WITHIN_S)

    def how_it_ended(self) -> Message:
        """Return how it ended."""
        if self.lost is None:
            try:
                return Message("{how}", how=self._ray.get(self._handle.how_it_ended.remote()))
            except self._ray.exceptions.RayError as error:
                self.lost = error
        return _DIED


class RayWorker:
    """One task that runs somewhere in the cluster."""

    used_mb = 0

    def __init__(self, cluster: RayCluster, task: DeskTask, start: Start) -> None:
        self._cluster, self._ray, self._task = cluster, cluster.ray, task
        self._start = replace(start, programs=frozenset(), signed_with=b"", keys={})  # these stay here
        self._client: RunClient | None = None
        self._handle: Any = None
        self._has_begun = self._is_stopped = False

    def run(self, services: ClientServices) -> WorkerEnd:
        """Carry it out on this thread, and return how it ended."""
        try:
            desk = DeskAway(self._task)
        except DesktopAgentError as error:
            return ended_by(error, is_stopped=False)
        for attempt in range(1, _TRIES + 1):
            if (end := self._tried(desk, services)) is not None:
                return end
            if attempt < _TRIES:
                _tell(services, Noticed("warning", sentences(_DIED, Message("It's being restarted."))))
        desk.remove()
        return WorkerEnd(FAILED, _DIED)

    def stop(self, by: StopSource) -> None:
        """Have it stop and end its desk; what waits for a computer is not begun."""
        self._is_stopped = True
        if self._has_begun and self._client is not None:
            self._client.stop(by)
        else:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        self._is_stopped = True
        if self._handle is not None:
            self._ray.kill(self._handle)

    def _tried(self, desk: DeskAway, services: ClientServices) -> WorkerEnd | None:
        """Return how it ended; None where the computer is gone and it may be done anew."""
        self._handle = self._cluster.actor(desk)
        host = RayHost(self._ray, self._handle)
        is_back = may_be_anew = False
        try:
            came, end = self._carried_out(host, services)
            is_back = bool(came.uppers)
            return self._taken_in(desk, came, end, services) if is_back else end
        except self._ray.exceptions.RayError as error:
            broken = self._broken(error)
            may_be_anew = broken is None
            return broken
        finally:
            with contextlib.suppress(self._ray.exceptions.RayError):
                self._ray.get(self._handle.close.remote(), timeout=_CLOSE_WITHIN_S)
            self._ray.kill(self._handle)
            if not (is_back or may_be_anew):
                desk.remove()

    def _carried_out(self, host: RayHost, services: ClientServices) -> tuple[NodeResult, WorkerEnd]:
        """Have it done there, and return what has come back; RayError where the computer is gone."""
        if self._is_stopped:
            return NodeResult(), WorkerEnd(STOPPED)
        version = self._ray.get(self._handle.version.remote())  # comes once a computer has room
        if version != __version__:
            told = Message(
                "The cluster is running version {version}, but this computer is running {own}.",
                version=version,
                own=__version__,
            )
            return NodeResult(), WorkerEnd(FAILED, told)
        client = self._client = RunClient(host)
        self._has_begun = True
        try:
            with client:
                client.prepare(self._start, services)
                end = WorkerEnd(client.run_here().exit_code)
        except DesktopAgentError as error:
            if host.lost is not None:
                raise host.lost from error
            end = ended_by(error, is_stopped=self._is_stopped)
        return self._ray.get(self._handle.result.remote()), end

    def _broken(self, error: Exception) -> WorkerEnd | None:
        """Return None where doing it anew can do no harm; else it has failed."""
        if self._is_stopped:
            return WorkerEnd(STOPPED)
        if not isinstance(error, self._ray.exceptions.RayActorError) or "__init__" in str(error):
            said = str(error).strip().splitlines()
            return WorkerEnd(FAILED, said[-1] if said else _DIED)
        return WorkerEnd(FAILED, _DIED) if self._task.hosts else None

    def _taken_in(self, desk: DeskAway, came: NodeResult, end: WorkerEnd, services: ClientServices) -> WorkerEnd:
        """Take in what came back; only now anything of it may count."""
        try:
            ended = desk.take_in(came, is_done=end.exit_code in {0, _NOT_ALL})
        except DesktopAgentError as error:
            return WorkerEnd(FAILED, str(error))
        _tell(services, ended)
        write_its_report(places().runs / Path(came.run).name)
        if ended.receipt == "accept" and ended.left:
            return replace(end, exit_code=end.exit_code or _NOT_ALL)
        return end


def _say_nothing(*_: object, **__: object) -> None:
    """Take the place of what prints in Ray."""


def _tell(services: ClientServices, event: Event) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for listener in services.listeners:
        listener(Stamped(1, at, 0, event))


class DeskAway:
    """The desk of one task, as it is here while its run is elsewhere: its folder, filled when the result is back.

    The person's folders are packed when its record is made, so what they change from then on is a conflict, as if the
    desk were here. The receipt is settled here, after everything has come back.
    """

    def __init__(self, task: DeskTask) -> None:
        """Make its folder and pack what it is to see; SettingsError or DeskError where that cannot be done."""
        self._task, own = task, home_places()
        lowers = [(folder, hidden_in(folder, own)) for folder in _outermost(task)]
        for folder, _ in lowers:
            if is_hidden(folder, own):
                raise SettingsError(
                    Message("The folder {folder} is hidden from all desks.", folder=folder),
                    Message("See: desktop-agent guide desk"),
                )
        self.id = desk_id(task.task, datetime.now(UTC), secrets.token_hex(3))
        self.folder = places().desks / self.id
        rest = rest_of_home(lowers, own)
        self.record = make_desk(places().desks, self.id, task.task, lowers, rest=rest, hosts=task.hosts)
        # Held, but without a number: nobody can end it here by that.
        self._lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        lock_file(self._lock)
        try:
            for layer in self.record.layers:
                names = () if layer.unseen else names_in(layer.lower, layer.hidden)
                layer.names.write_bytes(b"".join(name + b"\0" for name in names))
            self.folders = tuple(
                TravellingFolder(_place(layer.lower, n, own.home), packed(layer.lower, layer.hidden))
                for n, layer in enumerate(self.record.layers)
                if not layer.unseen
            )
        except OSError as error:
            self.remove()
            raise desk_error(error, self.folder) from error
        except DeskError:
            self.remove()
            raise

    def take_in(self, result: NodeResult, *, is_done: bool) -> DeskEnded:
        """Fill it with what has come back, settle its receipt, and return what came of that; DeskError else.

        What a run has left half done is not accepted unseen.
        """
        from desktop_agent.desk.receipt.settle import settle

        try:
            self._fill(result)
        except OSError as error:
            self.remove()
            raise desk_error(error, self.folder) from error
        except DeskError:
            self.remove()  # a part of it would look like the whole
            raise
        self._let_go()
        answer = "keep" if self._task.receipt == "accept" and not is_done else self._task.receipt
        came = settle(self.folder, answer)
        return DeskEnded(self.id, "run", answer, came.changes, len(came.taken), came.left)

    def _fill(self, result: NodeResult) -> None:
        if len(result.uppers) != len(self.record.layers):
            raise DeskError(Message("The other computer sent invalid data."), Message("Don't trust it."))
        for layer, content in zip(self.record.layers, result.uppers, strict=True):
            unpacked(content, layer.upper)
        # A record of that name is there only where that computer is this one.
        record = places().runs / Path(result.run).name
        if not record.exists():
            unpacked(result.record, record)
        if result.sent:
            (self.folder / SENT_FILE).write_bytes(result.sent)
        (self.folder / UNKEPT).write_bytes(result.unkept)
        write_desk(self.folder, replace(self.record, run=result.run, status="ended"))

    def remove(self) -> None:
        """Take it away: no run has begun on it, or its result never came."""
        self._let_go()
        remove_folder(self.folder)

    def _let_go(self) -> None:
        with suppress(OSError):
            os.close(self._lock)


def _outermost(task: DeskTask) -> list[Path]:
    folders = list(dict.fromkeys(map(Path, task.files)))
    return [one for one in folders if not any(other in one.parents for other in folders)]


def _place(folder: Path, number: int, home: Path) -> str:
    """Return where a folder is below the home of the other computer: as here, if it is in the home here."""
    try:
        return str(folder.relative_to(home.resolve()))
    except ValueError:
        return f"folder-{number}/{folder.name}"
