"""The parts of a run: one record of plain data, which every front end fills, and the services that are no data."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import TaskSource
from desktop_agent.core.runs.waiting import OnUpdate, pass_nothing_on
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.run.end.result import RunContinuation
from desktop_agent.run.null_objects import AbsentApprover, NoOverlays
from desktop_agent.run.ports import Approver, DeskOrder, Overlays
from desktop_agent.settings import Settings

if TYPE_CHECKING:
    from desktop_agent.core.presence import Presence
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.functions.caller_functions import CallerFunction
    from desktop_agent.run.stream import Listener
    from desktop_agent.runtime.description.live_view import LiveView
    from desktop_agent.runtime.desktop.screen_access import ScreenAccess
    from desktop_agent.runtime.protocol.messages import DeskOpened, Seen
    from desktop_agent.runtime.provider.run_model import StandIn
    from desktop_agent.screen.ocr.reader import OcrReader


@dataclass(frozen=True, slots=True)
class TaskLines:
    """The lines of a task, which are played in place of a model: its text, its pictures by name, and a person's wishes.

    With `falls_back`, the model of the settings does the wishes, and what no longer fits. Lines that are `foreign` come
    from another computer: each is asked about.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    leave_out: tuple[int, ...] = ()
    start: int = 1
    falls_back: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class RunSpec:
    """The order of one run; it is sent to the host unchanged.

    `admitted` are programs that it may work in without a question, `continues` is the run that it continues. With a
    `desk` it opens one and works there. `by_agent`: an agent has given the task, so the person is asked about each file
    that goes to the model with it. With `lines`, these are played. `source` is the task that it carries out, if that is
    kept somewhere.
    """

    task: str
    settings: Settings
    admitted: tuple[str, ...] = ()
    continues: RunContinuation | None = None
    desk: DeskOrder | None = None
    by_agent: bool = False
    lines: TaskLines | None = None
    source: TaskSource | None = None


@dataclass(frozen=True, slots=True)
class ClientServices:
    """The client's services for a run.

    `shared` gets the part of the desktop that the person shares, where the desktop asks them: our windows belong there.
    `asks` gets what to choose in a dialog of the desktop's, just before or while it is shown.
    `pass_on` gets news of an unfinished answer, on the run's own thread; it must not raise or block.
    """

    approver: Approver = field(default_factory=AbsentApprover)
    overlays: Overlays = field(default_factory=NoOverlays)
    listeners: Sequence[Listener] = ()
    pass_on: OnUpdate = pass_nothing_on
    approvals: RememberedApprovals = field(default_factory=RememberedApprovals)
    desk_opened: Callable[[DeskOpened], None] = lambda _: None
    seen: Callable[[Seen], None] = lambda _: None
    shared: Callable[[Rect], None] = lambda _: None
    asks: Callable[[str], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class HostParts:
    """The services of the run's process; a reader or a presence is closed by its owner.

    `stand_in` takes the place of the model. `desk` is the desk that this process has been moved to: the environment is
    then that of its display, and programs are started only there. `view` shows the screen to who watches the run, and
    `opened` receives the screen once it is open.
    """

    reader: OcrReader | None = None
    presence: Presence | None = None
    stand_in: StandIn | None = None
    desk: RunDesk | None = None
    view: LiveView | None = None
    opened: Callable[[ScreenAccess], None] = lambda _: None
    functions: Mapping[str, CallerFunction] = field(default_factory=dict)  # called in this process
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
