"""Assembles a demonstration from the settings: its keys, what reads the screen, and where its steps are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.host.one_run import only_run
from desktop_agent.lib.paths import places
from desktop_agent.screen.private import HiddenParts
from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.learn.kept_files import STEPS_FOLDER
from desktop_agent.studio.learn.session import LearnSession

if TYPE_CHECKING:
    from desktop_agent.settings import Settings
    from desktop_agent.studio.learn.watch import OnState


def learn_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the steps that were learned."""
    return places(environment).data / STEPS_FOLDER


def learn_keys(settings: Settings, discard: str) -> ControlKeys:
    """Return the keys: what pauses and stops a run pauses and ends a demonstration."""
    return ControlKeys(settings.person.stop_key, discard)


def hidden_parts(settings: Settings) -> HiddenParts:
    """Return what is in no picture."""
    return HiddenParts(settings.privacy.regions, settings.privacy.windows)


@contextmanager
def learning(
    title: str,
    keys: ControlKeys,
    environment: Mapping[str, str],
    *,
    window: str = "",
    hidden: HiddenParts | None = None,
    on_state: OnState,
    on_end: Callable[[], None],
) -> Iterator[LearnSession]:
    """Give a demonstration that has the screen for itself; one that is left early is discarded.

    Raises a DesktopAgentError where a run is going on, or a key does not exist.
    """
    from desktop_agent.screen.ocr.reader import OcrReader, why_not

    with only_run(title, environment), OcrReader() as reader:
        session = LearnSession(
            keys,
            environment,
            reader=None if why_not() else reader,
            window=window,
            hidden=hidden,
            on_state=on_state,
            on_end=on_end,
        )
        session.start()
        try:
            yield session
        finally:
            session.ask("discard")
