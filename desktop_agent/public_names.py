"""Where the names of the Python API are defined.

Apart from `desktop_agent/__init__.py`, which must stay smaller than a block of a disk once it is compiled.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop_agent.api import (
        OwnModel,
        RunHandle,
        RunOptions,
        RunResult,
        Shown,
        TaskOptions,
        run_task,
        run_task_async,
        start_run,
    )
    from desktop_agent.core import errors
    from desktop_agent.core.actions import action as actions
    from desktop_agent.core.actions.action import Action
    from desktop_agent.core.decisions.decision import (
        Answer,
        AppAllowed,
        Approved,
        Edited,
        Question,
        Reason,
        Rejected,
        StopRun,
        Target,
        TookOver,
    )
    from desktop_agent.core.errors import DesktopAgentError
    from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Size, Viewport
    from desktop_agent.core.runs import events
    from desktop_agent.core.runs.events import Event, Stamped
    from desktop_agent.core.runs.turn import SafetyCheck
    from desktop_agent.core.runs.waiting import Discarded, OnUpdate, Partial, StreamUpdate, Waiting
    from desktop_agent.run.ask.function_approver import ApproveFunction
    from desktop_agent.run.ports import Approver

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
    "actions",
    "errors",
    "events",
    "run_task",
    "run_task_async",
    "start_run",
]
# Where each name is defined. It is imported when it is asked for: `--help` must load neither Qt nor an input library.
_HOMES = {
    "api": "OwnModel RunHandle RunOptions RunResult Shown TaskOptions run_task run_task_async start_run",
    "core.actions.action": "Action",
    "core.decisions.decision": ("Answer AppAllowed Approved Edited Question Reason Rejected StopRun Target TookOver"),
    "core.errors": "DesktopAgentError",
    "core.runs.events": "Event Stamped",
    "core.pictures": "Frame ImagePoint Rect Size Viewport",
    "core.runs.waiting": "Discarded OnUpdate Partial StreamUpdate Waiting",
    "core.runs.turn": "SafetyCheck",
    "run.ask.function_approver": "ApproveFunction",
    "run.ports": "Approver",
}
_MODULES = {"actions": "core.actions.action", "errors": "core.errors", "events": "core.runs.events"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a lazy import gives depends on the name
    """Import a public name from its home."""
    if name in _MODULES:
        return import_module(f"desktop_agent.{_MODULES[name]}")
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"desktop_agent.{home}"), name)
    raise AttributeError(name)
