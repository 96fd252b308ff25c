"""The planner does the steps as they are said, waits a little for what is not there, and says when it gives up."""

from dataclasses import replace

import pytest

from desktop_agent.local.eyes.lines import Box
from desktop_agent.local.grammar import understand
from desktop_agent.local.plan.acts import ClickAt, DragTo, PressKeys, ScrollAt, TypeKeys, WaitABit
from desktop_agent.local.plan.place import Place
from desktop_agent.local.plan.steps import Plan, Step
from desktop_agent.local.planner import LOOKS_S, TRIES_S, End, Next, not_carried_out, proceed, refused
from tests.local.seen import Seen, line

NOW_MS = 1_000_000


def steps(task: str) -> tuple[Step, ...]:
    plan = understand(task)
    assert isinstance(plan, Plan), plan
    return plan.steps


def acted(answer: Next | End) -> Next:
    assert isinstance(answer, Next), answer
    return answer


def ended(answer: Next | End) -> End:
    assert isinstance(answer, End), answer
    return answer


def test_a_click_goes_to_the_middle_of_the_text_and_says_so() -> None:
    answer = acted(proceed(steps('click "File"'), Place(), Seen((line("File", 20, 4),)), NOW_MS))

    assert ClickAt(36, 14) == answer.act
    assert 'Step 1 of 1: click "File". I see “File” at (36, 14).' == answer.thought
    assert 1 == answer.place.step


def test_a_run_is_over_when_all_steps_are_done() -> None:
    answer = ended(proceed(steps('click "A"; click "B"'), Place(step=2), Seen(()), NOW_MS))

    assert (True, "All 2 steps are done.") == (answer.success, answer.message)


def test_what_is_not_there_gets_three_more_looks_over_a_second_and_then_an_end_that_says_what_is() -> None:
    task, place, waited = steps('click "Export"'), Place(), 0.0
    for _ in LOOKS_S:
        answer = acted(proceed(task, place, Seen((line("Expert", 20, 4), line("Print", 20, 40))), NOW_MS))
        assert isinstance(answer.act, WaitABit)
        waited += answer.act.seconds
        place = answer.place
    end = ended(proceed(task, place, Seen((line("Print", 20, 40),)), NOW_MS))

    assert pytest.approx(1.0) == waited
    assert not end.success
    assert "I cannot see “Export”. Closest text on screen: “Print”" in end.message
    assert "step 1 of 1" in end.message


def test_a_text_that_a_quick_reading_left_out_is_found_by_a_whole_one() -> None:
    eyes = Seen((), second=(line("File", 20, 4),))

    assert ClickAt(36, 14) == acted(proceed(steps('click "File"'), Place(), eyes, NOW_MS)).act


FIELD = Seen((line("Name", 20, 100),), {"Name": Box(100, 98, 200, 24)})


def test_filling_clicks_the_field_selects_what_is_in_it_and_types() -> None:
    task, place, acts = steps('fill "Name" with "Ada"'), Place(), []
    for _ in range(3):
        answer = acted(proceed(task, place, FIELD, NOW_MS))
        acts.append(answer.act)
        place = answer.place

    assert [ClickAt(200, 110), PressKeys(("ctrl", "a")), TypeKeys("Ada")] == acts


def test_filling_with_nothing_empties_the_field() -> None:
    answer = acted(proceed(steps('fill "Name" with ""'), Place(phase=2), FIELD, NOW_MS))

    assert PressKeys(("delete",)) == answer.act


def test_typing_into_a_field_of_several_rows_keeps_what_is_in_it() -> None:
    eyes = Seen((line("Notes", 20, 100),), {"Notes": Box(100, 98, 200, 120)})

    assert 2 == acted(proceed(steps('type "x" into "Notes"'), Place(), eyes, NOW_MS)).place.phase
    assert 1 == acted(proceed(steps('fill "Notes" with "x"'), Place(), eyes, NOW_MS)).place.phase


def test_a_label_that_stands_in_its_field_is_clicked_there() -> None:
    eyes = Seen((line("Search", 20, 100),), {"around Search": Box(10, 95, 300, 30)})

    assert ClickAt(160, 110) == acted(proceed(steps('type "x" into "Search"'), Place(), eyes, NOW_MS)).act


def test_a_label_without_a_field_is_said_to_have_none() -> None:
    answer = ended(proceed(steps('type "x" into "A"'), Place(looks=3), Seen((line("A", 20, 100),)), NOW_MS))

    assert "There is no field beside it or below it." in answer.message


@pytest.mark.parametrize(("task", "ticked", "clicks"), [("tick", False, True), ("tick", True, False),
                                                        ("untick", True, True), ("untick", False, False)])  # fmt: skip
