"""Take out of an environment what the program never opens, before it goes into a package; end where the GPL is in it.

`python packaging/slim.py SITE_PACKAGES`. What stays is what the program's requirements lead to. Of rapidocr only the
networks are opened, so that what its code asks for goes; of Qt, the modules that are imported and their plugins stay.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MODELS = "rapidocr"
DISTRIBUTION = "watched-desktop-agent"
EXTRAS = ("offline", "mcp", "pynput", "pyautogui")
# Which parts of Qt the program imports, and which kinds of plugins it can come to load.
QT_MODULES = frozenset({"QtCore", "QtDBus", "QtGui", "QtNetwork", "QtSvg", "QtWidgets"})
QT_PLUGINS = re.compile(
    r"platform|xcbgl|wayland-(decoration|graphics-integration|shell-integration)(-client)?$|imageformats|iconengines|tls"
    r"|styles|printsupport|generic"
)
# Draws keys on a screen without a keyboard, by parts of Qt that nothing else here loads.
SCREEN_KEYBOARD = "platforminputcontexts/libqtvirtualkeyboardplugin.so"


def slim(packages: Path) -> list[Distribution]:
    """Do all of it, and return the distributions that are left."""
    found = sorted(distributions(path=[str(packages)]), key=lambda one: one.name.lower())
    for_its_code = needed_by(MODELS, found) - needed_by(DISTRIBUTION, found, but=MODELS)
    unused = [one for one in found if canonicalize_name(one.name) in for_its_code]
    left = [one for one in found if one not in unused]
    refuse_gpl(left)
    for one in unused:
        drop(one)
    slim_files(packages)
    return left


def needed_by(start: str, found: list[Distribution], *, but: str = "") -> set[str]:
    """Return which distributions one asks for, and these in turn, but for what one of them asks for."""
    by_name = {canonicalize_name(one.name): one for one in found}
    waiting = [(start, extra) for extra in ("", *EXTRAS)]
    reached = set[tuple[str, str]]()
    while waiting:
        step = waiting.pop()
        name, extra = step
        if step in reached or name not in by_name:
            continue
        reached.add(step)
        for wanted in map(Requirement, by_name[name].requires or ()) if name != but else ():
            if not wanted.marker or wanted.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(wanted.name), more) for more in ("", *wanted.extras)]
    return {name for name, _ in reached if name != start}


def drop(one: Distribution) -> None:
    """Remove all files of a distribution, and the folders that nothing is left in."""
    files = [Path(str(one.locate_file(file))) for file in one.files or ()]
    for file in files:
        file.unlink(missing_ok=True)
    for folder in sorted({up for file in files for up in file.parents[:6]}, key=lambda up: -len(up.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def licence(one: Distribution) -> str:
    """Return what a distribution says of its licence, in one line."""
    told = [one.metadata.get("License-Expression") or "", *(one.metadata.get_all("Classifier") or ())]
    short = [word.rpartition(":: ")[2] for word in told if word and ("License ::" in word or "Classifier" not in word)]
    named = [word for word in short if "Licen" in word or word == told[0]]
    first = (one.metadata.get("License") or "").strip().splitlines()
    return "; ".join(dict.fromkeys(named)) or (first[0] if first else "see its files")


def refuse_gpl(found: list[Distribution]) -> None:
    """End the build where something is under the GPL alone; the LGPL, or a choice, is no hindrance."""
    for one in found:
        told = licence(one)
        if re.search(r"(?<![AL])GPL|GNU General", told) and not re.search(r"LGPL|Lesser", told):
            sys.exit(f"{one.name} is under {told}: it cannot be in this package.")


def slim_files(packages: Path) -> None:
    """Take out tests, headers and stubs, and the parts of Qt that no import and no kept plugin needs."""
    # Nothing is linked against it: it is there for programs in C.
    for file in packages.glob("onnxruntime/capi/libonnxruntime.so.*"):
        file.unlink()
    for folder in [*packages.rglob("tests"), *packages.rglob("__pycache__")]:
        shutil.rmtree(folder, ignore_errors=True)
    for file in packages.rglob("*"):
        if file.is_file() and file.suffix in {".pyi", ".pyx", ".pxd", ".h", ".hpp"}:
            file.unlink()
        elif file.is_file():
            file.chmod(0o644)  # wheels mark texts as programs
    qt = packages / "PySide6"
    for file in qt.iterdir():
        if file.is_file() and is_unused(file):
            file.unlink()
    for name in (
        "qml",
        "translations",
        "libexec",
        "metatypes",
        "scripts",
        "resources",
        "doc",
        "typesystems",
        "include",
        "glue",
    ):
        shutil.rmtree(qt / "Qt" / name, ignore_errors=True)
        shutil.rmtree(qt / name, ignore_errors=True)
    for folder in (qt / "Qt" / "plugins").iterdir():
        if not QT_PLUGINS.match(folder.name):
            shutil.rmtree(folder)
    (qt / "Qt" / "plugins" / SCREEN_KEYBOARD).unlink(missing_ok=True)
    drop_unneeded_libraries(qt)


def is_unused(file: Path) -> bool:
    """Tell whether a file on top of PySide6 is a module that is not imported, or a tool for programmers."""
    if file.name.startswith("Qt"):
        return file.name.partition(".")[0] not in QT_MODULES
    return file.suffix == "" and file.name != "py.typed"


def drop_unneeded_libraries(qt: Path) -> None:
    """Remove Qt's libraries that nothing left there is linked against."""
    linked: set[str] = set()
    for file in [*qt.glob("*.so*"), *(qt / "Qt" / "plugins").rglob("*.so")]:
        listed = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
        linked |= {Path(word).name for word in listed.split()}
    for file in (qt / "Qt" / "lib").iterdir():
        if file.name not in linked:
            file.unlink()
    for file in qt.glob("libpyside6qml*"):
        file.unlink()


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
