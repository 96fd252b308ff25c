"""Runs a user's Python function in a process of its own: arguments as JSON on stdin, the answer on stdout."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import sys
from functools import reduce
from pathlib import Path
from typing import Any


def main(name: str) -> None:
    """Call `package.module:function` with the arguments by their names; what it prints goes to stderr."""
    # As bytes: text on stdin is read in whatever encoding the user's language has.
    arguments = json.load(sys.stdin.buffer)
    # Last, so that a file there takes no other module's place.
    sys.path.append(str(Path.cwd()))
    with contextlib.redirect_stdout(sys.stderr):
        module, _, path = name.partition(":")
        function: Any = reduce(getattr, path.split("."), importlib.import_module(module))
        answer = function(**arguments)
        if inspect.iscoroutine(answer):
            import asyncio

            answer = asyncio.run(answer)
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, default=str)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1])
