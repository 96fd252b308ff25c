"""The program's entry: `desktop-agent`, or `python -m desktop_agent`."""

import os
import sys
import threading
from typing import TextIO

_INTERRUPTED = 130
# Whatever is installed beside us may offer itself to pydantic, which looks for that in every package's metadata.
_NO_PLUGINS = ("PYDANTIC_DISABLE_PLUGINS", "1")


def main() -> int:
    """Run the command line and return its exit code; does not return where a thread is still at work."""
    leave_folder()
    os.environ.setdefault(*_NO_PLUGINS)
    try:
        from desktop_agent.cli.main import main as command_line

        code = command_line(sys.argv[1:])
    except KeyboardInterrupt:  # while our own files are still being loaded
        code = _INTERRUPTED
    leave_threads(code)
    return code


def leave_folder() -> None:
    """Remove the working folder from Python's path, so that no file there can shadow a module.

    `python -m` adds that folder, as does a `.` in PYTHONPATH; a script adds its own. Modules loaded before this call
    are not affected: only `python -P -m` keeps the folder off the path from the start. The folder of an uninstalled
    checkout is moved to the end.
    """
    path = os.path
    ours = path.dirname(path.dirname(path.realpath(__file__)))
    here = {path.realpath(os.curdir), *([] if sys.flags.safe_path else [path.realpath(sys.path[0])])}
    remaining = [place for place in sys.path if path.realpath(place) not in here]
    sys.path[:] = [*remaining, ours] if ours in here else remaining


def leave_threads(code: int) -> None:
    """End the process if daemon threads are at work: the interpreter's own end would unwind them.

    A thread that is inside C++ at that moment (Qt, OpenCV while it loads) ends the process with SIGABRT. All our own
    resources are closed by now. Functions registered with `atexit` are not called: Qt's waits for no thread.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            _flush(stream)
    if any(thread.daemon for thread in threading.enumerate()):
        os._exit(code)


def _flush(stream: TextIO) -> None:
    """Write out the buffer; after a failure discard it, since a second try at exit would change the exit code."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
