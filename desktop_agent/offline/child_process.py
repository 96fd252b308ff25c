"""What is done alike with every process that this room starts: hearing its first line, and ending it."""

import contextlib
import subprocess
import threading

END_WITHIN_S = 5.0


def first_line(process: subprocess.Popen[bytes], within_s: float) -> str:
    """Return what it prints first, without the line's end; empty where it ends instead, as it is made to in time."""
    # No pipe can be waited for with a limit on every system; a process that is ended closes its pipe.
    watchdog = threading.Timer(within_s, process.kill)
    watchdog.start()
    try:
        return process.stdout.readline().decode(errors="replace").strip() if process.stdout else ""
    finally:
        watchdog.cancel()


def end(process: subprocess.Popen[bytes], within_s: float = END_WITHIN_S) -> None:
    """Ask it to end, make it end when it does not in time, and close its pipes; calling it again does nothing."""
    process.terminate()
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            # What was still to be written has nobody to read it.
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
