"""Parameters of the request as settings: from every source, one by one, each with its origin and its errors."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.settings import Sourced, load

WRITTEN = """
[provider]
name = "openai"
params.temperature = 0.2
params.x = 1

[provider.params.reasoning]
effort = "low"
summary = "auto"
"""


def loaded(
    folder: Path, text: str, environment: Mapping[str, str] | None = None, flags: Mapping[str, object] | None = None
) -> Sourced:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return load(file, environment or {}, flags or {})


def test_stronger_sources_change_only_what_they_name(tmp_path: Path) -> None:
    environment = {"DESKTOP_AGENT_PROVIDER__PARAMS__REASONING__EFFORT": "medium"}
    flags = {"provider.params": {"temperature": 1, "y": 2}}

    sourced = loaded(tmp_path, WRITTEN, environment, flags)

    assert sourced.settings.provider.params == {
        "temperature": 1,
        "reasoning": {"effort": "medium", "summary": "auto"},
        "x": 1,
        "y": 2,
    }
    shown = {key: where for key, _, where in sourced.rows() if key.startswith("provider.params")}
    assert shown == {
        "provider.params.temperature": "flag",
        "provider.params.reasoning": "environment variable DESKTOP_AGENT_PROVIDER__PARAMS__REASONING__EFFORT",
        "provider.params.x": f"{tmp_path / 'config.toml'}, line 5",
        "provider.params.y": "flag",
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("params.temperature", "params.model", 4, "“model” is reserved for the program."),
        ("x = 1", "input = 1", 5, "“input” is reserved for the program."),
        ("x = 1", "x = 2026-11-20", 5, "It must be what JSON can hold"),
        (
            "params.temperature = 0.2\nparams.x = 1\n\n[provider.params.reasoning]",
            "params = 7\n[run]",
            4,
            "provider.params can't be",
        ),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, WRITTEN.replace(old, new).replace('[run]\neffort = "low"\nsummary = "auto"\n', ""))

    assert f"config.toml, line {line}: " in str(raised.value)
    assert says in str(raised.value)
