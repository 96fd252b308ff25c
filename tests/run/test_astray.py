"""Answers that call for tools that are not here, or for none: many in a row are the run's end, or it is said."""

import pytest

from desktop_agent.core.events import Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import ModelInput, Turn
from tests.fakes.run_ports import world
from tests.fakes.turns import CLICK, call, drive, of, turn


def test_an_answer_of_nothing_but_unknown_tools_is_a_turn_and_five_of_them_end_the_run() -> None:
    astray = Turn("r", strays=("function_call dance",))
    pictures: list[Frame] = []

    def another(message: ModelInput) -> Turn:
        pictures.append(message.frame)
        scene.camera.colour += 1
        return astray

    scene = world([another] * 6)

    finished = drive(scene)

    assert (finished.status, finished.exit_code, finished.turns) == ("limit", 4, 5)
    assert "No progress: five responses in a row called only tools that don't exist." in finished.message
    assert len(pictures) == 5
    assert [frame.pixels.bgrx[0] for frame in pictures] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ([Turn("r", messages=("I would click.",), unchecked=True)], True),
        ([turn(call(CLICK)), Turn("r", messages=("Clicked.",), unchecked=True)], False),
        ([Turn("r", messages=("It is 12.",))], False),  # a vendor's own model, which works computers
    ],
)
def test_it_is_said_where_a_model_of_any_kind_only_talked(turns: list[Turn], told: bool) -> None:
    scene = world(turns)

    drive(scene)

    assert any("only replied with text" in event.text for event in of(scene, Noticed)) is told
