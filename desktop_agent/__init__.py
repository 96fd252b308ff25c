"""Let a language model work a person's real computer, under that person's eyes.

The names below are the Python API; `desktop-agent guide python` explains it. Everything else may change.

    run_task, run_task_async    do a task, in words or from a task file, and return its `RunResult`
    start_run                   begin one, and return its `RunHandle` at once
    RunOptions, TaskOptions     the keywords of these
    RunResult                   how a run ended; makes its film, how-to, report and proof
    Approver, ApproveFunction   who answers a `Question`: with `Approved`, `Edited`, `AppAllowed`, `Rejected`,
                                `TookOver` or `StopRun`
    events, actions, errors     the classes of what happens, of what is done, and of what goes wrong

`help(desktop_agent.run_task)` and the like say more.
"""

from __future__ import annotations

from importlib import import_module

from desktop_agent.core.version import __version__
from desktop_agent.runtime import compiled

# Nor is `typing` loaded for it: some processes of ours need nothing of it, and are waited for.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from desktop_agent.public_names import (
        Action,
        Answer,
        AppAllowed,
        Approved,
        ApproveFunction,
        Approver,
        DesktopAgentError,
        Discarded,
        Edited,
        Event,
        Frame,
        ImagePoint,
        OnUpdate,
        OwnModel,
        Partial,
        Question,
        Reason,
        Rect,
        Rejected,
        RunHandle,
        RunOptions,
        RunResult,
        SafetyCheck,
        Shown,
        Size,
        Stamped,
        StopRun,
        StreamUpdate,
        Target,
        TaskOptions,
        TookOver,
        Viewport,
        Waiting,
        actions,
        errors,
        events,
        run_task,
        run_task_async,
        start_run,
    )

__all__ = [
    "Action",
    "Answer",
    "AppAllowed",
    "ApproveFunction",
    "Approved",
    "Approver",
    "DesktopAgentError",
    "Discarded",
    "Edited",
    "Event",
    "Frame",
    "ImagePoint",
    "OnUpdate",
    "OwnModel",
    "Partial",
    "Question",
    "Reason",
    "Rect",
    "Rejected",
    "RunHandle",
    "RunOptions",
    "RunResult",
    "SafetyCheck",
    "Shown",
    "Size",
    "Stamped",
    "StopRun",
    "StreamUpdate",
    "Target",
    "TaskOptions",
    "TookOver",
    "Viewport",
    "Waiting",
    "__version__",
    "actions",
    "errors",
    "events",
    "run_task",
    "run_task_async",
    "start_run",
]
compiled.load_from(__path__[0])


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a lazy import gives depends on the name
    """Import a public name from its home."""
    return getattr(import_module("desktop_agent.public_names"), name)


def __dir__() -> list[str]:
    """Return the public names, for `help` and completion."""
    return sorted({*globals(), *__all__})
