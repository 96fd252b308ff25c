"""The exit code of a list: 0 only when every task ended with 0, else the worst."""

import pytest

from desktop_agent.desk.many.task import DeskTask, TaskProgress, exit_code


@pytest.mark.parametrize(
    ("codes", "interrupted", "expected"),
    [
        ([0, 0], False, 0),
        ([0, 3], False, 3),
        ([3, 4], False, 4),
        ([4, 5, 3], False, 5),
        ([5, 2], False, 2),
        ([2, 1, 5], False, 1),
        ([0, -9], False, 1),
        ([0, 77], False, 1),
        ([0, None], False, 3),
        ([0, 1], True, 130),
    ],
)
def test_the_worst_of_all_counts(codes: list[int | None], interrupted: bool, expected: int) -> None:
    tasks = [TaskProgress(DeskTask(str(n), "x"), exit_code=code) for n, code in enumerate(codes)]

    assert exit_code(tasks, interrupted=interrupted) == expected
