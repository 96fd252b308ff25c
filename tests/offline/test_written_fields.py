"""A text is typed into no button, wherever it lies, if its program says what it is."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from PIL import Image, ImageDraw

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import ShownControl, ShownText, TextLine, WindowContents
from desktop_agent.core.pictures import Frame, Rect, Size, Viewport
from desktop_agent.offline.picture.screen_picture import ScreenPicture
from desktop_agent.offline.plan.outcome import PlanPosition, ReportedBoxes
from desktop_agent.offline.planner import next_or_end
from desktop_agent.offline.run_access import field_texts, reported_boxes
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import PaintedScreen
from tests.offline.planned import NOW_MS, acted, click_at, steps
from tests.offline.seen import Seen, line

LABEL = Box(22, 62, 38, 16)
FIELD = Box(73, 58, 250, 22)
BUTTON = Box(22, 86, 301, 22)


class NoText:
    def read(self, data: bytes, *, fresh: bool = False) -> tuple[TextLine, ...]:
        del data, fresh
        return ()

    def read_row(self, data: bytes, box: Box) -> tuple[str, ...]:
        del data, box
        return ()

    def read_small(self, data: bytes) -> tuple[TextLine, ...]:
        del data
        return ()

    def close(self) -> None: ...


def picture(*, button_around_text: bool = False) -> bytes:
    image = Image.new("RGB", (360, 160), (239, 239, 239))
    draw = ImageDraw.Draw(image)
    draw.text((LABEL.left, LABEL.top + 2), "E-mail", fill="black")
    draw.rectangle((FIELD.left, FIELD.top, FIELD.right - 1, FIELD.bottom - 1), fill="white", outline=(170, 170, 170))
    fill = (250, 250, 250)
    draw.rectangle((BUTTON.left, BUTTON.top, BUTTON.right - 1, BUTTON.bottom - 1), fill=fill, outline=(150, 150, 150))
    if button_around_text:
        draw.text((BUTTON.left + 8, BUTTON.top + 5), "Send", fill="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def test_the_field_beside_a_label_is_taken_where_a_button_lies_nearer_below_it() -> None:
    knows = ScreenPicture(picture(), NoText(), reported=lambda: ReportedBoxes(pressed=(BUTTON,)))
    silent = ScreenPicture(picture(), NoText())

    field = knows.field(LABEL, writes=True)

    assert field is not None
    assert FIELD.holds(*field.center)
    assert BUTTON.holds(*(silent.field(LABEL, writes=True) or LABEL).center)  # the picture alone says no more


def test_a_field_that_its_program_reports_is_taken_before_what_looks_like_one() -> None:
    real = Box(22, 120, 300, 20)
    reported = ScreenPicture(picture(), NoText(), reported=lambda: ReportedBoxes((real, Box(22, 84, 60, 20))))
    elsewhere = ScreenPicture(picture(), NoText(), reported=lambda: ReportedBoxes((real,)))

    assert reported.field(LABEL, writes=True) == Box(22, 84, 60, 20)
    assert elsewhere.field(LABEL, writes=True) not in {None, real}  # it belongs to another label


def test_a_text_in_a_field_that_its_program_reports_is_its_placeholder_and_no_label_of_the_next_one() -> None:
    text = Box(BUTTON.left + 8, BUTTON.top + 3, 28, 16)
    next_one = Box(BUTTON.right + 6, BUTTON.top, 30, BUTTON.height)
    shown = picture(button_around_text=True)
    placeholder = ScreenPicture(shown, NoText(), reported=lambda: ReportedBoxes((BUTTON, next_one)))
    label = ScreenPicture(shown, NoText(), reported=lambda: ReportedBoxes((next_one,)))

    assert placeholder.field(text, writes=True) == BUTTON
    assert label.field(text, writes=True) == next_one


def test_a_button_around_a_text_is_no_field_with_that_placeholder() -> None:
    text = Box(BUTTON.left + 8, BUTTON.top + 3, 28, 16)
    knows = ScreenPicture(picture(button_around_text=True), NoText(), reported=lambda: ReportedBoxes(pressed=(BUTTON,)))

    assert knows.around(text) is not None  # a list to choose from may be a button
    assert knows.around(text, writes=True) is None


def test_programs_are_asked_once_for_a_picture_and_only_to_type() -> None:
    asked = list[str]()

    def reported() -> ReportedBoxes:
        asked.append("asked")
        return ReportedBoxes()

    shown = ScreenPicture(picture(), NoText(), reported=reported)
    shown.field(LABEL)
    assert asked == []
    shown.field(LABEL, writes=True)
    shown.around(LABEL, writes=True)

    assert asked == ["asked"]


@pytest.mark.parametrize(("task", "is_typed"), [('type "Ada" into "Name"', False), ('select "Red" from "Name"', True)])
def test_only_a_step_that_types_needs_a_field_that_is_no_button(task: str, *, is_typed: bool) -> None:
    box = Box(100, 98, 200, 24)
    seen = Seen((line("Name", 20, 100),), {"Name": box}, pressed=(box,))

    answer = acted(next_or_end(steps(task), PlanPosition(), seen, NOW_MS))

    assert (answer.action == click_at(*box.center)) == is_typed


@dataclass
class Shown(NamedControls):
    controls_of: Sequence[ShownControl] = ()
    contents_of: WindowContents = field(default_factory=WindowContents)

    async def contents(self, frame: Frame, window: int) -> WindowContents:
        del frame, window
        return self.contents_of

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        del frame, window
        return self.controls_of


def test_buttons_links_and_boxes_are_pressed_and_fields_and_words_are_not() -> None:
    frame = PaintedScreen().grab()
    frame = replace(frame, viewport=Viewport(Rect(0, 0, 200, 100), Size(100, 50)))
    windows = frozenset(item.id for item in frame.scene.windows)
    roles = ("push button", "link", "check box", "entry", "text", "combo box", "spin button", "label", "static")
    shown = Shown(controls_of=[ShownControl(role, role, Rect(20, 20 + n, 40, 20)) for n, role in enumerate(roles)])

    boxes = asyncio.run(reported_boxes(frame, windows, surroundings=shown))

    assert (len(boxes.pressed), len(boxes.fields)) == (3, 3)
    assert boxes.pressed[0] == Box(10, 10, 20, 10)
    assert asyncio.run(reported_boxes(frame, frozenset(), surroundings=shown)) == ReportedBoxes()


def test_the_text_in_a_field_is_its_programs_and_a_password_is_never_asked_for() -> None:
    frame = PaintedScreen().grab()
    frame = replace(frame, viewport=Viewport(Rect(0, 0, 200, 100), Size(100, 50)))
    windows = frozenset(item.id for item in frame.scene.windows)
    roles = ("entry", "password text", "push button", "text", "spin button")
    listed = tuple(ShownControl(role, role, Rect(20, 2 + 20 * n, 40, 18)) for n, role in enumerate(roles))
    lines = tuple(ShownText(f"{role} text", Rect(22, 4 + 20 * n, 30, 10)) for n, role in enumerate(roles[:3]))
    lines += (ShownText("first", Rect(22, 62, 30, 6)), ShownText("second", Rect(22, 70, 30, 6)))

    shown = Shown(contents_of=WindowContents(listed, lines))
    texts = asyncio.run(field_texts(frame, windows, surroundings=shown))

    assert [text.text for text in texts] == ["entry text", "first\nsecond"]
    assert texts[0].box == Box(10, 1, 20, 9)
    screen = ScreenPicture(picture(), NoText(), field_texts=lambda: texts)
    assert [text.many_lines for text in texts] == [False, True]
    assert screen.text_in(Box(10, 1, 20, 9)) == texts[0]
    assert screen.text_in(BUTTON) is None
