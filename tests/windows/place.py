"""Where the Windows of the tests is, all below one folder of the checkout, and the environment of its programs."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.fakes.source import ROOT

PLACE = ROOT / ".wine-test"
PYTHON = PLACE / "python"
PREFIX = PLACE / "prefix"
STAMP = PLACE / "stamp"
VERSION = "{}.{}".format(*sys.version_info)
# Wine's own C runtime lacks what numpy needs: Microsoft's, beside the interpreter, comes first.
_NATIVE = "ucrtbase,vcruntime140,vcruntime140_1,msvcp140=n,b"
# No menu entries, no .NET, no browser, and no window about a crash.
_WITHOUT = "winemenubuilder.exe,mscoree,mshtml=;winedbg.exe=d"


def windows_path(path: Path) -> str:
    """Return a file of this machine as a program under Wine names it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def environment(base: Mapping[str, str] = os.environ, **more: str) -> dict[str, str]:
    """Return the environment of programs under Wine; `base` says which display."""
    kept = {name: value for name, value in base.items() if not name.startswith(("PYTHON", "QT_", "DESKTOP_AGENT"))}
    own = {
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": f"{_NATIVE};{_WITHOUT}",
        "PYTHONPATH": windows_path(ROOT),
        "PYTHONUTF8": "1",
    }
    return kept | own | more
