"""Chooses the parts of one run: with `host/assemble.py` the only place that knows concrete ones.

Settings name the provider; the screen and the input backend are chosen for this machine; nothing is started or written
until `Session.run`. Then the assembler makes a folder for the record and opens the rest, and the loop takes over on a
thread of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Protocol, cast

from desktop_agent.core.errors import DesktopAgentError, ScreenError, SettingsError
from desktop_agent.core.frame import Frame
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.mode import AccessLevel, InputName
from desktop_agent.core.presence import Presence
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.stream_update import OnUpdate, pass_nothing_on
from desktop_agent.host.assemble import RunAssembler
from desktop_agent.host.live_recorder import live_eye
from desktop_agent.host.material import guided_by, material_of
from desktop_agent.host.own_desktop import OwnDesktop
from desktop_agent.host.provider import Provider, picture_form, privacy, provider_of
from desktop_agent.host.run_offers import check_expected, notifier_for
from desktop_agent.host.stand_in import StandIn
from desktop_agent.input.choose import check as check_input
from desktop_agent.installation import hint_for
from desktop_agent.lib.paths import places
from desktop_agent.lib.platform_files import platform_file
from desktop_agent.model.wire.upload_rate import UploadRate
from desktop_agent.policy.remembered import RememberedApprovals
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.run.control import StopSource
from desktop_agent.run.function_approver import ApproveFunction, FunctionApprover
from desktop_agent.run.ports import Approver, Overlays
from desktop_agent.run.result import RunContinuation, RunResult
from desktop_agent.run.session import Session
from desktop_agent.run.stand_ins import AbsentApprover, NoOverlays
from desktop_agent.run.stream import Listener
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_passwords, choose_signs, choose_windows, needs_portal
from desktop_agent.screen.locked_screen import UnlockedSource
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.ocr.reader import why_not as why_no_reader
from desktop_agent.screen.own_programs import own_windows
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.secret_fields import KeptParts
from desktop_agent.screen.window import WindowSource
from desktop_agent.settings import Settings
from desktop_agent.settings.answers import APPLICATIONS, REMEMBERED, AppPermissionStore, RememberedAnswers
from desktop_agent.settings.api_keys import KeyringToken
from desktop_agent.settings.secret_store import SecretStore

__all__ = ["RunResult", "Session", "prepare", "screenshot"]
_LONGEST_TASK = 1_000_000


def prepare(  # noqa: PLR0913 - each is a part that a caller may bring
    task: str,
    settings: Settings,
    *,
    approver: Approver | ApproveFunction | None = None,
    listeners: Sequence[Listener] = (),
    pass_on: OnUpdate = pass_nothing_on,
    environment: Mapping[str, str] = os.environ,
    presence: Presence | None = None,
    overlays: Overlays | None = None,
    approval_memory: RememberedApprovals | None = None,
    admitted: Sequence[str] = (),
    reader: OcrReader | None = None,
    continues: RunContinuation | None = None,
    stand_in: StandIn | None = None,
    desk: OwnDesktop | None = None,
    by_agent: bool = False,
) -> Session:
    """Check what can be checked before a run. It may work in `admitted` programs. `presence` and `reader` stay open.

    With a `desk`, the environment is that of its display, and programs are started there and nowhere else.
    `pass_on` gets what is shown while the model is waited for, on the run's own thread; it must not raise or block.
    `stand_in` is asked in the place of the model. `by_agent`: an agent has given the task, so that the person is asked
    about each file that goes to the model with it.

    Raises:
        SettingsError: the task, provider, monitor, window, size or a remembered permission is not valid.
        NoScreenError: there is no screen to work on.
        InputDeniedError: keys and pointer cannot be moved here.
    """
    provider = stand_in.provider if stand_in and stand_in.provider else provider_of(settings, environment)
    secrets = _check(task, provider, environment, stand_in)
    check_expected(settings, environment, on_desk=desk is not None)
    material = material_of(settings, environment, provider, is_model=stand_in is None, continues=continues)
    if settings.run.max_cost is not None and (stand_in is None or stand_in.sends is None):
        check_price(provider)
    may = _app_permissions(settings, environment, admitted, desk)
    live = live_eye(settings, environment, kept := KeptParts())
    remote, camera, windows = _screen(settings, environment, rate := UploadRate(), kept)
    presence = presence or NoPresence()
    notifier = notifier_for(settings, desk.outside if desk else environment)
    assembler = RunAssembler(
        task=task,
        settings=settings,
        provider=provider,
        camera=camera,
        windows=windows,
        approver=notifier.asking(approver_of(approver)),
        presence=presence,
        overlays=overlays or NoOverlays(),
        app_permissions=may,
        approval_memory=approval_memory or RememberedApprovals(),
        control_memory=_remembered(environment),
        secrets=secrets,
        listeners=listeners,
        notifier=notifier,
        pass_on=pass_on,
        environment=environment,
        reader=reader,
        rate=rate,
        continues=continues,
        material=material,
        by_agent=by_agent,
        stand_in=stand_in,
        live=live,
        desk=desk,
        remote=remote,
    )
    notice = _notice(provider, settings, environment, stand_in, guided_by(material))
    session = Session(task, notice, assembler, presence)
    return _ending(remote, desk, session)


def _screen(
    settings: Settings, environment: Mapping[str, str], rate: UploadRate, kept: KeptParts
) -> tuple[RemoteSession | None, ScreenCamera, WindowSource]:
    """Open the way to the screen, once the person has agreed where the desktop asks; input is sure to work then."""
    with remote_session(environment) as remote:
        camera, windows = _camera(settings, environment, rate, LockWatch(environment), kept, remote)
        _check_input(camera, environment, settings.run.input, remote)
        return remote, camera, windows


def _ending(remote: RemoteSession | None, desk: OwnDesktop | None, session: Session) -> Session:
    stop_with(remote, session.stop)
    if desk:
        desk.watch(session.stop)
    return session


def _notice(
    provider: Provider, settings: Settings, environment: Mapping[str, str], stand_in: StandIn | None, like: str
) -> str:
    sends = stand_in.sends if stand_in else None
    run, runs = settings.run, str(places(environment).runs)
    return privacy(provider, runs, pictures=run.record, instead=sends, attached=run.attach, like=like)


def screenshot(settings: Settings, environment: Mapping[str, str] = os.environ) -> Frame:
    """Return the very picture that the model would get; ScreenError when there is none."""
    lock = LockWatch(environment)
    with remote_session(environment) as remote, ExitStack() as ending:
        if remote is not None:
            ending.callback(remote.close)
        camera, _ = _camera(settings, environment, UploadRate(), lock, remote=remote)
        ending.callback(camera.close)
        frame = camera.grab()
        if lock.is_locked():
            raise ScreenError(
                Message("The screen is locked, so no screenshot was taken."), Message("Unlock it, then try again.")
            )
        return frame


def approver_of(given: Approver | ApproveFunction | None) -> Approver:
    """Return who is asked: a caller's own function or object, else nobody."""
    if given is None:
        return AbsentApprover()
    return FunctionApprover(given) if callable(given) else given


