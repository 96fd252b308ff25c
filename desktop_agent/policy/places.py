"""Which files are documents, and which are run or read by programs, judged by their folder."""

from __future__ import annotations

from desktop_agent.core.decision import File

# Folders of the system itself, and of programs wherever they are.
_SYSTEMS = frozenset("etc usr bin sbin lib lib32 lib64 libx32 opt boot var root proc sys dev run snap".split())
_PROGRAMS = frozenset({"bin", "sbin"})
# What everybody may write to, and what is plugged in.
_OPEN = ("/tmp", "/var/tmp", "/run/media", "/run/user")  # noqa: S108 - nothing is written there


def is_ordinary(file: File) -> bool:
    """Tell whether a file is no program's to read by itself: not hidden, among programs, or the system's.

    Start files of shells and desktops, keys, services and hooks of a repository all lie in hidden places.
    """
    if file.ours:
        return False
    inside = _is_in(file.path, file.home)
    parts = [part for part in file.path.removeprefix(file.home if inside else "").split("/") if part]
    if any(part.startswith(".") for part in parts) or _PROGRAMS & {*parts[:-1]}:
        return False
    if inside or any(_is_in(file.path, one) for one in _OPEN):
        return True
    return bool(parts) and parts[0] not in _SYSTEMS


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def names_hidden(text: str) -> bool:
    """Tell whether a text that names a file names one in a hidden place, or one that may lie anywhere above."""
    parts = text.strip().replace("\\", "/").split("/")
    return ".." in parts or any(part.startswith(".") and part != "." for part in parts)
