"""The project's own source as data: which files there are, what each imports, calls and defines."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CAPITALISED = re.compile(r"_?[A-Z]\w*[a-z]\w*")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file, parsed."""

    name: str  # relative to the checkout, with slashes
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return self.name

    def imports(self) -> set[str]:
        """Return the dotted names of all imported modules and of what is taken from them, wherever they stand."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def calls(self) -> set[str]:
        """Return what is called, as it is written: `Permit`, `time.sleep`, `datetime.now`."""
        return {ast.unparse(node.func) for node in ast.walk(self.tree) if isinstance(node, ast.Call)}

    def functions(self) -> Iterator[tuple[str, int]]:
        """Yield every function's name and its length in lines, decorators left out."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1

    def types(self) -> Iterator[str]:
        """Yield the name of every class, nested ones too, and of every type alias at the top of the file."""
        yield from (node.name for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = (target.id for target in targets if isinstance(target, ast.Name))
            yield from (name for name in names if _CAPITALISED.fullmatch(name))


@cache
def sources(*patterns: str) -> tuple[Source, ...]:
    """Return the Python files that match any of the patterns, relative to the checkout."""
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.suffix == ".py"})
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text, path.name))
