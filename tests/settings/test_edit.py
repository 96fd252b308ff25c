"""Changing the settings file: only the one thing changes, and nothing is written that would not load."""

import tomllib
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.settings import literal, load
from desktop_agent.settings.edit import set_value, unset, value_in

COMMENTED = """# My settings.
[run]  # how far
# Not too many.
max_steps = 50 # because

[screen]
monitor = 2
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(COMMENTED, encoding="utf-8")
    return path


def test_a_change_leaves_comments_order_and_all_other_lines(file: Path) -> None:
    set_value(file, "run.max_steps", 7)
    changed = file.read_text(encoding="utf-8")
    taken_out = unset(file, "run.max_steps"), unset(file, "run.max_minutes")

    assert COMMENTED.replace("50", "7") == changed
    assert taken_out == (True, False)
    assert 200 == load(file, {}, {}).settings.run.max_steps
    assert "# Not too many." in file.read_text(encoding="utf-8")


def test_a_value_goes_into_a_table_of_its_section_and_out_of_it(file: Path) -> None:
    set_value(file, "provider.params.reasoning.effort", "high")
    set_value(file, "provider.params.temperature", 0.2)

    assert load(file, {}, {}).settings.provider.params == {"reasoning": {"effort": "high"}, "temperature": 0.2}
    assert unset(file, "provider.params.temperature")
    assert not unset(file, "provider.params.temperature")
    assert value_in(file, "provider.params") == {"reasoning": {"effort": "high"}}


def test_a_first_setting_makes_the_file_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"

    set_value(file, "run.max_steps", 3)

    assert 0o600 == file.stat().st_mode & 0o777
    assert {"run": {"max_steps": 3}} == tomllib.loads(file.read_text(encoding="utf-8"))


def test_a_file_keeps_its_mode_its_line_endings_and_its_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_bytes(b"[run]\r\nmax_steps = 3\r\n")
    real.chmod(0o640)
    link = tmp_path / "config.toml"
    link.symlink_to(real)

    set_value(link, "run.mode", "ask")

    assert link.is_symlink()
    assert 0o640 == real.stat().st_mode & 0o777
    assert b'[run]\r\nmax_steps = 3\r\nmode = "ask"\r\n' == real.read_bytes()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("run.max_steps", 0, ("run.max_steps can't be '0'. It must be 1 or more.",)),
        ("run.max_stpes", 3, ("There is no setting “run.max_stpes”. Did you mean “run.max_steps”?",)),
        ("run.mode", "auto", ("The mode “auto” can't be", "--mode auto")),
        ("run", 1, ("SECTION.KEY",)),
        ("run.max_steps", object(), ("wasn't changed",)),
        ("provider.params.model", "m", ("“model” is reserved for the program",)),
        ("provider..temperature", 0.2, ("isn't a setting",)),
    ],
)
def test_an_invalid_value_is_refused_in_the_loaders_words_and_not_written(
    file: Path, key: str, value: object, words: tuple[str, ...]
) -> None:
    with pytest.raises(SettingsError) as caught:
        set_value(file, key, value)

    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert ", line " not in str(caught.value)  # nothing was written there
    assert COMMENTED == file.read_text(encoding="utf-8")
    assert [file] == list(file.parent.iterdir())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("provider.api_key", "abc"),
        ("provider.model", "sk-proj-abcdefghijklmnop1234"),
        ("provider.instructions", "Bearer abcdefghijklmnop"),
        ("provider.base_url", "https://me:hunter2@example.org/v1"),
    ],
)
def test_a_secret_is_never_written_nor_repeated(file: Path, key: str, value: str) -> None:
    with pytest.raises(SettingsError, match="keyring") as caught:
        set_value(file, key, value)

    assert value not in str(caught.value)
    assert COMMENTED == file.read_text(encoding="utf-8")


def test_a_value_is_read_as_toml_and_else_as_text() -> None:
    texts = "5", "true", "['a', 'b']", '"5"', "gpt-5.4", "1\no = 2"

    assert [5, True, ["a", "b"], "5", "gpt-5.4", "1\no = 2"] == [literal(text) for text in texts]
