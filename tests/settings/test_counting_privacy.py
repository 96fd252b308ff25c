"""What was hidden stays hidden until a person has confirmed otherwise."""

from pathlib import Path

from desktop_agent.core.geometry import Rect
from desktop_agent.settings.trusted_settings import confirm, effective_settings

BEFORE = '[privacy]\nwindows = ["keepassxc"]\nregions = ["0,0,9,9"]\n'
AFTER = '[privacy]\nwindows = ["mail"]\n'


def test_an_entry_that_somebody_takes_out_of_the_file_still_hides(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(BEFORE, "utf-8")
    confirm(tmp_path)
    file.write_text(AFTER, "utf-8")

    held = effective_settings(file, {}, {})
    by_variable = effective_settings(file, {"DESKTOP_AGENT_PRIVACY__WINDOWS": "other"}, {})
    confirm(tmp_path)

    assert held.privacy.windows == ("mail", "keepassxc")
    assert held.privacy.regions == (Rect(0, 0, 9, 9),)
    assert any("privacy.windows (DESKTOP_AGENT_PRIVACY__WINDOWS)" in note for note in by_variable.notes)
    assert effective_settings(file, {}, {}).privacy.windows == ("mail",)
