"""The project's own source as data: which files there are, what each imports, calls and defines."""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CAPITALISED = re.compile(r"_?[A-Z]\w*[a-z]\w*")


@dataclass(frozen=True, slots=True)
class Source:
    """What one Python file says; its syntax tree, which is large, is not kept."""

    name: str  # relative to the checkout, with slashes
    text: str
    first_line: str  # of the docstring
    imports: frozenset[str]  # dotted names of all modules and of what is taken from them, wherever they stand
    calls: frozenset[str]  # what is called, as it is written: `Permit`, `time.sleep`, `datetime.now`
    types: tuple[str, ...]  # every class, nested ones too, and every type alias at the top of the file

    def __str__(self) -> str:
        return self.name


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
    """Return the Python files that match any of the patterns, relative to the checkout."""
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.suffix == ".py"})
    return tuple(_read(path) for path in paths)


@cache
def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    tree = parsed(text)
    nodes = list(ast.walk(tree))
    return Source(
        name=path.relative_to(ROOT).as_posix(),
        text=text,
        first_line=(ast.get_docstring(tree) or "").partition("\n")[0].strip(),
        imports=frozenset(name for node in nodes for name in _imported(node)),
        calls=frozenset(_dotted(node.func) for node in nodes if isinstance(node, ast.Call)),
        types=(*(node.name for node in nodes if isinstance(node, ast.ClassDef)), *_aliases(tree)),
    )


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


def _aliases(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = (target.id for target in targets if isinstance(target, ast.Name))
        yield from (name for name in names if _CAPITALISED.fullmatch(name))
