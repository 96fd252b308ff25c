"""Our own files, changed while a run lasts or between two: nothing more is done, and nothing of it counts unasked."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.hostile.own_house import BETWEEN, ROUTES, HouseRoute, after, attacked, why_not_held, why_not_seen

_HERE = {"settings saved by an editor", "a link in place of the folder", "settings and record forged together"}


@pytest.mark.parametrize("route", [one for one in ROUTES if one.name in _HERE], ids=lambda route: route.name)
def test_a_change_during_a_run_pauses_it_before_anything_more_is_done(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, route: HouseRoute
) -> None:
    del on_display
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    outcome = attacked(tmp_path, route)

    assert why_not_held(route, outcome) == ""


def test_a_planted_function_is_told_of_first_and_does_not_run(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del on_display
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    (route,) = (one for one in BETWEEN if one.name == "another home with a record of its own")

    outcome = after(tmp_path, route)

    assert why_not_seen(route, outcome) == ""
