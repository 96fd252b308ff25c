"""Settings: which one wins, where each came from, and what is said of a bad one."""

import re
import traceback
from pathlib import Path

import pytest

from desktop_agent.lib.setting import value_of
from tests.fakes.source import ROOT
from tests.settings.conftest import loaded, refusal

_LOGIN = "https://me:hunter2@models.example/v1"
_PARAMS = """
[provider]
name = "openai"
params.temperature = 0.2
params.x = 1

[provider.params.reasoning]
effort = "low"
summary = "auto"
"""


def test_flags_win_over_environment_over_file_over_defaults(tmp_path: Path) -> None:
    text = "[run]\nmax_steps = 1\nmax_minutes = 1\nmax_cost = 1.5\n"
    environment = {"DESKTOP_AGENT_RUN__MAX_STEPS": "2", "DESKTOP_AGENT_RUN__MAX_MINUTES": "2.5"}

    sourced = loaded(tmp_path, text, environment, {"run.max_steps": 3, "run.mode": None})
    run = sourced.settings.run

    assert (run.max_steps, run.max_minutes, run.max_cost, run.mode) == (3, 2.5, 1.5, "guard")
    assert sourced.origins["run.max_steps"].where == "flag"
    assert sourced.origins["run.max_minutes"].where == "environment variable DESKTOP_AGENT_RUN__MAX_MINUTES"
    assert sourced.origins["run.max_cost"].where.endswith("config.toml, line 4")
    assert sourced.origins["run.mode"].where == "default"


_CONTRACT = (ROOT / "desktop_agent/guide/contract.md").read_text()
_SETTING_VALUES = {"DESKTOP_AGENT_PROVIDER__BASE_URL": "https://models.example/v1"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bDESKTOP_AGENT_[A-Z_]*[A-Z]\b", _CONTRACT))))
def test_each_variable_that_the_contract_names_is_one_of_a_run_and_changes_only_what_it_is_for(
    name: str, tmp_path: Path
) -> None:
    value = _SETTING_VALUES.get(name, "some-value")

    sourced = loaded(tmp_path, "", {name: value}, {})

    by_variable = {key for key, origin in sourced.origins.items() if name in origin.where}
    assert by_variable == ({"provider.base_url"} if name in _SETTING_VALUES else set())


def test_stronger_sources_change_only_the_parameters_that_they_name(tmp_path: Path) -> None:
    environment = {"DESKTOP_AGENT_PROVIDER__PARAMS__REASONING__EFFORT": "medium"}
    flags = {"provider.params": {"temperature": 1, "y": 2}}

    sourced = loaded(tmp_path, _PARAMS, environment, flags)

    reasoning = {"effort": "medium", "summary": "auto"}
    assert sourced.settings.provider.params == {"temperature": 1, "reasoning": reasoning, "x": 1, "y": 2}
    assert {key: where for key, _, where in sourced.rows() if key.startswith("provider.params")} == {
        "provider.params.temperature": "flag",
        "provider.params.reasoning": "environment variable DESKTOP_AGENT_PROVIDER__PARAMS__REASONING__EFFORT",
        "provider.params.x": f"{tmp_path / 'config.toml'}, line 5",
        "provider.params.y": "flag",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[run]\nmax_stpes = 3\n", ("line 2", "max_stpes", "run.max_steps")),
        ("[runn]\nmode = 'ask'\n", ("line 2", "runn.mode", "run.mode")),
        ("\n\n[run]\nmax_steps = 0\n", ("line 4", "max_steps", "0", "It must be 1 or more.")),
        ("[run]\nmax_steps = '10'\n", ("line 2", "It must be a whole number.")),
        ("[run]\nmax_minutes = nan\n", ("line 2",)),
        ("[run]\nmode = 'auto'\n", ("line 2", "--mode auto")),
        ("[screen]\nviewport = 'big'\n", ("line 2", "1280x800")),
        ("[screen]\nregion = '1,2,3'\n", ("line 2", "0,0,800,600")),
        ("stray = 1\n", ("line 1", "[run]")),
        ("[run\n", ("isn't valid TOML", "line 1")),
        ("a = '" + "x" * 2_000_000 + "'", ("smaller than 1 MB",)),
        ('[builtin]\nwrds = "allow"\n', ("line 2", "builtin.words")),
        ('[person]\nstop_key = "nosuch"\n', ("line 2", "nosuch")),
        ('[notify]\ncommand = "/x/hook \'a"\n', ("Missing closing quotation mark",)),
        ("[provider]\nparams.model = 'm'\n", ("line 2", "“model” is reserved for the program.")),
        ("[provider]\nparams.x = 2026-11-20\n", ("line 2", "It must be what JSON can hold")),
        ("[provider]\nparams = 7\n", ("line 2", "provider.params can't be")),
        ("[provider]\nbase_url = 'https://o.example'\n", ("line 2", "it belongs to one", "providers.NAME.base_url")),
        ("[provider]\nstream = false\n", ("line 2", "it belongs to one", "providers.NAME.stream")),
        ("[run]\nexpect = ['file:a']\n", ("line 2", "“run.expect” can't be saved", "--expect")),
        ("[watch]\non = true\n", ("line 2", "“watch.on” can't be saved", "--watch")),
        ("[screen]\ncursor = true\n", ("line 2", "“screen.cursor” can't be saved", "run_task")),
        ("[caps]\ntext = 9\n", ("line 2", "there is no setting “caps.text”")),
        ('[builtin]\nform = "allow"\n', ("line 2", "there is no setting “builtin.form”")),
        ("[[functions]]\nname = 'weather'\n", ("line 1", "“functions”")),
        ("[run]\nallow = ['mousepad=click']\n", ("line 2", "only “look” is")),
    ],
)
def test_an_invalid_value_is_reported_with_its_line_and_a_way_out(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    message = str(refusal(tmp_path, text))

    assert all(word in message for word in words), message


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DESKTOP_AGENT_RUN__MAX_STEPS", "many", "DESKTOP_AGENT_RUN__MAX_STEPS"),
        ("DESKTOP_AGENT_RUN__MAX_STPES", "3", "run.max_steps"),
        ("DESKTOP_AGENT_MODE", "ask", "DESKTOP_AGENT_MODE"),
        # What would loosen a rule or send pictures elsewhere.
        ("DESKTOP_AGENT_BUILTIN__CONSEQUENCE_SEND", "allow", "DESKTOP_AGENT_BUILTIN__CONSEQUENCE_SEND"),
        ("DESKTOP_AGENT_RULES", '[{verdict = "allow"}]', "DESKTOP_AGENT_RULES"),
        ("DESKTOP_AGENT_RULES__0", '[{verdict = "allow"}]', "DESKTOP_AGENT_RULES__0"),
        ("DESKTOP_AGENT_RUN__INPUT", "mouse", "“run.input” can't be saved as a setting. Use --input for one run"),
        ("DESKTOP_AGENT_PROVIDER__STREAM", "false", "it belongs to one"),
        ("DESKTOP_AGENT_PROVIDERS__OPENAI__BASE_URL", "https://e.example/v1", "OPENAI__BASE_URL: there is no setting"),
    ],
)
def test_a_bad_variable_is_named(tmp_path: Path, name: str, value: str, word: str) -> None:
    assert word in str(refusal(tmp_path, environment={name: value}))


