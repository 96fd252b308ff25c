"""What a setting declares of itself is what the guide, the Python API and the Settings window say of it."""

import importlib.util

import pytest

from desktop_agent.settings.sections import SETTINGS
from tests.fakes.source import ROOT

TOOL = importlib.util.spec_from_file_location("settings_tool", ROOT / "packaging" / "settings.py")
assert TOOL
assert TOOL.loader
tool = importlib.util.module_from_spec(TOOL)
TOOL.loader.exec_module(tool)
# Written in the file by hand: a line of a window is no place for them.
BY_HAND = {"provider.params"}
API = ROOT / "desktop_agent" / "api.py"


@pytest.mark.long
def test_guide_and_api_say_what_is_declared(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main(["--check"]) == 0, "python packaging/settings.py wasn't run"

    assert capsys.readouterr().out == ""


def test_every_setting_has_a_title_and_a_line_in_the_guide() -> None:
    assert {key for key, one in SETTINGS.items() if not one.title} == BY_HAND
    assert SETTINGS.keys() - {key for key, line in tool.lines().items() if line.endswith(".")} == set()
