"""The catalogues that translators work on hold every text of the program, and their translations keep the gaps."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop_agent.core import errors
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import GAP
from tests.fakes.source import ROOT

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
    return [(str(english), str(said)) for english, said in pairs if said]


def ends(text: str) -> tuple[str, str]:
    """Return the blanks and line breaks that a text begins and ends with; French puts a hard blank before a colon."""
    return text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_catalogue_is_what_the_tool_makes_of_it(tmp_path: Path, file: Path) -> None:
    made = tmp_path / file.name
    made.write_bytes(file.read_bytes())
    messages.update(made, messages.collected())

    for suffix in (".po", ".mo"):
        made, kept = made.with_suffix(suffix), file.with_suffix(suffix)
        assert made.read_bytes() == kept.read_bytes(), "python packaging/messages.py was not run"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_translation_keeps_the_gaps_the_quotes_and_the_blanks_at_its_ends(file: Path) -> None:
    for english, said in translated(file):
        assert sorted(GAP.findall(said)) == sorted(GAP.findall(english)), english
        assert ends(said) == ends(english), english
        assert len(re.findall("[„“”«»]", said)) == len(re.findall("[“”]", english)), english


def test_what_fills_the_gaps_of_a_text_is_named_as_they_are() -> None:
    wrong = []
    for path in sorted((ROOT / "desktop_agent").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            named = {one.arg for one in call.keywords}
            if call.func.id in {"Message", "gettext", "plural"} and texts and None not in named:
                if {name for text in texts for name, _ in GAP.findall(text)} != named:
                    wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")
            elif call.func.id in {*messages.KEYWORDS, "tr"} and call.args and isinstance(call.args[0], ast.JoinedStr):
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}: an f-string is not found by translators")

    assert [] == wrong


def test_no_text_stands_in_a_gap_of_an_f_string_where_the_tool_does_not_find_it() -> None:
    wrong = []
    for path in sorted((ROOT / "desktop_agent").rglob("*.py")):
        gaps = (one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.FormattedValue))
        calls = (one for gap in gaps for one in ast.walk(gap) if isinstance(one, ast.Call))
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in messages.KEYWORDS:
                wrong += [
                    f"{path.relative_to(ROOT)}:{call.lineno}" for one in call.args if isinstance(one, ast.Constant)
                ]

    assert [] == wrong


def test_what_an_error_says_is_for_translators_too() -> None:
    ours = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, DesktopAgentError)}
    plain = [
        f"{path.relative_to(ROOT)}:{said.lineno}"
        for path in sorted((ROOT / "desktop_agent").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ours
        for said in call.args
        if isinstance(said, ast.JoinedStr) or (isinstance(said, ast.Constant) and " " in str(said.value))
    ]

    assert plain == []


def test_signs_and_blanks_between_gaps_are_for_translators_too() -> None:
    texts = messages.collected()

    assert {"{act}?", "“{name}”", "{how} {named}{keys}{inside}"} <= {one.id for one in texts}
    assert "{part0}{part1}" not in texts


def test_help_of_the_tool_writes_no_file_and_a_name_that_is_no_language_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "OUT", tmp_path)
    with pytest.raises(SystemExit) as helped:
        messages.main(["--help"])
    with pytest.raises(SystemExit) as refused:
        messages.main(["../German"])

    assert (helped.value.code, refused.value.code) == (0, 2)
    assert "LANGUAGE" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_text_without_a_translation_is_counted_and_named_and_stays_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "OUT", tmp_path)
    whole = FILES[0].read_text("utf-8")
    (tmp_path / "de.po").write_text(whole.replace('msgstr "Anhalten"', 'msgstr ""', 1), "utf-8")
    messages.main(["de"])

    said = capsys.readouterr().out
    assert re.search(r"de\.po: \d+ texts, \d+ without a translation\n", said)
    assert "\n  Stop\n" in said
