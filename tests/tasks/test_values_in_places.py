"""Values in what a step finds its place by: each is there as it is, and never makes another row or control fit."""

from __future__ import annotations

import pytest

from desktop_agent.core.controls.locator import is_row
from desktop_agent.core.errors import SettingsError
from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.saved.variables import filled_lines
from desktop_agent.tasks.task import Step

HEAD = '+++\n[variables.who]\ndefault = "Ada"\n[variables.end]\ndefault = "Ltd"\n+++\n1. click button "Pay"\n'


def filled(attribute: str, **values: str) -> Step:
    task = parse_task(f"{HEAD}   {attribute}\n   at: 5,5 in 90x90\n", "pay.task")
    (step,) = filled_lines(task, {"who": "Ada", "end": "Ltd"} | values)
    return step


@pytest.mark.parametrize("value", ["", " ", "\n"])
@pytest.mark.parametrize(
    "attribute",
    [
        'target: button "Pay" in the row "{who}"', 'target: button "Pay" in the row "{who} {end}"',
        'target: switch "" in the row "{who}"', 'target: button "{who}"', 'window: "{who}" (shop)',
    ],
)  # fmt: skip
def test_a_blank_value_is_missing_where_a_step_finds_its_place_by_it(attribute: str, value: str) -> None:
    with pytest.raises(SettingsError, match="No value is set for “who”"):
        filled(attribute, who=value)


@pytest.mark.parametrize("value", ["…", "...", "Ada …", "#", "＃", "Ada #", "•#", "#:", "✓", "*", "\ufffc", "... Ltd"])
def test_a_value_stands_for_no_other_words_of_a_row(value: str) -> None:
    with pytest.raises(SettingsError, match="value for “who”") as error:
        filled('target: button "Pay" in the row "{who}"', who=value)

    assert "“#” or “…”" in error.value.hint


def test_two_values_make_no_sign_together() -> None:
    with pytest.raises(SettingsError, match="value for “end”"):
        filled('target: button "Pay" in the row "{who}{end}"', who="Ada .", end="..")
    with pytest.raises(SettingsError, match="value for “who”"):
        filled('target: button "Pay" in the row "{who}#"', who="Ada ")


@pytest.mark.parametrize("value", ["Ada", "C#", "#5", "Ada...", "a.b*", "10.50", "[x]", "Ada (2)", "-", "12:30"])
def test_any_other_value_is_the_rows_words_as_they_are_beside_what_the_task_leaves_open(value: str) -> None:
    step = filled('target: button "Pay" in the row "… {who} # {end}"', who=value)

    assert step.target is not None
    assert step.target.row == f"… {value} # Ltd"
    assert is_row(step.target.row, f"7 {value} 10.50 Ltd")
    assert not is_row(step.target.row, "7 Bob 10.50 Ltd")
