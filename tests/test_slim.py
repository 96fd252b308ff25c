"""What goes out of a package before it is made, and the program that a bundle starts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

SLIM, BUNDLE = ROOT / "packaging" / "slim.py", ROOT / "packaging" / "recipes" / "bundle.py"


def distribution(packages: Path, name: str, *requires: str, licence: str = "MIT") -> None:
    """Put a distribution with one module and these requirements among the packages."""
    info = packages / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    module = packages / name.replace("-", "_") / "__init__.py"
    module.parent.mkdir()
    module.touch()
    lines = [f"Name: {name}", "Version: 1.0", f"License-Expression: {licence}"]
    lines += [f"Requires-Dist: {one}" for one in requires]
    (info / "METADATA").write_text("\n".join(("Metadata-Version: 2.4", *lines, "")), encoding="utf-8")
    names = (module, info / "METADATA", info / "RECORD")
    (info / "RECORD").write_text("".join(f"{one.relative_to(packages)},,\n" for one in names), encoding="utf-8")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A small environment: the reader's networks come with code that asks for a library that nothing else wants."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    distribution(folder, "watched-desktop-agent", "numpy", 'rapidocr; extra == "offline"')
    distribution(folder, "numpy")
    distribution(folder, "rapidocr", "numpy", "shapely", 'nothing-here; sys_platform == "win32"')
    distribution(folder, "shapely", "geometry")
    distribution(folder, "geometry")
    distribution(folder, "pip")  # asked for by nobody, and not by the networks' code
    for file in (
        "QtCore.abi3.so",
        "QtQml.abi3.so",
        "designer",
        "py.typed",
        "Qt/qml/a.qml",
        "Qt/plugins/platforms/x.so",
    ):
        path = folder / "PySide6" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (folder / "PySide6" / "Qt" / "lib").mkdir()
    (folder / "PySide6" / "Qt" / "plugins" / "qmltooling").mkdir()
    (folder / "numpy" / "tests").mkdir()
    return folder


def slim(packages: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SLIM), str(packages)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_only_the_code_beside_the_networks_asks_for_goes_and_of_qt_what_is_not_imported(packages: Path) -> None:
    done = slim(packages)

    left = {str(path.relative_to(packages)) for path in packages.rglob("*") if "dist-info" not in str(path)}
    assert (0, "") == (done.returncode, done.stderr)
    assert {"watched_desktop_agent", "numpy", "rapidocr", "pip", "PySide6"} == {
        name for name in left if "/" not in name
    }
    assert {"PySide6/QtCore.abi3.so", "PySide6/py.typed", "PySide6/Qt/plugins/platforms/x.so"} <= left
    assert not left & {"PySide6/QtQml.abi3.so", "PySide6/designer", "PySide6/Qt/qml", "numpy/tests"}
    assert "PySide6/Qt/plugins/qmltooling" not in left
    assert not [*packages.glob("shapely*"), *packages.glob("geometry*")]


def test_what_is_under_the_gpl_alone_ends_the_build_and_nothing_is_touched(packages: Path) -> None:
    distribution(packages, "encoder", licence="GPL-3.0-or-later")
    distribution(packages, "toolkit", licence="LGPL-3.0-only OR GPL-2.0-only")

    done = slim(packages)

    assert 1 == done.returncode
    assert "encoder is under GPL-3.0-or-later: it cannot be in this package." == done.stderr.strip()
    assert (packages / "shapely" / "__init__.py").exists()
