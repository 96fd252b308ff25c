"""The lines of one task: which of the typed texts stand in later words and titles as variables."""

import re

import pytest

from desktop_agent.core.actions.action import Type
from desktop_agent.tasks.steps import writer
from desktop_agent.tasks.steps.writer import ShownAct, StepWriter
from desktop_agent.tasks.task import StepWindow


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
        ('type "{text_4}"', "Plan 77 – Editor"),
    ]


def test_each_variable_has_a_name_of_its_own() -> None:
    lines = _written(*((f"{number}", "Editor") for number in range(5)))

    assert [words for words, _ in lines] == [
        'type "{text}"', 'type "{text_2}"', 'type "{text_3}"', 'type "{text_4}"', 'type "{text_5}"',
    ]  # fmt: skip


def test_the_searches_for_a_thousand_texts_grow_as_the_texts_do(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    patterns = writer._whole_words

    def counted(text: str) -> re.Pattern[str]:
        searched.append(text)
        return patterns(text)

    monkeypatch.setattr(writer, "_whole_words", counted)

    lines = _written(*((f"text {number}", f"text {number - 1} – Editor") for number in range(1000)))

    assert lines[-1] == ('type "{text_1000}"', "{text_999} – Editor")
    assert len(searched) < 4 * len(lines)


def _written(*typed: tuple[str, str]) -> list[tuple[str, str]]:
    steps = StepWriter()
    for text, title in typed:
        steps.add(ShownAct(Type(text), window=StepWindow(title, "editor")))
    return [(step.text, step.window.title if step.window else "") for step in steps.steps]