def test_a_box_is_clicked_only_when_it_is_not_as_wanted(task: str, ticked: bool, clicks: bool) -> None:
    eyes = Seen((line("Gift", 40, 100),), boxes={"Gift": (Box(20, 103, 14, 14), ticked)})

    answer = proceed(steps(f'{task} "Gift"'), Place(), eyes, NOW_MS)

    assert clicks == isinstance(answer, Next)
    assert not clicks or ClickAt(27, 110) == acted(answer).act


def test_a_box_that_does_not_change_is_no_success() -> None:
    eyes = Seen((line("Gift", 40, 100),), boxes={"Gift": (Box(20, 103, 14, 14), False)})

    end = ended(proceed(steps('tick "Gift"'), Place(phase=1, looks=3), eyes, NOW_MS))

    assert not end.success
    assert "still not ticked" in end.message


def test_a_caption_without_a_box_in_sight_is_clicked_itself_and_trusted() -> None:
    eyes = Seen((line("Gift", 40, 100),))

    answer = acted(proceed(steps('tick "Gift"'), Place(), eyes, NOW_MS))

    assert ClickAt(56, 110) == answer.act
    assert ended(proceed(steps('tick "Gift"'), answer.place, eyes, NOW_MS)).success


COMBO = (line("Size", 20, 100), line("Small", 104, 100))
COMBO_FIELD = {"Size": Box(100, 98, 200, 24)}
OPEN = (*COMBO, line("Medium", 104, 124), line("Large", 104, 148))


