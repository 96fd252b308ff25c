"""The switch in the console that has a task done on a side desk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from desktop_agent.desk.windows.order_line import DeskLine
from desktop_agent.run.desk_order import DeskOrder

MakeLine = Callable[[Callable[[], object]], DeskLine]


@pytest.fixture
def line(app: QApplication) -> Iterator[MakeLine]:
    made: list[DeskLine] = []

    def make(attempt: Callable[[], object]) -> DeskLine:
        made.append(DeskLine(attempt))
        made[0].show()
        return made[0]

    yield make
    for one in made:
        one.hide()
        one.deleteLater()


def fields(line: DeskLine) -> list[QLineEdit]:
    return line.findChildren(QLineEdit)


def test_it_is_off_and_folded_until_it_is_switched_on(line: MakeLine) -> None:
    made = line(lambda: "overlayfs")
    off = made.order, [field.isVisible() for field in fields(made)]
    made.findChildren(QCheckBox)[0].click()
    folders, hosts = fields(made)
    folders.setText("~/Letters;  /srv/scans ;")
    hosts.setText("example.org")

    assert off == (None, [False, False])
    assert folders.isVisible()
    assert made.order == DeskOrder((Path.home() / "Letters", Path("/srv/scans")), ("example.org",))
    assert "None, or the folders" in folders.placeholderText()
