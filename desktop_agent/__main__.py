"""The program's entry: `desktop-agent`, or `python -m desktop_agent`."""

import os
import sys
import threading

_INTERRUPTED = 130


def main() -> int:
    """Run the command line and return its exit code; does not return where a thread is still at work."""
    try:
        from desktop_agent.cli.main import main as command_line

        code = command_line(sys.argv[1:])
    except KeyboardInterrupt:  # while our own files are still being loaded
        code = _INTERRUPTED
    leave_threads(code)
    return code


def leave_threads(code: int) -> None:
    """End the process if daemon threads are at work: the interpreter's own end would unwind them.

    A thread that is then inside C++ (Qt, OpenCV while it is loaded) takes the process down with SIGABRT. Everything of
    ours is closed by now; what is registered with `atexit` is not called, since Qt's part of it waits for no thread.
    """
    if not any(thread.daemon for thread in threading.enumerate()):
        return
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
