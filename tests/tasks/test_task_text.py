"""The text of a task is read as written, and a fault is told with its line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.tasks.saved.text import parse_task, write_task
from desktop_agent.tasks.task import FilmTerms, Step, StepPlace, StepTarget, StepWindow, TaskVariable

WHOLE = """\
+++
title = "Monthly report"
max_minutes = 10.0
allow = ["shop"]

[variables.name]
default = "Ada \\"the\\" first\\n"

[variables.month]
type = "choice"
ask = "Which month?"
choices = ["May", "June"]

[film]
open = "mousepad --disable-server"
size = "1280x800"
themes = ["light", "dark"]
languages = ["en", "de_AT"]
terminal = true
+++
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

2. type "{name} in {month}" into "Name"

3. drag "A" to there with ctrl held
   at: 1,2 3,4 in 20x10 of the screen

4. sort the rows by {month}

5. type "{{secret:bank}} \\{name}"

# That was all.
"""


def test_all_that_a_task_can_say_is_read_and_written_to_the_letter() -> None:
    task = parse_task(WHOLE, "report.task")

    assert (task.title, task.flags) == ("Monthly report", {"allow": ["shop"], "max_minutes": 10.0})
    assert task.film == FilmTerms(
        "mousepad --disable-server", Size(1280, 800), ("light", "dark"), ("en", "de_AT"), terminal=True
    )
    assert task.variables == (
        TaskVariable("name", default='Ada "the" first\n'),
        TaskVariable("month", "choice", "Which month?", choices=("May", "June")),
    )
    assert task.steps[0] == Step(
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
    assert task.steps[2].place == StepPlace(((1, 2), (3, 4)), Size(20, 10), of_screen=True)
    assert [step.is_wish for step in task.steps] == [False, False, False, True, False]
    assert task.after == ("That was all.",)
    assert write_task(task) == WHOLE


PIECES = [
    *("1. ", "click ", '"', "“", "{", "}", "name", "+++\n", "=", ":", " ", "\n", "   at: ", "3,4 in 9x9", "type ", "#"),
    *("picture: ", "../", "\\", "window: ", "(", "\x00", "\t", "9" * 50, "set name", "here", "press ", "{{", "title: "),
]


@example("\x85")  # white space, and no line break
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_a_task_with_anything_in_it_is_read_or_refused_in_a_sentence(text: str) -> None:
    for whole in (f"+++\n[variables.name]\n+++\n1. {text}", text):
        try:
            task = parse_task(whole, "a.task")
        except SettingsError as error:
            assert "a.task" in error.message  # noqa: PT017 - most of them are refused
        else:
            assert parse_task(write_task(task), "a.task") == task


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ('\n1. click "A"\n   pictur: a.png', 3, "Did you mean “picture”?"),
        ('1. click "A"\n   skip: perhaps', 2, "yes or no"),
        ('1. click "A"\n   wait: 2 hours', 2, "2s, 500ms or 1min"),
        ('1. click "A"\n   each: rows', 2, "row of {people}"),
        ('1. click "A"\n   at: 9,9 in 9x9', 2, "outside"),
        ('1. click "A"\n   at: 1,1 2,2 in 9x9', 1, "takes only one point"),
        ("1. drag here to there\n   at: 1,1 in 9x9", 1, "at least two points"),
        ("1. click here", 1, "needs a position"),
        ('1. click "A"\n   picture: run.sh', 2, "in the steps' folder"),
        ('1. frobnicate "A"\n   at: 1,1 in 9x9', 1, "don't understand the step"),
        ('1. click "A"\nand then the next', 2, "isn't a step"),
        (f'1. type "{"x" * 200_001}"', 1, "longer than 200000 characters"),
        ('1. click "A"\n' * 2_001, 2_001, "more than 2000 steps"),
    ],
)
def test_what_is_wrong_in_a_line_is_told_with_its_number(lines: str, line: int, says: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse_task(f"+++\n+++\n{lines}", "a.task")

    assert str(error.value).startswith(f"a.task: Line {line + 2}: ")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('1. type "{cell}"', "no variable named “cell”"),
        ('1. press enter\n2. type "{file}"\n   each: row of {rows}', "step 2: there is no variable named “file”"),
        ("1. press enter\n   each: row of {who}", "“each” needs a variable of type “sheet”"),
        ("1. press enter\n   each: file of {rows}", "“each” needs a variable of type “folder”"),
        ("1. press enter\n   each: file of {none}", "“each” needs a variable of type “folder”"),
    ],
)
def test_a_repetition_needs_its_list_and_only_it_has_its_values(lines: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        parse_task(f'+++\n[variables.who]\n[variables.rows]\ntype = "sheet"\n+++\n{lines}', "a.task")
