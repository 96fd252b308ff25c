"""A run of two hundred turns leaves no file open; `python -m tests.bench.long_run` does two thousand, and more."""

import sys

import pytest

from tests.bench.long_run import WAYS, run
from tests.faults.whole_run import Way


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells it in /proc")
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_files_that_are_open_stay_the_same(way: Way) -> None:
    seen = run(way, 200)

    assert len(seen.at) == 201
    assert len(set(seen.most_and_least_open())) == 1