def test_selecting_opens_the_list_clicks_the_option_and_looks_whether_it_is_chosen() -> None:
    task = steps('select "Large" from "Size"')

    opened = acted(proceed(task, Place(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    chosen = acted(proceed(task, opened.place, Seen(OPEN, COMBO_FIELD), NOW_MS))
    end = proceed(task, chosen.place, Seen((COMBO[0], line("Large", 104, 100)), COMBO_FIELD), NOW_MS)

    assert ClickAt(200, 110) == opened.act
    assert ClickAt(124, 158) == chosen.act
    assert ended(end).success


def test_an_option_that_is_chosen_already_is_left_alone() -> None:
    assert ended(proceed(steps('select "Small" from "Size"'), Place(), Seen(COMBO, COMBO_FIELD), NOW_MS)).success


def test_another_value_in_the_field_after_the_choice_is_no_success() -> None:
    place = Place(phase=2, looks=3, mark=COMBO_FIELD["Size"])

    end = ended(proceed(steps('select "Large" from "Size"'), place, Seen(COMBO, COMBO_FIELD), NOW_MS))

    assert "the field shows “Small”" in end.message


def test_an_option_out_of_sight_is_scrolled_to_until_nothing_moves() -> None:
    task = steps('select "Huge" from "Size"')
    opened = acted(proceed(task, Place(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    looked = acted(proceed(task, opened.place, Seen(OPEN, COMBO_FIELD), NOW_MS))

    scrolled = acted(proceed(task, looked.place, Seen(OPEN, COMBO_FIELD), NOW_MS))
    end = ended(proceed(task, scrolled.place, Seen(OPEN, COMBO_FIELD), NOW_MS))

    assert isinstance(looked.act, WaitABit)
    assert isinstance(scrolled.act, ScrollAt)
    assert "“Huge” is not in the list of “Size”" in end.message


def test_an_option_that_stands_in_an_open_list_is_clicked_there() -> None:
    eyes = Seen((line("Items", 20, 100), line("Two", 24, 150)), {"Items": Box(20, 125, 200, 120)})

    assert ClickAt(36, 160) == acted(proceed(steps('select "Two" from "Items"'), Place(), eyes, NOW_MS)).act


def test_a_key_is_pressed_as_often_as_asked() -> None:
    task, place, count = steps("press enter 3 times"), Place(), 0
    while isinstance(answer := proceed(task, place, Seen(()), NOW_MS), Next):
        assert PressKeys(("enter",)) == answer.act
        place, count = answer.place, count + 1

    assert 3 == count


def test_scrolling_until_a_text_appears_stops_when_nothing_moves() -> None:
    task = steps('scroll down until "Z" appears')
    first = acted(proceed(task, Place(), Seen((line("A", 20, 100),)), NOW_MS))
    moved = acted(proceed(task, first.place, Seen((line("Bb", 20, 100),)), NOW_MS))
    end = ended(proceed(task, moved.place, Seen((line("Bb", 20, 100),)), NOW_MS))

    assert ScrollAt(640, 400, 0, 300) == first.act
    assert not end.success
    assert "Scrolling moves nothing any more. I cannot see “Z”." in end.message


def test_scrolling_ends_when_the_text_is_there() -> None:
    end = proceed(steps('scroll down until "Z" appears'), Place(phase=1), Seen((line("Z", 20, 100),)), NOW_MS)

    assert ended(end).success


def test_scrolling_happens_over_the_field_of_a_label_or_the_label_or_where_the_pointer_is() -> None:
    listed = Seen((line("Items", 20, 100),), {"Items": Box(20, 125, 200, 120)})
    bare = Seen((line("Items", 20, 100),))

    over = [
        acted(proceed(steps('scroll down 2 in "Items"'), Place(), listed, NOW_MS)).act,
        acted(proceed(steps('scroll up in "Items"'), Place(), bare, NOW_MS)).act,
        acted(proceed(steps("scroll right 1"), Place(mark=Box(10, 10, 20, 20)), bare, NOW_MS)).act,
    ]

    assert [ScrollAt(120, 185, 0, 200), ScrollAt(40, 110, 0, -300), ScrollAt(20, 20, 100, 0)] == over


def test_dragging_goes_from_one_text_to_the_other() -> None:
    eyes = Seen((line("Lamp", 20, 100), line("Basket", 300, 200)))

    assert DragTo(36, 110, 324, 210) == acted(proceed(steps('drag "Lamp" to "Basket"'), Place(), eyes, NOW_MS)).act


def test_waiting_for_a_text_asks_for_growing_waits_and_ends_at_its_time() -> None:
    task, place, now_ms, waits = steps('wait for "Done" for up to 3 s'), Place(), NOW_MS, []
    while isinstance(answer := proceed(task, place, Seen(()), now_ms), Next):
        assert isinstance(answer.act, WaitABit)
        waits.append(answer.act.seconds)
        place, now_ms = answer.place, now_ms + round(answer.act.seconds * 1000)

    assert "I waited 3 s." in ended(answer).message
    assert 3000 <= now_ms - NOW_MS < 3100
    assert len(waits) == len(set(waits)), "the same wait twice in a row would count as no progress"


def test_waiting_for_a_text_to_go_ends_when_it_is_gone() -> None:
    task = steps('wait until "Loading" is gone')

    assert isinstance(acted(proceed(task, Place(), Seen((line("Loading", 9, 9),)), NOW_MS)).act, WaitABit)
    assert ended(proceed(task, Place(), Seen(()), NOW_MS)).success


def test_a_pause_waits_for_what_is_left_of_it() -> None:
    task = steps("wait 2 s")
    first = acted(proceed(task, Place(), Seen(()), NOW_MS))
    second = acted(proceed(task, first.place, Seen(()), NOW_MS + 500))

    assert [WaitABit(2.0), WaitABit(1.5)] == [first.act, second.act]
    assert ended(proceed(task, second.place, Seen(()), NOW_MS + 2000)).success


@pytest.mark.parametrize(("task", "there", "good"), [
    ('check that "Saved" is visible', "Saved", True), ('check that "Saved" is visible', "Save", False),
    ('check that "Saved" is not visible', "Save", True), ('check that "Saved" is not visible', "Saved", False),
])  # fmt: skip
def test_a_check_is_strict_about_words(task: str, there: str, good: bool) -> None:
    assert good == ended(proceed(steps(task), Place(looks=3), Seen((line(there, 20, 100),)), NOW_MS)).success


SENDING = 'click "Save"; click "Send order"; check that "Order sent" is visible; wait 5 s; click "Close"'
SCREEN = Seen((line("Save", 20, 100), line("Send order", 100, 100), line("Close", 300, 100)))


@pytest.mark.parametrize("name", ["Send order", "Pay now", "Buy", "Delete file", "Submit", "Place order", "Löschen"])
def test_a_click_on_something_named_so_carries_a_warning(name: str) -> None:
    answer = acted(proceed(steps(f'click "{name}"'), Place(), Seen((line(name, 20, 100),)), NOW_MS))

    assert f"“{name}”" in answer.warning


@pytest.mark.parametrize("name", ["Save", "Sender", "Payload", "You can send us a letter at any time you like"])
def test_a_click_on_something_else_carries_none(name: str) -> None:
    assert "" == acted(proceed(steps(f'click "{name}"'), Place(), Seen((line(name, 20, 100),)), NOW_MS)).warning


def test_part_of_a_warning_name_carries_the_warning_too() -> None:
    answer = acted(proceed(steps('click "order"'), Place(), Seen((line("Send order", 20, 100),)), NOW_MS))

    assert answer.warning


def test_a_refused_step_is_left_out_with_what_only_looks_for_its_effect_and_never_done_again() -> None:
    task = steps(SENDING)
    sent = acted(proceed(task, Place(step=1), SCREEN, NOW_MS))

    after = acted(proceed(task, refused(sent.place), SCREEN, NOW_MS))
    end = ended(proceed(task, after.place, SCREEN, NOW_MS))

    assert ClickAt(320, 110) == after.act
    assert end.success
    assert 'did not click "Send order": it was refused.' in end.message
    assert 'I did not check that "Order sent" is visible either' in end.message


def test_a_step_that_cannot_go_on_after_a_refusal_says_both() -> None:
    sent = acted(proceed(steps(SENDING), Place(step=1), SCREEN, NOW_MS))
    blind = Seen((line("Save", 20, 100),))

    end = ended(proceed(steps(SENDING), replace(refused(sent.place), step=4, looks=3), blind, NOW_MS))

    assert not end.success
    assert "I cannot see “Close”" in end.message
    assert 'Before that, this was refused: click "Send order"' in end.message


def test_an_action_that_was_not_carried_out_is_tried_again_after_growing_waits() -> None:
    task, place, waits = steps('click "Save"'), Place(), []
    while True:
        place = acted(proceed(task, place, SCREEN, NOW_MS)).place
        answer = not_carried_out(task, place, "the window moved")
        if isinstance(answer, End):
            break
        place = answer.place
        waits.append(answer.act)

    assert [WaitABit(seconds) for seconds in TRIES_S] == waits
    assert "It could not be carried out: the window moved" in answer.message


def test_a_rehearsal_ends_well_where_the_screen_would_have_had_to_change() -> None:
    end = ended(proceed(steps('click "File"; click "Save"'), Place(step=1), Seen(()), NOW_MS, rehearsal=True))

    assert end.success
    assert "rehearsal" in end.message


def test_of_equal_labels_the_one_with_a_field_on_its_row_is_meant() -> None:
    header, label = line("Name", 250, 140), line("Name:", 100, 50)
    eyes = Seen((label, header), {"Name": Box(250, 165, 700, 400), "Name:": Box(160, 40, 900, 32)})

    answer = acted(proceed(steps('type "x" into "Name"'), Place(mark=Box(250, 150, 9, 9)), eyes, NOW_MS))

    assert ClickAt(610, 56) == answer.act


def test_of_equal_captions_the_one_with_a_box_is_meant() -> None:
    eyes = Seen((line("Gift", 40, 10), line("Gift:", 40, 100)), boxes={"Gift:": (Box(20, 103, 14, 14), False)})

    assert ClickAt(27, 110) == acted(proceed(steps('tick "Gift"'), Place(), eyes, NOW_MS)).act


def test_a_click_on_a_field_goes_into_the_field() -> None:
    assert ClickAt(200, 110) == acted(proceed(steps('click the "Name" field'), Place(), FIELD, NOW_MS)).act


def test_typing_without_a_field_goes_where_the_caret_is() -> None:
    assert TypeKeys("x") == acted(proceed(steps('type "x"'), Place(), Seen(()), NOW_MS)).act


@pytest.mark.parametrize(
    "task",
    [
        'tick "Gift"',
        'type "x" into "Gift"',
        'select "x" from "Gift"',
        'scroll up in "Gift"',
        'drag "Gift" to "Lamp"',
        'drag "Lamp" to "Gift"',
        'double click "Gift"',
    ],
)
def test_whatever_is_not_in_sight_is_named(task: str) -> None:
    end = ended(proceed(steps(task), Place(looks=3), Seen((line("Lamp", 20, 100),)), NOW_MS))

    assert "I cannot see “Gift”" in end.message


def test_dragging_something_onto_itself_is_said_to_be_nothing() -> None:
    end = ended(proceed(steps('drag "Lamp" to "Lamp"'), Place(looks=3), Seen((line("Lamp", 20, 100),)), NOW_MS))

    assert "the same place" in end.message


def test_an_option_scrolled_into_sight_is_clicked() -> None:
    place = Place(phase=3, mark=COMBO_FIELD["Size"], before=OPEN)
    eyes = Seen((*COMBO, line("Huge", 104, 148)), COMBO_FIELD)

    answer = acted(proceed(steps('select "Huge" from "Size"'), place, eyes, NOW_MS))

    assert (ClickAt(120, 158), 2) == (answer.act, answer.place.phase)


def test_a_wait_after_a_refused_step_is_left_out() -> None:
    task = steps('click "Send order"; wait for "Order sent"; click "Close"')
    sent = acted(proceed(task, Place(), SCREEN, NOW_MS))

    assert ClickAt(320, 110) == acted(proceed(task, refused(sent.place), SCREEN, NOW_MS)).act


def test_a_wheel_is_never_turned_over_the_list_that_was_just_chosen_from() -> None:
    task = steps('select "Small" from "Size"; scroll down')
    place = Place(phase=2, mark=COMBO_FIELD["Size"])

    assert ScrollAt(640, 400, 0, 300) == acted(proceed(task, place, Seen(COMBO, COMBO_FIELD), NOW_MS)).act
