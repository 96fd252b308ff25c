"""Where a file lies, and whether a program reads or runs what lies there by itself."""

from __future__ import annotations

from desktop_agent.core.decision import File

# A browser shows these; and by what is in those, programs are built.
_SHOWN = (".html", ".htm", ".xhtml", ".svg", ".js")
_RECIPES = frozenset({"makefile", "gnumakefile", "rakefile", "justfile", "dockerfile", "jenkinsfile", "pkgbuild"})
# Folders of the system itself, and of programs wherever they are.
_SYSTEM_FOLDERS = frozenset("etc usr bin sbin lib lib32 lib64 libx32 opt boot var root proc sys dev run snap".split())
_PROGRAM_FOLDERS = frozenset({"bin", "sbin"})
# What everybody may write to, and what is plugged in.
_OPEN_FOLDERS = ("/tmp", "/var/tmp", "/run/media", "/run/user")  # noqa: S108 - nothing is written there


def is_ordinary(file: File) -> bool:
    """Return whether a file is no program's to read by itself: not hidden, among programs, or the system's.

    Start files of shells and desktops, keys, services and hooks of a repository all lie in hidden places.
    """
    if file.ours or file.has_other_names:
        return False
    parts = _parts(file)
    if any(part.startswith(".") for part in parts) or _PROGRAM_FOLDERS & {*parts[:-1]}:
        return False
    if _is_in(file.path, file.home) or any(_is_in(file.path, one) for one in _OPEN_FOLDERS):
        return True
    return bool(parts) and parts[0] not in _SYSTEM_FOLDERS


def runs(file: File) -> bool:
    """Return whether a file is carried out when somebody opens it, or builds with it."""
    recipe = file.path.rpartition("/")[2].lower() in _RECIPES
    return recipe or (file.kind == "program" and not file.path.lower().endswith(_SHOWN))


def names_hidden(text: str) -> bool:
    """Return whether a text that names a file names one in a hidden place, or one that may lie anywhere above."""
    parts = text.strip().replace("\\", "/").split("/")
    return ".." in parts or any(part.startswith(".") and part != "." for part in parts)


def _parts(file: File) -> list[str]:
    """Return the names that a path is made of, below the home where it lies there."""
    below = file.path.removeprefix(file.home) if _is_in(file.path, file.home) else file.path
    return [part for part in below.split("/") if part]


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
