"""A file of steps is read as it was written, and anything else is an error with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.geometry import Size
from desktop_agent.studio.steps.step import Step, StepPlace, StepTarget, StepWindow, Variable
from desktop_agent.studio.steps.text import parse_steps, write_steps

WHOLE = """\
# Made by showing it once.
title: Monthly report
size: 1280x800
theme: light, dark
language: en, de_AT
open: mousepad --disable-server
set name = "Ada \\"the\\" first\\n"
set month

# The form is open.
1. click "Send" button
   name: Send the order
   caption: Now it goes out: “at once”
   wait: 2s
   skip: yes
   window: "Order — Demo" (desktop-agent)
   target: button "Send" beside "Order" in the row "Ada Rome" off at 380,288 64x24
   at: 412,300 in 1280x800
   picture: order/000004.png
   zoom: no

2. type "{{name}} in {{month}}" into "Name"

3. drag "A" to there with ctrl held
   at: 1,2 3,4 in 20x10 of the screen

4. type "{{secret:bank}}"

# That was all.
"""


def test_all_that_a_file_can_say_is_read_and_written_to_the_letter() -> None:
    file = parse_steps(WHOLE)

    assert file.title == "Monthly report"
    assert (file.size, file.themes, file.languages) == (Size(1280, 800), ("light", "dark"), ("en", "de_AT"))
    assert file.open == "mousepad --disable-server"
    assert file.variables == (Variable("name", 'Ada "the" first\n'), Variable("month"))
    assert file.steps[0] == Step(
        'click "Send" button',
        name="Send the order",
        caption="Now it goes out: “at once”",
        wait_s=2.0,
        skip=True,
        window=StepWindow("Order — Demo", "desktop-agent"),
        target=StepTarget("button", "Send", (380, 288, 64, 24), beside="Order", checked=False, row="Ada Rome"),
        place=StepPlace(((412, 300),), Size(1280, 800)),
        picture="order/000004.png",
        zoom=False,
        comments=("The form is open.",),
    )
    assert file.steps[2].place == StepPlace(((1, 2), (3, 4)), Size(20, 10), of_screen=True)
    assert file.after == ("That was all.",)
    assert write_steps(file) == WHOLE


PIECES = [
    *(
        "1. ",
        "click ",
        '"',
        "“",
        "{{",
        "}}",
        "name",
        "set ",
        "=",
        ":",
        " ",
        "\n",
        "   at: ",
        "3,4 in 9x9",
        "type ",
        "#",
    ),
    *("picture: ", "../", "\\", "window: ", "(", "\x00", "\t", "9" * 50, "title: ", "here", "press ", "ctrl+"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_a_file_with_anything_in_it_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        file = parse_steps(text)
    except StepFileError as error:
        assert error.message.startswith("Line ")  # noqa: PT017 - most of them are refused
    else:
        assert parse_steps(write_steps(file)).steps == file.steps


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('titel: "x"', 1, "Did you mean “title”?"),
        ('\n1. click "A"\n   pictur: a.png', 3, "Did you mean “picture”?"),
        ('1. click "A"\n   skip: perhaps', 2, "yes or no"),
        ('1. click "A"\n   wait: 2 hours', 2, "2s, 500ms or 1min"),
        ('1. click "A"\n   at: 9,9 in 9x9', 2, "outside"),
        ('1. click "A"\n   at: 1,1 2,2 in 9x9', 1, "takes only one point"),
        ("1. drag here to there\n   at: 1,1 in 9x9", 1, "at least two points"),
        ("1. click here", 1, "needs a position"),
        ('1. click "A"\n   picture: run.sh', 2, "in the steps' folder"),
        ('1. frobnicate "A"', 1, "don't understand the step"),
        ('1. click "A', 1, "closing quotation mark is missing"),
        ('1. type "{{nmae}}"', 1, "no variable named “nmae”"),
        ('set name = "A"\nset name = "B"', 2, "twice"),
        ("set name = Ada", 1, "straight quotes"),
        ("   at: 1,1 in 9x9", 1, "no step above"),
        ('1. click "A"\ntitle: late', 2, "isn't a step"),
        ("title:", 1, "has no value"),
        ("language: english please", 1, "de or de_AT"),
        ("title: a\x00b", 1, "invalid character"),
        ("x" * 200_001, 1, "longer than 200000 characters"),
        ('1. click "A"\n' * 2_001, 2_001, "more than 2000 steps"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(StepFileError) as error:
        parse_steps(text)

    assert str(error.value).startswith(f"Line {line}: ")
    assert says in str(error.value)
