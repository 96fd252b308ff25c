"""The loop that leads a person: what is shown, when it goes on, and when it looks again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.films.commands.guided import guided
from desktop_agent.films.guided.lead import Guide, LinePlace, LineTarget, PersonEvent, Wish, instruction
from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.playing import Played, PlayedStep, played

SAVE = LineTarget((ScreenPoint(20, 20),), Rect(10, 10, 40, 20))
NAME = LineTarget((ScreenPoint(20, 80),), Rect(10, 70, 90, 20))
ON_SAVE, ON_NAME, BESIDE = (PersonEvent("left", at=ScreenPoint(20, y)) for y in (20, 80, 300))
MISSING = LinePlace(why="It isn't there.")
CLICK = "click here\n   at: 1,1 in 9x9"
FILL = 'fill here with "Ada"\n   at: 1,1 in 9x9'


@dataclass
class Room:
    """A screen, its sign and a person: what is seen and done is written down beforehand, what is shown is kept."""

    sights: list[LinePlace]
    events: list[PersonEvent | Wish | None]
    changes: bool = False
    shown: list[tuple[str, bool]] = field(default_factory=list)

    async def look(self, step: PlayedStep, following: PlayedStep | None) -> LinePlace:
        del step, following
        return self.sights.pop(0)

    def has_changed(self) -> bool:
        return self.changes

    async def show(self, words: str, sight: LinePlace, *, asks: bool = False) -> None:
        self.shown.append((sight.why or words, asks))

    async def next(self, within_s: float) -> PersonEvent | Wish | None:
        del within_s
        return self.events.pop(0)


def task(*lines: str) -> Played:
    parsed = parse_task("+++\n+++\n" + "".join(f"{at}. {line}\n\n" for at, line in enumerate(lines, start=1)), "it")
    return played(StepBook(parsed, lambda _: None), parsed.steps)


TYPED = [PersonEvent(char, char=char) for char in "Ada"]
FIRST = "1 of 2: Click the marked place."
SECOND = "2 of 2: Click the marked place."
LAST = "That was the last step."


@pytest.mark.parametrize(
    ("lines", "sights", "events", "shown"),
    [
        ([CLICK, CLICK], [LinePlace(SAVE), LinePlace(NAME)], [ON_SAVE, ON_NAME, None], [FIRST, SECOND, LAST]),
        ([CLICK, CLICK], [LinePlace(SAVE), LinePlace(NAME)], ["skip", ON_NAME, None], [FIRST, SECOND, LAST]),
        ([CLICK, CLICK], [LinePlace(SAVE)], ["end"], [FIRST]),
        (
            [CLICK, CLICK], [MISSING, LinePlace(SAVE), LinePlace(NAME)], [BESIDE, None, ON_SAVE, ON_NAME, None],
            ["It isn't there.", FIRST, SECOND, LAST],
        ),
        # Another click may have changed the screen.
        (
            [CLICK, CLICK], [LinePlace(SAVE), LinePlace(SAVE), LinePlace(NAME)], [BESIDE, None, ON_SAVE, ON_NAME, None],
            [FIRST, FIRST, SECOND, LAST],
        ),
        (['check that "Hi" is visible'], [MISSING, LinePlace(holds=True)], [None, None, None],
            ["It isn't there.", "1 of 1: You should see “Hi” now.", LAST]),
        # Whoever goes on to the next place has typed all that they wanted to.
        ([FILL, CLICK], [LinePlace(NAME, ahead=SAVE)], [ON_NAME, *TYPED[:2], ON_NAME, ON_SAVE, None],
            ["1 of 2: Type “Ada”.", LAST]),
        ([FILL, CLICK], [LinePlace(NAME, ahead=SAVE), LinePlace(SAVE)], [*TYPED, ON_SAVE, None],
            ["1 of 2: Type “Ada”.", SECOND, LAST]),
        ([FILL, FILL], [LinePlace(NAME, ahead=SAVE), LinePlace(SAVE)], [TYPED[0], ON_SAVE, "done", None],
            ["1 of 2: Type “Ada”.", "2 of 2: Type “Ada”.", LAST]),
        # Windows may change while a person is typing.
        ([FILL], [LinePlace(NAME), LinePlace(NAME)], [*TYPED[:2], BESIDE, None, TYPED[2], None],
            ["1 of 1: Type “Ada”.", "1 of 1: Type “Ada”.", LAST]),
        ([FILL, "press ctrl+s"], [LinePlace(NAME, ahead=LineTarget())], [TYPED[0], PersonEvent("s", ("ctrl",)), None],
            ["1 of 2: Type “Ada”.", LAST]),
    ],
)  # fmt: skip
def test_each_line_is_shown_until_it_is_done(
    lines: Sequence[str], sights: list[LinePlace], events: list[PersonEvent | Wish | None], shown: Sequence[str]
) -> None:
    room = Room([*sights], [*events])

    finished = asyncio.run(Guide(task(*lines), room, room, room).lead())

    assert [words for words, _ in room.shown] == shown
    assert finished == (shown[-1] == LAST)
    assert (room.sights, room.events) == ([], [])


def test_it_looks_again_only_once_windows_have_changed() -> None:
    still = Room([LinePlace(SAVE)], [None, None, "end"])
    moving = Room([LinePlace(SAVE), LinePlace(SAVE)], [None, "end"], True)

    for room in (still, moving):
        asyncio.run(Guide(task(CLICK), room, room, room).lead())

    assert [len(room.shown) for room in (still, moving)] == [1, 2]


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        (f'{CLICK}\n   target: button "Save…" at 1,1 2x2', "Click “Save”.", False),
        (f'{CLICK}\n   target: check box "Wrap" on at 1,1 2x2', "Untick “Wrap”.", False),
        ('click "Save"\n   at: 1,1 in 9x9', "Click “Save”.", False),
        ("press ctrl+s", "Press Ctrl+S.", False),
        ("press Down 3 times", "Press Down (3 times).", False),
        (f'{FILL}\n   target: text field "Name" at 1,1 2x2', "In “Name”, type “Ada”.", True),
        ('type "{{secret:bank}}\\n"', "Type the secret “bank” and press Enter.", True),
        ('type "hunter2"\n   target: password field "Code" at 1,1 2x2', "In “Code”, type your secret text.", True),
        ("sort the rows by date", "sort the rows by date", True),
        ('wait for "Ready"', "You should see “Ready” now.", True),
    ],
)
def test_a_line_is_told_as_in_a_how_to_without_its_secrets(line: str, words: str, expected: bool) -> None:
    room = Room([LinePlace(LineTarget())], ["end"])
    steps = task(line)

    asyncio.run(Guide(steps, room, room, room).lead())

    assert instruction(steps.steps[0]) == words
    assert room.shown == [(f"1 of 1: {words}", expected)]


@pytest.mark.parametrize("session", [{}, {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}])
def test_without_x11_it_says_so_before_anything_else(
    session: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in session.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(InputDeniedError, match="a task can't be watched here"):
        guided(task(CLICK))

    assert capsys.readouterr().err == ""
