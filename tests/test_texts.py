"""What translators work on holds every text of the program, and their translations keep the gaps and the quotes."""

import importlib.util
import re
from pathlib import Path

import pytest

from desktop_agent.app.language import translations
from desktop_agent.core.translation import GAP
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
