"""The weight of the program and of its kernel, in statements, against what `weight.toml` allows.

    python packaging/weight.py            print both, and exit with 1 where one has grown
    python packaging/weight.py --rooms    print each package, too

A statement is a line that holds code: no blank, comment, docstring, import or head of a function or class. So neither
joined files nor denser lines make it lighter. A figure may be raised only together with its `why`, which names what
went for it, or why it was worth it.
"""

import ast
import io
import shutil
import subprocess
import sys
import tokenize
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = ROOT / "packaging" / "weight.toml"
# What every run needs; a newcomer reads this and nothing else.
KERNEL = frozenset("core lib run screen model policy input presence record settings functions host".split())
_NO_CODE = frozenset(
    {
        tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
        tokenize.ENCODING,
    }
)  # fmt: skip


def statements(text: str) -> int:
    """Return how many lines of a program's text hold statements."""
    left_out = set[int]()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            left_out.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            left_out.update(range(node.lineno, node.body[0].lineno))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module) and (
            ast.get_docstring(node, clean=False) is not None
        ):
            left_out.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = set[int]()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - left_out)


def by_package(package: Path = ROOT / "desktop_agent") -> Counter[str]:
    """Return the statements of each package; files of the top count as one."""
    found = Counter[str]()
    for file in package.rglob("*.py"):
        parts = file.relative_to(package).parts
        found[parts[0] if len(parts) > 1 else ""] += statements(file.read_text("utf-8"))
    return found


def complaints(weighed: Counter[str], now: str, before: str | None) -> list[str]:
    """Return what is wrong: a figure that was passed, or raised without a word since the text before."""
    allowed, earlier = tomllib.loads(now), tomllib.loads(before or "")
    found = list[str]()
    for name, weight in totals(weighed).items():
        if weight > allowed[name]:
            found.append(
                f"The {name} has {weight} statements, and {ALLOWED.name} allows {allowed[name]}. Take something "
                f"out, or raise the figure in the same commit and say why there."
            )
        if allowed[name] > earlier.get(name, allowed[name]) and allowed["why"] == earlier["why"]:
            found.append(f"{ALLOWED.name} allows the {name} more than before, and its “why” is the old one.")
    return found


def totals(weighed: Counter[str]) -> dict[str, int]:
    """Return the statements of the whole package and of its kernel."""
    return {"package": weighed.total(), "kernel": sum(weighed[room] for room in KERNEL)}


def _last_other(now: str) -> str | None:
    """Return the last committed text of `weight.toml` that differs from the present one; None where it isn't known."""
    if not shutil.which("git"):
        return None
    asked = ("git", "log", "-2", "--format=%H", "--", str(ALLOWED))
    commits = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for commit in commits:
        shown = ("git", "show", f"{commit}:{ALLOWED.relative_to(ROOT).as_posix()}")
        text = subprocess.run(shown, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        if text != now:
            return text
    return None


def main() -> int:
    """Print the weight; return 1 where it is not allowed."""
    weighed, now = by_package(), ALLOWED.read_text("utf-8")
    if "--rooms" in sys.argv:
        for room, weight in weighed.most_common():
            print(f"{weight:7} {room or '(top)'}")
    allowed = tomllib.loads(now)
    print(", ".join(f"{name}: {weight} statements of {allowed[name]}" for name, weight in totals(weighed).items()))
    for complaint in (found := complaints(weighed, now, _last_other(now))):
        print(complaint)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
