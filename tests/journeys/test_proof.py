"""`film --proof`: the whole job of a CI, on a private screen, with the demo's order form."""

from pathlib import Path

import pytest

from tests.fakes.runs.film_frames import film_chapters, film_seconds
from tests.journeys.conftest import Agent

TASK = """+++
title = "An order"
expect = ['file:order.json matches order-17', 'window:Demo order', 'file:none.json']
[film]
open = "python -m desktop_agent.demo.demo_app --seed 3 --out order.json"
+++
1. click "File"
2. click "Save As…"
3. fill "File name" with "order-17"
4. click "Save"
5. wait for "Saved as order-17"
"""


@pytest.mark.promise("README, What else it does: film --proof")
def test_a_proof_says_which_step_made_what_true_and_one_expectation_that_fails_is_exit_6(
    agent: Agent, tmp_path: Path
) -> None:
    task = tmp_path / "order.task"
    out = tmp_path / "out"
    task.write_text(TASK, encoding="utf-8")

    ran = agent("film", str(task), "--proof", "-o", str(out), "--mode", "auto", within_s=300)

    assert ran.code == 6, ran.err
    first, second, *_ = film_chapters(out / "proof.mp4")[1:]
    assert "✓ window:Demo order (from the start)" in first + second
    assert film_seconds(out / "proof.mp4") <= 30
    table = [line.split(" | ") for line in (out / "proof.md").read_text().splitlines() if line.startswith("| <code>")]
    assert [(row[1], row[-1]) for row in table] == [("✓", "4 |"), ("✓", "from the start |"), ("✗", "at the end |")]
    assert agent("runs", "check", str(out / "run")).code == 0
    assert (out / "run/.gitignore").read_text() == "*\n"
