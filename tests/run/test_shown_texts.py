"""A text that no program reports is looked for in what is read off the picture; what can't be seen is told once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Press, Scroll, Type, Wait
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import Allow, Focus, Target
from desktop_agent.core.pictures import Frame, ImagePoint, Rect
from desktop_agent.core.runs.turn import InvalidAction
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.run.act.shown_text import CANT_BE_SEEN, block_of, indents_note, may_change_text, words_note
from tests.fakes.runs.cases import XTERM, changed, target_of
from tests.fakes.runs.named_controls import EDITOR
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
    ("lines", "expected"),
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
    lines: list[ShownControl], expected: str
) -> None:
    difference = indents_note(CODE, lines)

    assert difference.endswith(expected)
    assert bool(difference) == bool(expected)


def test_the_line_that_is_told_is_short_and_the_first_may_stand_anywhere() -> None:
    long = "a = 1\nb = 2\n  for each of these many words in a line:\n"
    changed_lines = shown("                 " + long.replace("  for", "          for"))

    assert indents_note(long, shown("                 " + long)) == ""
    assert indents_note(long, changed_lines).endswith("for example at “for each of these ma…”.")


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


DIFFERS = "the text differs from the requested one, starting at “{}”."
MORE = "more than the requested text stands there."
PART = "only “{}” of the text is there."
UNSEEN = CANT_BE_SEEN.partition(".")[0]


def lines(*words: str) -> list[ShownControl]:
    return [ShownControl(line, "", Rect(3, 13 * row, 6 * len(line), 11)) for row, line in enumerate(words)]


@pytest.mark.parametrize(
    ("typed", "read", "before", "expected"),
    [
        ("Ham", ["Ham"], [], ""),
        ("Ham", ["Hamburg"], [], MORE),
        ("Ham", ["Hamburg", "Ham"], [], ""),  # a list below the field
        ("12:30", ["1 12:30"], [], ""),  # behind a label or a number
        ("Ada", ["Name: Ada"], [], ""),
        ("ld", ["Hello world"], ["Hello wor"], ""),
        ("12:30", ["12:30 Room 4"], ["Room 4"], ""),
        ("Ada", ["NameAda"], ["Name Search"], ""),  # its label is read together with it
        ("42", ["42|"], [], ""),  # and the caret
        ("[", ["[]"], [], MORE),
        ("", [], [], ""),
        ("Il1 O0", ["ll1 00"], [], ""),
        ("Kärntner Straße 5.", ["Kamtner StraBe 5"], [], ""),
        ("“é”", ["'e'"], [], ""),
        ("a line that goes on", ["$", "a line that", "goes on", "x"], [], ""),
        ("Straße 12", ["STRASSE 12"], [], UNSEEN),
        ("2024-12-31", ["2020-12-31"], ["2020-05-06"], DIFFERS.format("4-12-31")),
        ("1234567890123456", ["1234 5678 9012 3456"], [], DIFFERS.format("567890123456")),
        ("1234-5678", ["x1234-5678y"], [], MORE),
        ("12345678", ["123456"], [], PART.format("123456")),
        ("AB-12345", ["12345"], [], PART.format("12345")),
        ("Zed", ["Total"], [], UNSEEN),
        ("ab", ["ac"], [], UNSEEN),
        ("你好，世界", ["你好，世果"], [], UNSEEN),  # such letters are read vaguely
        ("你好，世界", ["你好，世界"], [], ""),
        ("Hello", [], [], UNSEEN),
        ("if (a[0] == 1) {\n  going();\n}", ["1 if (a[O]==1) {", "2 going);"], [], ""),  # so are signs of code
        ("if a:\n  going\n", ["if a:", "gone"], [], DIFFERS.format("ing")),
        ("a = 1; b: 2; end", ["a = 1 b 2 end"], [], "signs of the text are missing."),
        ("if a:\n  going\n", ["lost", "if a:"], [], UNSEEN),
        ("- -", ["x"], [], ""),  # no letter to look for
        ("👍 🎉", [], [], ""),
        # Of letters beyond ASCII that are read as others nothing is known, of the rest it is.
        ("Отправлено a.petrova@example.com", ["Oтпpaвлeнoo a.petrova@example.com"], [], ""),
        ("Отправлено a.petrova@example.com", ["Oтпpaвлeнo a.petrova@exanple.com"], [], DIFFERS.format("mple.com")),
        (
            "日本語の長い文章を書く petrova@example.com",
            ["日本語の長い文章を書く petrova@"],
            [],
            PART.format("日本語の長い文章を書く petrova"),
        ),
    ],
)
def test_a_typed_text_is_looked_for_where_the_picture_has_changed(
    typed: str, read: list[str], before: list[str], expected: str
) -> None:
    note = words_note([typed], lines(*read), lines(*before))

    assert expected in note
    assert bool(note) == bool(expected)


def test_of_several_texts_a_sure_difference_is_told_first() -> None:
    assert DIFFERS.format("33") in words_note(["Zedzed", "1133"], lines("1122"), [])


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (shown(CODE), ["", ""]),
        (shown(STAIRS), ["has changed the indents"] * 2),
        ([], ["can't be compared in the picture", ""]),
    ],
)
def test_what_cannot_be_seen_in_a_terminal_is_told_once_and_a_difference_each_time(
    read: list[ShownControl], told: list[str]
) -> None:
    async def read_all(frame: Frame, window: int) -> list[ShownControl]:
        del frame, window
        return read

    terminal = changed(XTERM, holds_terminal=True, reader="text")
    scene = hitting(world([*(turn(call(Type(CODE), call_id=f"c{n}")) for n in (1, 2)), DONE]), lambda _: terminal)
    scene.ports.judge = lambda _case: Allow()
    scene.controls.read = read_all  # type: ignore[method-assign]

    drive(scene)

    for number, words in enumerate(told, 1):
        notes = " ".join(reply(scene, number).notes)
        assert words in notes
        assert bool(words) == bool(notes)


@pytest.mark.parametrize(
    ("boxes", "times_told"),
    [((Rect(10, 10, 80, 20), Rect(10, 40, 80, 20)), [1, 1]), ((Rect(10, 10, 80, 20),) * 2, [1, 0])],
)
def test_that_a_text_cannot_be_seen_is_told_once_for_each_control(boxes: Sequence[Rect], times_told: list[int]) -> None:
    async def read(frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        del frame, window, parts
        return []

    def with_keyboard(action: Action) -> Target:
        first, second = boxes
        focus = Focus("", "slider", box=second if action == Type("12") else first)
        return replace(target_of(EDITOR), focus=focus)

    typed = [Type("11"), Type("12")]
    scene = hitting(world([*(turn(call(text, call_id=text.text)) for text in typed), DONE]), with_keyboard)
    scene.ports.judge = lambda _case: Allow()
    scene.executor.found = InputNote(unread=("11",))
    scene.controls.read_within = read  # type: ignore[method-assign]

    drive(scene)

    assert [reply(scene, number).notes.count(CANT_BE_SEEN) for number in (1, 2)] == times_told


def test_a_text_that_no_field_reports_is_read_where_the_picture_has_changed_now_and_before() -> None:
    asked = list[tuple[Frame, Sequence[Rect]]]()

    async def read(frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        del window
        asked.append((frame, parts))
        return lines("Hamburg") if len(asked) == 1 else []

    scene = world([turn(call(Type("Ham"))), DONE])
    scene.executor.found = InputNote(unread=("Ham",))
    scene.controls.read_within = read  # type: ignore[method-assign]

    drive(scene)

    (now, within), (since, _) = asked
    assert now.pixels is not since.pixels
    assert within == scene.camera.changed
    assert MORE in " ".join(reply(scene, 1).notes)


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ((Type("nano notes.txt\n"),), UNSEEN),
        ((Type("nano notes.txt"), Press(("enter",))), UNSEEN),
        ((Type("nano notes.txt"),), PART.format("notes.txt")),
    ],
)
def test_what_stands_there_after_a_return_may_be_a_programs_answer_and_is_no_difference(
    actions: tuple[Action, ...], expected: str
) -> None:
    async def read(frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        del frame, window, parts
        return lines("notes.txt")

    scene = world([turn(call(*actions)), DONE])
    scene.executor.found = InputNote(unread=("nano notes.txt",))
    scene.controls.read_within = read  # type: ignore[method-assign]

    drive(scene)

    assert expected in " ".join(reply(scene, 1).notes)


LATER = "A text that was typed before has changed since."


@pytest.mark.parametrize(
    ("act", "read_later", "moved", "expected"),
    [
        (Wait(1.0), "1,234", False, DIFFERS.format("234")),
        (Press(("tab",)), "1,234", False, DIFFERS.format("234")),
        (Click(ImagePoint(150, 80)), "1,234", False, DIFFERS.format("234")),
        (Click(ImagePoint(150, 80)), "1234", False, ""),
        (Click(ImagePoint(150, 80)), "Total", False, ""),  # what stands there is something else
        (Click(ImagePoint(150, 80)), "1,234", True, ""),  # nothing has changed where the text stands
        (Click(ImagePoint(20, 20)), "1,234", False, ""),  # on the text, or on what came up together with it
        (Press(("backspace",)), "1,234", False, ""),
        (Scroll(ImagePoint(150, 80), dy=100), "1,234", False, ""),
    ],
)
def test_a_text_that_is_changed_later_than_its_picture_is_told_by_the_next_one(
    act: Action, read_later: str, *, moved: bool, expected: str
) -> None:
    asked = list[Frame]()
    scene = world([turn(call(Type("1234"))), turn(call(act)), DONE])
    scene.executor.found = InputNote(unread=("1234",))
    scene.camera.changed = (Rect(0, 0, 100, 60),)

    async def read(frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        del window, parts
        if frame not in asked:
            asked.append(frame)
        scene.executor.found = InputNote()
        scene.camera.changed = (Rect(130, 70, 9, 9),) if moved else (Rect(10, 10, 90, 30),)
        return lines("1234" if frame is asked[0] else read_later)

    scene.controls.read_within = read  # type: ignore[method-assign]

    drive(scene)

    notes = " ".join(reply(scene, 2).notes)
    assert not " ".join(reply(scene, 1).notes)
    assert expected in notes
    assert (LATER in notes) == bool(expected)


@pytest.mark.parametrize("role", ["password text", "entry"])
def test_what_is_typed_into_a_password_field_is_not_read(role: str) -> None:
    asked = list[int]()

    async def read(frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        del frame, parts
        asked.append(window)
        return []

    scene = hitting(world([turn(call(Type("Ham"))), DONE]), lambda _: target_of(EDITOR, "Word", role, "accessibility"))
    scene.ports.judge = lambda _case: Allow()
    scene.executor.found = InputNote(unread=("Ham",))
    scene.controls.read_within = read  # type: ignore[method-assign]

    drive(scene)

    assert bool(asked) == (role == "entry")


def test_other_indents_of_lines_that_nobody_reports_are_told() -> None:
    async def read(frame: Frame, window: int, parts: Sequence[Rect]) -> list[ShownControl]:
        del frame, window, parts
        return shown(STAIRS)

    scene = world([turn(call(Type(CODE))), DONE])
    scene.executor.found = InputNote(unread=tuple(CODE.splitlines()))
    scene.controls.read_within = read  # type: ignore[method-assign]

    drive(scene)

    assert "has changed the indents" in " ".join(reply(scene, 1).notes)


@pytest.mark.parametrize(
    ("action", "may"),
    [
        (Press(("backspace",)), True),
        (Press(("ctrl", "enter")), True),
        (Press(("enter",)), False),
        (Press(("tab",)), False),
        (Type("a"), False),
        (Click(ImagePoint(1, 1)), False),
        (InvalidAction("?"), False),
    ],
)
def test_keys_after_a_text_may_change_it_but_for_those_that_leave_it(
    action: Action | InvalidAction, *, may: bool
) -> None:
    assert may_change_text(action) == may
