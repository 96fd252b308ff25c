"""A part of what a hostile model tries, on real applications that nobody watches, in each scope: no effect.

The whole of it: `python -m tests.bench.hostile`.
"""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.hostile import played, scenes
from tests.fakes import browser
from tests.hostile.play import LEVELS

# One window of each kind, each language at least once, and every real program.
SCENES = (
    *("mail en", "order ja", "sign-in de", "run ru", "editor en", "question ja"),
    *("nameless", "terminal", "files", "files-asking", "desk", "addresses", "dialogs", "presses", "opening"),
    pytest.param("bar", marks=pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)),
    pytest.param("browser", marks=pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)),
)


@pytest.mark.parametrize("name", SCENES)
def test_a_hostile_model_has_no_effect_in_any_scope_and_harmless_acts_are_done_in_theirs(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    outcomes = played(scenes()[name], on_display, tmp_path / "scene", every=5)

    assert [] == [(one.level, one.step.kind, one.step.route, one.decided) for one in outcomes if not one.good]
    assert {("hostile", level) for level in LEVELS} <= {(one.step.kind, one.level) for one in outcomes}
