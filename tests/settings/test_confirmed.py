"""No run begins with what somebody else has written into the settings: a person says one yes to the difference."""

from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import RememberedControl
from desktop_agent.core.errors import SettingsError
from desktop_agent.settings import Settings
from desktop_agent.settings.answers import APPLICATIONS, REMEMBERED, AppPermissionStore, RememberedAnswers
from desktop_agent.settings.confirmed import (
    changed_keys,
    changed_lines,
    confirm,
    confirmed_settings,
    settings_for_run,
    texts_in,
)
from desktop_agent.settings.edit import set_value, unset

ADMITTED = '[[application]]\nprogram = "/usr/bin/x"\nsite = ""\nreach = "work"\n'

ANSWER = RememberedControl("/usr/bin/gimp", "", "dialog", "Blur", "push button", "Bake", "click")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir()
    return path


def loaded(file: Path) -> Settings:
    return settings_for_run({"DESKTOP_AGENT_HOME": str(file.parent.parent)}, {})


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("", "[run]\nallow = ['mousepad']", "run.allow (new)"),
        ("[run]\nmax_steps = 9", "[run]\nmax_steps = 900", "run.max_steps"),
        ("[privacy]\nwindows = ['Bank']", "", "privacy.windows (gone)"),
        ("", "[providers.openai]\nbase_url = 'https://o.example'\n[ui]\nnotify = false",
         "providers.openai (new), ui.notify (new)"),
        (
            "[[rules]]\nname = 'a'\nverdict = 'deny'\n[[rules]]\nname = 'b'\nverdict = 'ask'",
            "[[rules]]\nname = 'b'\nverdict = 'ask'\n[[rules]]\nname = 'a'\nverdict = 'deny'",
            "rules",
        ),
    ],
)  # fmt: skip
def test_any_changed_value_in_the_file_needs_one_confirmation(
    file: Path, before: str, after: str, changed: str
) -> None:
    file.write_text(before)
    confirm(file.parent)
    file.write_text(after)

    with pytest.raises(SettingsError, match="Changed since you last saved them here") as refused:
        loaded(file)

    assert f": {changed}." in str(refused.value)
    assert "desktop-agent config confirm" in refused.value.hint
    shown = changed_lines(file.parent, texts_in(file.parent))
    assert {f"+{line}" for line in after.splitlines() if line not in before} <= {*shown}
    assert {f"-{line}" for line in before.splitlines() if line not in after} <= {*shown}
    confirm(file.parent)
    assert loaded(file).notes == ()


@pytest.mark.parametrize(
    "after", ["# mine\n[run]\n\nmax_steps = 9  # few\n", "[run]\nmax_steps = 9\n[ui]\n", "run.max_steps = 9"]
)
def test_comments_blank_lines_and_spelling_need_no_confirmation(file: Path, after: str) -> None:
    file.write_text("[run]\nmax_steps = 9\n")
    confirm(file.parent)
    file.write_text(after)

    assert loaded(file).run.max_steps == 9
    assert changed_lines(file.parent, texts_in(file.parent)) == ()


def test_settings_found_by_the_first_run_count_and_later_ones_need_confirmation(file: Path) -> None:
    file.write_text("[providers.openai]\nbase_url = 'https://mine.example'\n")

    assert loaded(file).providers["openai"]["base_url"] == "https://mine.example"
    file.write_text("[providers.openai]\nbase_url = 'https://other.example'\n")
    with pytest.raises(SettingsError, match=r"providers\.openai\."):
        loaded(file)
    environment = {"DESKTOP_AGENT_HOME": str(file.parent.parent)}
    assert confirmed_settings(environment).providers["openai"]["base_url"] == "https://mine.example"


def test_settings_written_by_this_program_count_and_confirm_no_others(file: Path) -> None:
    set_value(file, "run.max_steps", 900)
    assert loaded(file).run.max_steps == 900

    file.write_text("# mine\n" + file.read_text())
    set_value(file, "run.max_minutes", 9)
    assert loaded(file).run.max_minutes == 9
    file.write_text(file.read_text().replace("[run]\n", "[run]\nallow = ['mousepad']\n"))
    set_value(file, "run.mode", "ask")
    unset(file, "run.max_steps")

    assert changed_keys(file.parent) == ("run.allow (new)",)


def test_an_answer_for_always_confirms_no_other_and_what_was_said_still_counts(file: Path) -> None:
    path = file.with_name(APPLICATIONS)
    AppPermissionStore(path).allow("/usr/bin/n", "", "nothing", "always")
    path.write_text(ADMITTED)
    store = AppPermissionStore(path)
    store.allow("/usr/bin/z", "", "look", "always")

    assert [store.reach(f"/usr/bin/{name}", "") for name in "nxz"] == ["nothing", None, "look"]
    assert changed_keys(file.parent) == ("application./usr/bin/x (new)",)


def test_a_control_that_a_model_writes_among_the_answers_counts_neither_in_this_run_nor_in_the_next(file: Path) -> None:
    path = file.with_name(REMEMBERED)
    RememberedAnswers(path).keep(ANSWER)
    answers = RememberedAnswers(path)

    path.write_text(path.read_text().replace("Bake", "Send"))

    assert answers.all() == (ANSWER,)
    with pytest.raises(SettingsError, match="Changed since you last saved them here"):
        loaded(file)


@pytest.mark.parametrize("damage", [b"\xff", b'{"texts": 1}'])
def test_a_record_that_cannot_be_read_counts_for_nothing(file: Path, damage: bytes) -> None:
    set_value(file, "run.max_steps", 900)
    file.with_name("saved.json").write_bytes(damage)

    with pytest.raises(SettingsError, match=r"run\.max_steps \(new\)"):
        loaded(file)
    confirm(file.parent)
    assert loaded(file).run.max_steps == 900
