"""Writes what other files say of the settings, from their declarations (`desktop_agent/settings/sections.py`).

    python packaging/settings.py           rewrite the table of `guide/settings.md` and the options of `api.py`
    python packaging/settings.py --check   only say which of them differ

A setting's line in the guide is the text below it; without one, the help of its flag, or what the window
says, with its choices or an example.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path

from desktop_agent.lib.setting import Setting
from desktop_agent.settings.sections import RUN_OPTIONS, SETTINGS, Settings

PACKAGE = Path(__file__).resolve().parent.parent / "desktop_agent"
# What a caller may write instead.
_AS_WRITTEN = {
    "Size": "str | Size",
    "Rect": "str | Rect",
    "tuple[ScopeEntry, ...]": "Sequence[str]",
    "tuple[str, ...]": "Sequence[str]",
}
_DEFAULT = re.compile(r"  \[.*\]$")
_OPTIONS = re.compile(
    r'(?<=are flags too, and `desktop-agent guide python` the rest\.\n    """\n)(?s:.*?)(?=class DeskOptions)'
)
_TABLE = re.compile(r"(?<=\| key \| default \| what it sets \|\n\|---\|---\|---\|\n)(?:\|.*\n)*")


def lines() -> Mapping[str, str]:
    """Return the line of each setting in the guide."""
    plain = {key: _declared_line(one) for key, one in SETTINGS.items()}
    below = {
        key: " ".join(below.value.value.split())
        for key, (_, below) in _declarations().items()
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str)
    }
    return plain | below


def _declared_line(declared: Setting) -> str:
    window = " ".join(filter(None, (f"{declared.title}.", declared.says)))
    said = (declared.flag.help if declared.flag else "") or window
    texts = [_DEFAULT.sub("", str(said)).rstrip(".") + "."]
    if declared.names:
        texts.append("`desktop-agent run --help` lists them.")
    elif declared.words and declared.kinds[0] not in {bool, int}:
        texts.append(f"One of: {', '.join(f'`{word}`' for word in declared.words)}.")
    if declared.example not in ("", declared.default):
        texts.append(f"For example: `{declared.example}`.")
    return " ".join(texts)


def _types() -> Mapping[str, str]:
    return {key: ast.unparse(declared.annotation).replace("'", '"') for key, (declared, _) in _declarations().items()}


def _body_of(section: type) -> Sequence[ast.stmt]:
    (declared,) = ast.parse(inspect.getsource(section)).body
    return declared.body if isinstance(declared, ast.ClassDef) else ()


def _declarations() -> Mapping[str, tuple[ast.AnnAssign, ast.stmt | None]]:
    """Return how each setting is declared, and what stands below it."""
    return {
        f"{section.name}.{ast.unparse(declared.target)}": (declared, below)
        for section in fields(Settings)
        if is_dataclass(section.type)
        for declared, below in pairwise((*_body_of(section.type), None))
        if isinstance(declared, ast.AnnAssign)
    }


def options(module: str) -> str:
    """Return the file of the Python API with the options of a run as they ought to be."""
    made = []
    for name, key in RUN_OPTIONS.items():
        written = _types()[key].removesuffix(" | None")
        made.append(f"    {name}: {_AS_WRITTEN.get(written, written)} | None\n")
    return _OPTIONS.sub(lambda _: "\n" + "".join(made) + "\n\n", module)


def guide(page: str) -> str:
    """Return the page of the settings with the table as it ought to be."""
    told = lines()
    rows = [f"| `{key}` |{_default(one.default)} | {told.get(key, '')} |\n" for key, one in SETTINGS.items()]
    return _TABLE.sub(lambda _: "".join(rows), page)


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f" `{str(value).lower()}`"
    if isinstance(value, int | float):
        return f" `{value:g}`"
    return f" `{value}`" if value else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite, or only compare."""
    parser = argparse.ArgumentParser(prog="python packaging/settings.py", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; say what differs")
    only_check = parser.parse_args(arguments).check
    differing = 0
    for file, made in ((PACKAGE / "guide/settings.md", guide), (PACKAGE / "api.py", options)):
        text = file.read_text("utf-8")
        if (now := made(text)) != text:
            differing += 1
            print(f"{file.relative_to(PACKAGE.parent)} {'differs' if only_check else 'written'}")
            if not only_check:
                file.write_text(now, "utf-8")
    return int(only_check and differing > 0)


if __name__ == "__main__":
    raise SystemExit(main())
