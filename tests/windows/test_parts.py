"""Each part of the program on Windows, commands, pictures, windows, and a whole run."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import mss
import numpy as np
import pytest
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.windows.desktop import WineDesktop
from tests.windows.place import windows_path

COLOUR = (255, 0, 255)


def shown(display: PrivateDisplay) -> np.ndarray:
    """Return what the X server shows, as rows of RGB."""
    with mss.MSS(display=display.name) as screen:
        picture = screen.grab({"left": 0, "top": 0, "width": 1280, "height": 800})
    return np.frombuffer(picture.rgb, np.uint8).reshape(800, 1280, 3)


def test_doctor_finds_everything_at_work_that_is_there(windows: WineDesktop) -> None:
    script = windows.home / "idle.json"
    script.write_text('{"answers": [{"items": [{"done": "x"}], "repeat": "always"}]}', "utf-8")
    with windows.running("-m", "tests.fakes.servers.serving", windows_path(script)) as server:
        address = server.line().split()[-1]
        done = windows.desktop_agent("doctor", "--json", "--base-url", address, "--dialect", "openai")
    assert done.stdout, done.stderr
    findings = {one["name"]: one for one in json.loads(done.stdout)}

    assert [] == [one for one in findings.values() if one["state"] == "broken"]
    assert {"capture", "input", "tray", "keyring", "lock", "provider", "windows"} <= {
        name for name, one in findings.items() if one["state"] == "works"
    }
    assert "four digits" in findings["hand"]["mend"]
    assert [] == [one["mend"] for one in findings.values() if re.search("apt|Debian|X11 session|at-spi", one["mend"])]


def test_a_screenshot_is_what_the_x_server_shows(
    windows: WineDesktop, on_display: PrivateDisplay, tmp_path: Path
) -> None:
    file = tmp_path / "seen.png"
    with windows.running(windows.inside("qt_window"), "A window") as window:
        assert {"shown": "windows"} == window.answer()
        windows.await_window("A window")
        done = windows.desktop_agent("screenshot", "-o", windows_path(file))
        there = shown(on_display)

    assert 0 == done.returncode, done.stderr
    seen = np.asarray(Image.open(io.BytesIO(file.read_bytes())).convert("RGB"))
    assert seen.shape == there.shape
    assert 0.995 < float((seen == there).all(axis=2).mean())
    assert COLOUR == tuple(there[560, 760])


# Title, program, path and box of each window, and which is in front.
KNOWN = """
import json; from desktop_agent.screen.choose import choose_windows
windows = choose_windows(); scene = windows.scene()
shown = [(windows.describe(one.id), one) for one in scene.windows]
print(json.dumps([{"title": known.title, "app": known.app, "path": known.program, "front": one.id == scene.focus,
    "box": (one.box.x, one.box.y, one.box.width, one.box.height)} for known, one in shown]))
"""


def test_windows_and_programs_are_known_as_the_x_server_has_them(windows: WineDesktop) -> None:
    with windows.running(windows.inside("qt_window"), "Grüße 漢字") as window:
        assert {"shown": "windows"} == window.answer()
        box = windows.box_of(windows.await_window("Grüße 漢字"))
        done = windows.python("-c", KNOWN)
    reported = {one["title"]: one for one in json.loads(done.stdout)}

    known = reported["Grüße 漢字"]
    assert ("python.exe", True, list(box)) == (known["app"], known["front"], known["box"])
    assert known["path"].lower().endswith("\\.wine-test\\python\\python.exe")


HOLDS = (
    "import os, signal, sys, time; from desktop_agent.runtime.one_run import only_run; {handler}"
    "c = only_run('Fill in the form', os.environ); c.__enter__(); print('has it')\n"
    "while True: time.sleep(0.05)"
)
HANDLES = "signal.signal(signal.SIGTERM, lambda *_: (print('stops'), os._exit(3))); "


def test_a_run_is_told_to_stop_and_comes_to_its_own_end(windows: WineDesktop) -> None:
    with windows.running("-c", HOLDS.format(handler=HANDLES)) as run:
        assert "has it" == run.line()
        done = windows.desktop_agent("stop")

        assert ("Asked the task to stop.", "stops") == (done.stdout.strip(), run.line()), done.stderr
        assert 3 == run.process.wait()


AWARENESS = (
    "import ctypes; user32 = ctypes.windll.user32; user32.GetThreadDpiAwarenessContext.restype = ctypes.c_void_p; "
    "user32.GetAwarenessFromDpiAwarenessContext.argtypes = [ctypes.c_void_p]; "
    "print(user32.GetAwarenessFromDpiAwarenessContext(user32.GetThreadDpiAwarenessContext()))"
)
SCALING = (
    "import winreg; key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r'Control Panel\\Desktop', 0, winreg.KEY_WRITE); "
    "winreg.{call}(key, 'DpiScalingVer'{more})"
)


@pytest.fixture
def unaware(windows: WineDesktop) -> Iterator[WineDesktop]:
    """Give programs the units of 96 dots an inch unless they say otherwise, as Windows does, and Wine does not."""
    assert 0 == windows.python("-c", SCALING.format(call="SetValueEx", more=", 0, winreg.REG_DWORD, 0x1000")).returncode
    yield windows
    windows.python("-c", SCALING.format(call="DeleteValue", more=""))


def test_places_and_sizes_are_in_real_pixels_once_it_is_said_and_not_before(unaware: WineDesktop) -> None:
    before = unaware.python("-c", AWARENESS)
    use = "from desktop_agent.runtime.desktop.own_process import use_real_pixels; use_real_pixels(); "
    after = unaware.python("-c", use + AWARENESS)

    # DPI_AWARENESS_UNAWARE, DPI_AWARENESS_PER_MONITOR_AWARE
    assert ("0", "2") == (before.stdout.strip(), after.stdout.strip()), after.stderr


def test_a_run_writes_into_notepad_and_the_file_holds_every_byte(windows: WineDesktop) -> None:
    done = windows.python("-m", "tests.windows.on_this_system")
    windows.end("notepad.exe")

    assert ("exit code 0, file right", 0) == (done.stdout.strip(), done.returncode), done.stderr
