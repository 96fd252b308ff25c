"""The window of the first start, used by its controls."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from desktop_agent.doctor import Finding
from desktop_agent.model.profiles import PROFILES
from desktop_agent.runtime.provider.choices import FoundModels, ModelState, Readiness
from desktop_agent.runtime.provider.entry import ModelTrial, TryModel
from desktop_agent.ui.welcome import Checkup, Welcome
from tests.fakes.windows.qt_app import wait_until

SERVER = "vLLM"
BUILT_IN = "Built-in model"
FOUND = (
    Finding("display", "works", ":1 with monitor 1: 1280x800"),
    Finding("hand", "limited", "nothing tells <b>your</b> hand from the model's", "Use a terminal."),
    Finding("input", "broken", "XTEST is missing", "Use an X11 session."),
)


def states(**given: tuple[Readiness, str]) -> dict[str, ModelState]:
    """Return what is found where nothing runs and no key is set, but for what is given by a provider's name."""
    nothing = {name: ModelState("needs key" if one.key_variable else "not installed") for name, one in PROFILES.items()}
    words = {name.replace("_", "-"): ModelState(*state) for name, state in given.items()}
    return nothing | {"local": ModelState("built in"), "azure": ModelState("needs address")} | words


@contextmanager
def opened(
    folder: Path,
    findings: tuple[Finding, ...],
    found: FoundModels,
    try_model: TryModel = lambda *_: ModelTrial("works"),
) -> Iterator[Welcome]:
    window = Welcome(folder / "config" / "config.toml", lambda: findings, lambda: found, try_model)
    window.show()
    wait_until(lambda: "Checking" not in "".join(label.text() for label in window.findChildren(QLabel)))
    wait_until(lambda: not found.states or " — " in models(window).currentText())
    yield window
    window.close()
    window.deleteLater()


def models(window: Welcome) -> QComboBox:
    return next(child for child in window.findChildren(QComboBox) if child.accessibleName() == "Model")


def choose(window: Welcome, name: str) -> None:
    box = models(window)
    row = next(n for n in range(box.count()) if box.itemText(n).partition(" — ")[0] == name)
    box.setCurrentIndex(row)
    box.activated.emit(row)
    box.hidePopup()  # where choosing “More…” opens the list again


def chosen(window: Welcome) -> str:
    return models(window).currentText().partition(" — ")[0]


def field(window: Welcome, name: str) -> QLineEdit:
    return next(each for each in window.findChildren(QLineEdit) if each.accessibleName() == name)


def press(window: Welcome, name: str) -> None:
    button = next(
        button for button in window.findChildren(QPushButton) if button.accessibleName() == name and button.isVisible()
    )
    button.click()


def finish(window: Welcome, button: str = "Write a task") -> bool:
    wanted: list[bool] = []
    window.finished.connect(wanted.append)
    press(window, button)
    wait_until(lambda: wanted)
    return wanted[0]


def until_told(window: Welcome, words: str) -> None:
    wait_until(lambda: words in text(window))


def written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "config/config.toml").read_text(encoding="utf-8"))


def text(window: Welcome | Checkup) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
