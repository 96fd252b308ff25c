"""The offers of slices to a run: checks of its expectations, and notifications for a person who is away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.events import Announce, Stamped
from desktop_agent.core.message import Message
from desktop_agent.host import registry
from desktop_agent.policy.scope import ScopedFolder
from desktop_agent.run.stand_ins import NoExpectations

if TYPE_CHECKING:
    from desktop_agent.host.own_desktop import OwnDesktop
    from desktop_agent.run.ports import Approver, Expectations
    from desktop_agent.screen.surroundings import ScreenSurroundings
    from desktop_agent.settings import Settings


class Notifier(Protocol):
    """Notifies about the questions of a run, and its end; never raises, and the run does not wait for it."""

    def asking(self, approver: Approver) -> Approver:
        """Return an approver that also notifies a person who doesn't answer soon."""

    def tell_by(self, announce: Announce) -> None:
        """Take the function that announces errors."""

    def hear(self, stamped: Stamped) -> None:
        """Receive an event of the run, after all other listeners."""


class NoNotifier:
    """Notifies nobody: no notification is set up."""

    def asking(self, approver: Approver) -> Approver:
        """Return the approver unchanged."""
        return approver

    def tell_by(self, announce: Announce) -> None:
        """Do nothing."""

    def hear(self, stamped: Stamped) -> None:
        """Do nothing."""


class _Slice(Protocol):
    def RunNotifier(  # noqa: N802 - a class of the slice's
        self, settings: Settings, environment: Mapping[str, str], /
    ) -> Notifier: ...

    def notify_not_started(self, settings: Settings, environment: Mapping[str, str], /) -> None: ...


def notifier_for(settings: Settings, environment: Mapping[str, str]) -> Notifier:
    """Return the notifier of a run, for the environment of the person's own session."""
    if not settings.notify.any_channel:
        return NoNotifier()
    return cast("_Slice", registry.offer("notifier")).RunNotifier(settings, environment)


def notify_not_started(settings: Settings, environment: Mapping[str, str]) -> None:
    """Notify a person who is away that a task could not begin at its set time; does not wait."""
    if settings.notify.any_channel:
        cast("_Slice", registry.offer("notifier")).notify_not_started(settings, environment)


class _Checker(Protocol):
    def check_written(self, written: Sequence[str], environment: Mapping[str, str], /, *, on_desk: bool) -> None: ...

    def RunExpectations(  # noqa: N802 - a class of the slice's
        self,
        written: Sequence[str],
        surroundings: ScreenSurroundings,
        environment: Mapping[str, str],
        staged: Callable[[Path], Path | None] | None,
        agent_sees: Sequence[Path] | None,
        /,
    ) -> Expectations: ...


def check_expected(settings: Settings, environment: Mapping[str, str], *, on_desk: bool) -> None:
    """Raise SettingsError where an expectation cannot be checked."""
    if not settings.run.expect:
        return
    if settings.run.mode == "watch":
        raise SettingsError(
            Message("A rehearsal doesn't perform any actions, so its outcome can't be checked."),
            Message("Omit --expect or --mode watch."),
        )
    _slice().check_written(settings.run.expect, environment, on_desk=on_desk)


def expected(
    settings: Settings,
    surroundings: ScreenSurroundings,
    environment: Mapping[str, str],
    desk: OwnDesktop | None,
    *,
    by_agent: bool,
) -> Expectations:
    """Return the expectations of a run that is about to begin; an agent may add some at the end."""
    if not settings.run.expect and not by_agent:
        return NoExpectations()
    folders = [Path(scope.path).expanduser() for scope in settings.run.allow if isinstance(scope, ScopedFolder)]
    staged, sees = (desk.staged if desk else None), folders if by_agent else None
    return _slice().RunExpectations(settings.run.expect, surroundings, environment, staged, sees)


def _slice() -> _Checker:
    return cast("_Checker", registry.offer("expectations"))