def _camera(
    settings: Settings,
    environment: Mapping[str, str],
    rate: UploadRate,
    lock: LockWatch,
    kept: KeptParts | None = None,
    remote: RemoteSession | None = None,
) -> tuple[ScreenCamera, WindowSource]:
    screen, windows = settings.screen, choose_windows(to_hide=bool(settings.privacy.windows))
    source = choose_capture(environment, remote)
    hidden, passwords = HiddenParts(settings.privacy.regions, settings.privacy.windows), choose_passwords()
    lock.start(lambda: None)
    kind, step = picture_form(settings)
    camera = ScreenCamera(
        UnlockedSource(source, lock, *filter(None, (passwords,))),
        windows,
        monitor=screen.monitor,
        region=screen.region,
        window=screen.window,
        viewport=screen.viewport,
        step=step,
        cursor=screen.cursor,
        media_type=f"image/{kind}",
        masked=own_windows(windows, environment),
        hidden=PrivateParts(windows, hidden, passwords, kept),
        signs=choose_signs(),
        most_bytes=rate.most_bytes,
    )
    return camera, windows


def _app_permissions(
    settings: Settings, environment: Mapping[str, str], admitted: Sequence[str], desk: OwnDesktop | None
) -> AppPermissionStore:
    elsewhere: AccessLevel | None = "work" if desk else None
    file = places(environment).config_file.parent / APPLICATIONS
    app_permissions = AppPermissionStore(file, settings.run.allow, elsewhere=elsewhere)
    for program in admitted:
        app_permissions.allow(program, "", "work", "run")
    return app_permissions


def _remembered(environment: Mapping[str, str]) -> RememberedAnswers:
    return RememberedAnswers(places(environment).config / REMEMBERED)


def _check_input(
    camera: ScreenCamera, environment: Mapping[str, str], named: InputName | None, remote: RemoteSession | None
) -> None:
    try:
        if remote is None or named:
            check_input(environment, named=named)
    except DesktopAgentError:
        camera.close()
        raise


def check_price(provider: Provider) -> None:
    """Raise SettingsError where it is not known what the model costs: no limit in money could hold then."""
    if not (provider.embedded or provider.priced):
        name = provider.profile.name
        raise SettingsError(
            Message(
                "The price of the model “{model}” is unknown, so a cost limit (--max-cost) can't be enforced.",
                model=provider.model,
            ),
            Message(
                'In config.toml, under [providers.{name}], set model = "{model}", price_read and '
                "price_written (USD per million tokens; 0 if it's free). Or omit the limit.",
                name=name,
                model=provider.model,
            ),
        )


def _check(task: str, provider: Provider, environment: Mapping[str, str], stand_in: StandIn | None) -> SecretStore:
    """Return the secrets, once nothing speaks against the task; SettingsError where something does."""
    if not task.strip():
        raise SettingsError(Message("The task is empty."), Message("Describe the task in a sentence."))
    if len(task) > _LONGEST_TASK:
        raise SettingsError(Message("The task is longer than a million characters."), Message("Shorten it."))
    if stand_in is None and provider.embedded and (why_not := why_no_reader()):
        raise SettingsError(
            sentences(Message("The built-in model can't read the screen on this computer."), why_not),
            hint_for("offline"),
        )
    secrets = SecretStore(places(environment).config)
    secrets.check(stand_in.words if stand_in else task)
    return secrets


class _Portal(Protocol):
    def open_session(self, environment: Mapping[str, str], tokens: KeyringToken, /) -> RemoteSession: ...


ENDED = Message("The desktop has stopped sharing its screen and input.")


@contextmanager
def remote_session(environment: Mapping[str, str]) -> Iterator[RemoteSession | None]:
    """Open the session, None where the screen is seen without one; closed only when what is done with it fails.

    InputDeniedError when the person says no, or no such session can be had.
    """
    remote = None
    if needs_portal(environment):
        portal = cast("_Portal", platform_file("portal.choose"))
        remote = portal.open_session(environment, KeyringToken())
    try:
        yield remote
    except BaseException:
        if remote is not None:
            remote.close()
        raise


def stop_with(remote: RemoteSession | None, stop: Callable[[StopSource, str], None]) -> None:
    """Have a run stop when the person ends the sharing by the desktop's own sign."""
    if remote is not None:
        remote.on_closed(lambda: stop("human", ENDED))
