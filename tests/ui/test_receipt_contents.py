"""What a desk has made is opened within limits: pictures that are none are not drawn, and no copy is one that runs."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.windows.receipt.detail import copy_to_view
from desktop_agent.desk.windows.receipt.facts import decoded
from tests.fakes.desk_work import DeskWork
from tests.fakes.shown_receipts import painted


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", painted("#123456").replace(struct.pack(">II", 320, 240), struct.pack(">II", 60_000, 60_000))),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://127.0.0.1:1/'/></svg>"),
        ("cut.png", painted("#123456")[:60]),
    ],
)
def test_a_hostile_picture_is_not_drawn_and_says_why(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    picture = decoded(tmp_path / name)

    assert picture.image.isNull()
    assert picture.why_not


def test_a_picture_behind_a_link_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(painted("#123456"))
    (tmp_path / "link.png").symlink_to("real.png")

    assert decoded(tmp_path / "link.png").image.isNull()
    assert not decoded(tmp_path / "real.png").image.isNull()


@pytest.mark.parametrize(
    ("name", "content", "mode", "opened_as"),
    [
        ("page.html", "<script>1</script>", 0o644, "page.html.txt"),
        ("-rf.txt", "text", 0o644, "rf.txt"),
        ("run.sh", "echo", 0o755, None),
        ("menu.desktop", "[Desktop Entry]\nExec=x\n", 0o644, None),
    ],
)
def test_a_copy_is_opened_as_what_cannot_run(
    tmp_path: Path, name: str, content: str | bytes, mode: int, opened_as: str | None
) -> None:
    desk = DeskWork(tmp_path)
    record = desk.start()
    desk.write(name, content, mode=mode)
    change = desk.changes()[name]
    try:
        copy = copy_to_view(change, record.layers, tmp_path / "copies").name
    except DeskError:
        copy = None

    assert copy == opened_as
