"""The planner does the steps as they are said, waits a little for what is not there, and says when it gives up."""

import pytest

from desktop_agent.core.actions.action import Click, Move, Press, Wait
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import ASIDE, LOOKS_S, Next, lines_of, next_or_end
from tests.offline.planned import NOW_MS, acted, click_at, ended, scroll_at, steps
from tests.offline.seen import Seen, line


def test_a_click_goes_to_the_middle_of_the_text_and_says_so() -> None:
    answer = acted(next_or_end(steps('click "File"'), PlanPosition(), Seen((line("File", 20, 4),)), NOW_MS))

    assert click_at(36, 14) == answer.action
    assert '1 of 1: click "File". I see “File”.' == lines_of(answer)
    assert 1 == answer.position.step


def test_what_is_not_there_gets_more_looks_over_some_seconds_and_then_an_end_that_says_what_is() -> None:
    task = steps('click "Export"')
    position = PlanPosition()
    acts = []
    for _ in LOOKS_S:
        answer = acted(next_or_end(task, position, Seen((line("Expert", 20, 4), line("Print", 20, 40))), NOW_MS))
        acts.append(answer.action)
        position = answer.position
    end = ended(next_or_end(task, position, Seen((line("Print", 20, 40),)), NOW_MS))

    waits = [Wait(seconds) for seconds in LOOKS_S]
    assert [*waits[:ASIDE], Move(ImagePoint(1277, 266)), *waits[ASIDE + 1 :]] == acts
    assert not end.success
    assert "I cannot see “Export”. Closest text on screen: “Print”" in end.message
    assert "I stopped at step 1 of 1: " in end.message


def test_a_key_is_pressed_as_often_as_asked() -> None:
    task = steps("press enter 3 times")
    position = PlanPosition()
    count = 0
    answer = next_or_end(task, position, Seen(()), NOW_MS)
    while isinstance(answer, Next):
        assert Press(("enter",)) == answer.action
        position = answer.position
        count = count + 1
        answer = next_or_end(task, position, Seen(()), NOW_MS)

    assert 3 == count


def test_scrolling_until_a_text_appears_stops_when_nothing_moves() -> None:
    task = steps('scroll down until "Z" appears')
    first = acted(next_or_end(task, PlanPosition(), Seen((line("A", 20, 100),)), NOW_MS))
    moved = acted(next_or_end(task, first.position, Seen((line("Bb", 20, 100),)), NOW_MS))
    end = ended(next_or_end(task, moved.position, Seen((line("Bb", 20, 100),)), NOW_MS))

    assert scroll_at(640, 400, 0, 200) == first.action
    assert not end.success
    assert "Scrolling no longer has any effect. I cannot see “Z”." in end.message


def test_waiting_for_a_text_asks_for_growing_waits_and_ends_at_its_time() -> None:
    task = steps('wait for "Done" for up to 3 s')
    position = PlanPosition()
    now_ms = NOW_MS
    waits = []
    answer = next_or_end(task, position, Seen(()), now_ms)
    while isinstance(answer, Next):
        assert isinstance(answer.action, Wait)
        waits.append(answer.action.seconds)
        position = answer.position
        now_ms = now_ms + round(answer.action.seconds * 1000)
        answer = next_or_end(task, position, Seen(()), now_ms)

    assert "I waited 3 s." in ended(answer).message
    assert 3000 <= now_ms - NOW_MS < 3100
    assert len(waits) == len(set(waits)), "the same wait twice in a row would count as no progress"


def test_waiting_for_a_text_to_go_ends_when_it_is_gone() -> None:
    task = steps('wait until "Loading" is gone')

    assert isinstance(acted(next_or_end(task, PlanPosition(), Seen((line("Loading", 9, 9),)), NOW_MS)).action, Wait)
    assert ended(next_or_end(task, PlanPosition(), Seen(()), NOW_MS)).success


def test_a_pause_waits_for_what_is_left_of_it() -> None:
    task = steps("wait 2 s")
    first = acted(next_or_end(task, PlanPosition(), Seen(()), NOW_MS))
    second = acted(next_or_end(task, first.position, Seen(()), NOW_MS + 500))

    assert [Wait(2.0), Wait(1.5)] == [first.action, second.action]
    assert ended(next_or_end(task, second.position, Seen(()), NOW_MS + 2000)).success


