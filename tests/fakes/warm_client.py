"""The client of `warm.py`, as light as Python is: hands over an order, passes signals on, and ends as the command does.

It stands for Python itself: `CLIENT [-P] -m MODULE WORDS…`, started with the command's own environment, folder and open
files. What the server has not loaded, or cannot be asked about from where this runs, is started by Python.
"""

import fcntl
import json
import os
import signal
import socket
import sys
import termios
from collections.abc import Sequence

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)


def main(address: str, python: str, modules: Sequence[str]) -> int:
    server = socket.socket(socket.AF_UNIX)
    option, module, *words = [*(word for word in sys.argv[1:3] if word != "-P"), *sys.argv[3:], "", ""]
    if option != "-m" or module not in modules or server.connect_ex(address):
        os.execv(python, [python, *sys.argv[1:]])
    for number in _PASSED_ON:
        signal.signal(number, lambda sent, _: server.sendall(bytes([sent])))
    files = [number for number in map(int, _open_files()) if number != server.fileno() and _is_inherited(number)]
    terminal = _given_up_terminal()
    order: dict[str, object] = {"module": module, "words": words[:-2], "files": files}
    order["environment"] = dict(os.environ)
    order["folder"] = os.getcwd()  # noqa: PTH109
    data = json.dumps(order).encode() + b"\n"
    sent = socket.send_fds(server, [data], [*files, *terminal])
    server.sendall(data[sent:])
    nothing = os.open(os.devnull, os.O_RDWR)
    for file in (*files, *terminal):
        os.dup2(nothing, file)  # a pipe ends where the command closes it
    code = int(server.makefile().readline() or -signal.SIGKILL)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code != signal.SIGKILL else None
        os.kill(os.getpid(), -code)
    return code


def _open_files() -> list[str]:
    return os.listdir("/proc/self/fd")  # noqa: PTH208  as above


def _is_inherited(file: int) -> bool:
    """Say whether the command gets a descriptor, too; the one by which the list was read is closed by now."""
    try:
        return file <= 2 or os.get_inheritable(file)  # stdin, stdout, stderr
    except OSError:
        return False


def _given_up_terminal() -> list[int]:
    if os.getsid(0) != os.getpid():
        return []
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return []
    received = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the system sends it to those who lose their terminal
    fcntl.ioctl(terminal, termios.TIOCNOTTY)
    signal.signal(signal.SIGHUP, received)
    return [terminal]
