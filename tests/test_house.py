"""The house keeps its own rules: names, who imports what, and who may make a permit."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.fakes.source import ROOT, parsed, sources

PROGRAM = "desktop_agent/**/*.py"
TESTS = "tests/**/*.py"
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

QUESTION = re.compile(r"_*(is|are|was|were|has|have|had|may|can|does|do|needs|takes|allows|accepts|contains)_")


def test_files_say_first_what_they_do() -> None:
    assert [] == [source.name for source in sources(*EVERYTHING) if not source.first_line]


def several_in_one(code: str) -> list[int]:
    """Return the lines of statements that are several in one, and of conditions within conditions.

    These are assignments of several values to several places, but for a swap; of one value to several places;
    conditional expressions within another; a name that is given within the arguments of a call, where it could be
    given before; and a list that is multiplied by a condition.
    """
    nodes = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.stmt | ast.expr))
    return sorted({node.lineno for node in nodes if is_several(node)})


def is_several(node: ast.stmt | ast.expr) -> bool:
    match node:
        case ast.Assign(targets=[_, _, *_]):
            return True
        case ast.Assign(targets=[ast.Tuple(elts=places)], value=ast.Tuple(elts=values)):
            return not any(reads(value, place) for place in places for value in values)
        case ast.IfExp():
            return any(isinstance(inner, ast.IfExp) for inner in ast.walk(node) if inner is not node)
        case ast.Call(args=arguments, keywords=named):
            return any(map(names_a_value, [*arguments, *(keyword.value for keyword in named)]))
        case ast.BinOp(op=ast.Mult(), right=ast.Compare() | ast.BoolOp() | ast.Call(func=ast.Name("bool"))):
            return True
        case _:
            return False


def reads(value: ast.expr, place: ast.expr) -> bool:
    """Return whether a value reads what is written at a place: `a, b = b, a`."""
    written_there = ast.unparse(place)
    return any(isinstance(part, ast.expr) and ast.unparse(part) == written_there for part in ast.walk(value))


def names_a_value(argument: ast.expr) -> bool:
    """Return whether an argument gives a value a name; a comprehension has no other place for that."""
    if isinstance(argument, ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp | ast.Call):
        return False
    children = (child for child in ast.iter_child_nodes(argument) if isinstance(child, ast.expr))
    return isinstance(argument, ast.NamedExpr) or any(map(names_a_value, children))


@pytest.mark.long
def test_each_statement_has_a_line_of_its_own() -> None:
    found = {source.name: several_in_one(source.text) for source in sources(*EVERYTHING)}

    assert {} == {name: lines for name, lines in found.items() if lines}


@pytest.mark.long
def test_what_asks_changes_nothing() -> None:
    """A function that is named as a question, and answers yes or no, sets no attribute."""
    found = {source.name: questions_that_set(source.text) for source in sources(PROGRAM)}

    assert {} == {name: functions for name, functions in found.items() if functions}


def questions_that_set(code: str) -> list[str]:
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [function.name for function in functions if QUESTION.match(function.name) and sets_attribute(function)]


def sets_attribute(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function sets an attribute, other than the types of a C function."""
    stored = (node for node in ast.walk(function) if isinstance(node, ast.Attribute))
    return any(isinstance(node.ctx, ast.Store) and node.attr not in {"argtypes", "restype"} for node in stored)


# What a person has written, sees or keeps secret, by the names that values of it have here.
OF_A_PERSON = {"title", "text", "key", "token", "task", "body", "secret", "password", "path", "url", "headers"}


def lines_of_the_log_that_say_too_much(code: str) -> list[int]:
    """Return the lines that log by something else than a constant text with as many values, or a person's own."""
    if "_log." not in code and "getLogger" not in code:  # parsing all files costs seconds
        return []
    calls = [node for node in ast.walk(parsed(code)) if isinstance(node, ast.Call)]
    return sorted({call.lineno for call in calls if is_log_line(call) and says_too_much(call)})


def is_log_line(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(ast.Name("_log"), str()):
            return True
        case ast.Attribute(ast.Name("logging"), str(name)):
            return name in {"debug", "info", "warning", "error", "exception", "critical", "log"}
        case _:
            return False


def says_too_much(call: ast.Call) -> bool:
    match call.args:
        case [ast.Constant(str(text)), *values]:
            has_all = len(re.findall(r"%[^%]", text)) == len(values)
        case _:
            return True
    parts = [part for value in values for part in ast.walk(value)]
    names = {part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in parts}
    is_written_out = any(isinstance(part, ast.JoinedStr) for part in parts)
    is_known = {keyword.arg for keyword in call.keywords} <= {"exc_info"} and "_log" in ast.unparse(call.func)
    return not (has_all and is_known) or is_written_out or bool(names & OF_A_PERSON)


def test_a_line_of_the_log_is_a_constant_text_with_values_that_are_nobodys_own() -> None:
    found = {source.name: lines_of_the_log_that_say_too_much(source.text) for source in sources(PROGRAM)}

    assert {} == {name: lines for name, lines in found.items() if lines}


def test_a_module_has_one_logger_of_its_own_name() -> None:
    made = re.compile(r"^(\w+) = logging\.getLogger\((.*)\)$", re.MULTILINE)
    loggers = {source.name: made.findall(source.text) for source in sources(PROGRAM)}

    assert {} == {name: found for name, found in loggers.items() if found and found != [("_log", "__name__")]}


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


@pytest.mark.long
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

    assert {"desktop_agent/platforms/x11/stacking.py"} == offenders


def test_the_properties_of_windows_are_read_in_one_file() -> None:
    reads = re.compile(r"\.get_(?:full_)?(?:text_)?property\(|\.get_wm_\w+\(|\.get_atom_name\(|\.list_properties\(")
    of_the_server = "desktop_agent/platforms/x11/capture.py"  # the names of its monitors
    expected = {f"desktop_agent/platforms/x11/{name}.py" for name in ("properties", "connection")} | {of_the_server}

    assert expected == {source.name for source in sources(PROGRAM) if reads.search(source.text)}


@pytest.mark.long
def test_only_the_gate_makes_a_permit() -> None:
    makers = {
        source.name for source in sources(PROGRAM) if any(call.split(".")[-1] == "Permit" for call in source.calls)
    }

    assert {"desktop_agent/policy/gate.py"} == makers


def test_permits_are_asked_for_in_one_place() -> None:
    asks = [source.name for source in sources(PROGRAM) for _ in re.findall(r"gate\.permit\(", source.text)]

    assert ["desktop_agent/run/act/allowed_attempt.py"] == asks


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


@pytest.mark.program
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


@pytest.mark.program
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
    return [
        path for path in paths if path.is_file() and path.suffix not in {".png", ".pyc", ".lock", ".ico", ".ttf", ".mo"}
    ]
