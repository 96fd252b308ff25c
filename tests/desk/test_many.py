"""Tasks of a list: the memory one waits for, what several may change, one question at a time, and the exit code."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.errors import DeskError
from desktop_agent.core.version import __version__
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.many import (
    LEFT_FOR_THE_PERSON_MB,
    DeskTask,
    TaskProgress,
    exit_code,
    lacking_mb,
    pack,
    run_remotely,
    unpack,
)
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime.spec import RunSpec
from desktop_agent.settings import settings_of
from tests.fakes.desks.desks import skip_without_desks

pytestmark = pytest.mark.program

MEMINFO = "MemTotal:        8052432 kB\nMemAvailable:    4096000 kB\nBuffers: 1 kB\n"
SPEC = RunSpec("wait 1 second", settings_of({}), desk=DeskOrder())
QUESTION = cast("Question", None)  # nobody here looks at it


@pytest.mark.parametrize(
    ("codes", "interrupted", "expected"),
    [
        ([0, 0], False, 0),
        ([3, 4], False, 4),
        ([5, 2], False, 2),
        ([0, -9], False, 1),
        ([0, None], False, 3),
        ([0, 1], True, 130),
    ],
)
def test_the_worst_of_all_codes_counts(codes: list[int | None], interrupted: bool, expected: int) -> None:
    tasks = [TaskProgress(DeskTask(str(n), SPEC), exit_code=code) for n, code in enumerate(codes)]

    assert exit_code(tasks, interrupted=interrupted) == expected


def test_a_desk_waits_for_the_memory_it_needs_and_what_the_person_keeps() -> None:
    assert lacking_mb(4000 - LEFT_FOR_THE_PERSON_MB, MEMINFO) == 0
    assert lacking_mb(4010 - LEFT_FOR_THE_PERSON_MB, MEMINFO) == 10
    assert lacking_mb(700, "MemTotal: 8052432 kB\n") == 0
    with_network = replace(SPEC, desk=DeskOrder(hosts=("example.org",)))
    assert DeskTask("a", SPEC).needed_mb < DeskTask("b", with_network).needed_mb


@pytest.mark.slow
def test_another_computer_carries_a_task_out_and_leaves_nothing_but_what_comes_back(tmp_path: Path) -> None:
    skip_without_desks()
    (tmp_path / "Letters").mkdir()
    (tmp_path / "Letters/one.txt").write_text("one")
    spec = replace(SPEC, desk=DeskOrder((tmp_path / "Letters",)))

    result = run_remotely(__version__, spec, {"Letters": pack(tmp_path / "Letters")})
    unpack(result.desk, tmp_path / "desk")
    unpack(result.record, tmp_path / "run")

    assert result.exit_code == 0
    assert (tmp_path / "desk/up/0").is_dir()
    assert result.run in (tmp_path / "run/events.jsonl").read_text()
    with pytest.raises(DeskError):
        open_desk(tmp_path / "desk")  # its record is written by whoever takes it in
    with pytest.raises(DeskError, match="running version"):
        run_remotely("0.0", spec, {})
