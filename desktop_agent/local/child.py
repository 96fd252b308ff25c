"""Ending a process that this room started."""

import contextlib
import subprocess

END_WITHIN_S = 5.0


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
