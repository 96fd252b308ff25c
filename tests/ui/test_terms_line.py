"""What holds for the next run is said before Start, and can be changed there."""

import pytest
from PySide6.QtWidgets import QInputDialog, QMenu

from tests.fakes.console_desk import PRIVACY, Desk


def choose(desk: Desk, button: str, words: str) -> None:
    menu = limits(desk) if button == "Limits" else desk.button(button).menu()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


def limits(desk: Desk) -> QMenu:
    (menu,) = filter(None, (action.menu() for action in desk.button("Mode").menu().actions()))
    assert isinstance(menu, QMenu)
    return menu


def shown(desk: Desk) -> list[str]:
    return [*(desk.button(name).text() for name in ("Mode", "Model")), limits(desk).title()]


def test_the_terms_and_where_the_screen_goes_are_said_before_start(desk: Desk) -> None:
    assert ["Ask when it matters", "local: local-1", "At most 200 steps, 60 min, any cost"] == shown(desk)
    assert PRIVACY == desk.console.terms.said
    assert {} == desk.console.terms.flags


def test_what_is_chosen_holds_for_the_runs_that_are_started_here(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *given: (1.5 if given[-1] else 30.0, True))
    for button, words in (("Mode", "Rehearse"), ("Limits", "Steps"), ("Limits", "Minutes"), ("Limits", "Cost")):
        choose(desk, button, words)

    wanted = {"run.mode": "watch", "run.max_steps": 30, "run.max_minutes": 1.5, "run.max_cost": 1.5}
    assert wanted == desk.console.terms.flags
    assert ["Rehearse", "local: local-1", "At most 30 steps, 60 min, 1.5 USD"] == shown(desk)
