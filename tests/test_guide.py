"""The guide is true and complete: what it names exists, and its tables are those of the code."""

import dataclasses
import os
import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest

from desktop_agent.cli.flags import FLAGS
from desktop_agent.cli.main import COMMANDS
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.decisions.rule_id import RULE_IDS
from desktop_agent.core.runs.events import EXIT_CODES, Event
from desktop_agent.guide import TOPICS, found, page, summary
from desktop_agent.model.coordinates import COORDINATES
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.steps import Plan
from desktop_agent.policy.table import ROWS
from desktop_agent.settings.sections import SETTINGS
from tests.fakes.source import ROOT
from tests.fakes.warm import called

PACKAGE = ROOT / "desktop_agent"
FENCED = re.compile(r"^ *```.*?^ *```", flags=re.MULTILINE | re.DOTALL)
FOREIGN_FLAGS = ("--allow-all-tools", "--allowed-tools", "--auto", "--cli", "--method", "--yolo")
MOST_WORDS_OF_RULES = 1_700
MOST_PAGES = 26
SECTIONS = {key.partition(".")[0] for key in SETTINGS}


# Read when a test asks, not where tests are collected: each worker collects all of them.
@cache
def code() -> str:
    """Return the text of the whole program."""
    return texts("desktop_agent")


@cache
def flags() -> str:
    """Return the flags of the program, its benches and other people's clients, a line for each."""
    return "\n".join({*re.findall(r'["/](--[a-z][\w-]*)', code() + texts("tests/bench")), *FOREIGN_FLAGS})


def texts(folder: str) -> str:
    """Return the text of all code in a folder; to read it as Python takes long."""
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / folder).rglob("*.py")))


def quoted(text: str) -> list[str]:
    """Return what stands in backticks outside of code blocks."""
    return re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


def of_today(topic: str) -> str:
    """Return a page without the table of what has been removed."""
    return page(topic).partition("\n## Removed\n")[0]


def rows(topic: str, heading: str = "") -> Iterator[list[str]]:
    """Yield the cells of the first table under a heading of a page, without its head."""
    lines = page(topic).partition(f"## {heading}" if heading else "# ")[2].splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("|"))
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def keys(topic: str, heading: str = "") -> list[str]:
    """Return what stands in backticks in the first cells of a table."""
    return [key for cells in rows(topic, heading) for key in re.findall(r"`([^`]+)`", cells[0])]


def test_every_page_is_a_topic_and_says_what_it_answers() -> None:
    assert {file.stem for file in (PACKAGE / "guide").glob("*.md")} == set(TOPICS)
    assert len(TOPICS) <= MOST_PAGES
    assert all(page(topic).startswith("# ") and summary(topic).endswith(".") for topic in TOPICS)


def listed(topic: str, row: str) -> list[str]:
    """Return what else stands in backticks in a row of a table."""
    (line,) = (line for line in page(topic).splitlines() if line.startswith(row))
    return quoted(line)[1:]


@pytest.mark.program
def test_the_contract_lists_every_way_to_count_points_and_says_what_lists_dialects_and_families() -> None:
    helped = called(("run", "--help"), os.environ).stdout.decode()

    assert listed("contract", "| `--coordinates` |") == list(COORDINATES)
    assert "run --help" in listed("contract", "| `--dialect NAME` |")
    assert "run --help" in listed("contract", "| `--family NAME` |")
    assert {name for name in (*DIALECT_NAMES, *FAMILY_NAMES) if name not in helped} == set()


@pytest.mark.parametrize("topic", TOPICS)
def test_every_path_that_the_guide_names_exists(topic: str) -> None:
    named = {word for word in quoted(page(topic)) if re.fullmatch(r"[\w.-]+/[\w./-]*", word)} - {"frames/", "before/"}
    missing = {
        word for word in named if "NAME" not in word and not any((top / word).exists() for top in (PACKAGE, ROOT))
    }

    assert set() == missing


