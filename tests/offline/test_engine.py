"""The loop's model without a network: what it says to the loop, what it makes of refusals, and how it is stopped."""

import asyncio
import hashlib
import io
import threading
from dataclasses import dataclass, field, replace

import pytest
from PIL import Image

from desktop_agent.core.actions.action import Action, Click, Finish, Wait, points_of
from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.decisions.decision import HitControl, Place, Target
from desktop_agent.core.errors import ModelError
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, Size, Viewport, Window, WindowBox
from desktop_agent.core.runs.events import Event, RequestSent
from desktop_agent.core.runs.turn import NotDone, NotDoneReason, Opening, Proposal, Reply, Turn
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.caps import Caps
from desktop_agent.model.coordinates import space_of
from desktop_agent.model.reading.action import read_action
from desktop_agent.offline.engine import OfflineModel, TargetOf
from desktop_agent.offline.plan.outcome import NO_COMPUTER, Computer
from tests.offline.seen import line

SIZE = Size(640, 400)
LINES = (line("Send", 300, 100), line("Close", 300, 200))
MIDDLE_OF_SEND = ImagePoint(316, 110)
MIDDLE_OF_CLOSE = ImagePoint(320, 210)


@dataclass
class Reader:
    """Reads what is put in; with `waits`, only once it is closed."""

    lines: tuple[TextLine, ...] = LINES
    waits: bool = False
    reading: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)

    def read(self, picture: bytes, *, fresh: bool = False) -> tuple[TextLine, ...]:
        self.reading.set()
        if self.waits:
            self.closed.wait(60)
            raise ModelError("The process that reads the screen ended unexpectedly.")
        return self.lines

    def read_small(self, data: bytes) -> tuple[TextLine, ...]:
        return ()

    def read_row(self, data: bytes, box: Box) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        self.closed.set()


def read(item: JsonItem, image: Size) -> Proposal:
    return read_action(item, (), space_of("viewport", image, None), Caps(wait_s=0.5)).proposal


def frame(data: bytes | None = None) -> Frame:
    if data is None:
        out = io.BytesIO()
        Image.new("RGB", (SIZE.width, SIZE.height), "#f0f0f0").save(out, "PNG")
        data = out.getvalue()
    viewport = Viewport(Rect(0, 0, SIZE.width, SIZE.height), SIZE)
    return Frame(
        data, "image/png", viewport, hashlib.sha256(data).hexdigest(), Scene(), Pixels(SIZE, b"\0" * 4 * 640 * 400)
    )


def model(
    reader: Reader | None = None,
    heard: list[Event] | None = None,
    computer: Computer = NO_COMPUTER,
    target: TargetOf | None = None,
) -> OfflineModel:
    def announce(event: Event) -> None:
        if heard is not None:
            heard.append(event)

    return OfflineModel(reader or Reader(), read, announce, computer, target)


def think(thinking: OfflineModel, message: Opening | Reply) -> Turn:
    return asyncio.run(thinking.think(message))


def action_of(turn: Turn) -> object:
    return turn.calls[0].proposals[0].action


def reply(why: NotDoneReason | None = None, text: str = "") -> Reply:
    return Reply((), (text,) if text else (), frame(), not_done=NotDone(why, text) if why else None)


def test_steps_are_done_one_after_the_other_and_then_it_says_that_it_is_done() -> None:
    events: list[Event] = []
    thinking = model(heard=events)

    first = think(thinking, Opening('click "Close"; click "Close"', frame()))
    second = think(thinking, reply())
    last = think(thinking, reply())

    assert [Click(MIDDLE_OF_CLOSE)] * 2 == [action_of(first), action_of(second)]
    assert Finish("success", "Every step was carried out.") == last.finish
    assert "1 of 2: click" in first.steps[0].line
    reported = {"type": "click", "button": "left", "x": 320, "y": 210, "name": "Close"}
    assert reported == first.calls[0].proposals[0].model_action
    assert first.calls[0].skips_disabled
    assert first.calls[0].call_id != second.calls[0].call_id
    assert [RequestSent] * 3 == [type(event) for event in events]
    assert last.usage is not None
    assert last.usage.total_tokens == (last.usage.input_tokens or 0) + (last.usage.output_tokens or 0)


