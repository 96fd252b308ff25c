"""A step finds a control by the name that its program reports, whatever text stands in it or on it."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace

import pytest
from PIL import Image

from desktop_agent.core.actions.action import Press, Type
from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.pictures import Rect, Size, Viewport
from desktop_agent.offline.picture.screen_picture import ScreenPicture
from desktop_agent.offline.plan.outcome import NamedBox, PlanPosition, ReportedBoxes
from desktop_agent.offline.planner import next_or_end
from desktop_agent.offline.run_access import reported_boxes
from tests.fakes.runs.run_ports import PaintedScreen
from tests.offline.planned import NOW_MS, acted, click_at, steps
from tests.offline.seen import Seen, line
from tests.offline.test_written_fields import NoText, Shown

BOX = Box(100, 300, 200, 24)
LIST = Box(400, 300, 200, 24)


def _field(name: str, box: Box = BOX, *, has_rows: bool = False) -> NamedBox:
    return NamedBox(name, box, "written", has_rows)


@pytest.mark.parametrize(
    "task",
    ['type "Zed" into "Name"', 'type "Zed" into the "Name" field', 'click the "Name" field', 'click "Name"'],
)
def test_a_field_with_a_text_in_it_is_found_by_its_name(task: str) -> None:
    seen = Seen((line("Ann", 104, 302),), controls=(_field("Name"),))

    assert acted(next_or_end(steps(task), PlanPosition(), seen, NOW_MS)).action == click_at(*BOX.center)


def test_a_list_is_opened_by_its_name() -> None:
    seen = Seen((line("Berlin", 404, 302),), controls=(NamedBox("City", LIST, "chosen"),))

    answer = acted(next_or_end(steps('select "Rome" from "City"'), PlanPosition(), seen, NOW_MS))

    assert answer.action == click_at(*LIST.center)


def test_a_button_without_words_is_clicked_by_its_name_and_one_that_sends_needs_a_yes() -> None:
    seen = Seen((line("Hello", 4, 302),), controls=(NamedBox("Send", BOX, "pressed"),))

    answer = acted(next_or_end(steps('click "Send"'), PlanPosition(), seen, NOW_MS))

    assert answer.action == click_at(*BOX.center)
    assert answer.warning


@pytest.mark.parametrize("task", ['click "Sign in"', 'click the "Sign in" button'])
def test_of_several_texts_the_only_control_that_is_called_so_and_pressed_is_clicked(task: str) -> None:
    heading = line("Sign in", 20, 40)
    label = line("Sign in", 20, 100)
    one = Seen((heading, label), controls=(NamedBox("Sign in", BOX, "pressed"),))
    two = Seen((heading, label), controls=(NamedBox("Sign in", BOX, "pressed"), NamedBox("Sign in", LIST, "pressed")))

    clicked = acted(next_or_end(steps(task), PlanPosition(), one, NOW_MS))
    unsure = next_or_end(steps(task), PlanPosition(), two, NOW_MS)

    assert clicked.action == click_at(*BOX.center)
    assert "appears 2 times" in str(unsure)


def test_no_text_is_typed_into_what_is_not_written_in_and_the_words_on_the_picture_decide_between_two() -> None:
    button = Seen((line("Other", 4, 302),), controls=(NamedBox("Name", BOX, "pressed"),))
    label = line("Name", 20, 100)
    two = Seen((label,), {"Name": Box(100, 98, 200, 24)}, controls=(_field("Name"), _field("Name", LIST)))

    nothing = acted(next_or_end(steps('type "Zed" into "Name"'), PlanPosition(), button, NOW_MS))
    beside_label = acted(next_or_end(steps('type "Zed" into "Name"'), PlanPosition(), two, NOW_MS))

    assert nothing.action != click_at(*BOX.center)
    assert beside_label.action == click_at(200, 110)


def test_the_words_of_a_text_are_clicked_and_no_control_of_that_name() -> None:
    seen = Seen((line("Name", 20, 100),), controls=(_field("Name"),))

    answer = acted(next_or_end(steps('click the text "Name"'), PlanPosition(), seen, NOW_MS))

    assert answer.action != click_at(*BOX.center)


def test_a_word_that_stands_elsewhere_too_is_not_taken_for_the_field_of_that_name() -> None:
    seen = Seen(
        (line("File name", 20, 100), line("Ann", 104, 302)),
        {"File name": Box(100, 98, 200, 24)},
        controls=(_field("Name"),),
    )

    answer = acted(next_or_end(steps('type "Zed" into "Name"'), PlanPosition(), seen, NOW_MS))

    assert answer.action == click_at(*BOX.center)


@pytest.mark.parametrize(("has_rows", "follows"), [(False, Press(("ctrl", "a"))), (True, Type("Zed"))])
def test_the_text_of_one_row_is_replaced_and_that_of_several_is_kept(follows: Press | Type, *, has_rows: bool) -> None:
    tall = replace(BOX, height=90)
    seen = Seen((line("Ann", 104, 302),), controls=(_field("Notes", tall, has_rows=has_rows),))
    plan = steps('type "Zed" into "Notes"')

    clicked = acted(next_or_end(plan, PlanPosition(), seen, NOW_MS))
    then = acted(next_or_end(plan, clicked.position, seen, NOW_MS))

    assert then.action == follows


def test_names_are_compared_as_everywhere_and_the_very_same_comes_first() -> None:
    image = io.BytesIO()
    Image.new("RGB", (20, 20)).save(image, "PNG")
    first = _field("name:")
    second = _field("Name (2)", LIST)
    screen = ScreenPicture(image.getvalue(), NoText(), reported=lambda: ReportedBoxes(named=(first, second)))

    assert screen.named("Name") == (first,)
    assert screen.named("Name (2)") == (second,)
    assert screen.named("Nam") == ()


def test_what_can_be_used_is_named_with_what_is_done_with_it() -> None:
    frame = PaintedScreen().grab()
    frame = replace(frame, viewport=Viewport(Rect(0, 0, 200, 100), Size(100, 50)))
    roles = ("push button", "entry", "text", "combo box", "label")
    listed = [ShownControl(role, role, Rect(20, 20 + n, 40, 20)) for n, role in enumerate(roles)]
    off = ShownControl("off", "entry", Rect(20, 40, 40, 20), ("disabled",))
    shown = Shown(controls_of=[*listed, off, replace(off, name="", states=())])
    windows = frozenset(item.id for item in frame.scene.windows)

    named = asyncio.run(reported_boxes(frame, windows, surroundings=shown)).named

    assert [(control.name, control.use, control.has_rows) for control in named] == [
        ("push button", "pressed", False),
        ("entry", "written", False),
        ("text", "written", True),
        ("combo box", "chosen", False),
    ]
