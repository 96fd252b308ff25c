"""Fields and lists: clicked, filled, chosen from, and looked at afterwards."""

import pytest

from desktop_agent.core.actions.action import Action, Press, Scroll, Type, Wait
from desktop_agent.core.controls.boxes import Box, Indicator
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import next_or_end, retry_or_end
from tests.offline.planned import NOW_MS, acted, click_at, ended, scroll_at, steps
from tests.offline.seen import Seen, line

FIELD = Seen((line("Name", 20, 100),), {"Name": Box(100, 98, 200, 24)})


def test_filling_clicks_the_field_selects_what_is_in_it_and_types() -> None:
    task = steps('fill "Name" with "Ada"')
    position = PlanPosition()
    acts = []
    for _ in range(3):
        answer = acted(next_or_end(task, position, FIELD, NOW_MS))
        acts.append(answer.action)
        position = answer.position

    assert [click_at(200, 110), Press(("ctrl", "a")), Type("Ada")] == acts


@pytest.mark.parametrize(
    ("before", "after", "is_done"),
    [
        ("Ann B", "Ada LaceAnn B", False),
        ("Ann B", "Ann BAda Lace", False),
        ("Ann B", "Ada Lace", True),
        ("Ada Lace", "Ada Lace", True),
        ("EUR", "Ada Lace EUR now", True),
    ],
)
def test_a_text_beside_what_it_should_have_replaced_is_no_success(before: str, after: str, is_done: bool) -> None:
    position = PlanPosition(phase=3, looks=50, mark=FIELD.fields["Name"], before=(line(before, 104, 100),))
    shown = Seen((line("Name", 20, 100), line(after, 104, 100)), FIELD.fields)

    end = ended(next_or_end(steps('type "Ada Lace" into "Name"'), position, shown, NOW_MS))

    assert is_done is end.success
    assert is_done or after in end.message


COMBO = (line("Size", 20, 100), line("Small", 104, 100))
COMBO_FIELD = {"Size": Box(100, 98, 200, 24)}
OPEN = (*COMBO, line("Medium", 104, 124), line("Large", 104, 148))


