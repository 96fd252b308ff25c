"""Tasks on the computers of a Ray cluster: an actor for each desk, and the task done anew where a computer dies.

What comes back counts only after the whole of it is here, so a task whose computer has died can be done anew: nothing
of it was taken over. A task with hosts cannot, as what it has sent cannot be taken back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from desktop_agent.core.errors import DeskError, DesktopAgentError, SettingsError
from desktop_agent.core.events import Event, Noticed, Stamped
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.version import __version__
from desktop_agent.desk.many.away import DeskAway
from desktop_agent.desk.many.news import WorkerNews
from desktop_agent.desk.many.node import NodeDesk
from desktop_agent.installation import hint_for

if TYPE_CHECKING:
    from desktop_agent.desk.many.task import DeskTask

_TRIES, _CLOSE_WITHIN_S = 3, 10.0
_NOT_ALL, _STOPPED, _FAILED = 5, 3, 1
_DIED = Message("The computer that it ran on is gone.")


class RayCluster:
    """A cluster that we are connected to; a context manager."""

    def __init__(self, address: str) -> None:
        """Connect; DeskError where there is none, or none of its computers offers desks."""
        try:
            import ray
        except ImportError as error:
            raise DeskError(Message("Ray is not installed."), hint_for("ray")) from error
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
                Message("No computer of this cluster offers desks."),
                "Start Ray there with --resources='{\"desk\": 4}'.",
            )
        # Else what a dying computer says lands between our own lines, on stdout.
        ray._private.worker.print_to_stdstream = _say_nothing  # noqa: SLF001 - there is no other way
        self._actor = ray.remote(num_cpus=1, resources={"desk": 1}, max_restarts=0)(NodeDesk)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ray.shutdown()

    def start(self, task: DeskTask, *, asks: bool) -> RayWorker:
        """Start a task; SettingsError where its folders are not named."""
        if not task.files:
            raise SettingsError(
                Message("Only named folders travel to another computer."), Message("Give the task “files”.")
            )
        return RayWorker(self, task, asks=asks)

    def actor(self, task: DeskTask, desk: DeskAway, *, asks: bool) -> Any:  # noqa: ANN401 - Ray has no types
        """Return a new actor, on whichever computer has room."""
        return self._actor.remote(task, desk.folders, asks=asks)


class RayWorker:
    """One task that runs somewhere in the cluster."""

    descriptors: Sequence[int] = ()
    used_mb = 0

    def __init__(self, cluster: RayCluster, task: DeskTask, *, asks: bool) -> None:
        self._cluster, self._ray, self._task, self._asks = cluster, cluster.ray, task, asks
        self._desk = DeskAway(task)
        self._tries, self._exit_code = 0, 0
        self._has_begun = self._stopped = self._ended = False
        self._last, self._shown = WorkerNews(), b""
        self._handle: Any = None
        self._pending: Any = None
        self._begin()

    def news(self) -> WorkerNews:
        """Return what has come since the last time."""
        ready, _ = self._ray.wait([self._pending], timeout=0)
        if not ready:
            return WorkerNews(is_asking=self._last.is_asking)
        try:
            came = self._ray.get(self._pending)
        except self._ray.exceptions.RayError as error:
            return self._broken(error)
        if isinstance(came, str):
            return self._after_version(came)
        if not isinstance(came, tuple):
            return self._back(came)
        self._last, shown = came
        self._shown += shown
        if self._last.exit_code is None:
            self._pending = self._handle.news.remote()
            return self._last
        self._exit_code = self._last.exit_code
        self._pending = self._handle.result.remote()
        return WorkerNews(self._last.events, last_words=self._last.last_words)

    def shown(self) -> bytes:
        """Return what it has written to its terminal and nobody has taken yet."""
        taken, self._shown = self._shown, b""
        return taken

    def answer(self, line: bytes) -> None:
        """Give it a line that the person has typed."""
        self._handle.answer.remote(line)

    def stop(self, number: int) -> None:
        """Have it stop and end its desk; what waits for a computer is not begun."""
        self._stopped = True
        if self._has_begun:
            self._handle.stop.remote(number)
        else:
            self.kill()

    def kill(self) -> None:
        """End it at once."""
        self._stopped = True
        self._ray.kill(self._handle)

    def close(self) -> None:
        """Let go of it there, and of its desk here where nothing came back."""
        with contextlib.suppress(self._ray.exceptions.RayError):
            self._ray.get(self._handle.close.remote(), timeout=_CLOSE_WITHIN_S)
        self._ray.kill(self._handle)
        if not self._ended:
            self._desk.remove()

    def _begin(self) -> None:
        self._tries += 1
        self._handle = self._cluster.actor(self._task, self._desk, asks=self._asks)
        self._pending = self._handle.version.remote()

    def _after_version(self, version: str) -> WorkerNews:
        if version != __version__:
            return WorkerNews(
                exit_code=_FAILED,
                last_words=Message(
                    "Version {version} is there, and {version2} here.", version=version, version2=__version__
                ),
            )
        self._has_begun = True
        self._pending = self._handle.news.remote()
        return WorkerNews()

    def _broken(self, error: Exception) -> WorkerNews:
        """Do it anew where that can do no harm; else it has failed."""
        if self._stopped:
            return WorkerNews(exit_code=_STOPPED)
        if not isinstance(error, self._ray.exceptions.RayActorError) or "__init__" in str(error):
            said = str(error).strip().splitlines()
            return WorkerNews(exit_code=_FAILED, last_words=said[-1] if said else _DIED)
        if self._task.hosts or self._tries >= _TRIES:
            return WorkerNews(exit_code=_FAILED, last_words=_DIED)
        self._begin()
        return WorkerNews(_line(Noticed("warning", sentences(_DIED, Message("It is done anew.")))))

    def _back(self, result: Any) -> WorkerNews:  # noqa: ANN401 - Ray has no types
        """Take in what came back; only now anything of it may count."""
        self._ended = bool(result.uppers)
        if not self._ended:
            return WorkerNews(exit_code=self._exit_code or _FAILED, last_words=self._last.last_words)
        try:
            ended = self._desk.take_in(result, is_done=self._exit_code in {0, _NOT_ALL})
        except DesktopAgentError as error:
            return WorkerNews(exit_code=_FAILED, last_words=str(error))
        code = self._exit_code
        if ended.receipt == "accept" and ended.left:
            code = code or _NOT_ALL
        return WorkerNews(_line(ended), exit_code=code)


def _say_nothing(*_: object, **__: object) -> None:
    """Take the place of what prints in Ray."""


def _line(event: Event) -> bytes:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Stamped(1, at, 0, event).line().encode() + b"\n"
