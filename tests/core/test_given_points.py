"""What is known of a proposal before its name is looked up, and of what has a name of its own."""

from dataclasses import replace

from desktop_agent.core.actions.action import Click
from desktop_agent.core.errors import ScreenError, display_gone
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import RunStarted, TaskSource
from desktop_agent.core.runs.turn import InvalidAction, NamedPlace, Proposal

AT = ImagePoint(5, 6)


def test_a_point_is_given_by_the_model_and_a_name_gives_none() -> None:
    assert Proposal(Click(AT), {}).given_points == (AT,)
    assert Proposal(Click(AT), {}, named=NamedPlace("OK", Click)).given_points == ()
    assert Proposal(InvalidAction("no"), {}).given_points == ()


def test_a_display_that_is_gone_says_what_to_do() -> None:
    error = display_gone(ScreenError)

    assert (error.message, error.hint) == ("The display is gone.", "Once it's back, start the task again.")


def test_a_run_of_a_kept_task_is_called_as_that_task_is() -> None:
    source = TaskSource("task", "weekly", "Weekly report")
    started = RunStarted(1, "r", "/r", "click “OK”", "local", "d", "m", "http://h", "guard", {}, None, {}, {}, "0.1.0")

    assert started.title == "click “OK”"
    assert replace(started, source=source).title == "Weekly report"
