"""The console's live picture: kept in the size in which it is shown, and as sharp as its file where there is room."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop_agent.ui.console.live_picture import LivePicture


def test_a_picture_that_was_shown_small_is_as_sharp_as_its_file_once_there_is_room(
    app: QApplication, tmp_path: Path
) -> None:
    lines = QImage(640, 400, QImage.Format.Format_RGB32)
    for y in range(400):
        for x in range(640):
            lines.setPixelColor(x, y, QColor("black" if x % 2 else "white"))
    lines.save(str(tmp_path / "lines.png"))
    live = LivePicture()
    live.show()
    live.show_file(tmp_path / "lines.png")
    live.resize(320, 200)
    grey = live.grab().toImage().pixelColor(100, 100)

    live.resize(640, 200)  # it is never higher than the picture is in its width
    live.resize(640, 400)

    assert 100 < grey.value() < 160
    assert live.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) == lines


def test_a_picture_is_kept_no_larger_than_it_is_shown(app: QApplication, tmp_path: Path) -> None:
    QImage(640, 400, QImage.Format.Format_RGB32).save(str(tmp_path / "screen.png"))
    live = LivePicture()
    live.show_file(tmp_path / "screen.png")
    live.resize(320, 200)
    live.grab()

    (kept,) = (one for one in vars(live).values() if isinstance(one, QImage))
    assert (320, 200) == (kept.width(), kept.height())
