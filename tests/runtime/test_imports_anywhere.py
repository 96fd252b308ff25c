"""What a run, `doctor` and every command import is there on systems that lack what only Unix has."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.program

# The standard library itself has to be loaded before that is taken away.
_CODE = """
import asyncio, ctypes, dataclasses, numpy, http.server, logging, multiprocessing, os, shutil, signal, socketserver, ssl
import socket, subprocess, sys, tempfile, uuid
for module in ("grp", "pwd", "resource", "termios"):  # `fcntl` and `msvcrt` are chosen by the system
    sys.modules[module] = None
for module, names in (
    (os, "O_DIRECTORY O_NOFOLLOW O_CLOEXEC O_PATH O_NONBLOCK sysconf getuid geteuid getgid getegid fork mkfifo mknod "
    "statvfs setsid killpg getpgid memfd_create sched_getaffinity setxattr getxattr listxattr chown lchown"),
    (signal, "SIGKILL SIGHUP SIGUSR1 SIGUSR2 SIGCHLD SIGPIPE SIGSTOP SIGCONT SIGALRM"),
    (socket, "AF_UNIX SO_PEERCRED SCM_RIGHTS CMSG_SPACE MSG_CMSG_CLOEXEC"),
):
    for name in names.split():
        delattr(module, name)
import pkgutil
from importlib import import_module
import desktop_agent.runtime.prepare, desktop_agent.doctor, desktop_agent.cli.commands as commands
for command in pkgutil.iter_modules(commands.__path__):
    import_module(f"desktop_agent.cli.commands.{command.name}")
print("all there")
"""


@pytest.mark.slow
def test_nothing_that_only_unix_has_is_asked_for_while_commands_are_imported() -> None:
    ran = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, timeout=120, check=False)

    assert "all there\n" == ran.stdout, ran.stderr
