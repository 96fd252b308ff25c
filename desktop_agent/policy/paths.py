"""Places of files, and whether programs read or run the files there automatically."""

from __future__ import annotations

from desktop_agent.core.decisions.decision import File

# Files that a browser displays; and files with instructions for building programs.
_DISPLAYED_BY_BROWSERS = (".html", ".htm", ".xhtml", ".svg", ".js")
_RECIPES = frozenset({"makefile", "gnumakefile", "rakefile", "justfile", "dockerfile", "jenkinsfile", "pkgbuild"})
# Folders of the system itself, and of programs wherever they are.
_SYSTEM_FOLDERS = frozenset("etc usr bin sbin lib lib32 lib64 libx32 opt boot var root proc sys dev run snap".split())
_PROGRAM_FOLDERS = frozenset({"bin", "sbin"})
# Folders that every user may write to, and mounted drives.
_OPEN_FOLDERS = ("/tmp", "/var/tmp", "/run/media", "/run/user")  # noqa: S108 - nothing is written there


def is_ordinary(file: File) -> bool:
    """Return whether no program reads a file automatically: it isn't hidden, among programs, or the system's.

    Start files of shells and desktops, keys, services and hooks of a repository are all in hidden places.
    """
    if file.ours or file.has_other_names:
        return False
    parts = _parts(file)
    if any(part.startswith(".") for part in parts) or _PROGRAM_FOLDERS & {*parts[:-1]}:
        return False
    if _is_in(file.path, file.home) or any(_is_in(file.path, folder) for folder in _OPEN_FOLDERS):
        return True
    return bool(parts) and parts[0] not in _SYSTEM_FOLDERS


def runs(file: File) -> bool:
    """Return whether opening a file, or building with it, runs its content."""
    recipe = file.path.rpartition("/")[2].lower() in _RECIPES
    return recipe or (file.kind == "program" and not file.path.lower().endswith(_DISPLAYED_BY_BROWSERS))


def names_hidden(text: str) -> bool:
    """Return whether a path in a text is hidden, or contains “..”, so that it may lead anywhere."""
    parts = text.strip().replace("\\", "/").split("/")
    return ".." in parts or any(part.startswith(".") and part != "." for part in parts)


def _parts(file: File) -> list[str]:
    """Return the components of a path, relative to the home folder if it is in there."""
    below = file.path.removeprefix(file.home) if _is_in(file.path, file.home) else file.path
    return [part for part in below.split("/") if part]


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
