"""Which test files can reach which files of the program: by what they import, name or start.

An edge leads from a file to each module that its code imports, to each module whose dotted name stands in one of its
strings (slices, platforms and child programs are loaded by their names), to each file whose name stands there (some are
run by another Python), and from a package that walks its own folder to all files in it. A test file also reaches what
the `conftest.py` files above it do. Types alone lead nowhere. Where no test seems to reach a file, all may.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desktop_agent", "tests")
_DOTTED = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+")
# Modules are also named from these on: `tasks.attachments` in the registry, `x11.capture` in tables of platforms.
_NAMED_FROM = ("", "desktop_agent.", "desktop_agent.platforms.")
_LONGEST_TEXT = 20_000  # what is longer is data
# What every test stands on: how they are installed, chosen and run.
_EVERYTHING = ("pyproject.toml", "packaging/", "tests/conftest.py", "tests/tiers.py", "tests/tracing.py", ".ci/")


def reached(tests: Iterable[str], root: Path = ROOT) -> Mapping[str, frozenset[str]]:
    """Return the files, from the root of the project, that each test file can reach, itself among them."""
    graph = _graph(root)
    return {test: _closure(graph, [test, *_conftests(test, root)]) for test in tests}


def changed_since(commit: str) -> frozenset[str] | None:
    """Return the files that differ from a commit; None where the commit is not in this checkout."""
    command = ("git", "diff", "--name-only", commit, "--")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return frozenset(done.stdout.split("\n")[:-1]) if done.returncode == 0 else None


def reaching(changed: Iterable[str], tests: Iterable[str], root: Path = ROOT) -> frozenset[str]:
    """Return the test files that can reach a changed file; all of them where something changed that all stand on."""
    tests = frozenset(tests)
    changed = [file for file in changed if not file.endswith(".md") and not file.startswith("assets/")]
    if any(file.startswith(_EVERYTHING) for file in changed):
        return tests
    modules = frozenset(file for file in changed if file.endswith(".py"))
    # A file that is no module, such as a table, is read by what lies in its folder, or in the next one above it.
    folders = {_folder_with_modules(Path(file), root) for file in changed if not file.endswith(".py")}
    files_of = reached(tests, root)
    unknown = modules.difference(*files_of.values())
    if any((root / file).exists() for file in unknown):
        return tests
    return frozenset(
        test
        for test, files in files_of.items()
        if not modules.isdisjoint(files) or any(Path(file).parent in folders for file in files)
    )


def _folder_with_modules(file: Path, root: Path) -> Path:
    return next((folder for folder in file.parents if any((root / folder).glob("*.py"))), file.parent)


def _closure(graph: Mapping[str, frozenset[str]], start: Iterable[str]) -> frozenset[str]:
    seen = set[str]()
    waiting = list(start)
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen.add(file)
            waiting += graph.get(file, ())
    return frozenset(seen)


def _conftests(test: str, root: Path) -> Iterator[str]:
    for folder in Path(test).parents[:-2]:  # what lies above is in _EVERYTHING
        if (root / folder / "conftest.py").exists():
            yield str(folder / "conftest.py")


@cache
def _graph(root: Path) -> Mapping[str, frozenset[str]]:
    files = {str(path.relative_to(root)): path for name in PACKAGES for path in (root / name).rglob("*.py")}
    modules = {_module(file): file for file in files}
    inside = defaultdict[str, set[str]](set)
    called = defaultdict[str, set[str]](set)
    for file in files:
        inside[str(Path(file).parent)].add(file)
        called[Path(file).name].add(file)
    graph = dict[str, frozenset[str]]()
    for file, path in files.items():
        text = path.read_text(encoding="utf-8")
        names = set(_names(_without_docstrings(ast.parse(text)), _module(file)))
        to = {modules[name] for name in names if name in modules}
        to |= {one for name in names if name.endswith(".py") for one in called[name]}
        if "iter_modules(" in text or 'import_module(f"{__name__}.' in text:
            to |= inside[str(Path(file).parent)]
        # Whoever imports a module runs the `__init__` of its packages.
        to |= {parent for name in names for parent in _packages(name, modules)}
        graph[file] = frozenset(to)
    return graph


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _packages(name: str, modules: Mapping[str, str]) -> Iterator[str]:
    parts = name.split(".")
    for count in range(1, len(parts)):
        if file := modules.get(".".join(parts[:count])):
            yield file


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = None
    return tree


def _names(node: ast.AST, module: str) -> Iterator[str]:
    """Yield the names of modules in a tree, some of which are none."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < _LONGEST_TEXT:
        for dotted in _DOTTED.findall(node.value):
            yield from (f"{prefix}{dotted}" for prefix in _NAMED_FROM)
        if re.search(r"(?<![\w.])desktop_agent(?![\w.])", node.value) and not module.startswith("desktop_agent"):
            yield "desktop_agent.__main__"  # `python -m desktop_agent`
    for child in ast.iter_child_nodes(node):
        yield from _names(child, module)
