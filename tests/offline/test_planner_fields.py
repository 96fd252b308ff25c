"""Fields and lists: clicked, filled, chosen from, and looked at afterwards."""

from desktop_agent.core.actions import Press, Scroll, Type, Wait
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import proceed
from desktop_agent.screen.ocr.boxes import Box
from tests.offline.planned import NOW_MS, acted, click_at, ended, scroll_at, steps
from tests.offline.seen import Seen, line

FIELD = Seen((line("Name", 20, 100),), {"Name": Box(100, 98, 200, 24)})


def test_filling_clicks_the_field_selects_what_is_in_it_and_types() -> None:
    task, position, acts = steps('fill "Name" with "Ada"'), PlanPosition(), []
    for _ in range(3):
        answer = acted(proceed(task, position, FIELD, NOW_MS))
        acts.append(answer.action)
        position = answer.position

    assert [click_at(200, 110), Press(("ctrl", "a")), Type("Ada")] == acts


def test_filling_with_nothing_empties_the_field() -> None:
    answer = acted(proceed(steps('fill "Name" with ""'), PlanPosition(phase=2), FIELD, NOW_MS))

    assert Press(("delete",)) == answer.action


def test_a_label_that_stands_in_its_field_is_clicked_there() -> None:
    screen = Seen((line("Search", 20, 100),), {"around Search": Box(10, 95, 300, 30)})

    assert click_at(160, 110) == acted(proceed(steps('type "x" into "Search"'), PlanPosition(), screen, NOW_MS)).action


COMBO = (line("Size", 20, 100), line("Small", 104, 100))
COMBO_FIELD = {"Size": Box(100, 98, 200, 24)}
OPEN = (*COMBO, line("Medium", 104, 124), line("Large", 104, 148))


def test_selecting_opens_the_list_clicks_the_option_and_looks_whether_it_is_chosen() -> None:
    task = steps('select "Large" from "Size"')

    opened = acted(proceed(task, PlanPosition(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    chosen = acted(proceed(task, opened.position, Seen(OPEN, COMBO_FIELD), NOW_MS))
    end = proceed(task, chosen.position, Seen((COMBO[0], line("Large", 104, 100)), COMBO_FIELD), NOW_MS)

    assert click_at(200, 110) == opened.action
    assert click_at(124, 158) == chosen.action
    assert ended(end).success


def test_another_value_in_the_field_after_the_choice_is_no_success() -> None:
    position = PlanPosition(phase=2, looks=5, mark=COMBO_FIELD["Size"])

    end = ended(proceed(steps('select "Large" from "Size"'), position, Seen(COMBO, COMBO_FIELD), NOW_MS))

    assert "the field shows “Small”" in end.message


def test_an_option_out_of_sight_is_scrolled_to_until_nothing_moves() -> None:
    task = steps('select "Huge" from "Size"')
    opened = acted(proceed(task, PlanPosition(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    looked = acted(proceed(task, opened.position, Seen(OPEN, COMBO_FIELD), NOW_MS))

    scrolled = acted(proceed(task, looked.position, Seen(OPEN, COMBO_FIELD), NOW_MS))
    end = ended(proceed(task, scrolled.position, Seen(OPEN, COMBO_FIELD), NOW_MS))

    assert isinstance(looked.action, Wait)
    assert isinstance(scrolled.action, Scroll)
    assert "“Huge” isn't in the “Size” list" in end.message


def test_an_option_scrolled_into_sight_is_clicked() -> None:
    position = PlanPosition(phase=3, mark=COMBO_FIELD["Size"], before=OPEN)
    screen = Seen((*COMBO, line("Huge", 104, 148)), COMBO_FIELD)

    answer = acted(proceed(steps('select "Huge" from "Size"'), position, screen, NOW_MS))

    assert (click_at(120, 158), 2) == (answer.action, answer.position.phase)


def test_a_wheel_is_never_turned_over_the_list_that_was_just_chosen_from() -> None:
    task = steps('select "Small" from "Size"; scroll down')
    position = PlanPosition(phase=2, mark=COMBO_FIELD["Size"])

    assert scroll_at(640, 400, 0, 300) == acted(proceed(task, position, Seen(COMBO, COMBO_FIELD), NOW_MS)).action


def test_a_click_on_a_field_goes_into_the_field() -> None:
    assert click_at(200, 110) == acted(proceed(steps('click the "Name" field'), PlanPosition(), FIELD, NOW_MS)).action
