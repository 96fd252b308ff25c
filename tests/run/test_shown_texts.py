"""A text of several lines is looked for in what is read off a terminal; only a sure difference is told."""

import pytest

from desktop_agent.core.actions.action import Action, Press, Type
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import Allow
from desktop_agent.core.pictures.frame import Frame
from desktop_agent.core.pictures.geometry import Rect
from desktop_agent.run.act.effects import CANT_BE_SEEN, block_of, difference_shown
from tests.fakes.runs.cases import XTERM, changed
from tests.fakes.runs.run_ports import world
from tests.fakes.servers.turns import DONE, call, drive, reply, turn
from tests.run.hits import hitting

CODE = "def f(a):\n    if a:\n        for i in a:\n            print(i)\n    return 0\n"
STAIRS = CODE.replace("for", "    for").replace("print", "            print").replace("return", " " * 24 + "return")


def shown(text: str, cell: int = 6) -> list[ShownControl]:
    """Return what is read of a text in a terminal, with a border and a line of the editor's own."""
    lines = [*text.split("\n"), "~", "-- INSERT --"]
    return [
        ShownControl(
            line.strip(), "", Rect(3 + cell * (len(line) - len(line.lstrip())), 13 * row, cell * len(line.strip()), 11)
        )
        for row, line in enumerate(lines)
        if line.strip()
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (shown(CODE), ""),
        (shown(CODE, cell=11), ""),
        (shown("  1 x\n" + CODE), ""),
        (shown(CODE.replace("\n", "\n  ")), ""),  # a margin that all but the first have
        (shown("    " + CODE.replace("\n", "\n    ")), ""),
        (shown(STAIRS), "for example at “for i in a:”."),
        (shown(CODE + CODE), CANT_BE_SEEN),  # which of them is it?
        (shown(CODE.replace("i", "l")), CANT_BE_SEEN),  # read vaguely
        (shown("$"), CANT_BE_SEEN),
        ([], CANT_BE_SEEN),
    ],
)
def test_indents_that_a_program_has_changed_are_told_and_nothing_that_is_not_sure(
    lines: list[ShownControl], told: str
) -> None:
    difference = difference_shown(CODE, lines)

    assert difference.endswith(told)
    assert bool(difference) == bool(told)


def test_the_line_that_is_told_is_short_and_the_first_may_stand_anywhere() -> None:
    long = "a = 1\nb = 2\n  for each of these many words in a line:\n"
    changed_lines = shown("                 " + long.replace("  for", "          for"))

    assert difference_shown(long, shown("                 " + long)) == ""
    assert difference_shown(long, changed_lines).endswith("for example at “for each of these ma…”.")


@pytest.mark.parametrize(
    ("action", "block"),
    [
        (Type(CODE, entry="one place"), CODE),
        (Type(CODE, entry="lines"), ""),
        (Type(CODE), ""),
        (Type(CODE, entry="one place", secret=True), ""),
        (Type("a\nb", entry="one place"), ""),
        (Type("a:\n\tb", entry="one place"), ""),
        (Press(("a",)), ""),
    ],
)
def test_a_text_with_indents_for_an_editor_in_a_terminal_is_looked_for(action: Action, block: str) -> None:
    assert block == block_of(action)


@pytest.mark.parametrize(
    ("read", "told"),
    [(shown(CODE), ["", ""]), (shown(STAIRS), ["has changed the indents"] * 2), ([], ["can't be compared here", ""])],
)
def test_what_cannot_be_seen_in_a_terminal_is_told_once_and_a_difference_each_time(
    read: list[ShownControl], told: list[str]
) -> None:
    async def lines(frame: Frame, window: int) -> list[ShownControl]:
        del frame, window
        return read

    terminal = changed(XTERM, holds_terminal=True, reader="text")
    scene = hitting(world([*(turn(call(Type(CODE), call_id=f"c{n}")) for n in (1, 2)), DONE]), lambda _: terminal)
    scene.ports.judge = lambda _case: Allow()
    scene.controls.read = lines  # type: ignore[method-assign]

    drive(scene)

    for number, words in enumerate(told, 1):
        notes = " ".join(reply(scene, number).notes)
        assert words in notes
        assert bool(words) == ("terminal" in notes)
