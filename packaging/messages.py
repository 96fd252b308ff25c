"""Collects every text that a person can see into the catalogues that translators work on, and compiles these.

    python packaging/messages.py            bring each `assets/translations/*.po` up to date, and say what it lacks
    python packaging/messages.py LANGUAGE   the same for one language alone, which may be new: “fr”

A text is what `Message`, `gettext`, `template` and `plural` are called with, and what --help says of a
command: its function's documentation; and the title, the description and the questions of each template. The program
reads the compiled catalogue beside each, `.mo`.
"""

from __future__ import annotations

import argparse
import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from desktop_agent.core.texts.message import GAP

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_agent"
OUT = ROOT / "assets" / "translations"
TEMPLATES = ROOT / "assets" / "templates"
KEYWORDS = {"Message": None, "gettext": None, "template": None, "plural": (1, 2)}
NUMBER = "how numbers are written", "1,234.5"  # core/texts/message.py looks it up
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_MOST_NAMED = 40  # of a language: a new one lacks everything


@cache
def collected() -> Catalog:
    """Return every text, with the files that it stands in; read once."""
    texts = Catalog(project="Desktop Agent", charset="utf-8")
    texts.add(NUMBER[1], context=NUMBER[0])
    for path in sorted({*PACKAGE.rglob("*.py")} - {PACKAGE / "core" / "message.py"}):  # where it is made of no text
        where = [(path.relative_to(ROOT).as_posix(), 1)]
        for _, text, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            if isinstance(text, tuple) or GAP.sub("", text):  # nothing but gaps is not looked up
                texts.add(text, locations=where)
        for text in _helps(path):
            texts.add(text, locations=where)
    for path in sorted(TEMPLATES.glob("*.task")):
        head = tomllib.loads(path.read_text("utf-8").split("+++")[1])
        asked = (variable["ask"] for variable in head["variables"].values())
        for text in (head["title"], head["description"], *asked):
            texts.add(text, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    return texts


def update(file: Path, texts: Catalog) -> Sequence[str]:
    """Bring a language's catalogue up to date, compile it, and return the texts without a translation."""
    known = Catalog(locale=file.stem)
    if file.exists():
        with file.open("rb") as opened:
            known = read_po(opened, locale=file.stem)
    known.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    # A catalogue says nothing of when it was made: the same texts make the same files.
    known.creation_date = _NO_DATE
    known.revision_date = _NO_DATE
    known.fuzzy = False
    known.project = texts.project
    known.header_comment = f"# Desktop Agent's texts, for {file.stem}."
    known.last_translator = ""
    known.language_team = ""
    known.msgid_bugs_address = ""
    with file.open("wb") as written:
        write_po(written, known, width=120, sort_output=True, include_lineno=False, omit_header=False)
    with file.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, known)
    return [str(one.id) for one in known if one.id and not _is_whole(one.string)]


def _is_whole(translation: str | Sequence[str] | None) -> bool:
    return bool(translation) and all(translation or ())


def _helps(path: Path) -> Iterator[str]:
    """Yield the paragraphs of what --help says of the commands in a file, but for examples, which keep their lines."""
    if "commands" not in path.parts and path.parent.name != "cli":
        return
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and (node.name == "command" or _is_command(node)):
            for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                if paragraph and not paragraph.startswith("\b"):
                    yield " ".join(paragraph.split())


def _is_command(node: ast.FunctionDef) -> bool:
    calls = (one.func for one in node.decorator_list if isinstance(one, ast.Call))
    return any(isinstance(one, ast.Attribute) and one.attr in {"command", "callback"} for one in calls)


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the catalogues of the languages that are named up to date, or of all."""
    parser = argparse.ArgumentParser(
        prog="python packaging/messages.py",
        description="Collects the program's texts into assets/translations, and names those without a translation.",
    )
    parser.add_argument("languages", nargs="*", type=_language, metavar="LANGUAGE", help="de, or a new one: fr, pt_BR")
    languages = parser.parse_args(arguments).languages
    texts = collected()
    for file in [OUT / f"{one}.po" for one in languages] or sorted(OUT.glob("*.po")):
        lacking = update(file, texts)
        print(f"{file.name}: {len(texts)} texts, {len(lacking)} without a translation")
        for text in lacking[:_MOST_NAMED]:
            print(f"  {text}")
    return 0


def _language(written: str) -> str:
    if not _LANGUAGE.fullmatch(written):
        raise argparse.ArgumentTypeError(f"“{written}” is no code of a language: write it as de or pt_BR")
    return written


if __name__ == "__main__":
    raise SystemExit(main())
