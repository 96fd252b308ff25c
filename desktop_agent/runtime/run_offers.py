"""The offers of slices to a run: checks of its expectations, notifications, and copies of the folders in its scope."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.events import Announce, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.policy.scope import ScopedFolder
from desktop_agent.run.null_objects import NoExpectations, NoPlace
from desktop_agent.run.ports import WorkPlace
from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.run.ports import Approver, Expectations
    from desktop_agent.runtime.prepare import PreparedRun
    from desktop_agent.screen.controls.surroundings import ScreenSurroundings
    from desktop_agent.settings import Settings

_MB = 1_000_000


class Notifier(Protocol):
    """Notifies about the questions of a run, and its end; never raises, and the run does not wait for it."""

    def asking(self, approver: Approver) -> Approver:
        """Return an approver that also notifies a person who doesn't answer soon."""

    def announce_by(self, announce: Announce) -> None:
        """Take the function that announces errors."""

    def hear(self, stamped: Stamped) -> None:
        """Receive an event of the run, after all other listeners."""


class NoNotifier:
    """Notifies no one: no notification is set up."""

    def asking(self, approver: Approver) -> Approver:
        """Return the approver unchanged."""
        return approver

    def announce_by(self, announce: Announce) -> None:
        """Do nothing."""

    def hear(self, stamped: Stamped) -> None:
        """Do nothing."""


def notifier_for(settings: Settings, environment: Mapping[str, str]) -> Notifier:
    """Return the notifier of a run, for the environment of the person's own session."""
    if not settings.notify.any_channel:
        return NoNotifier()
    return slices.notifier.RunNotifier(settings, environment)


def notify_not_started(settings: Settings, environment: Mapping[str, str]) -> None:
    """Notify a person who is away that a task could not begin at its set time; does not wait."""
    if settings.notify.any_channel:
        slices.notifier.notify_not_started(settings, environment)


def check_expected(settings: Settings, environment: Mapping[str, str], *, on_desk: bool) -> None:
    """Raise SettingsError where an expectation cannot be checked."""
    if not settings.run.expect:
        return
    if settings.run.mode == "watch":
        raise SettingsError(
            Message("A rehearsal doesn't perform any actions, so its outcome can't be checked."),
            Message("Omit --expect or --mode watch."),
            in_window=Message("Uncheck “Prove it”, or choose another mode."),
        )
    slices.expectations.check_expectations(settings.run.expect, environment, on_desk=on_desk)


def expectations_of_run(
    settings: Settings,
    surroundings: ScreenSurroundings,
    environment: Mapping[str, str],
    desk: RunDesk | None,
    *,
    by_agent: bool,
) -> Expectations:
    """Return the expectations of a run that is about to begin; an agent may add some at the end."""
    if not settings.run.expect and not by_agent:
        return NoExpectations()
    staged = desk.staged if desk else None
    sees = _folders_in(settings) if by_agent else None
    return slices.expectations.RunExpectations(settings.run.expect, surroundings, environment, staged, sees)


def place_of(run: PreparedRun, stack: AsyncExitStack, folder: Path) -> WorkPlace:
    """Return the place of a run that is recorded in a folder: its desk, or the person's own screen."""
    settings = run.spec.settings
    own = places(run.parts.environment)
    if run.parts.desk:
        return run.parts.desk
    # The folders' copies are undone by calls that Linux alone has.
    folders = _folders_in(settings) if sys.platform == "linux" and settings.run.mode != "watch" else ()
    if not (folders and settings.record.undo_mb):
        return NoPlace()
    limits = (settings.record.undo_files, settings.record.undo_mb * _MB)
    copies = slices.copied_folders.CopiedFolders(
        folder, run.spec.task, folders, (own.config, own.data, own.cache), limits
    )
    stack.callback(copies.close)
    return copies


def _folders_in(settings: Settings) -> list[Path]:
    """Return the folders in a run's scope."""
    return [Path(scope.path).expanduser() for scope in settings.run.allow if isinstance(scope, ScopedFolder)]
