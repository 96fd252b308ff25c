"""What was typed is a variable in a later window's title, and never where a title had the same letters by chance."""

import pytest

from desktop_agent.core.actions import Type
from desktop_agent.studio.steps.naming import TypedTexts
from desktop_agent.studio.steps.step import Step, StepWindow


def title_of_next(typed: str, before: str, after: str) -> str:
    """Return the title that the step after a text has, whose window is called so by then."""
    names = TypedTexts()
    name = names.variable(Type(typed), None)
    names.marked(Step(f'type "{{{{{name}}}}}"', window=StepWindow(before)))
    window = names.marked(Step("press ctrl+s", window=StepWindow(after))).window
    assert window is not None
    return window.title


@pytest.mark.parametrize(
    ("typed", "before", "after", "title"),
    [
        ("report", "Save As", "report.txt - Mousepad", "{{text}}.txt - Mousepad"),
        ("report\n", "Save As", "report - Mousepad", "{{text}} - Mousepad"),
        ("text", "Find", "vscode_replace_text.txt — Kate", "vscode_replace_text.txt — Kate"),
        ("text", "notes of text — Kate", "notes of text — Kate", "notes of text — Kate"),
        ("text", "text — Kate", "text and more — Kate", "text and more — Kate"),
        ("ab", "Find", "ab — Kate", "ab — Kate"),
    ],
)
def test_a_title_has_a_typed_text_only_where_it_came_there_by_being_typed(
    typed: str, before: str, after: str, title: str
) -> None:
    assert title_of_next(typed, before, after) == title