def test_a_press_on_send_comes_with_a_check() -> None:
    call = think(model(), Opening('click "Send"', frame())).calls[0]

    assert ["sensitive_action"] == [check.code for check in call.checks]
    assert "“Send”" in call.checks[0].message
    assert call.checks[0].raw["message"] == call.checks[0].message


@pytest.mark.parametrize("sentence", ["", "This was carried out."])
def test_a_refusal_is_known_by_its_type_whatever_the_sentence_says(sentence: str) -> None:
    thinking = model()
    think(thinking, Opening('click "Send"; click "Close"', frame()))

    after = think(thinking, reply("refused", sentence))
    end = think(thinking, reply()).finish

    assert Click(MIDDLE_OF_CLOSE) == action_of(after)
    assert end is not None
    assert 'I wasn\'t allowed to click "Send".' in end.text


@pytest.mark.parametrize("why", ["failed", "taken over"])
def test_what_was_not_carried_out_is_tried_again_after_a_wait(why: NotDoneReason) -> None:
    thinking = model()
    think(thinking, Opening('click "Send"', frame()))

    waiting = think(thinking, reply(why, "The screen changed."))
    again = think(thinking, reply())

    assert Wait(0.3) == action_of(waiting)
    assert Click(MIDDLE_OF_SEND) == action_of(again)


def test_a_rehearsal_goes_on_as_far_as_the_screen_allows() -> None:
    thinking = model()
    think(thinking, Opening('click "Send"; click "A window that never opens"', frame()))

    end = think(thinking, reply("rehearsed")).finish

    assert end is not None
    assert "success" == end.status
    assert "rehearsal" in end.text


def test_a_task_that_is_not_understood_ends_in_words() -> None:
    end = think(model(), Opening("Make me happy", frame())).finish

    assert end is not None
    assert "failed" == end.status
    assert "Make me happy" in end.text


def test_the_window_in_front_is_the_one_that_the_desktop_tells_for_this_picture() -> None:
    # The picture shows the right half of the desktop at half its size; another window lies over a part of the first.
    desktop = Viewport(Rect(1280, 0, 1280, 800), SIZE)
    boxes = (WindowBox(8, Rect(1280, 0, 1280, 300)), WindowBox(7, Rect(1280, 0, 1280, 800)))
    seen = replace(frame(), viewport=desktop, scene=Scene(boxes, 7))
    reader = Reader((line("Close", 300, 100), line("Close", 300, 200), line("Close", 630, 390)))

    def closed(*front: int) -> object:
        computer = Computer(in_front=lambda scene: frozenset(front) if scene is seen.scene else frozenset())
        return action_of(think(model(reader, computer=computer), Opening('click "Close"', seen)))

    assert closed(7) == Click(ImagePoint(320, 210))
    assert closed(8) == Click(ImagePoint(320, 110))


@pytest.mark.parametrize(("edge", "clicked"), [(640, [Click(ImagePoint(452, 112))]), (310, [])])
def test_a_rectangle_in_another_window_is_not_the_field_of_a_label(edge: int, clicked: list[Click]) -> None:
    picture = Image.new("RGB", (SIZE.width, SIZE.height), "#f0f0f0")
    out = io.BytesIO()
    picture.paste("#ffffff", (350, 98, 551, 123))
    picture.save(out, "PNG")
    parts = (WindowBox(7, Rect(0, 0, edge, 400)), WindowBox(8, Rect(0, 0, 640, 400)))
    seen = replace(frame(out.getvalue()), scene=Scene(parts, 7))

    turn = think(model(Reader((line("E-mail", 250, 100),))), Opening('type "anna" into "E-mail"', seen))

    acts = [call.proposals[0].action for call in turn.calls]
    assert clicked == [act for act in acts if isinstance(act, Click)]


def said(*words: str) -> Reply:
    return replace(reply(), said=words)


