"""The wheel and the source archive, made as `python -m build` makes them, and used away from the checkout."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.source import ROOT

pytestmark = pytest.mark.program

TOOL = importlib.util.spec_from_file_location("release", ROOT / "packaging" / "release.py")
assert TOOL is not None
assert TOOL.loader is not None
release = importlib.util.module_from_spec(TOOL)
TOOL.loader.exec_module(release)
Program = Callable[..., subprocess.CompletedProcess[str]]


def hatch(folder: Path, target: str, into: Path) -> Path:
    """Build one target from the sources in a folder, without an environment of its own, and return the file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return next(into.iterdir())


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that comes out of the source archive alone."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["tar", "-xf", archive, "-C", unpacked], check=True)
    return hatch(next(unpacked.iterdir()), "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, which takes everything but the project from the environment of the tests."""
    place = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = str(place / "bin" / "python")
    into = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*into, str(wheel)], check=True, capture_output=True)
    # A line in a .pth file adds the folder alone: the editable install that is in there does not count.
    packages = next(place.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place


@pytest.fixture
def program(installed: Path, tmp_path: Path) -> Program:
    """Calls the installed program from a folder where nothing is."""

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DESKTOP_AGENT_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
        environment.pop("PYTHONPATH", None)
        command = [str(installed / "bin" / "desktop-agent"), *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return call


@pytest.mark.slow
def test_the_wheel_holds_what_the_program_opens_and_no_picture_of_the_readme(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    shipped = [ROOT / "assets" / "icon.svg", *(ROOT / "assets" / "icons").iterdir()]
    shipped += [*(ROOT / "assets" / "translations").glob("*.mo"), ROOT / "assets" / "skill" / "SKILL.md"]
    data = [file for file in (ROOT / "desktop_agent").rglob("*") if file.suffix in {".md", ".css", ".js", ".txt"}]

    assert {f"desktop_agent/{file.relative_to(ROOT)}" for file in shipped} <= names
    assert {str(file.relative_to(ROOT)) for file in data} <= names
    assert not [name for name in names if name.endswith((".png", ".gif", ".po"))]
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]


def test_each_link_of_the_page_on_the_index_leads_somewhere(wheel: Path) -> None:
    fields = release.metadata_of(wheel)
    text = str(fields.get_payload())

    assert release.dead_links_of(wheel) == []
    assert fields["Author"] == "Desktop Agent contributors"
    assert "(assets/" not in text
    assert "(desktop_agent/" not in text
    assert "assets/demo/demo.gif" in text
    assert "assets/demo/files.gif" in text


@pytest.mark.slow
def test_the_installed_program_plays_its_demonstration(program: Program) -> None:
    """The order form is a program of its own, started from the package: nothing of the checkout is there."""
    ended = program("demo", "--mode", "auto", "--json")

    assert ended.returncode == 0, ended.stderr
    assert '"event":"run.finished"' in ended.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def debian_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, made as `setup.sh deb` makes it, by the environment of the tests."""
    if not Path("/usr/bin/dpkg-deb").exists() or not (ROOT / ".venv" / "bin" / "python").exists():
        pytest.skip("a Debian package is made on Debian, from a checkout that is set up")
    into = tmp_path_factory.mktemp("deb")
    environment = {**os.environ, "PLAIN_PACKAGES": "pyautogui,pyscreeze,pytweening"}
    subprocess.run(["sh", str(ROOT / "packaging/deb.sh"), str(into)], check=True, capture_output=True, env=environment)
    return next(into.glob("*.deb"))


@pytest.mark.slow
def test_the_debian_package_lies_in_one_folder_and_where_desktops_and_shells_look(debian_package: Path) -> None:
    listed = subprocess.run(["dpkg-deb", "-c", str(debian_package)], check=True, capture_output=True, text=True).stdout
    names = {line.split(maxsplit=5)[5].partition(" -> ")[0].removeprefix("./") for line in listed.splitlines()}
    outside = {name for name in names if name and not name.startswith("usr/lib/desktop-agent/") and name[-1] != "/"}
    packages = {name.split("/")[6].lower() for name in names if "/site-packages/" in name and name.count("/") > 6}

    assert outside == {
        "usr/bin/desktop-agent",
        "usr/share/applications/io.github.desktop_agent.desktop",
        "usr/share/bash-completion/completions/desktop-agent",
        "usr/share/doc/desktop-agent/changelog.Debian.gz",
        "usr/share/doc/desktop-agent/copyright",
        "usr/share/fish/vendor_completions.d/desktop-agent.fish",
        "usr/share/icons/hicolor/scalable/apps/desktop-agent.svg",
        "usr/share/lintian/overrides/desktop-agent",
        "usr/share/zsh/vendor-completions/_desktop-agent",
    }
    assert {"pyautogui", "pynput", "pyside6", "rapidocr"} <= packages
    assert not packages & {"mouseinfo", "pymsgbox", "evdev"}  # under the GPL, or not used
    assert not [name for name in names if name.endswith(".pyc")]
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
