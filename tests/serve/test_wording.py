"""What the server says: points as the client counts them, and a safety check where a person is to be asked."""

from typing import Any

from desktop_agent.core.actions.action import Click, Drag
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.turn import StepThought
from desktop_agent.offline.plan.outcome import PlannedAction, PlanPosition
from desktop_agent.offline.planner import Next
from desktop_agent.serve.dialects import DIALECTS
from desktop_agent.serve.wire.offline_model import ItemWriter, Scale, output

AT = ImagePoint(10, 20)


def call(action: PlannedAction, warning: str = "", dialect: str = "preview", size: tuple[int, int] = (100, 80)) -> Any:  # noqa: ANN401 - JSON
    words = ItemWriter(DIALECTS[dialect], Scale(size, (100, 80)), dialect != "lightcone", "0123abcd")
    thought = StepThought(1, 1, "click", "I see it.")
    return output(words, Next(PlanPosition(step=1), (thought,), action, warning), ["I go on."])[-1]


def test_points_are_in_the_pixels_of_the_display_that_the_client_has_told() -> None:
    clicked = call(Click(AT), size=(50, 20))["action"]
    dragged = call(Drag((AT, ImagePoint(90, 70))), size=(50, 20))["action"]

    assert (5, 5) == (clicked["x"], clicked["y"])
    assert {"x": 5, "y": 5} == dragged["path"][0]


def test_only_a_press_with_a_warning_has_a_safety_check() -> None:
    warned = [call(Click(AT), "This presses “Send”.", dialect) for dialect in ("preview", "openai", "lightcone")]

    check = [{"id": "sc_0123abcd", "code": "sensitive_action", "message": "This presses “Send”."}]
    assert [check, check, None] == [one.get("pending_safety_checks") for one in warned]
    assert [] == call(Click(AT))["pending_safety_checks"]
