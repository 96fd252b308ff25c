"""The real server process does a whole form on a real screen, in each dialect, and the form's own file says so."""

import json
from pathlib import Path

import httpx
import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from tests.fakes.apps import App
from tests.fakes.waiting import wait_until
from tests.offline.conversation import Conversation

TASK = """fill "Full name" with "Ada Lovelace"
type "London" into "City"; select "Norway" from "Country"
then select "Large" from "Size" and type "Door code 12" into the "Notes" field
tick "Gift wrap", untick "Newsletter" and tick "By courier"
scroll down in "Things in stock" until "Item number 34" appears, then click "Item number 34"
open the "File" menu and click "Save As..."
check that "Cancel" is visible; check that "Bananas" is not visible
click "Send order". Press escape"""
FILLED = {"name": "Ada Lovelace", "city": "London", "notes": "Door code 12", "country": "Norway", "size": "Large",
          "gift": True, "news": False, "courier": True, "item": "Item number 34"}  # fmt: skip
RUNS = [pytest.param(*one) for one in (("preview", True, False), ("lightcone", False, True), ("openai", False, False))]
# In the others this client, which is written from the vendors' pages, could not tell an act from an end.
WITH_A_TOOL = [name for name in DIALECT_NAMES if not dialect_named(name).own_functions]
SHORT = [("preview", False, True), ("lightcone", True, True), ("openai", True, True)]


def held(folder: Path) -> dict[str, object]:
    state: dict[str, object] = json.loads((folder / "state.json").read_text())
    return state


@pytest.mark.parametrize("form", ["light"], indirect=True)
@pytest.mark.parametrize(("dialect", "chained", "stream"), RUNS)
def test_a_form_is_filled_in_and_sent(
    form: App, http: httpx.Client, on_display: PrivateDisplay, tmp_path: Path, dialect: str, chained: bool, stream: bool
) -> None:
    run = Conversation(http, on_display, dialect, chained, stream)

    end = run.run(TASK)

    wait_until(lambda: FILLED | {"pressed": ["Save As...", "Send order"]} == held(tmp_path), what="the filled form")
    assert {"message": "The entire task is done.", "status": "success"} == end
    assert (dialect != "lightcone") == bool(run.checks)


@pytest.mark.parametrize("form", ["light"], indirect=True)
@pytest.mark.parametrize(("dialect", "chained", "stream"), SHORT)
def test_history_and_streams_are_taken_in_every_combination(
    form: App, http: httpx.Client, on_display: PrivateDisplay, tmp_path: Path, dialect: str, chained: bool, stream: bool
) -> None:
    end = Conversation(http, on_display, dialect, chained, stream).run('fill "City" with "Oslo"; click "Check stock"')

    wait_until(lambda: ("Oslo", ["Check stock"]) == tuple(held(tmp_path)[at] for at in ("city", "pressed")))
    assert end["status"] == "success"


@pytest.mark.parametrize("form", ["dark"], indirect=True)
@pytest.mark.parametrize(("dialect", "chained"), [("preview", True), ("openai", False)])
def test_a_refused_step_is_left_out_and_the_rest_is_done(
    form: App, http: httpx.Client, on_display: PrivateDisplay, tmp_path: Path, dialect: str, chained: bool
) -> None:
    run = Conversation(http, on_display, dialect, chained, refuse='click "Send order"')

    end = run.run(TASK)

    wait_until(lambda: FILLED | {"pressed": ["Save As..."]} == held(tmp_path), what="the filled form")
    assert 'did not click "Send order": it was refused.' in end["message"]
    assert "success" == end["status"]
    assert [] == run.checks, "a refused check is never acknowledged"


@pytest.mark.parametrize("form", ["light"], indirect=True)
@pytest.mark.parametrize("chained", [True, False])
def test_a_refused_first_step_is_left_out_too(
    form: App, http: httpx.Client, on_display: PrivateDisplay, tmp_path: Path, chained: bool
) -> None:
    run = Conversation(http, on_display, chained=chained, refuse='click "Send order"')

    end = run.run('click "Send order"; click "Check stock"')

    wait_until(lambda: ["Check stock"] == held(tmp_path)["pressed"], what="the press on Check stock")
    assert 'I wasn\'t allowed to click "Send order"' in end["message"]


@pytest.mark.parametrize("form", ["light"], indirect=True)
@pytest.mark.parametrize("dialect", WITH_A_TOOL)
def test_what_is_not_there_ends_the_run_and_what_is_there_is_said(
    form: App, http: httpx.Client, on_display: PrivateDisplay, tmp_path: Path, dialect: str
) -> None:
    run = Conversation(http, on_display, dialect)

    end = run.run('click "Chexk sotck item"')

    assert end["status"] in {"failed", "failure"}
    assert "I cannot see “Chexk sotck item”. Closest text on screen: “Check stock”" in end["message"]
    assert [] == held(tmp_path)["pressed"]


@pytest.mark.parametrize("form", ["light"], indirect=True)
@pytest.mark.parametrize("dialect", WITH_A_TOOL)
def test_an_unknown_step_is_refused_before_the_first_action(
    form: App, http: httpx.Client, on_display: PrivateDisplay, tmp_path: Path, dialect: str
) -> None:
    run = Conversation(http, on_display, dialect)

    end = run.run('click "Cancel". Order a pizza')

    assert [] == run.actions
    assert "I don't understand the step “Order a pizza”" in end["message"]
    assert end["status"] in {"failed", "failure"}
