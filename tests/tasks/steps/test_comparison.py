"""What is read as one line now, and was read apart before, is taken apart; what is one text is not."""

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.tasks.steps.comparison import exactly_same, is_read_together
from desktop_agent.tasks.task import StepWindow


@pytest.mark.parametrize(
    ("line", "before", "together"),
    [
        ("poem.txt recipe.txt", ["budget.txt", "poem.txt", "recipe.txt"], True),
        ("poem.txtrecipe.txt", ["poem.txt", "recipe.txt"], True),
        ("poem.txt recipe.txt", ["poem.txt", "minutes.txt"], False),
        ("poem.txt recipe.txt", ["poem.txt recipe.txt", "poem.txt"], False),
        ("minutes.txt recipe.txt", ["minutes.txt", "poem.txt", "recipe.txt"], False),
        ("", [], False),
    ],
)
def test_a_line_is_taken_apart_at_texts_that_stood_alone(line: str, before: list[str], together: bool) -> None:
    assert is_read_together(line, "poem.txt", before) is together


def test_save_as_is_not_save() -> None:
    assert not is_read_together("Save as", "Save", ["Save", "Open"])


@pytest.mark.parametrize(
    "title", ["note.txt  — Kate", "note.txt * — Kate", "*note.txt — Kate", "note.txt — Kate [modified]"]
)
def test_a_mark_of_unsaved_text_is_no_other_window_wherever_it_stands(title: str) -> None:
    assert exactly_same(StepWindow("note.txt — Kate"), Window(1, title=title))
