"""Other desktops' window managers on a private display: each takes over from the one that is there, for good."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import root_property
from tests.fakes.waiting import wait_until

MANAGERS: Mapping[str, tuple[str, ...]] = {
    "openbox": (),  # is there
    "xfwm4": ("xfwm4", "--replace", "--compositor=on"),
    "metacity": ("metacity", "--replace", "--sm-disable"),
    "marco": ("marco", "--replace", "--sm-disable"),
    "muffin": ("muffin", "--replace", "--sm-disable"),
    "mutter": ("mutter", "--x11", "--replace", "--sm-disable"),
    "kwin_x11": ("kwin_x11", "--replace"),
    "i3": ("i3", "--replace"),
}
# Muffin (5.6) reckons with the times of a mode, and Xvfb's own has none.
_MODE = ("desk", "83.50", "1280", "1352", "1480", "1680", "800", "803", "809", "831")
_I3 = "font pango:monospace 10\nfocus_follows_mouse no\n"


@contextmanager
def managed_by(name: str, folder: Path) -> Iterator[PrivateDisplay]:
    """Give a display of its own under this window manager; its settings and its log are in `folder`."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed (packaging/setup.sh test tries to)")
    with PrivateDisplay() as display:
        if not MANAGERS[name]:
            yield display
            return
        environment = display.environment() | {"GSETTINGS_BACKEND": "memory", "XDG_CONFIG_HOME": str(folder)}
        (folder / "i3").mkdir()
        (folder / "i3" / "config").write_text(_I3)
        for words in (["--newmode", *_MODE], ["--addmode", "screen", "desk"], ["--output", "screen", "--mode", "desk"]):
            subprocess.run(["xrandr", *words], env=environment, check=True)
        before = _manager(environment)
        with (folder / "log").open("wb") as log, subprocess.Popen(
            MANAGERS[name], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        ) as process:  # fmt: skip
            try:
                wait_until(lambda: _manager(environment) not in {before, ""}, f"{name} to be in charge")
                yield display
            finally:
                process.kill()


def _manager(environment: Mapping[str, str]) -> str:
    return root_property(environment, "_NET_SUPPORTING_WM_CHECK").partition("# ")[2].strip()
