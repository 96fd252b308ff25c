"""A person's own rules in the settings file: how they are written, and what is said of a bad one."""

from datetime import time
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import Rect
from desktop_agent.policy.own_rules import Rule
from desktop_agent.policy.table import FIXED
from desktop_agent.settings import Sourced, load
from desktop_agent.settings.rules import table_of

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


def loaded(tmp_path: Path, text: str) -> Sourced:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, {}, {})


def test_a_rule_is_read_with_all_its_fields(tmp_path: Path) -> None:
    night = Rule(
        name="night",
        verdict="deny",
        actions=("click", "type"),
        chords=(frozenset({"ctrl", "w"}), frozenset({"alt", "f4"})),
        text="rm -rf",
        schemes=("http",),
        hosts=("*.example.org",),
        applications=("/usr/bin/*",),
        title="(?i)invoice",
        region=Rect(0, 0, 800, 600),
        start=time(22),
        end=time(6, 30),
    )

    assert loaded(tmp_path, FULL).settings.rules == (night, Rule("rule 2", "allow"))


def test_a_rule_is_written_as_it_is_read(tmp_path: Path) -> None:
    night, second = loaded(tmp_path, FULL).settings.rules

    assert table_of(second) == {"name": "rule 2", "verdict": "allow"}
    assert table_of(night) == {
        "name": "night",
        "verdict": "deny",
        "action": ["click", "type"],
        "chord": ["ctrl+w", "alt+f4"],
        "text": "rm -rf",
        "scheme": "http",
        "host": "*.example.org",
        "application": "/usr/bin/*",
        "title": "(?i)invoice",
        "region": "0,0,800,600",
        "from": "22:00",
        "to": "06:30",
    }


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('verdict = "maybe"', ("line 4", "verdict", "'allow', 'ask' or 'deny'")),
        ('name = "x"', ("line 3", "verdict", "required")),
        ('verdict = "ask"\nhosts = "x"', ("line 5", "“host”")),
        ('verdict = "ask"\naction = "clik"', ("line 5", "“clik”. Did you mean “click”?")),
        ('verdict = "ask"\naction = []', ("line 5", "list of non-empty strings")),
        ('verdict = "ask"\nchord = "ctrl+nosuch"', ("line 5", "nosuch")),
        ('verdict = "ask"\ntext = "(a+)\\\\1"', ("line 5", "pattern")),
        ('verdict = "ask"\ntitle = "(?=x)"', ("line 5", "pattern")),
        (f'verdict = "ask"\ntext = "{"x" * 1001}"', ("line 5", "at most 1000")),
        ('verdict = "ask"\nregion = "1,2"', ("line 5", "X,Y,WIDTH,HEIGHT")),
        ('verdict = "ask"\nfrom = "25:00"\nto = "06:00"', ("line 5", "HH:MM")),
        ('verdict = "ask"\nname = "first"', ("line 5", "two rules", "first")),
    ],
)
def test_a_bad_rule_names_its_line_and_the_way_out(tmp_path: Path, lines: str, words: tuple[str, ...]) -> None:
    text = f'[[rules]]\nverdict = "ask"\n[[rules]]\n{lines}\n'
    if "two rules" in words:
        text = text.replace('verdict = "ask"', 'name = "first"', 1).replace(
            "[[rules]]\nname", '[[rules]]\nverdict="ask"\nname', 1
        )
        words = ("line 6", *words[1:])

    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)

    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_built_in_rule_is_changed_by_naming_it(tmp_path: Path) -> None:
    sourced = loaded(tmp_path, '[builtin]\nwords = "allow"\n')
    rows = {key: (value, where) for key, value, where in sourced.rows()}

    assert sourced.settings.builtin == {"words": "allow"}
    assert rows["builtin.words"][0] == "allow"
    assert rows["builtin.words"][1].endswith("line 2")
    assert rows["builtin.shell"] == ("ask", "default")
    assert rows["rules"] == ((), "default")
    assert set(sourced.origins) == set(rows)


@pytest.mark.parametrize(
    ("text", "verdicts", "named"),
    [
        # One of several: what is asked about today isn't allowed by it.
        ('form = "allow"', {"out": "ask"}, ["form"]),
        ('form = "deny"\nprice = "allow"', {"out": "deny"}, ["form", "price"]),
        ('terminal = "allow"\nshell-line = "allow"\ndeveloper-tools = "allow"', {"shell": "allow"},
         ["developer-tools", "shell-line", "terminal"]),
        ('form = "deny"\nout = "allow"', {"out": "allow"}, ["form"]),
    ],
)  # fmt: skip
def test_a_former_rule_is_taken_for_the_row_that_it_is_part_of_with_one_line(
    tmp_path: Path, text: str, verdicts: dict[str, str], named: list[str]
) -> None:
    settings = loaded(tmp_path, f"[builtin]\n{text}\n").settings

    assert settings.builtin == verdicts
    assert [note.partition("“builtin.")[2].partition("”")[0] for note in settings.notes] == named
    assert all(note.endswith(f"is part of “builtin.{row}” now.") for note in settings.notes for row in verdicts)


@pytest.mark.parametrize("level", ["click", "everything"])
def test_a_former_level_is_work_with_one_line(tmp_path: Path, level: str) -> None:
    former = loaded(tmp_path, f'[run]\nallow = ["mousepad={level}", "chromium:example.org={level}"]\n').settings
    today = loaded(tmp_path, '[run]\nallow = ["mousepad", "chromium:example.org", "gimp=look", "files:/a"]\n').settings

    assert former.run.allow == today.run.allow[:2]
    assert [note.partition(": ")[2] for note in former.notes] == [
        "there are no levels any more; “=click” and “=everything” change nothing."
    ]
    assert today.notes == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[builtin]\nwrds = "allow"\n', ("line 2", "builtin.words")),
        ('[person]\nstop_key = "nosuch"\n', ("line 2", "nosuch")),
        ('[person]\napprove_with = "voice"\n', ("line 2", "device")),
    ],
)
def test_a_bad_value_in_the_new_sections_is_told(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)

    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_no_variable_loosens_a_rule(tmp_path: Path) -> None:
    for name in ("DESKTOP_AGENT_BUILTIN__CONSEQUENCE_SEND", "DESKTOP_AGENT_RULES", "DESKTOP_AGENT_RULES__0"):
        with pytest.raises(SettingsError, match=name):
            load(tmp_path / "none.toml", {name: "allow"}, {})

        with pytest.raises(SettingsError, match=name):
            load(tmp_path / "none.toml", {name: '[{verdict = "allow"}]'}, {})


@pytest.mark.parametrize("name", FIXED)
def test_what_is_fixed_cannot_be_changed(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        loaded(tmp_path, f'[builtin]\n{name} = "allow"\n')