@pytest.mark.parametrize("topic", TOPICS)
def test_every_flag_that_the_guide_names_exists(topic: str) -> None:
    named = {flag for text in quoted(of_today(topic)) for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)}

    assert set() == {flag for flag in named if not re.search(rf"^{flag}\b", flags(), re.MULTILINE)}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_setting_that_the_guide_names_exists(topic: str) -> None:
    named = {word for word in quoted(of_today(topic)) if re.fullmatch(r"[a-z_]+\.[a-z_]+", word)}
    events = {kind.event for kind in get_args(Event)}

    assert set() == {word for word in named if word.partition(".")[0] in SECTIONS} - SETTINGS.keys() - events


def test_the_contract_lists_every_command() -> None:
    listed = {command.split()[0] for command in keys("contract", "Commands") if not command.startswith(("-", "RUN"))}

    assert listed - {"last"} == set(COMMANDS)


def test_the_contract_lists_every_flag_of_a_run() -> None:
    written = {cell.split()[0] for cell in keys("contract", "Flags of a run")}
    options = [getattr(flag.annotation, "__metadata__", (None,))[0] for flag in FLAGS.values()]

    assert written == {word for option in options for word in str(getattr(option, "default", "")).split("/")}


def test_the_contract_lists_every_mode_and_exit_code() -> None:
    codes = {int(cells[0]) for cells in rows("contract", "Exit codes")}

    assert set(keys("contract", "Modes")) == set(get_args(Mode))
    assert codes == {*EXIT_CODES.values(), 2, 130}


def test_the_events_page_lists_every_event_with_every_field() -> None:
    kinds = {kind.event: {field.name for field in dataclasses.fields(kind)} for kind in get_args(Event)}
    listed = {cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[1])) for cells in rows("events")}

    assert listed == kinds


def test_the_rules_page_is_the_table_that_judges_and_is_short() -> None:
    table = [
        [f"`{name}`", row.verdict, row.text, row.known_by, row.lasts if row.verdict == "ask" and not row.fixed else ""]
        for name, row in ROWS.items()
    ]

    assert [*rows("rules", "The whole table")] == table
    assert len(page("rules").replace("|", " ").split()) <= MOST_WORDS_OF_RULES


def test_the_events_page_lists_every_other_id_that_a_decision_can_have() -> None:
    listed = [cells[0].strip("`") for cells in rows("events", "Reasons of a decision")]

    assert {*listed, *ROWS} == {*RULE_IDS, "rule:NAME"}


def test_the_local_model_understands_every_step_of_the_models_page() -> None:
    block = page("models").partition("```text\n")[2].partition("```")[0]
    steps = [step for step in re.split(r"\n| {2,}", block) if step]

    assert [step for step in steps if not isinstance(understand(step), Plan)] == []


@pytest.mark.program
@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("stop", "start"),
        ("GIF", "start"),
        ("undo", "start"),
        ("always allow", "start"),
        ("why so often", "start"),
        ("money", "start"),
        ("phone", "start"),
        ("rename many files", "start"),
        ("row of a sheet", "start"),
        ("language", "start"),
        ("French", "start"),
        ("regular expression", "expectations"),
        ("ntfy", "notifications"),
        ("hard links", "receipt"),
    ],
)
def test_whoever_asks_the_guide_in_words_gets_the_page_that_says_it(words: str, best: str) -> None:
    assert next(iter(found(words))) == best
    reported = called(("guide", *words.split()), os.environ)
    assert (reported.returncode, reported.stdout.decode().split("\t")[0]) == (0, best)


@pytest.mark.program
def test_words_that_no_page_holds_are_said_not_to_be_there() -> None:
    assert {} == found("zebra crossing") == found(" ")
    reported = called(("guide", "zebra"), os.environ)
    assert (reported.returncode, b"no topic called" in reported.stderr) == (2, True)
