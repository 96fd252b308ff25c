"""The program that a bundle made by PyInstaller starts: Desktop Agent, or one of its own parts as `-m` names it.

In a bundle `sys.executable` is this program and no interpreter, and the parts of Desktop Agent that are processes of
their own (the one that reads the screen, the one that releases keys) are started as `sys.executable -m MODULE`.
"""

import os
import runpy
import sys
from pathlib import Path


def main() -> None:
    """Do as the interpreter would with these words; without any of its options, be the command line."""
    restore_search_path()
    # Under a name of its own, as an interpreter: a part's windows and permissions are not those of the whole program.
    python = Path(sys.executable).with_name("python3")
    sys.executable = str(python) if python.exists() else sys.executable
    words = sys.argv[1:]
    while words and words[0] in {"-I", "-P", "-S", "-u"}:
        del words[0]
    if words[:1] == ["-m"]:
        sys.argv[1:] = words[2:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    elif words[:1] == ["-c"]:
        sys.argv[:] = ["-c", *words[2:]]
        exec(words[1], {"__name__": "__main__"})  # noqa: S102 - as an interpreter does
    elif words and words[0].endswith(".py") and Path(words[0]).is_relative_to(Path(__file__).parent):
        sys.argv[1:] = words[1:]
        runpy.run_path(words[0], run_name="__main__")
    else:
        from desktop_agent.__main__ import main as desktop_agent

        sys.exit(desktop_agent())


def restore_search_path() -> None:
    """Let other programs that are started from here find their own libraries, not those of the bundle."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    elif sys.platform == "linux":
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    main()
