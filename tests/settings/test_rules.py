"""A person's own rules in the settings file: how they are written, and what is said of a bad one."""

from datetime import time
from pathlib import Path

import pytest

from desktop_agent.core.pictures import Rect
from desktop_agent.policy.own_rules import Rule
from desktop_agent.policy.table import FIXED
from desktop_agent.settings.rules import table_of
from tests.settings.conftest import loaded, refusal

FULL = """
[[rules]]
name = "night"
verdict = "deny"
action = ["click", "type"]
chord = ["ctrl+w", "Alt+F4"]
text = "rm -rf"
scheme = "http"
host = ["*.example.org"]
application = "/usr/bin/*"
title = "(?i)invoice"
region = "0,0,800,600"
from = "22:00"
to = 06:30:00

[[rules]]
verdict = "allow"
"""


def test_a_rule_is_read_with_all_its_fields_and_written_as_it_is_read(tmp_path: Path) -> None:
    night, second = loaded(tmp_path, FULL).settings.rules

    assert second == Rule("rule 2", "allow")
    assert night == Rule(
        name="night", verdict="deny", actions=("click", "type"),
        chords=(frozenset({"ctrl", "w"}), frozenset({"alt", "f4"})),
        text="rm -rf", schemes=("http",), hosts=("*.example.org",), applications=("/usr/bin/*",),
        title="(?i)invoice", region=Rect(0, 0, 800, 600), start=time(22), end=time(6, 30),
    )  # fmt: skip
    assert table_of(second) == {"name": "rule 2", "verdict": "allow"}
    assert table_of(night) == {
        "name": "night", "verdict": "deny", "action": ["click", "type"], "chord": ["ctrl+w", "alt+f4"],
        "text": "rm -rf", "scheme": "http", "host": "*.example.org", "application": "/usr/bin/*",
        "title": "(?i)invoice", "region": "0,0,800,600", "from": "22:00", "to": "06:30",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('verdict = "maybe"', ("line 5", "verdict", "'allow', 'ask' or 'deny'")),
        ('name = "x"', ("line 4", "verdict", "required")),
        ('verdict = "ask"\nhosts = "x"', ("line 6", "“host”")),
        ('verdict = "ask"\naction = "clik"', ("line 6", "“clik”. Did you mean “click”?")),
        ('verdict = "ask"\naction = []', ("line 6", "list of non-empty strings")),
        ('verdict = "ask"\nchord = "ctrl+nosuch"', ("line 6", "nosuch")),
        ('verdict = "ask"\ntext = "(a+)\\\\1"', ("line 6", "pattern")),
        ('verdict = "ask"\ntitle = "(?=x)"', ("line 6", "pattern")),
        (f'verdict = "ask"\ntext = "{"x" * 1001}"', ("line 6", "at most 1000")),
        ('verdict = "ask"\nregion = "1,2"', ("line 6", "X,Y,WIDTH,HEIGHT")),
        ('verdict = "ask"\nfrom = "25:00"\nto = "06:00"', ("line 6", "HH:MM")),
        ('verdict = "ask"\nname = "first"', ("line 6", "two rules", "first")),
    ],
)
def test_an_invalid_rule_is_reported_with_its_line_and_a_way_out(
    tmp_path: Path, lines: str, words: tuple[str, ...]
) -> None:
    message = str(refusal(tmp_path, f'[[rules]]\nname = "first"\nverdict = "ask"\n[[rules]]\n{lines}\n'))

    assert all(word in message for word in words), message


def test_a_built_in_rule_is_changed_by_naming_it(tmp_path: Path) -> None:
    sourced = loaded(tmp_path, '[builtin]\nwords = "allow"\n')
    rows = {key: (value, where) for key, value, where in sourced.rows()}

    assert sourced.settings.builtin == {"words": "allow"}
    assert rows["builtin.words"] == ("allow", f"{tmp_path / 'config.toml'}, line 2")
    assert rows["builtin.shell"] == ("ask", "default")
    assert set(sourced.origins) == set(rows)


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_rule_cannot_be_changed(tmp_path: Path, name: str) -> None:
    assert name in str(refusal(tmp_path, f'[builtin]\n{name} = "allow"\n'))
