"""What the kernel tells of a device, held against what the display says that it did."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.presence import InputKind
from desktop_agent.platforms.x11 import xinput2
from desktop_agent.platforms.x11.xinput2 import MOVED_WITHIN_MS, WITHIN_MS, KernelDevice, open_device

NOW = 5_000_000_000  # ms: past what the server's counter holds
LEFT, TOUCH, A = 0x110, 0x14A, 30


class Kernel:
    def __init__(self) -> None:
        reads, self._writes = os.pipe2(os.O_NONBLOCK)
        self.device = KernelDevice(reads)

    def add(self, kind: int, code: int, value: int, at_ms: int = NOW) -> None:
        os.write(self._writes, struct.pack("@llHHi", at_ms // 1000, at_ms % 1000 * 1000, kind, code, value))

    def made(self, kind: InputKind, code: int, *, down: bool = True, later_ms: int = 3) -> bool:
        return self.device.made(kind, code, (NOW + later_ms) % (1 << 32), down=down)

    def close(self) -> None:
        self.device.close()
        os.close(self._writes)


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    kernel = Kernel()
    yield kernel
    kernel.close()


@pytest.mark.parametrize(("code", "value", "kind", "shown", "down"), [
    (LEFT, 1, "button", 1, True), (LEFT, 0, "button", 1, False), (TOUCH, 1, "button", 1, True),
    (LEFT, 1, "button", 3, True), (A, 1, "key", 38, True), (A, 0, "key", 38, False),
])  # fmt: skip
def test_one_event_of_the_kernel_stands_for_one_of_the_display(
    kernel: Kernel, code: int, value: int, kind: InputKind, shown: int, down: bool
) -> None:
    kernel.add(1, code, value)

    assert [kernel.made(kind, shown, down=down) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(("code", "value", "kind", "shown", "down"), [
    (LEFT, 1, "button", 1, False), (LEFT, 1, "key", 1, True), (A, 1, "key", 39, True), (A, 2, "key", 38, True),
    (A, 1, "button", 1, True),
])  # fmt: skip
def test_another_event_stands_for_nothing(
    kernel: Kernel, code: int, value: int, kind: InputKind, shown: int, down: bool
) -> None:
    kernel.add(1, code, value)

    assert not kernel.made(kind, shown, down=down)


@pytest.mark.parametrize(("later_ms", "near"), [(0, True), (WITHIN_MS, True), (WITHIN_MS + 1, False), (-60, False)])
def test_it_has_to_be_near_in_time(kernel: Kernel, later_ms: int, near: bool) -> None:
    kernel.add(1, LEFT, 1)

    assert kernel.made("button", 1, later_ms=later_ms) is near


@pytest.mark.parametrize(("later_ms", "made"), [(0, [True, False]), (MOVED_WITHIN_MS + 1, [False, False])])
def test_a_report_of_the_kernel_explains_one_motion_soon_after_it(
    kernel: Kernel, later_ms: int, made: list[bool]
) -> None:
    kernel.add(0, 0, 0)
    before = kernel.made("motion", 0)
    for kind, code, value in ((2, 0, 4), (2, 1, 9), (0, 0, 0), (0, 0, 0)):
        kernel.add(kind, code, value)

    assert not before
    assert [kernel.made("motion", 0, later_ms=later_ms) for _ in range(2)] == made


def test_only_a_device_of_the_system_that_can_be_read_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xinput2, "FOLDER", f"{tmp_path}/input/")
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "event0").touch()
    (tmp_path / "event1").touch()

    opened = [open_device(f"{tmp_path}/input/{name}") for name in ("event0", "event9", "../event1")]

    assert [one is not None for one in opened] == [True, False, False]
    assert open_device("") is None
    for one in opened:
        if one is not None:
            one.close()
