"""The lines of one task: which of the typed texts stand in later words and titles as variables."""

import re
from collections.abc import Sequence

import pytest

from desktop_agent.core.actions.action import Click, Type
from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.offline.plan.steps import ClickStep
from desktop_agent.tasks.saved.text import parse_task, write_task
from desktop_agent.tasks.saved.variables import filled_lines
from desktop_agent.tasks.steps import writer
from desktop_agent.tasks.steps.words import verb_of
from desktop_agent.tasks.steps.writer import ShownAct, StepWriter
from desktop_agent.tasks.task import StepPlace, StepTarget, StepWindow


def test_a_typed_text_is_a_variable_in_later_words_and_titles_but_not_in_a_title_that_had_it_before() -> None:
    lines = _written(
        ("2024", "Report 2024 – Editor"),
        ("Plan 7", "Report 2024 – Editor"),
        ("x9", "Plan 7 of 2024 – Editor"),
        ("Plan 7", "Plan 77 – Editor"),
    )

    assert lines == [
        ('type "{text}"', "Report 2024 – Editor"),
        ('type "{text_2}"', "Report 2024 – Editor"),
        ('type "{text_3}"', "{text_2} of 2024 – Editor"),
        ('type "{text_2}"', "Plan 77 – Editor"),
    ]


def test_a_value_that_is_typed_twice_is_one_variable_unless_it_is_as_short_as_chance() -> None:
    lines = _written(("Ada Lovelace 1", "Order"), ("1", "Order"), ("1", "Order"), ("Ada Lovelace 1", "Letter"))

    assert [words for words, _ in lines] == ['type "{text}"', 'type "{text_2}"', 'type "{text_3}"', 'type "{text}"']


def test_a_typed_text_is_a_variable_in_the_names_of_later_controls_but_not_in_one_that_had_it_before() -> None:
    steps = StepWriter()
    click = Click(ImagePoint(5, 5))
    place = StepPlace(((5, 5),), Size(90, 90))
    steps.add(ShownAct(click, target=StepTarget("list item", "scan1.png"), place=place))
    steps.add(ShownAct(Type("Holiday 01"), target=StepTarget("text field", "New name")))
    steps.add(ShownAct(click, target=StepTarget("list item", 'Holiday 01 {"a"}.png'), place=place))
    steps.add(ShownAct(click, target=StepTarget("button", "Open", row="Holiday 01"), place=place))
    steps.add(ShownAct(Type("scan1"), target=StepTarget("text field", "Search")))
    steps.add(ShownAct(click, target=StepTarget("list item", "scan1.png"), place=place))

    task = steps.task("Rename")
    assert [step.text for step in task.steps] == [
        'click "scan1.png"',
        'type "{new_name}"',
        'click "{new_name} {\\"a\\"}.png"',
        'click button "Open"',
        'type "{search}"',
        'click "scan1.png"',
    ]
    assert task == parse_task(write_task(task), "rename.task")
    filled = filled_lines(task, {"new_name": "Fair 7", "search": "x"})
    assert filled[2].text == 'click "Fair 7 {\\"a\\"}.png"'
    assert [step.target and (step.target.name, step.target.row) for step in filled[2:4]] == [
        ('Fair 7 {"a"}.png', ""),
        ("Open", "Fair 7"),
    ]


@pytest.mark.parametrize(
    "shown",
    [
        "{name}",
        "{{name}}",
        r"\{name}",
        r"\\{name}",
        r"C:\Fair 7",
        r"a\}",
        "{Fair 7}",
        '{name} "Fair 7" {',
        "Fair 7 {name}",
    ],
)
def test_braces_that_the_screen_shows_are_no_variables(shown: str) -> None:
    steps = StepWriter()
    place = StepPlace(((5, 5),), Size(90, 90))
    steps.add(ShownAct(Type("Fair 7"), target=StepTarget("text field", "Name")))
    target = StepTarget("button", shown, row=shown)
    steps.add(ShownAct(Click(ImagePoint(5, 5)), window=StepWindow(shown, "shop"), target=target, place=place))

    task = parse_task(write_task(steps.task("Order")), "order.task")

    assert task == steps.task("Order")
    filled_in = shown if "\\Fair" in shown else shown.replace("Fair 7", "Ada")
    for value, expected in (("Fair 7", shown), ("Ada", filled_in)):
        step = filled_lines(task, {"name": value})[1]
        assert step.window == StepWindow(expected, "shop")
        assert step.target == StepTarget("button", expected, row=expected)
        click = verb_of(step.text)
        assert isinstance(click, ClickStep)
        assert click.target.text == expected


@pytest.mark.parametrize("written", [r"\{name}", "{name}", r"\\\{name}", r"a\\b", r"\}", r"\"{name}\n"])
def test_a_name_with_braces_is_written_as_it_was_read(written: str) -> None:
    head = '+++\n\n[variables.name]\ndefault = "Ada"\n+++\n1. click here\n'
    places = f'   window: "{written}"\n   target: button "{written}" in the row "{written}"\n   at: 5,5 in 90x90\n'

    assert write_task(parse_task(head + places, "a.task")) == head + places


def test_a_control_keeps_its_name_where_the_same_text_was_typed_by_chance() -> None:
    steps = StepWriter()
    place = StepPlace(((5, 5),), Size(90, 90))
    save = ShownAct(Click(ImagePoint(5, 5)), target=StepTarget("button", "Save"), place=place)
    steps.add(save)
    steps.add(ShownAct(Type("Save"), target=StepTarget("text field", "Label")))
    steps.add(save)

    assert [step.text for step in steps.steps] == ['click button "Save"', 'type "{label}"', 'click button "Save"']


def test_each_variable_has_a_name_of_its_own() -> None:
    lines = _written(*((f"{number}", "Editor") for number in range(5)))

    assert [words for words, _ in lines] == [
        'type "{text}"', 'type "{text_2}"', 'type "{text_3}"', 'type "{text_4}"', 'type "{text_5}"',
    ]  # fmt: skip


@pytest.mark.long
def test_the_searches_for_a_thousand_texts_grow_as_the_texts_do(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    patterns = writer._whole_words

    def counted(texts: Sequence[str]) -> re.Pattern[str]:
        searched.extend(texts)
        return patterns(texts)

    monkeypatch.setattr(writer, "_whole_words", counted)

    lines = _written(*((f"text {number}", f"text {number - 1} – Editor") for number in range(1000)))

    assert lines[-1] == ('type "{text_1000}"', "{text_999} – Editor")
    assert len(searched) < 4 * len(lines)


def _written(*typed: tuple[str, str]) -> list[tuple[str, str]]:
    steps = StepWriter()
    for text, title in typed:
        steps.add(ShownAct(Type(text), window=StepWindow(title, "editor")))
    return [(step.text, step.window.title if step.window else "") for step in steps.steps]