def test_selecting_opens_the_list_clicks_the_option_and_looks_whether_it_is_chosen() -> None:
    task = steps('select "Large" from "Size"')

    opened = acted(next_or_end(task, PlanPosition(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    chosen = acted(next_or_end(task, opened.position, Seen(OPEN, COMBO_FIELD), NOW_MS))
    end = next_or_end(task, chosen.position, Seen((COMBO[0], line("Large", 104, 100)), COMBO_FIELD), NOW_MS)

    assert click_at(200, 110) == opened.action
    assert click_at(124, 158) == chosen.action
    assert ended(end).success


def test_a_list_that_a_card_has_closed_is_opened_again_unless_the_person_has_chosen_meanwhile() -> None:
    task = steps('select "Large" from "Size"')
    by_hand = (COMBO[0], line("Large", 104, 100))
    opened = acted(next_or_end(task, PlanPosition(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    chosen = acted(next_or_end(task, opened.position, Seen(OPEN, COMBO_FIELD), NOW_MS))
    position = acted(retry_or_end(task, chosen.position, "It had changed.")).position

    still_open = acted(next_or_end(task, position, Seen(OPEN, COMBO_FIELD), NOW_MS))
    again = acted(next_or_end(task, position, Seen(COMBO, COMBO_FIELD), NOW_MS))

    assert [chosen.action, opened.action] == [still_open.action, again.action]
    assert chosen.action == acted(next_or_end(task, again.position, Seen(OPEN, COMBO_FIELD), NOW_MS)).action
    assert ended(next_or_end(task, position, Seen(by_hand, COMBO_FIELD), NOW_MS)).success


def test_another_value_in_the_field_after_the_choice_is_no_success() -> None:
    position = PlanPosition(phase=2, looks=5, mark=COMBO_FIELD["Size"])

    end = ended(next_or_end(steps('select "Large" from "Size"'), position, Seen(COMBO, COMBO_FIELD), NOW_MS))

    assert "the field shows “Small”" in end.message


def test_an_option_out_of_sight_is_scrolled_to_until_nothing_moves() -> None:
    task = steps('select "Huge" from "Size"')
    opened = acted(next_or_end(task, PlanPosition(), Seen(COMBO, COMBO_FIELD), NOW_MS))
    looked = acted(next_or_end(task, opened.position, Seen(OPEN, COMBO_FIELD), NOW_MS))

    scrolled = acted(next_or_end(task, looked.position, Seen(OPEN, COMBO_FIELD), NOW_MS))
    end = ended(next_or_end(task, scrolled.position, Seen(OPEN, COMBO_FIELD), NOW_MS))

    assert isinstance(looked.action, Wait)
    assert isinstance(scrolled.action, Scroll)
    assert "“Huge” isn't in the “Size” list" in end.message


START = PlanPosition()
ITEMS = line("Items", 20, 100)
NAMES = Seen(
    (line("Name:", 100, 50), line("Name", 250, 140)), {"Name": Box(250, 165, 700, 400), "Name:": Box(160, 40, 900, 32)}
)
HEADER = line("Name", 160, 100)
BESIDE = Box(66, 11, 1000, 30)
LISTS_LATER = Seen((line("Name:", 5, 16), HEADER), {"around Name": Box(157, 98, 700, 24), "Name:": BESIDE})
READ_TOGETHER = Seen(
    (line("Name: Untitled 1", 5, 16), HEADER), {"around Name": Box(157, 98, 700, 24), "Name: Untitled 1": BESIDE}
)
GIFTS = Seen((line("Gift", 40, 10), line("Gift:", 40, 100)), boxes={"Gift:": Indicator(Box(20, 103, 14, 14), "empty")})
LISTED = Seen((ITEMS,), {"Items": Box(20, 125, 200, 120)})
SCROLLED = Seen((*COMBO, line("Huge", 104, 148)), COMBO_FIELD)
CHOSEN = PlanPosition(phase=2, mark=COMBO_FIELD["Size"])


@pytest.mark.parametrize(
    ("task", "position", "screen", "action"),
    [
        ('fill "Name" with ""', PlanPosition(phase=2), FIELD, Press(("delete",))),
        ('click the "Name" field', START, FIELD, click_at(200, 110)),
        ('type "x" into "Name"', PlanPosition(mark=Box(250, 150, 9, 9)), NAMES, click_at(610, 56)),
        ('fill "Name" with "x"', PlanPosition(before=LISTS_LATER.texts[:1]), LISTS_LATER, click_at(566, 26)),
        ('fill "Name" with "x"', START, READ_TOGETHER, click_at(566, 26)),
        ('tick "Gift"', START, GIFTS, click_at(27, 110)),
        ('type "x" into "Search"', START, Seen((line("Search", 20, 100),), {"around Search": Box(10, 95, 300, 30)}),
         click_at(160, 110)),
        ('click "File"', START, Seen((), second=(line("File", 20, 4),)), click_at(36, 14)),
        ('scroll down 2 in "Items"', START, LISTED, scroll_at(120, 185, 0, 200)),
        ('scroll up in "Items"', START, Seen((ITEMS,)), scroll_at(40, 110, 0, -300)),
        ("scroll right 1", PlanPosition(mark=Box(10, 10, 20, 20)), LISTED, scroll_at(20, 20, 100, 0)),
        ('select "Huge" from "Size"', PlanPosition(phase=3, mark=CHOSEN.mark, before=OPEN), SCROLLED,
         click_at(120, 158)),
        ('select "Small" from "Size"; scroll down', CHOSEN, Seen(COMBO, COMBO_FIELD), scroll_at(640, 400, 0, 300)),
    ],
    ids=["nothing empties a field", "a field is clicked inside", "of equal labels the one with a field on its row",
         "a label and not a newer column header", "a label that is read with its field",
         "of equal captions the one with a box", "a label in its field", "a text that a whole reading finds",
         "over a list", "over a label", "over the pointer", "an option that was scrolled into sight",
         "never over the list just chosen from"],
)  # fmt: skip
def test_what_is_done_next(task: str, position: PlanPosition, screen: Seen, action: Action) -> None:
    assert action == acted(next_or_end(steps(task), position, screen, NOW_MS)).action


@pytest.mark.parametrize(
    ("typed", "reported", "is_passed"),
    [
        ("Åbo", "Åbo", True),  # whatever is read off the picture
        ("Åbo", "Abo", False),
        ("Ada", "Ada Lovelace", True),
        ("Ada", "Ad", False),
        ("О3а", "О3а", True),  # Cyrillic, which isn't read
        ("О3а", "O3a", False),
        ("1  000", "1 000", True),
        ("rue 1", "Rue 1", True),
        ("0", "O", False),
        ("5551234567", "(555) 123-4567", True),
        ("555-123-4567", "(555) 123-4567", True),
        ("5551234567", "555.123.4567", True),
        ("5551234567", "(555) 123-456", False),
        ("5551234567", "(555) 123-4568", False),
        ("1000", "1 000", True),
        ("1000", "1\u202f000", True),
        ("1,000", "1.000", True),
        ("1000", "€1,000.00", True),
        ("1000", "-1 000", False),
        ("1.5", "15", False),
        ("-5", "5", False),
        ("15", "1.5", False),
        ("0.125", "0125", False),
        ("007", "7", False),
        ("10,50", "10.5", True),
        ("1.000,50", "1,000.50", True),
        ("DE8937040044", "DE89 3704 0044", True),
        ("DE89 3704 0044", "DE8937040044", True),
        ("DE89370400440532013000", "DE89 3704 0044 0532", False),  # cut, as the field takes no more
        ("Say 'Hello'", "Say “Hello”", False),
        ("Say 'Hello'", "Say ‘Hello’", True),
        ("don't", "don’t", True),
        ("one -- two", "one – two", True),
        ("wait...", "wait…", True),
        ("ab", "a.b", True),
        ("a@b.example", "ab.example", False),  # a sign that the keyboard didn't make
        ("a.b", "ab", False),
        ("a_b", "ab", False),
        ("Hello World", "HelloWorld", False),
        ("30112026", "30.11.2026", True),
        ("+49 30 1234", "+49 (30) 1234", True),
        ("+49301234", "49301234", False),
        ("-", "+", False),
        ("a long text of a letter", "text of a letter", False),
    ],
)
def test_what_a_program_reports_of_its_field_counts_and_not_what_is_read(
    typed: str, reported: str, is_passed: bool
) -> None:
    screen = Seen((line("City", 20, 100), line("Abd", 104, 100)), {"City": Box(100, 98, 200, 24)}, reported=reported)
    position = PlanPosition(phase=3, mark=Box(100, 98, 200, 24))

    answer = next_or_end(steps(f'type "{typed}" into "City"; scroll down'), position, screen, NOW_MS)

    assert isinstance(acted(answer).action, Scroll) is is_passed


@pytest.mark.parametrize(
    ("reported", "is_passed"), [("text of a letter", True), ("a long text of", False), ("letter", False)]
)
def test_a_field_of_many_lines_may_report_only_the_end_of_a_long_text(reported: str, *, is_passed: bool) -> None:
    field = Box(100, 98, 200, 24)
    screen = Seen((line("City", 20, 100),), {"City": field}, reported=reported, many_lines=True)
    position = PlanPosition(phase=3, mark=field)

    answer = next_or_end(steps('type "a long text of a letter" into "City"; scroll down'), position, screen, NOW_MS)

    assert isinstance(acted(answer).action, Scroll) is is_passed
