"""What is expected of a run's end, as the slice that looks for it offers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.host import registry
from desktop_agent.run.absent import NoExpectations

if TYPE_CHECKING:
    from desktop_agent.host.own_desktop import OwnDesktop
    from desktop_agent.run.ports import Expectations
    from desktop_agent.screen.surroundings import ScreenSurroundings
    from desktop_agent.settings import Settings


class _Slice(Protocol):
    def check_written(self, written: Sequence[str], environment: Mapping[str, str], /, *, on_desk: bool) -> None: ...

    def RunExpectations(  # noqa: N802 - a class of the slice's
        self,
        written: Sequence[str],
        surroundings: ScreenSurroundings,
        environment: Mapping[str, str],
        staged: Callable[[Path], Path | None] | None,
        /,
    ) -> Expectations: ...


def check_expected(settings: Settings, environment: Mapping[str, str], *, on_desk: bool) -> None:
    """Raise SettingsError where something is expected that cannot be looked for."""
    if not settings.run.expect:
        return
    if settings.run.mode == "watch":
        raise SettingsError(
            Message("A rehearsal does nothing, so its end can't be checked."),
            Message("Leave out --expect, or --mode watch."),
        )
    _slice().check_written(settings.run.expect, environment, on_desk=on_desk)


def expected(
    settings: Settings,
    surroundings: ScreenSurroundings,
    environment: Mapping[str, str],
    desk: OwnDesktop | None,
    *,
    more: bool,
) -> Expectations:
    """Return what is expected of a run that is about to begin; `more`: an agent may add to it at the end."""
    if not settings.run.expect and not more:
        return NoExpectations()
    return _slice().RunExpectations(settings.run.expect, surroundings, environment, desk.staged if desk else None)


def _slice() -> _Slice:
    return cast("_Slice", registry.offer("expectations"))
