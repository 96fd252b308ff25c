"""A console and a bridge that says what a test lets it say."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QWidget

from desktop_agent.core.decisions.mode import MODES
from desktop_agent.core.runs.events import Event, RunStarted, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.policy.scope import ScopeEntry
from desktop_agent.ui.console.terms_line import Terms
from desktop_agent.ui.console.window import Console
from desktop_agent.ui.session.bridge import Bridge, Runnable
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.view.timeline import WHAT

MONITOR = {"n": 1, "x": 0, "y": 0, "width": 1280, "height": 800, "scale": 1.0}
PRIVACY = Message("Nothing leaves this computer.")


def terms_of(flags: Mapping[str, object]) -> Terms:
    mode = str(flags.get("run.mode", "guard"))
    name = str(flags.get("provider.name", "local"))
    steps = int(str(flags.get("run.max_steps", 200)))
    cost = flags.get("run.max_cost")
    problem = "OPENAI_API_KEY is not set." if name == "openai" else ""
    names = {"local": "local: local-1", "openai": "openai: gpt-5.4"}
    return Terms(
        next(one for one in MODES if one == mode), name, "" if problem else f"{name}-1", names,
        steps=steps, minutes=60.0, cost=cost if isinstance(cost, float) else None, disclosure=PRIVACY, problem=problem,
    )  # fmt: skip


class Desk:
    """A console and a bridge that says what a test lets it say."""

    def __init__(self, folder: Path, scope: tuple[ScopeEntry, ...] = ()) -> None:
        self.folder = folder
        self._seq = 0
        self.bridge = Bridge(_no_run)
        self.console = Console(self.bridge, lambda flags: replace(terms_of(flags), scope=scope))
        self.console.show()

    def destroy(self) -> None:
        """Delete the window and the bridge here and now.

        Left to Python's collector they may go on another thread, while a timer of theirs runs on Qt's: a crash.
        """
        self.console.deleteLater()
        self.bridge.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def begin(self, task: str = "t") -> None:
        self.bridge.running = True
        self.bridge.begun.emit(task)
        self.bridge.privacy = PRIVACY
        self.hear(self.started(), turn=0)

    def started(self) -> RunStarted:
        return RunStarted(
            1, "r", str(self.folder), "t", "local", "preview", "local-1", "http://127.0.0.1/v1", "guard", MONITOR, None,
            {"width": 1280, "height": 800}, {"steps": 200, "minutes": 60, "cost": 0.5}, "0.1.0",
        )  # fmt: skip

    def hear(self, *events: Event, turn: int = 1) -> None:
        for event in events:
            self._seq += 1
            self.bridge.heard.emit(Stamped(self._seq, f"2026-11-20T10:00:{self._seq:02d}.000Z", turn, event))

    def button(self, name: str) -> QPushButton:
        return next(button for button in self.console.findChildren(QPushButton) if button.accessibleName() == name)

    def named(self, kind: type[QWidget], name: str) -> QWidget:
        return next(child for child in self.console.findChildren(kind) if child.accessibleName() == name)

    def text(self) -> str:
        return "\n".join(label.text() for label in self.console.findChildren(QLabel) if label.isVisible())

    def rows(self) -> list[str]:
        model = self.console.findChildren(QTableView)[0].model()
        return [str(model.index(row, WHAT).data()) for row in range(model.rowCount())]


@contextmanager
def shown_desk(folder: Path) -> Iterator[Desk]:
    made = Desk(folder)
    yield made
    made.bridge.running = False
    made.console.close()
    made.destroy()


def _no_run(_order: TaskOrder, _bridge: Bridge) -> AbstractContextManager[Runnable]:
    return nullcontext()  # type: ignore[return-value]
