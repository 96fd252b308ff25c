"""The house keeps its own rules: names, who imports what, and who may make a permit."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.fakes.source import ROOT, sources

PROGRAM, TESTS = "desktop_agent/**/*.py", "tests/**/*.py"
EVERYTHING = (PROGRAM, TESTS, "packaging/**/*.py")

# These think without I/O, and so does every file whose first line says so: what they need of the world is passed in.
THINKING = re.compile(r"desktop_agent/((core|policy|model/dialects|model/reading)/|(run/machine|offline/grammar)\.py)")
SAYS_SO = re.compile(r'""".*(?:[Pp]ure|No I/O)[.:;]')
WORLD = {
    *("time", "sched", "random", "secrets"),
    *("threading", "concurrent", "multiprocessing", "queue", "asyncio", "subprocess", "signal"),
    *("socket", "ssl", "select", "selectors", "http.client", "http.server", "urllib.request", "httpx"),
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "mmap", "fcntl", "sys"),
}
WORLDLY_CALLS = {"open", "print", "input", "datetime.now", "datetime.utcnow", "datetime.datetime.now", "date.today"}
HEAVY = {"PySide6", "shiboken6", "mss", "cv2", "numpy", "pynput", "Xlib", "pyautogui", "rapidocr", "onnxruntime"}


def test_files_say_first_what_they_do() -> None:
    assert [] == [source.name for source in sources(*EVERYTHING) if not source.first_line]


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
    offenders = {
        source.name for source in sources(*EVERYTHING) if drawers & set(source.name.removesuffix(".py").split("/"))
    }

    assert set() == offenders


def test_every_package_has_its_place_in_the_import_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    placed = set(re.findall(r"desktop_agent\.(\w+)", " ".join(contracts[0]["layers"])))
    packages = {source.name.split("/")[1].removesuffix(".py") for source in sources(PROGRAM)} - {"__init__", "__main__"}

    assert set() == packages - placed


def test_core_imports_only_the_standard_library_and_itself() -> None:
    foreign = {
        f"{source}: {name}"
        for source in sources("desktop_agent/core/**/*.py")
        for name in source.imports
        if name.partition(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("desktop_agent.core.")
    }

    assert set() == foreign


def test_what_thinks_touches_no_clock_thread_socket_or_file() -> None:
    thinkers = [source for source in sources(PROGRAM) if THINKING.match(source.name) or SAYS_SO.match(source.text)]
    worldly = {
        f"{source}: {name}"
        for source in thinkers
        for name in {name for name in source.imports if WORLD & {name, name.partition(".")[0]}}
        | (source.calls & WORLDLY_CALLS)
    }

    assert set() == worldly


def test_only_x11_talks_to_an_x_server_through_a_c_library() -> None:
    by_ctypes = re.compile(r"libxcb\.so|libX\w*\.so|\bxcb_\w+\(|\.xcb_\w+")
    offenders = {source.name for source in sources(PROGRAM) if by_ctypes.search(source.text)}

    assert {"desktop_agent/platforms/x11/xcb.py"} == offenders


def test_only_the_gate_makes_a_permit() -> None:
    makers = {
        source.name for source in sources(PROGRAM) if any(call.split(".")[-1] == "Permit" for call in source.calls)
    }

    assert {"desktop_agent/policy/gate.py"} == makers


def test_tests_use_real_things() -> None:
    mocks = {
        f"{source}: {name}"
        for source in sources(TESTS)
        if "mock" in source.text
        for name in source.imports
        if name.startswith(("unittest.mock", "mock", "pytest_mock"))
    }

    assert set() == mocks


def test_tests_wait_for_conditions() -> None:
    naps = {
        source.name
        for source in sources(TESTS)
        if "/test_" in source.name
        and "sleep" in source.text
        and source.calls & {"time.sleep", "sleep", "asyncio.sleep"}
    }

    assert set() == naps


@pytest.mark.parametrize(
    "arguments", [("-m", "desktop_agent", "--help"), ("-c", "import desktop_agent")], ids=("help", "import")
)
def test_help_and_import_load_neither_qt_nor_an_input_library(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}

    assert "desktop_agent" in loaded
    assert set() == loaded & HEAVY


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.~-])/(?:home/|Users/|root/|work/)\w+")
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in written_files()}
    offenders = {
        path.relative_to(ROOT).as_posix(): hit[0] for path, text in texts.items() if (hit := place.search(text))
    }

    assert {} == offenders


def written_files() -> list[Path]:
    """Return what people wrote: what git tracks, or, where git is missing, everything outside of made folders."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        folders = ("desktop_agent", "tests", "packaging", "assets", ".ci")
        paths = [*ROOT.glob("*.*"), *(path for folder in folders for path in (ROOT / folder).rglob("*.*"))]
    return [path for path in paths if path.is_file() and path.suffix not in {".png", ".pyc", ".lock", ".ico", ".ttf"}]
