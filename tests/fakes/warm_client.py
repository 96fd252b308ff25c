"""The client of `warm.py`, as light as Python is: hands over an order, passes signals on, and ends as the command does.

`python -I -S warm_client.py ADDRESS WORDS…`, started with the command's own environment, folder and streams.
"""

import json
import os
import signal
import socket
import sys

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)


def main(address: str, words: list[str]) -> int:
    """Have the words carried out; return the exit code, or end by the signal that has ended the command."""
    server = socket.socket(socket.AF_UNIX)
    server.connect(address)
    for number in _PASSED_ON:
        signal.signal(number, lambda sent, _: server.sendall(bytes([sent])))
    order = {"words": words, "environment": dict(os.environ), "folder": os.getcwd()}  # noqa: PTH109  pathlib is slow
    data = json.dumps(order).encode() + b"\n"
    sent = socket.send_fds(server, [data], [0, 1, 2])
    server.sendall(data[sent:])
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)  # a pipe ends where the command closes it
    code = int(server.makefile().readline() or -signal.SIGKILL)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code != signal.SIGKILL else None
        os.kill(os.getpid(), -code)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
