"""A sway in windows of another one: its monitors can be resized and taken out, which headless ones cannot."""

import subprocess
from typing import Self

from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.desktops.sway_commands import outputs, swaymsg
from tests.fakes.waiting import wait_until

_CONFIG = """\
xwayland disable
default_border none
exec cd "$XDG_RUNTIME_DIR" && printf "%s|%s" "$WAYLAND_DISPLAY" "$SWAYSOCK" > part && mv part nested
"""


class NestedSway:
    """Started by the outer sway, as its account; a context manager. Its monitors are WL-1, WL-2 and so on."""

    def __init__(self, outer: PrivateSway, monitors: int = 2) -> None:
        self._outer = outer
        self._home = outer.ipc.parent
        config = outer.socket.parent / "nested.conf"
        config.write_text(_CONFIG)
        settings = f"WLR_BACKENDS=wayland WLR_WL_OUTPUTS={monitors} WLR_RENDERER=pixman"
        swaymsg(outer, f"exec env -u DISPLAY {settings} sway --config {config}")
        reported = wait_until(self._told, "the sway in the other")
        self._display, self._ipc = reported

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["swaymsg", "exit"], env=self.environment(), capture_output=True, check=False)
        (self._home / "nested").unlink()
        wait_until(lambda: not (self._home / self._display).exists(), "its end")

    def environment(self) -> dict[str, str]:
        return self._outer.environment() | {"WAYLAND_DISPLAY": str(self._home / self._display), "SWAYSOCK": self._ipc}

    def take_out(self, monitor: str) -> None:
        swaymsg(self._outer, f'[title="^wlroots - {monitor}$"] kill')
        wait_until(lambda: monitor not in outputs(self), "the monitor's end")

    def _told(self) -> list[str]:
        path = self._home / "nested"
        return path.read_text().split("|") if path.exists() else []
