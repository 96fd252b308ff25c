"""The project's own source as data: which files there are, what each imports, calls and defines."""

import ast
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_DOCSTRING = re.compile(r'(?:#.*\n)*r?"""(.*)')
_TYPES = re.compile(r"^(?: *class (?=\w)|(?=_?[A-Z]\w*[a-z]\w*(?::.*)? = ))(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """What one Python file says; it is parsed when more than its text is asked for, and the tree is not kept."""

    name: str  # relative to the checkout, with slashes
    text: str

    def __str__(self) -> str:
        return self.name

    @property
    def first_line(self) -> str:
        return found[1].strip().removesuffix('"""') if (found := _DOCSTRING.match(self.text)) else ""

    @property
    def imports(self) -> frozenset[str]:
        return self._facts[0]

    @property
    def calls(self) -> frozenset[str]:
        return self._facts[1]

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(_TYPES.findall(self.text))

    @cached_property
    def _facts(self) -> tuple[frozenset[str], frozenset[str]]:
        nodes = list(ast.walk(parsed(self.text)))
        return (
            frozenset(name for node in nodes for name in _imported(node)),
            frozenset(_dotted(node.func) for node in nodes if isinstance(node, ast.Call)),
        )


def parsed(code: str) -> ast.Module:
    """Return the syntax tree of Python code.

    Where the collector runs a finalizer in the middle of it and another thread parses meanwhile, as to write a
    traceback, Python 3.11 ends it with a SystemError: “AST constructor recursion depth mismatch” (seen with 3.11.7).
    """
    for _ in range(10):
        with suppress(SystemError):
            return ast.parse(code)
    return ast.parse(code)


@cache
def sources(*patterns: str) -> tuple[Source, ...]:
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.suffix == ".py"})
    return tuple(_read(path) for path in paths)


@cache
def _read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def _dotted(function: ast.expr) -> str:
    """Return `a.b.c` as it is written; of a call on anything but a name, the attributes alone: `.c`."""
    if isinstance(function, ast.Attribute):
        return f"{_dotted(function.value)}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""
