"""The log of a run: kept in one file of limited size, without what errors and sentences quote."""

import logging
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.logs import LAST_RUN, MOST_BYTES, log_of_last_run, log_to_file, traces

CANARY = "canary-Tr0ub4dor&3"
QUOTING = Message("The window “{title}” is gone after {seconds:g} s.", title=CANARY, seconds=2)
_log = logging.getLogger("desktop_agent.lib.of_this_test")


def home(folder: Path) -> Mapping[str, str]:
    return {"DESKTOP_AGENT_HOME": str(folder)}


def number_in(text: str) -> int:
    try:
        return int(text)
    except ValueError as cause:
        raise DesktopAgentError(QUOTING) from cause


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("wayland.capture", "wayland.capture"),
        (3, "3"),
        (QUOTING, "The window “…” is gone after 2 s."),
        (sentences(QUOTING, CANARY), "The window “…” is gone after 2 s. …"),
        (DesktopAgentError(QUOTING), "DesktopAgentError (The window “…” is gone after 2 s.)"),
        (DesktopAgentError(CANARY), "DesktopAgentError (…)"),
        (FileNotFoundError(2, "No such file", f"/home/{CANARY}"), "FileNotFoundError (No such file or directory)"),
        (KeyError(CANARY), "KeyError"),
    ],
)
def test_a_log_line_about_an_error_has_only_the_programs_own_words(value: object, shown: str, tmp_path: Path) -> None:
    with log_to_file(home(tmp_path)):
        _log.info("it is %s", value)

    assert log_of_last_run(home(tmp_path)).splitlines()[-1].endswith(f"INFO lib.of_this_test: it is {shown}")


def test_a_traceback_says_where_and_which_kinds_of_errors_and_no_message(tmp_path: Path) -> None:
    with log_to_file(home(tmp_path)):
        try:
            number_in(CANARY)
        except DesktopAgentError:
            _log.debug("it failed", exc_info=True)

    text = log_of_last_run(home(tmp_path))
    assert "number_in in test_logs.py:" in text
    assert [word in text for word in ("ValueError", "DesktopAgentError", CANARY)] == [True, True, False]


def test_a_line_is_one_line_whatever_a_server_has_put_into_it(tmp_path: Path) -> None:
    with log_to_file(home(tmp_path)):
        before = len(log_of_last_run(home(tmp_path)).splitlines())
        _log.info("the server is %s", f"a\n2026 INFO forged\x1b[31m{'x' * 9_000}")

    assert len(log_of_last_run(home(tmp_path)).splitlines()) == before + 1
    assert "\x1b" not in log_of_last_run(home(tmp_path))


def test_the_file_is_the_last_runs_and_for_its_owner_only(tmp_path: Path) -> None:
    for run in ("first", "second"):
        with log_to_file(home(tmp_path)):
            _log.info("the %s run", run)

    text = log_of_last_run(home(tmp_path))
    assert ("the second run" in text, "the first run" in text) == (True, False)
    assert stat.S_IMODE((tmp_path / "data" / LAST_RUN).stat().st_mode) == 0o600
    assert [path for trace in traces(home(tmp_path)) for path in trace.paths] == [tmp_path / "data" / LAST_RUN]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "data" / LAST_RUN).symlink_to(tmp_path / "mine")

    with log_to_file(home(tmp_path)):
        _log.info("a line")

    assert (tmp_path / "mine").read_text() == "mine"
    assert "a line" in log_of_last_run(home(tmp_path))


def test_a_long_log_keeps_its_beginning_and_its_end(tmp_path: Path) -> None:
    lines = 3 * MOST_BYTES // 400
    with log_to_file(home(tmp_path)):
        for number in range(lines):
            _log.debug("line %d %s", number, "x" * 400)

    text = log_of_last_run(home(tmp_path))
    assert ("line 0 " in text, f"line {lines - 1} " in text) == (True, True)
    assert "lines are left out here" in text
    assert (tmp_path / "data" / LAST_RUN).stat().st_size <= MOST_BYTES


def test_a_file_that_cannot_be_written_fails_no_run(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")

    with log_to_file(home(tmp_path)):
        _log.info("a line")

    assert log_of_last_run(home(tmp_path)) == ""


def test_other_log_handlers_are_not_affected(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with log_to_file(home(tmp_path)), log_to_file(home(tmp_path / "inner")):
        _log.debug("a detail")
        _log.warning("a warning")
    _log.debug("a detail after it")

    assert [record.getMessage() for record in caplog.records] == ["a warning"]
    assert "a detail" in log_of_last_run(home(tmp_path))
    assert "after it" not in log_of_last_run(home(tmp_path))
    assert not (tmp_path / "inner").exists()
