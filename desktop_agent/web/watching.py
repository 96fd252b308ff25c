"""Who is watched: runs of a terminal, at the place that the settings name, and runs that another client leads."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_agent.cli import terminal
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import RunFinished, RunStarted, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.record.reader import read_events
from desktop_agent.run.control import StopSource
from desktop_agent.runtime.language import use_language
from desktop_agent.runtime.protocol.messages import Asking, Begun, Channel, Pause, Seen, ShowScreen, Stop, ToHost
from desktop_agent.runtime.protocol.run_socket import run_sockets, watch_run
from desktop_agent.settings import Settings
from desktop_agent.web.door import May
from desktop_agent.web.server import Place, Watch
from desktop_agent.web.watched import WatchedRun


def place_of(settings: Settings, port: int | None = None) -> Place:
    """Return where the settings, or a port of the command line, want the server."""
    watch = settings.watch
    certificate, key = (Path(file).expanduser() if file else None for file in (watch.certificate, watch.key))
    return Place(watch.host, watch.port if port is None else port, port is not None, certificate, key, watch.names)


@contextmanager
def watching(settings: Settings, port: int | None = None, *, shows_links: bool = True) -> Iterator[Watch]:
    """Serve browsers during the context; SettingsError where that can't be. The links are printed at once, or later."""
    use_language()  # the page is for a person, wherever the output goes
    watch = Watch(_print_link, settings.watch.approve, shows_links)
    with watch.serving(place_of(settings, port)):
        yield watch


def _print_link(may: May, link: str) -> None:
    words = Message("To watch and act: {link}", link=link) if may == "act" else Message("To watch: {link}", link=link)
    terminal.warn(words)


_LOOK_EVERY_S = 1.0
Wanted = Callable[[RunStarted], bool]


def offer_runs(watch: Watch, over: threading.Event, wanted: Wanted) -> None:
    """Offer each run to browsers as soon as it is found, until it is `over`; again where the connection was lost."""
    known = set[Path]()
    lost: queue.SimpleQueue[Path] = queue.SimpleQueue()

    def follow(path: Path, channel: Channel) -> None:
        if not _follow_run(watch, channel, wanted):
            lost.put(path)

    while not over.is_set():
        found = set(run_sockets())
        while not lost.empty():
            known.discard(lost.get())
        for path in found - known:
            if (channel := watch_run(path)) is not None:
                threading.Thread(target=follow, args=(path, channel), name="found-run", daemon=True).start()
        known = found
        over.wait(_LOOK_EVERY_S)


def _follow_run(watch: Watch, channel: Channel, wanted: Wanted) -> bool:
    """Offer a run until its end; return False where the connection is lost before."""
    run = None
    has_end = False
    task = ""
    newest = 0
    with suppress(EOFError):
        while True:
            match channel.receive():
                case Begun(task=text):
                    task = text
                case Stamped(event=RunStarted() as started) as first if run is None:
                    if not wanted(started) or watch.has(started.run):
                        has_end = True
                        break
                    run = watch.add(WatchedRun(task, watch.post, watch.changed, leads=False))
                    run.begin(_Controls(channel))
                    for stamped in _recorded_events(Path(started.dir)) or (first,):
                        run.hear(stamped)
                        newest = stamped.seq
                        has_end |= isinstance(stamped.event, RunFinished)
                case Stamped(seq=seq) as stamped if run is not None and seq > newest:
                    newest = seq
                    run.hear(stamped)
                    has_end |= isinstance(stamped.event, RunFinished)
                case Asking(is_open) if run is not None:
                    run.ask_elsewhere(is_open=is_open)
                case Seen() as seen if run is not None:
                    run.see(seen)
                case _:
                    pass
    channel.close()
    if run is not None:
        run.over()
    return has_end


def _recorded_events(folder: Path) -> tuple[Stamped, ...]:
    try:
        return read_events(folder)
    except DesktopAgentError:
        return ()


class _Controls:
    """What a watcher may say; the rest is for the run's starter."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop the run."""
        self._say(Stop(by, why))

    def pause(self, by: str, reason: str) -> None:
        """Make it wait."""
        self._say(Pause(by, reason))

    def look(self, *, on: bool) -> None:
        """Begin, or end, to have the screen sent."""
        self._say(ShowScreen(on))

    def resume(self, by: str = "human") -> None:
        """Do nothing: it goes on where it was started."""

    def say(self, text: str) -> None:
        """Do nothing: its model gets words from its starter alone."""

    def note(self, text: str) -> None:
        """Do nothing: its record is another's."""

    def _say(self, message: ToHost) -> None:
        with suppress(OSError, ValueError):
            self._channel.send(message)