@pytest.mark.parametrize("key", ["provider.name", "provider.model", "provider.instructions"])
def test_a_text_with_control_characters_or_nothing_but_blanks_is_refused(tmp_path: Path, key: str) -> None:
    for value in ("a\x07b", " "):
        assert "plain text and can't be empty" in str(refusal(tmp_path, flags={key: value}))
    assert value_of(loaded(tmp_path, flags={key: " two\nlines "}).settings, key) == "two\nlines"


def test_auto_is_taken_from_a_flag(tmp_path: Path) -> None:
    assert loaded(tmp_path, flags={"run.mode": "auto"}).settings.run.mode == "auto"


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        ("", {"DESKTOP_AGENT_PROVIDER__BASE_URL": _LOGIN}),
        (f'[providers.mine]\nlike = "openai"\nbase_url = "{_LOGIN}"\n', {}),
    ],
)
def test_a_password_in_an_address_is_refused_and_shown_nowhere(
    tmp_path: Path, text: str, environment: dict[str, str]
) -> None:
    error = refusal(tmp_path, text, environment)

    assert "base_url can't be 'https://…@models.example/v1" in str(error)
    assert "hunter2" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize(
    ("written", "command"),
    [
        ('["/x/my hook", "--quiet"]', ("/x/my hook", "--quiet")),
        ("\"'/x/my hook' --quiet\"", ("/x/my hook", "--quiet")),
        ("'C:\\Programs\\hook.exe'", ("C:\\Programs\\hook.exe",)),
    ],
)
def test_a_command_is_a_list_or_one_line_as_at_a_terminal(
    tmp_path: Path, written: str, command: tuple[str, ...]
) -> None:
    assert loaded(tmp_path, f"[notify]\ncommand = {written}\n").settings.notify.command == command
