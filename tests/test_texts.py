"""What translators work on holds every text of the program, and their translations keep the gaps and the quotes."""

import importlib.util
import re
from pathlib import Path

import pytest

from desktop_agent.core.message import GAP
from desktop_agent.host.language import translations
from tests.fakes.source import ROOT

FILES = sorted((ROOT / "assets" / "translations").glob("*.ts"))
TOOL = importlib.util.spec_from_file_location("texts", ROOT / "packaging" / "texts.py")
assert TOOL is not None
assert TOOL.loader is not None
texts = importlib.util.module_from_spec(TOOL)
TOOL.loader.exec_module(texts)


def ends(text: str) -> tuple[str, str]:
    """Return the blanks that a text begins and ends with."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_of_translations_is_what_the_tool_makes_of_it(tmp_path: Path, file: Path) -> None:
    made = tmp_path / file.name
    made.write_bytes(file.read_bytes())
    texts.update(made, texts.collected())

    assert made.read_bytes() == file.read_bytes(), "python packaging/texts.py was not run"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_translation_keeps_the_gaps_the_quotes_and_the_blanks_at_its_ends(file: Path) -> None:
    for english, said in translations(file).items():
        if said:
            assert sorted(GAP.findall(said)) == sorted(GAP.findall(english)), english
            assert ends(said) == ends(english), english
            assert len(re.findall("[„“”]", said)) == len(re.findall("[“”]", english)), english


def test_german_is_whole() -> None:
    german = translations(ROOT / "assets" / "translations" / "desktop_agent_de.ts")

    assert [english for english, said in german.items() if not said] == []


def test_no_text_with_gaps_is_an_f_string() -> None:
    assert [] == list(texts.without_parts()), 'write Message("Wait {seconds} s", seconds=3)'


def test_help_of_the_tool_writes_no_file_and_a_name_that_is_no_language_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(texts, "OUT", tmp_path)
    with pytest.raises(SystemExit) as helped:
        texts.main(["--help"])
    with pytest.raises(SystemExit) as refused:
        texts.main(["../German"])

    assert (helped.value.code, refused.value.code) == (0, 2)
    assert "LANGUAGE" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_the_tool_names_each_text_without_a_translation_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    english, german = next(iter(translations(FILES[0]).items()))
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    monkeypatch.setattr(texts, "OUT", tmp_path)
    whole = FILES[0].read_text("utf-8")
    (tmp_path / FILES[0].name).write_text(whole.replace(f">{german}<", "><", 1), "utf-8")
    texts.main(["de"])

    assert f"  {texts.collected()[english][0]}: {english}\n" in capsys.readouterr().out
