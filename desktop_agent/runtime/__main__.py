"""The process of one run: `python -m desktop_agent.runtime`, with the protocol on its standard input and output.

A crash in here takes neither the windows nor the card along; and when the process that started it ends, the run stops.
"""

from __future__ import annotations

import os
import signal
import sys

from desktop_agent.lib.logs import log_to_stderr
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.session import Session
from desktop_agent.runtime import registry
from desktop_agent.runtime.desktop.own_process import use_one_heap, use_real_pixels
from desktop_agent.runtime.desktop.suspend import watch_client
from desktop_agent.runtime.protocol.messages import DEBUG, READS, learn
from desktop_agent.runtime.protocol.process import standard_channel
from desktop_agent.runtime.protocol.serving import serve
from desktop_agent.runtime.spec import HostParts
from desktop_agent.screen.ocr.reader import OcrReader


def main() -> int:
    """Do one run; `--reads` starts the reader of the screen's text at once, `--debug` logs to stderr."""
    if DEBUG in sys.argv:
        log_to_stderr()
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # the client hears them, and stops the run
    use_real_pixels()
    use_one_heap()
    channel = standard_channel()
    with OcrReader() as reader:
        if READS in sys.argv:
            reader.start()
        # Loaded when it is first needed elsewhere: here the time before there is something to do is used for it.
        registry.load("offline.engine")
        registry.load("runtime.provider.served_model")
        learn()
        serve(channel, HostParts(reader), _run)
    return 0


def _run(session: Session) -> RunResult:
    """Run to the end, or until `desktop-agent stop` arrives as a signal, which only this thread receives."""
    watch_client(session, os.getppid())
    signal.signal(signal.SIGTERM, lambda *_: session.stop("signal"))
    return session.run()


if __name__ == "__main__":
    sys.exit(main())
