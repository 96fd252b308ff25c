"""For every test: its markers, a private display or session, somebody else's hands, and another's event log."""

import gc
import os
import platform
import pwd
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from desktop_agent.core.texts.message import speak
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.lib.paths import NAME
from desktop_agent.platforms.wayland.input.wlroots import Wlroots
from desktop_agent.platforms.wayland.input.wlroots import create as create_wlroots
from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.hands import Hands
from tests.fakes.pyautogui_leftovers import close_what_pyautogui_opened
from tests.markers import ProgramWatch, default_selection, is_plain, mark

_watch = ProgramWatch()
# Where the settings of who started the tests are, whatever the environment says.
_OWN = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".config" / NAME if sys.platform == "linux" else None


def pytest_configure(config: pytest.Config) -> None:
    """Choose the tests to run, and keep the tests away from the desktop, keys and signals of who started them."""
    # What is collected lives until the end: to search it for garbage takes a fifth of the time of reading all tests.
    gc.disable()
    config.option.markexpr = config.option.markexpr or default_selection(config)
    for name in ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY"):
        os.environ.pop(name, None)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _remove_temporary_files_at_end(config)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    # A test that keeps something says where: never among the settings and runs of who started it.
    os.environ["DESKTOP_AGENT_HOME"] = "/dev/null/no-home"
    # The terminal speaks the language of whoever started the tests, too.
    os.environ["LC_ALL"] = "C.UTF-8"
    # It is asked by many, and the first time Python 3.11 starts a program for it, which no plain test may.
    platform.uname().processor  # noqa: B018 - kept by the module once it is known
    # How long something takes on a busy machine is nothing that a test could hold.
    settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("unhurried")
    # A shell in the background, or nohup, had this process and all of its children ignore these.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


def _remove_temporary_files_at_end(config: pytest.Config) -> None:
    """Move TMPDIR to a folder for this run; workers inherit it. pytest's own folders stay where they were."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    # A short name: sockets are in it, whose paths have at most 107 bytes.
    folder = tempfile.TemporaryDirectory(prefix="t-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    Path(folder.name).chmod(0o1777)  # other accounts, too, write here, as in /tmp
    os.environ["TMPDIR"] = folder.name
    tempfile.tempdir = folder.name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test; files with windows come first, then those that start programs."""
    for item in items:
        mark(item)
    shown = {item.path for item in items if item.get_closest_marker("screen")}
    starting = {item.path for item in items if item.get_closest_marker("program")}
    items.sort(key=lambda item: (item.path not in shown, item.path not in starting))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives until the end: imported modules and all tests."""
    gc.collect()
    gc.freeze()
    # A test makes some ten thousand objects and drops them: Python searches after each 700, which nothing here needs.
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    _watch.started.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a plain test that has started a program, and one that has saved something among a person's own settings."""
    before = _own_settings()
    yield
    if written := {name for name, _ in before.items() ^ _own_settings().items()}:
        names = ", ".join(sorted(written))
        why = f"A test must leave {_OWN} as it is: say where its home is, in its environment. Written: {names}"
        pytest.fail(f"{why}. Or the program was used beside the tests.", pytrace=False)
    if _watch.started and is_plain(item):
        pytest.fail(f"A plain test must start no program; mark it `program`. Started: {_watch.started}", pytrace=False)


def _own_settings() -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in _OWN.iterdir()} if _OWN and _OWN.exists() else {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Let Qt destroy the windows that a test has closed: a program's own event loop does it, and here none is run.

    And take what the tests of a file have left open to account with this file, not with a later one.
    """
    yield
    if core := sys.modules.get("PySide6.QtCore"):
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    if nextitem is None or nextitem.path != item.path:
        gc.collect()


def pytest_sessionfinish() -> None:
    """Close what pyautogui has opened for good."""
    close_what_pyautogui_opened()


@pytest.fixture
def english_again() -> Iterator[None]:
    """Speak English after a test that speaks another language."""
    yield
    speak(None)


@pytest.fixture(scope="session")
def display() -> Iterator[PrivateDisplay]:
    """Give one display of 1280x800 with a window manager; code in this process that connects asks for `on_display`."""
    with PrivateDisplay(1280, 800) as private:
        yield private


@pytest.fixture
def on_display(display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> PrivateDisplay:
    _move_to(display.environment(), monkeypatch)
    return display


@pytest.fixture(scope="session")
def sway() -> Iterator[PrivateSway]:
    """Give one Wayland session of 1280x800 at 240 Hz; code in this process asks for `on_sway`."""
    with PrivateSway(1280, 800, hertz=240) as private:
        yield private


@pytest.fixture
def on_sway(sway: PrivateSway, monkeypatch: pytest.MonkeyPatch) -> PrivateSway:
    _move_to(sway.environment(), monkeypatch)
    return sway


@pytest.fixture(scope="session")
def mutter() -> Iterator[PrivateMutter]:
    """Give one session of GNOME's compositor, 1280x800, without a shell and a portal."""
    with PrivateMutter(1280, 800) as private:
        yield private


@pytest.fixture
def on_mutter(mutter: PrivateMutter, monkeypatch: pytest.MonkeyPatch) -> PrivateMutter:
    _move_to(mutter.environment(), monkeypatch)
    return mutter


@pytest.fixture
def wlroots(on_sway: PrivateSway) -> Iterator[Wlroots]:
    del on_sway
    with closing(create_wlroots()) as made:
        yield made


def _move_to(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(os.environ) - set(environment):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def hands(display: PrivateDisplay) -> Hands:
    return Hands(display)


@pytest.fixture
def x_events(display: PrivateDisplay) -> Iterator[XEventLog]:
    with XEventLog(display.environment()) as log:
        yield log
