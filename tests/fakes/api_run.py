"""A program that does one task by the Python API: `python -m tests.fakes.api_run URL`."""

import sys

from desktop_agent import run_task

if __name__ == "__main__":
    run_task("task", base_url=sys.argv[1], dialect="preview", mode="auto", allow=["everything"])
