"""Answers for always: kept beside the settings, taken back, and what becomes of a file that somebody has touched."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.decision import RememberedControl
from desktop_agent.core.errors import SettingsError
from desktop_agent.settings.answers import REMEMBERED, RememberedAnswers

BLUR = RememberedControl("/usr/bin/gimp", "", "main window", "", "push button", "Blur\t“\x7f”", "click")
NEXT = RememberedControl("/usr/bin/chromium", "https://example.org", "dialog", "Shop", "link", "Next", "click")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / REMEMBERED


def test_an_answer_is_kept_once_for_this_person_alone(path: Path) -> None:
    answers = RememberedAnswers(path)
    for one in (BLUR, NEXT, BLUR):
        answers.keep(one)

    assert RememberedAnswers(path).all() == (BLUR, NEXT)
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_answer_is_for_that_control_alone(path: Path) -> None:
    answers = RememberedAnswers(path)
    answers.keep(BLUR)

    assert answers.covers(BLUR)
    assert not any(answers.covers(replace(BLUR, **{key: "x"})) for key in BLUR.__slots__)


def test_what_settings_take_back_is_taken_back_in_a_run_that_goes_on(path: Path) -> None:
    run, settings = RememberedAnswers(path), RememberedAnswers(path)
    for one in (BLUR, NEXT):
        run.keep(one)
    settings.take_back(BLUR)

    assert (run.covers(BLUR), run.covers(NEXT)) == (False, True)


def test_what_cannot_be_stored_holds_for_this_run() -> None:
    answers = RememberedAnswers(Path("/proc/no such folder") / REMEMBERED)
    with pytest.raises(SettingsError, match="can't be written"):
        answers.keep(BLUR)

    assert (answers.covers(BLUR), answers.covers(NEXT), answers.all()) == (True, False, ())


@pytest.mark.parametrize(
    "text",
    [
        '[[other]]\nprogram = "x"\n',
        '[[answer]]\nprogram = "x"\n',
        '[[answer]]\nprogram = "x"\nwindow = "dialog"\nrole = "link"\ncontrol = 3\nact = "click"\n',
    ],
)
def test_a_file_that_cannot_be_read_allows_nothing(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)

    with pytest.raises(SettingsError, match=REMEMBERED):
        RememberedAnswers(path)
