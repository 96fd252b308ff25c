"""A run's access to its screen: camera and windows, by a session with the desktop where there is no other way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.texts.message import Message
from desktop_agent.input.choose import check as check_input
from desktop_agent.lib.paths import places
from desktop_agent.lib.platform_files import platform_module
from desktop_agent.model.wire.upload_rate import UploadRate
from desktop_agent.presence.lock import LockWatch
from desktop_agent.run.control import StopSource
from desktop_agent.runtime.description.live_view import LiveEye
from desktop_agent.runtime.provider.keys import portal_token
from desktop_agent.runtime.provider.resolve import picture_form
from desktop_agent.screen import choose
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.captures.mask import UnlockedSource
from desktop_agent.screen.captures.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.controls.files import Files
from desktop_agent.screen.controls.own_programs import own_windows
from desktop_agent.screen.controls.secret_fields import KeptParts
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import ControlSource, WindowSource
from desktop_agent.screen.controls.words import ScreenWords
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.settings import Settings

_log = logging.getLogger(__name__)

ENDED = Message("The desktop has stopped sharing its screen and input.")
ENDED_BY_YOU = Message("Stopped by you: you ended the screen sharing.")


@dataclass(frozen=True, slots=True)
class ScreenAccess:
    """The camera and windows of a run, until it closes them."""

    camera: ScreenCamera
    windows: WindowSource
    rate: UploadRate  # gets every upload; the camera asks it how large a picture may be
    eye: LiveEye  # sees the screen as it moves
    remote: RemoteSession | None  # where pictures and input come by the desktop's leave

    def surroundings(
        self, environment: Mapping[str, str], reader: OcrReader | None, controls: ControlSource, *, ahead: bool
    ) -> ScreenSurroundings:
        """Return the surroundings; `ahead`: words are read before the first query for them."""
        own = places(environment)
        return ScreenSurroundings(
            self.windows,
            controls,
            ScreenWords(reader, ahead=ahead),
            own=own_windows(self.windows, environment),
            clipboard=choose.choose_clipboard(self.remote),
            files=Files((own.config, own.data, own.cache)),
            hides=self.camera.hidden_area_reason,
            kept_back=self.camera.kept_back,
            alike=self.camera.same_in,
        )


def open_screen(
    settings: Settings, environment: Mapping[str, str], asks: Callable[[str], None] = lambda _: None
) -> ScreenAccess:
    """Open the access to the screen, once the person has agreed where the desktop asks; input works then.

    `asks` is called with what to choose in the desktop's dialog, if that is shown.

    Raises:
        SettingsError: the monitor, window or size is not valid.
        NoScreenError: there is no screen to work on.
        InputDeniedError: keys and pointer cannot be moved here.
    """
    rate = UploadRate()
    kept_parts = KeptParts()
    with remote_session(environment, asks) as remote:
        camera, windows = _open_camera(settings, environment, rate, LockWatch(environment), kept_parts, remote)
        try:
            if remote is None or settings.run.input:
                check_input(environment, named=settings.run.input)
        except DesktopAgentError:
            camera.close()
            raise
        _log.info("the screen is open: %s, scale %g", camera.monitor.box, camera.monitor.scale)
        eye = LiveEye(settings, environment, kept_parts)
        return ScreenAccess(camera, windows, rate, eye, remote)


def screenshot(
    settings: Settings, environment: Mapping[str, str], asks: Callable[[str], None] = lambda _: None
) -> Frame:
    """Return the same picture that the model would get; ScreenError when there is none.

    `asks` is called with what to choose in the desktop's dialog, if that is shown.
    """
    lock = LockWatch(environment)
    with remote_session(environment, asks, pictures_only=True) as remote, ExitStack() as ending:
        if remote is not None:
            ending.callback(remote.close)
        camera, _ = _open_camera(settings, environment, UploadRate(), lock, remote=remote)
        ending.callback(camera.close)
        frame = camera.grab()
        if lock.is_locked():
            raise ScreenError(
                Message("The screen is locked, so no screenshot was taken."), Message("Unlock it, then try again.")
            )
        return frame


def _open_camera(
    settings: Settings,
    environment: Mapping[str, str],
    rate: UploadRate,
    lock: LockWatch,
    kept_parts: KeptParts | None = None,
    remote: RemoteSession | None = None,
) -> tuple[ScreenCamera, WindowSource]:
    screen = settings.screen
    windows = choose.choose_windows(to_hide=bool(settings.privacy.windows))
    source = choose.choose_capture(environment, remote)
    hidden = HiddenParts(settings.privacy.regions, settings.privacy.windows)
    passwords = choose.choose_passwords()
    lock.start(lambda: None)
    kind, step = picture_form(settings)
    camera = ScreenCamera(
        UnlockedSource(source, lock, passwords),
        windows,
        monitor=screen.monitor,
        region=screen.region,
        window=screen.window,
        viewport=screen.viewport,
        step=step,
        cursor=screen.cursor,
        media_type=f"image/{kind}",
        masked=own_windows(windows, environment),
        hidden=PrivateParts(windows, hidden, passwords, kept_parts),
        signs=choose.choose_signs(),
        most_bytes=rate.most_bytes,
    )
    return camera, windows


@contextmanager
def remote_session(
    environment: Mapping[str, str], asks: Callable[[str], None] = lambda _: None, *, pictures_only: bool = False
) -> Iterator[RemoteSession | None]:
    """Yield the session; None where the screen needs none. It is closed only if the body of the context fails.

    `asks` is called with what to choose in the desktop's dialog, if that is shown. `pictures_only`: no input is sent.
    InputDeniedError when the person says no, or no such session is possible.
    """
    remote = None
    if choose.needs_portal(environment):
        open_session: Callable[..., RemoteSession] = platform_module("portal.choose").open_session
        tokens = portal_token(environment, pictures_only=pictures_only)
        remote = open_session(environment, tokens, asks=asks, pictures_only=pictures_only)
    try:
        yield remote
    except BaseException:
        if remote is not None:
            remote.close()
        raise


def stop_with(
    remote: RemoteSession | None, stop: Callable[[StopSource, str], None], environment: Mapping[str, str]
) -> None:
    """Stop a run when the sharing ends: by the person with the desktop's own indicator, unless the desktop is gone.

    So it is where the service that shares the screen has gone.
    """

    def over() -> None:
        if remote is not None and not remote.is_lost and choose.needs_portal(environment):
            stop("human", ENDED_BY_YOU)
        else:
            stop("lost", ENDED)

    if remote is not None:
        remote.on_closed(over)
