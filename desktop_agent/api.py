"""A run from a caller's own Python program: the command, with an approver of the caller's."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from desktop_agent.app.paths import places
from desktop_agent.app.prepare import RunResult, prepare, watch_person
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.events import Stamped
from desktop_agent.core.stream_update import OnUpdate, StreamUpdate
from desktop_agent.run.function_approver import ApproveFunction
from desktop_agent.run.ports import Approver
from desktop_agent.settings import Settings, load

__all__ = ["RunResult", "run_task"]

_log = logging.getLogger(__name__)


def run_task(
    task: str,
    *,
    provider: str = "local",
    approver: Approver | ApproveFunction | None = None,
    on_event: Callable[[Stamped], None] = print,
    on_passing: OnUpdate | None = None,
    **flags: object,
) -> RunResult:
    """Run one task as the command would, and return how it ended.

    `approver` is asked wherever a person must decide: a function that takes the `Question` and returns True for yes,
    or an object with the methods of `Approver`; None answers every question with no. `on_event` gets every event;
    when it fails the run ends, as nobody may be seeing what is done. `on_passing` gets what is kept nowhere, on the
    run's own thread: the model's words as they come (`Partial`, `Discarded`) and what is waited for (`Waiting`); once
    it has failed it gets nothing more. Whoever touches mouse or keyboard meanwhile takes over, and the stop keys stop
    it. `flags` are the command's flags in Python's spelling: `mode`, `max_steps`, `monitor`, `viewport`, `base_url`,
    `model`, `dialect`, and so on. The config file and the environment apply as they do there.

    Raises:
        DesktopAgentError: the run could not begin, or its end not be recorded.
        KeyboardInterrupt: after the run was stopped by it and has ended.
    """
    given = {_section_of(name): value for name, value in flags.items()}
    sourced = load(places().config_file, os.environ, {**given, "provider.name": provider})
    presence = watch_person(sourced.settings)
    try:
        ready = prepare(
            task,
            sourced.settings,
            approver=approver,
            listeners=(on_event,),
            pass_on=_Careful(on_passing),
            presence=presence,
        )
        return ready.run()
    finally:
        presence.close()


class _Careful:
    """Passes on to a caller's own code, which must not break the conversation with the model."""

    def __init__(self, to: OnUpdate | None) -> None:
        self._to = to

    def __call__(self, passing: StreamUpdate) -> None:
        if self._to is None:
            return
        try:
            self._to(passing)
        except Exception:  # noqa: BLE001 - a caller's own code
            _log.warning("on_passing failed and gets nothing more", exc_info=True)
            self._to = None


def _section_of(flag: str) -> str:
    for section, field in Settings.model_fields.items():
        if flag in getattr(field.annotation, "model_fields", {}):
            return f"{section}.{flag}"
    raise SettingsError(f"There is no flag “{flag}”.", "The flags are those of `desktop-agent run --help`.")
