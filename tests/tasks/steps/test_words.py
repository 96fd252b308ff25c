"""A step's words and its act are two ways to say one thing."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.actions.action import (
    Action,
    Button,
    Click,
    Drag,
    HoldKey,
    Navigate,
    Press,
    Scroll,
    Type,
)
from desktop_agent.core.errors import StepFileError
from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.tasks.steps.lines import problem_of, problem_with
from desktop_agent.tasks.steps.playing import single_steps
from desktop_agent.tasks.steps.variables import filled_step, names_in
from desktop_agent.tasks.steps.words import StepAct, act_of, parts_of, words_for
from desktop_agent.tasks.task import Step, StepPlace, StepTarget

HERE = ImagePoint(0, 0)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
KEYS = st.lists(
    st.sampled_from(["ctrl", "shift", "enter", "f5", "pagedown", *"a1+-.,;:!'\"`“?#*/ß"]), min_size=1, max_size=3
)
ACTIONS = st.one_of(
    st.builds(Click, st.just(HERE), st.sampled_from(get_args(Button)), st.integers(1, 3), KEYS.map(tuple)),
    st.builds(Scroll, st.just(HERE), st.integers(-9999, 9999), st.integers(-9999, 9999)),
    st.builds(Type, TEXTS, st.none() | st.just(HERE)),
    st.builds(Press, KEYS.map(tuple)),
    st.builds(HoldKey, KEYS.map(tuple)),
    st.builds(Navigate, TEXTS),
)


@pytest.mark.long
@given(ACTIONS, st.none() | st.builds(StepTarget, st.sampled_from(["", "button", "tool bar"]), TEXTS))
def test_an_act_is_said_in_words_that_mean_it_or_not_at_all(action: Action, target: StepTarget | None) -> None:
    words = words_for(action, target)
    act = act_of(filled_step(words, {})) if words else None

    assert words is None or "\n" not in words
    assert words is None or act is not None
    assert act is None or act.action == action


@given(TEXTS)
def test_a_text_is_typed_to_the_letter_whatever_it_looks_like(text: str) -> None:
    words = words_for(Type(text))
    act = act_of(filled_step(words, {})) if words else None

    assert act is not None
    assert act.action == Type(text)


def words_act(text: str) -> StepAct:
    act = act_of(text)
    assert act is not None
    return act


def test_an_act_is_put_in_its_place() -> None:
    points = (ImagePoint(4, 5), ImagePoint(6, 7))
    drag = act_of('drag "A" to "B"')
    click = act_of('click "A"')
    press = act_of("press enter")

    assert drag is not None and click is not None and press is not None  # noqa: PT018
    assert drag.at(points) == Drag(points)
    assert click.at(points) == Click(points[0])
    assert press.at(()) == Press(("enter",))
    assert words_act('type "a"').at(points) == Type("a")
    assert [act.pointed for act in (drag, click, press)] == [True, True, False]


def test_a_variable_is_filled_in_and_cannot_change_the_step() -> None:
    assert filled_step('type "{name}" into "{field}"', {"name": 'A "B"\n', "field": "x"}) == (
        'type "A \\"B\\"\\n" into "x"'
    )
    assert filled_step(r'type "\{name} \\{name}"', {"name": "A"}) == r'type "{name} \\A"'
    assert filled_step('type "{{secret:bank}}"', {}) == 'type "{{secret:bank}}"'
    assert names_in(r'type "{a} \{b} {{secret:c}} {a}"', in_step=True) == ("a",)
    with pytest.raises(StepFileError, match="would change the step"):
        filled_step("type “{name}”", {"name": "” and click “Delete"})


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ('type "Ada" and press enter', ('type "Ada"', "press enter")),
        ('type "ls -l" into "Command" and press enter', ('type "ls -l" into "Command"', "press enter")),
        ('click "Save", then wait for "Saved"', ('click "Save"', 'wait for "Saved"')),
        ('type "one and press enter"', ('type "one and press enter"',)),
        ("press enter", ("press enter",)),
    ],
)
def test_a_line_of_several_plain_steps_is_split_into_them_and_waits_before_the_first(
    line: str, parts: tuple[str, ...]
) -> None:
    steps = single_steps(Step(line, wait_s=2, is_wish=bool(problem_of(line))))

    assert parts_of(line) == parts
    assert [step.text for step in steps] == [*parts]
    assert [step.wait_s for step in steps] == [2, *[0] * (len(parts) - 1)]


@pytest.mark.parametrize("line", ['click "Save" and do something nice', 'click "A'])
def test_a_line_with_a_part_that_is_no_plain_step_is_left_whole_to_a_model(line: str) -> None:
    assert problem_of(line)
    assert parts_of(line) == (line,)


def test_a_line_of_several_steps_has_no_one_place() -> None:
    line = Step('click "A" and click "B"', place=StepPlace(((1, 2),), Size(9, 9)))

    assert "more than one step" in problem_with(line)
