"""Reading pictures in several threads at once, while the window loads some of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop_agent.ui.view.stage import scaled, size_of
from tests.fakes.source import ROOT

# It ends only if no thread waits for another; `_exit`, as one that hangs would hold up a usual end.
_READERS = """
import os, sys, threading
from pathlib import Path
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage
from desktop_agent.ui.view.stage import scaled, size_of

app = QGuiApplication([])
data = Path(sys.argv[1]).read_bytes()

def read():
    for _ in range(100):
        assert size_of(data) == QSize(320, 200)
        assert scaled(data, QSize(80, 50)).size() == QSize(80, 50)
        assert not QImage(sys.argv[1]).isNull()

readers = [threading.Thread(target=read) for _ in range(3)]
for reader in readers:
    reader.start()
for reader in readers:
    reader.join()
print("all read", flush=True)
os._exit(0)
"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(0x204060)
    file = tmp_path / "picture.png"
    assert image.save(str(file))
    return file


@pytest.mark.program
def test_threads_that_read_pictures_do_not_wait_for_each_other(picture: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READERS, str(picture)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )

    assert done.stdout == "all read\n", done.stderr


def test_bytes_that_are_no_picture_have_no_size_and_are_not_drawn() -> None:
    assert size_of(b"") == size_of(b"no picture") == QSize()
    assert scaled(b"no picture", QSize(8, 8)).isNull()
