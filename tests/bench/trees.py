"""The checkouts whose code a bench compares: this one and that of a commit before it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parents[2]


@contextmanager
def trees(before: str) -> Iterator[dict[str, Path]]:
    """Give the checkouts to measure: this one and, where one is named, that of a commit before it."""
    if not before:
        yield {"now": HERE}
        return
    with TemporaryDirectory() as folder:
        there = Path(folder, "before")
        subprocess.run(["git", "worktree", "add", "--detach", there, before], cwd=HERE, check=True, capture_output=True)
        try:
            yield {"before": there, "now": HERE}
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", there], cwd=HERE, check=True)
