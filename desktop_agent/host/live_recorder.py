"""A recording of the moving screen next to a run's record, where the settings ask for it.

The record comes first: an error of the live picture ends that picture, with a message to the person, never the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.events import Announce, DeskEnded, Noticed, Paused, Resumed, RunFinished, Stamped
from desktop_agent.core.frame import Frame, Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.installation import hint_for
from desktop_agent.presence.lock import LockWatch
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.live_file import LiveWriter
from desktop_agent.screen.aim import Aimer, Wish
from desktop_agent.screen.choose import choose_capture, choose_passwords, choose_windows
from desktop_agent.screen.locked_screen import UnlockedSource
from desktop_agent.screen.looker import LiveCamera, LiveThread, Looker
from desktop_agent.screen.mask import MaskedSource, Masks
from desktop_agent.screen.own_programs import own_windows
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.secret_fields import KeptParts
from desktop_agent.settings import Settings

_MISSING = Message("The live video requires the zstandard library, which isn't installed.")


@dataclass(frozen=True, slots=True)
class LiveEye:
    """Opens its own access to the screen, which shows and hides the same parts as the run's camera."""

    settings: Settings
    environment: Mapping[str, str]
    kept: KeptParts  # shared with the run's camera

    def open(self, frame: Rect | None, remote: RemoteSession | None = None) -> LiveCamera:
        """Open it; `frame` is the one of ours around the screen. DesktopAgentError where that fails."""
        screen, privacy = self.settings.screen, self.settings.privacy
        windows, passwords, lock = choose_windows(), choose_passwords(), LockWatch(self.environment)
        lock.start(lambda: None)
        source = UnlockedSource(choose_capture(self.environment, remote), lock, *filter(None, (passwords,)))
        private = PrivateParts(windows, HiddenParts(privacy.regions, privacy.windows), passwords, self.kept)
        wish = Wish(screen.monitor, screen.region, screen.viewport, screen.window)

        def close() -> None:
            source.close()
            windows.close()

        try:
            aimer = Aimer(source, windows, wish, own_windows(windows, self.environment))
        except BaseException:
            close()
            raise
        looker = Looker(MaskedSource(source, windows, Masks(windows, aimer.masks, private)), windows, aimer)
        looker.leave_out(frame)
        return LiveCamera(source, looker, private, close)


def is_filmed(settings: Settings) -> bool:
    """Return whether the settings ask for a live picture; SettingsError where it is not possible here."""
    if settings.record.video != "live" or not settings.run.record:
        return False
    if find_spec("zstandard") is None:
        raise SettingsError(_MISSING, sentences(Message("Install it, or omit --video live."), hint_for("video")))
    return True


class LiveRecorder:
    """A run's recorder, with the live picture beside it; its digests are in the last event."""

    def __init__(self, recorder: RunRecorder, make: Callable[[], LiveCamera]) -> None:
        """Begin at once."""
        self._recorder = recorder
        self._writer: LiveWriter | None = None
        self._picture = LiveThread(make, self._add)
        self._is_reported = False
        self._announce: Announce | None = None
        self._picture.start()

    def tell_by(self, announce: Announce) -> None:
        """Take the function that announces errors."""
        self._announce = announce

    @property
    def run(self) -> str:
        """The id of the run."""
        return self._recorder.run

    @property
    def dir(self) -> Path:
        """The folder of the run."""
        return self._recorder.dir

    def keep(self, frame: Frame) -> str | None:
        """Store a picture as the recorder does."""
        self._picture.clean(frame)
        return self._recorder.keep(frame)

    def hear(self, stamped: Stamped) -> None:
        """Announce an error of the live picture once, after any event but the last."""
        trouble = self._picture.trouble
        if trouble is None or self._announce is None or self._is_reported or isinstance(stamped.event, RunFinished):
            return
        self._is_reported = True
        reason = str(getattr(trouble, "strerror", None) or trouble).rstrip(".")
        self._announce(
            Noticed(
                "warning", Message("The live video has stopped ({reason}), but the run is continuing.", reason=reason)
            )
        )

    def write(self, stamped: Stamped) -> Stamped:
        """Write an event as the recorder does. While the run is paused, the screen is the person's own."""
        match stamped.event:
            case Paused():
                self._picture.rest(rests=True)
            case Resumed():
                self._picture.rest(rests=False)
            case DeskEnded():  # and with it what was filmed
                self._is_reported = True
                self._picture.stop()
            case RunFinished():
                stamped = replace(stamped, event=replace(stamped.event, live=self._end()))
        return self._recorder.write(stamped)

    def close(self) -> None:
        """End both."""
        self._end()
        self._recorder.close()

    def _end(self) -> Mapping[str, str]:
        self._picture.stop()
        if self._writer is None:
            return {}
        with suppress(OSError):
            self._writer.close()
        return dict(self._writer.digests)

    def _add(self, at_ms: int, pixels: Pixels) -> None:
        if self._writer is None:
            self._writer = LiveWriter(self.dir)
        self._writer.add(at_ms, pixels)