@pytest.mark.parametrize(("task", "there", "good"), [
    ('check that "Saved" is visible', "Saved", True), ('check that "Saved" is visible', "Save", False),
    ('check that "Saved" is not visible', "Save", True), ('check that "Saved" is not visible', "Saved", False),
])  # fmt: skip
def test_a_check_is_strict_about_words(task: str, there: str, good: bool) -> None:
    assert good == ended(next_or_end(steps(task), PlanPosition(looks=5), Seen((line(there, 20, 100),)), NOW_MS)).success


TABLE = tuple(
    line(word, left, top)
    for top, row in ((100, ("Ada", "2001", "Mainz")), (140, ("Ada", "1001", "Bonn")), (180, ("Bob", "3001", "Ulm")))
    for word, left in zip((*row, "Edit"), (20, 200, 400, 600), strict=True)
)
JOINED = tuple(line(f"{row} Edit", 20, top) for row, top in (("Ada 2001", 100), ("Ada 1001", 140), ("Bob 3001", 180)))
TITLED = (line("Ada", 300, 20), *(one for one in TABLE if one.text != "Ada" or one.top != 140))


@pytest.mark.parametrize(("task", "lines", "result"), [
    ('click "Edit" in the row of "Ada"', TABLE, ("Ada", 2)),
    ('click "Edit" in the row of "Ada"', JOINED, ("Ada", 2)),
    ('click "Ada"', TABLE, ("Ada", 2)), ('double click "Ada"', JOINED, ("Ada", 2)),
    ('click "Edit"', TABLE, ("Edit", 3)),
    ('check that "Edit" in the row of "Ada" is visible', TABLE, ("Ada", 2)),
    ('click "Edit" in the row of "Bob"', TABLE, click_at(616, 190)),
    ('click "Edit" in the row of "1001"', TABLE, click_at(616, 150)),
    ('click "Edit" in the row of the second "Ada"', TABLE, click_at(616, 150)),
    ('click the second "Ada"', TABLE, click_at(32, 150)), ('click the last "Edit"', TABLE, click_at(616, 190)),
    ('click "Ada"', (line("Ada", 20, 100), line("Ada Lovelace", 20, 140)), click_at(32, 110)),
    ('click "Open"', (line("Open", 300, 20), line("Open", 700, 400)), click_at(316, 30)),
    ('click "Edit" in the row of "Ada"', TITLED, click_at(616, 110)),
])  # fmt: skip
def test_a_label_that_appears_more_than_once_in_a_list_is_not_guessed(
    task: str, lines: tuple[TextLine, ...], result: tuple[str, int] | Click
) -> None:
    answer = next_or_end(steps(task), PlanPosition(looks=len(LOOKS_S)), Seen(lines), NOW_MS)

    if isinstance(result, Click):
        assert result == acted(answer).action
    else:
        text, of = result
        assert f"“{text}” appears {of} times. Specify which one you mean" in ended(answer).message


def test_in_a_list_the_one_in_the_row_of_the_last_control_is_meant() -> None:
    task = steps('click "1001"; click "Edit"')
    first = acted(next_or_end(task, PlanPosition(), Seen(TABLE), NOW_MS))

    assert click_at(616, 150) == acted(next_or_end(task, first.position, Seen(TABLE), NOW_MS)).action


@pytest.mark.parametrize(
    ("task", "shown", "name", "warns"),
    [
        ('click "File"\nclick "Export"', (), "Export", False),
        ('click "File"\nclick "Delete"', (), "Delete", True),
        ('click "File"\nclick "Delete"', (line("Delete", 20, 80),), "", False),
        ('click "File"\nright-click "Delete"', (), "", False),
        ('click "File"\nwait 1 s\nclick "Delete"', (), "", False),
        ('click "File"', (), "", False),
    ],
)
def test_a_click_names_what_is_clicked_next_and_isnt_on_the_screen_yet(
    task: str, shown: tuple[TextLine, ...], name: str, *, warns: bool
) -> None:
    answer = acted(next_or_end(steps(task), PlanPosition(), Seen((line("File", 20, 4), *shown)), NOW_MS))

    assert (name, warns) == (answer.next_name, bool(answer.next_warning))
