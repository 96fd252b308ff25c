"""The catalogues that translators work on hold every text of the program, and their translations keep the gaps."""

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop_agent.core import errors
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import GAP
from tests.fakes.source import ROOT, parsed

FILES = sorted((ROOT / "assets" / "translations").glob("*.po"))
TOOL = importlib.util.spec_from_file_location("messages", ROOT / "packaging" / "messages.py")
assert TOOL is not None
assert TOOL.loader is not None
messages = importlib.util.module_from_spec(TOOL)
TOOL.loader.exec_module(messages)


def translated(file: Path) -> list[tuple[str, str]]:
    """Return the English texts of a catalogue that have a translation, each with that."""
    with file.open("rb") as opened:
        entries = [one for one in read_po(opened, locale=file.stem) if one.id and not one.context]
    pairs: list[tuple[object, object]] = []
    for one in entries:
        if isinstance(one.id, str):
            pairs.append((one.id, one.string))
        else:
            pairs += zip(one.id, one.string or (), strict=True)
    return [(str(english), str(words)) for english, words in pairs if words]


def ends(text: str) -> tuple[str, str]:
    """Return the blanks and line breaks that a text begins and ends with; French puts a hard blank before a colon."""
    return text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]


@pytest.mark.long
def test_each_catalogue_is_what_the_tool_makes_of_it(tmp_path: Path) -> None:
    texts = messages.collected()  # takes long: once for all languages

    for file in FILES:
        made = tmp_path / file.name
        made.write_bytes(file.read_bytes())
        messages.update(made, texts)
        for suffix in (".po", ".mo"):
            made = made.with_suffix(suffix)
            kept = file.with_suffix(suffix)
            assert made.read_bytes() == kept.read_bytes(), "python packaging/messages.py was not run"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_translation_keeps_the_gaps_the_quotes_and_the_blanks_at_its_ends(file: Path) -> None:
    for english, words in translated(file):
        assert sorted(GAP.findall(words)) == sorted(GAP.findall(english)), english
        assert ends(words) == ends(english), english
        assert len(re.findall("[„“”«»]", words)) == len(re.findall("[“”]", english)), english


def test_french_is_written_with_its_own_signs() -> None:
    texts = [words for _, words in translated(ROOT / "assets" / "translations" / "fr.po")]
    pages = [file.read_text("utf-8") for file in (ROOT / "desktop_agent" / "guide" / "fr").glob("*.md")]
    prose = [re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.DOTALL) for page in pages]

    for text in (*texts, *prose):
        assert re.findall(r"\w'\w|« | »|[^\s|:-] [:;?!](?=\s|$)", text) == [], text


OURS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, DesktopAgentError)}
SAYING = {*OURS, "Noticed"}  # what is said to a person: an error, or a notice of a run


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Return where texts and errors are made, as file and line, and the call."""
    named = {*messages.KEYWORDS, "tr", *SAYING}
    return tuple(
        (f"{path.relative_to(ROOT)}:{one.lineno}", one)
        for path in sorted((ROOT / "desktop_agent").rglob("*.py"))
        for one in ast.walk(parsed(path.read_text("utf-8")))
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in named
    )


def name_of(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Name)
    return call.func.id


@pytest.mark.long
def test_what_fills_the_gaps_of_a_text_is_named_as_they_are() -> None:
    wrong = []
    for where, call in calls():
        texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        named = {one.arg for one in call.keywords}
        if name_of(call) in {"Message", "gettext", "plural"} and texts and None not in named:
            if {name for text in texts for name, _ in GAP.findall(text)} != named:
                wrong.append(where)
        elif name_of(call) not in SAYING and call.args and isinstance(call.args[0], ast.JoinedStr):
            wrong.append(f"{where}: an f-string is not found by translators")

    assert [] == wrong


def test_what_an_error_or_a_notice_says_is_for_translators_too() -> None:
    plain = [
        where
        for where, call in calls()
        if name_of(call) in SAYING
        for words in call.args
        if isinstance(words, ast.JoinedStr) or (isinstance(words, ast.Constant) and " " in str(words.value))
    ]

    assert plain == []


def test_no_sentence_is_glued_to_another() -> None:
    glued = [
        where
        for where, call in calls()
        if name_of(call) not in SAYING
        for words in call.args
        if isinstance(words, ast.Constant) and re.match(r" [A-Z]", str(words.value))
    ]

    assert glued == []