def test_further_plain_steps_are_done_after_the_others() -> None:
    thinking = model()
    think(thinking, Opening('click "Close"', frame()))

    further = think(thinking, said('click "Send"'))
    last = think(thinking, reply())

    assert Click(MIDDLE_OF_SEND) == action_of(further)
    assert ('“click "Send"” will be done after the other steps.',) == further.notices
    assert Finish("success", "Every step was carried out.") == last.finish


def test_other_words_change_nothing_and_that_is_said() -> None:
    thinking = model()
    think(thinking, Opening('click "Close"; click "Send"', frame()))

    turn = think(thinking, said("I solved the captcha, go on"))

    assert Click(MIDDLE_OF_SEND) == action_of(turn)
    assert ["“I solved the captcha, go on” had no effect" in one for one in turn.notices] == [True]


def test_after_an_error_the_same_message_can_be_sent_again() -> None:
    thinking = model()
    think(thinking, Opening('click "Send"; click "Close"', frame()))

    with pytest.raises(ModelError, match="can't be read"):
        think(thinking, Reply((), (), frame(b"no picture")))

    assert Click(MIDDLE_OF_CLOSE) == action_of(think(thinking, reply()))


def test_a_stop_ends_the_reading_of_a_picture() -> None:
    reader = Reader(waits=True)
    thinking = model(reader)

    async def stopped() -> None:
        running = asyncio.create_task(thinking.think(Opening('click "Send"', frame())))
        await asyncio.to_thread(reader.reading.wait, 20)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await thinking.cancel()

    asyncio.run(stopped())

    assert reader.closed.is_set()


TITLE_PX = 40
BUTTONS_Y = 300
HEADED = (line("Save As", 40, 10), line("Save", 300, 100), line("Save", 300, BUTTONS_Y))
MIDDLE_OF_SAVE = ImagePoint(316, BUTTONS_Y + 10)


async def told(frame: Frame, action: Action) -> Target:
    """Tell of a title, of labels below it, and of buttons further below."""
    at = points_of(action)[0]
    role = "push button" if at.y >= BUTTONS_Y else "label"
    return Target(Place(Window(1), in_title_bar=at.y < TITLE_PX), HitControl("Save", role, "accessibility"))


async def untold(frame: Frame, action: Action) -> Target:
    """Tell nothing, as a program without a tree does."""
    return Target(Place(Window(1)), HitControl("Save", "", "ocr"))


@pytest.mark.parametrize(
    ("task", "lines", "target", "does"),
    [
        ('click "Save"', HEADED, told, Click(MIDDLE_OF_SAVE)),
        ('open "Save"', HEADED, told, Click(MIDDLE_OF_SAVE)),
        ('click "Save"', HEADED[::2], told, Click(MIDDLE_OF_SAVE)),
        ('click "Save"', HEADED[:2], untold, Click(ImagePoint(316, 110))),
        ('click the text "Save"', HEADED[:2], told, Click(ImagePoint(316, 110))),
        ('click the title "Save"', HEADED[:1], told, Click(ImagePoint(56, 20))),
        ('double click "Save"', HEADED[:2], told, Click(ImagePoint(316, 110), count=2)),
        ('click "Save"', HEADED[:2], told, "“Save” is only in text that is no control."),
        ('click "Save"', HEADED[:1], told, "“Save” is only in the title of a window, which is no control."),
        ('right click "Save"', HEADED[:1], told, "“Save” is only in the title of a window, which is no control."),
        ('click "Save"', [line("Save", 20 + 60 * n, 60 + n) for n in range(10)], told, "“Save” is only in text"),
        ('click "Save"', [line("Save", 20, 45 + 24 * n) for n in range(10)], told, "“Save” is only in text"),
    ],
)
def test_a_click_is_for_what_is_a_control_where_its_program_reports_it(
    task: str, lines: tuple[TextLine, ...], target: TargetOf, does: Click | str
) -> None:
    turn = think(model(Reader(tuple(lines)), target=target), Opening(task, frame()))

    if isinstance(does, Click):
        assert action_of(turn) == does
    else:
        assert isinstance(action_of(turn), Wait)
        assert does in turn.steps[-1].line
