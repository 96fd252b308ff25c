"""A task of our own on a real desk is done by the built-in model."""

from pathlib import Path

import pytest

from tests.bench.own_tasks import TASKS, left
from tests.fakes.desks.desks import skip_without_desks

pytestmark = pytest.mark.program


@pytest.mark.slow
def test_the_built_in_model_does_it(tmp_path: Path) -> None:
    skip_without_desks()

    found, words = left(tmp_path, "ticked")

    assert TASKS["ticked"][-1] == found, words
