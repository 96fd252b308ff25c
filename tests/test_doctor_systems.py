"""`doctor` where nothing works: on each system it advises nothing that only another system has."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.devtools.doctor import Finding, machine, person
from desktop_agent.settings import Settings
from tests.fakes.source import ROOT

pytestmark = pytest.mark.process  # asks for fonts on Linux

_SCRIPT = (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")
# Debian's packages, as the set-up installs them, and what only Linux desktops have.
_PACKAGES = {
    name
    for names in re.findall(r"^\w+_packages='([^']+)'", _SCRIPT, re.MULTILINE)
    for name in re.split(r"[\s|]+", names)
    if "-" in name
}
_OWN = {
    "linux": {
        *_PACKAGES,
        "apt-get",
        "X11",
        "XTEST",
        "DISPLAY",
        "D-Bus",
        "AT-SPI",
        "GNOME",
        "Debian",
        "trayer",
        "dunst",
    },
    "win32": {"administrator", "elevated", "Windows Security"},
    "darwin": {"System Settings", "Screen Recording"},
}


def advice(monkeypatch: pytest.MonkeyPatch, system: str, folder: Path) -> list[Finding]:
    """Return the findings of this system where there is no display, no bus and no program."""
    bare: Mapping[str, str] = {"PATH": str(folder), "DESKTOP_AGENT_HOME": str(folder / "home")}
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("sys.platform", system)
    for library in ("pynput", "pyautogui"):  # which tests on a display may have loaded
        monkeypatch.setitem(sys.modules, library, None)
    tried = {"input", "names", "fonts", "tray", "notifications", "hand", "lock", "permissions", "keyring"}
    checks = (*machine.checks(Settings(), bare), *person.checks(Settings(), bare, lambda: "no Qt"))
    return [check.finding() for check in checks if check.name in {*tried, "privacy", "windows"}]


@pytest.mark.parametrize("system", _OWN)
def test_no_advice_names_what_only_another_system_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str
) -> None:
    foreign = set().union(*(words for other, words in _OWN.items() if other != system))

    given = [f"{one.name}: {one.mend} {one.in_window}" for one in advice(monkeypatch, system, tmp_path)]

    assert [] == [words for words in given if any(name in words for name in foreign)]
