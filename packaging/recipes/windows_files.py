"""Make what Windows wants beside the programs, with the version that the project has: `python windows_files.py FOLDER`.

The icon, the version of the programs (for PyInstaller), and of the package its manifest and its pictures.
"""

from __future__ import annotations

import os
import re
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PICTURES = {"icon-44.png": 44, "icon-150.png": 150, "icon.ico": 256}
_PROGRAM_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("ProductName", "Desktop Agent"), StringStruct("FileDescription", "Desktop Agent"),
      StringStruct("FileVersion", "{version}"), StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
  ],
)
"""


def main(folder: Path) -> None:
    """Write all of it."""
    folder.mkdir(parents=True, exist_ok=True)
    version = version_here()
    four = four_numbers(version)
    (folder / "version.txt").write_text(_PROGRAM_VERSION.format(four=four, version=version), "utf-8")
    manifest = Path(__file__).with_name("windows-msix.xml").read_text("utf-8")
    manifest = manifest.replace("@VERSION@", ".".join(map(str, four)))
    publisher = os.environ.get("PUBLISHER")
    if publisher:
        manifest = manifest.replace("CN=PUBLISHER", publisher)
    (folder / "AppxManifest.xml").write_text(manifest, "utf-8")
    _draw(folder)


def version_here() -> str:
    """Return the project's version, from the one file that has it."""
    return str(runpy.run_path(str(ROOT / "desktop_agent/core/version.py"))["__version__"])


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version as Windows counts; what follows the numbers is left out."""
    numbers = [int(one) for one in re.match(r"[\d.]*\d", version)[0].split(".")]  # type: ignore[index] # it begins so
    first, second, third = [*numbers, 0, 0, 0][:3]
    return first, second, third, 0  # the fourth is the shop's own


def _draw(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if sys.platform == "linux" else "")
    from PySide6.QtGui import QGuiApplication, QIcon

    app = QGuiApplication([])
    icon = QIcon(str(ROOT / "assets/icon.svg"))
    for name, side in _PICTURES.items():
        if not icon.pixmap(side, side).save(str(folder / name)):
            sys.exit(f"{name} could not be written.")
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
