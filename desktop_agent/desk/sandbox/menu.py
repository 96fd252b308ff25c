"""The menu of a desk: every installed program, by a right click on the background."""

from __future__ import annotations

import contextlib
import html
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

_APPLICATIONS = (Path("/usr/share/applications"), Path("/usr/local/share/applications"))
_DEFAULTS = Path("/etc/xdg/openbox/rc.xml")
# The main categories that entries name, in the order of the menu.
_GROUPS = ("Office", "Graphics", "Network", "AudioVideo", "Utility", "Development", "Education", "Game", "Settings")
_OTHER = "Other"
_FIELD_CODE = re.compile(r"^%[a-zA-Z]$")


def program_menu(folder: Path, language: str) -> str:
    """Write the menu into `folder`, and return what goes into the window manager's configuration for it."""
    groups = defaultdict[str, list[tuple[str, str]]](list)
    for name, command, group in sorted(_programs(language), key=lambda one: one[0].casefold()):
        groups[group].append((name, command))
    (folder / "menu.xml").write_text("".join(_menu_xml(groups)), encoding="utf-8")
    return f"  <menu><file>{html.escape(str(folder / 'menu.xml'))}</file></menu>\n{_mouse()}"


def _menu_xml(groups: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<openbox_menu xmlns="http://openbox.org/3.4/menu">\n'
    yield '<menu id="root-menu" label="Programs">\n'
    for group in (*_GROUPS, _OTHER):
        if groups.get(group):
            yield f"<menu id={_quoted(group)} label={_quoted(group)}>\n"
            for name, command in groups[group]:
                yield f'<item label={_quoted(name)}><action name="Execute">'
                yield f"<command>{html.escape(command)}</command></action></item>\n"
            yield "</menu>\n"
    yield "</menu>\n</openbox_menu>\n"


def _programs(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, command and group of every program with an entry that is shown."""
    for folder in _APPLICATIONS:
        for file in folder.glob("*.desktop"):
            with contextlib.suppress(OSError, ValueError):
                entry = _entry(file.read_text(encoding="utf-8"))
                if entry.get("Type") == "Application" and not _is_left_out(entry):
                    command = _command(entry["Exec"]) if entry.get("Exec") else ""
                    categories = entry.get("Categories", "").split(";")
                    group = next((one for one in _GROUPS if one in categories), _OTHER)
                    if command:
                        yield _name(entry, language), command, group


def _entry(text: str) -> dict[str, str]:
    """Return the main section of a desktop entry."""
    section = text.partition("[Desktop Entry]")[2]
    lines = re.split(r"\n\[", section, maxsplit=1)[0].splitlines()
    return {key.strip(): value.strip() for key, mark, value in (line.partition("=") for line in lines) if mark}


def _is_left_out(entry: Mapping[str, str]) -> bool:
    return any(entry.get(name, "").lower() == "true" for name in ("NoDisplay", "Hidden", "Terminal"))


def _name(entry: Mapping[str, str], language: str) -> str:
    return entry.get(f"Name[{language[:2]}]") or entry.get("Name", "?")


def _command(line: str) -> str:
    """Return a command without what a file manager would fill in."""
    return shlex.join(word for word in shlex.split(line) if not _FIELD_CODE.match(word))


def _quoted(text: str) -> str:
    return f'"{html.escape(text)}"'


def _mouse() -> str:
    """Return what the window manager does at clicks by its own defaults, the menu on the background included."""
    try:
        found = re.search(r"<mouse>.*</mouse>", _DEFAULTS.read_text(encoding="utf-8"), re.DOTALL)
    except (OSError, ValueError):
        return ""
    return f"  {found[0]}\n" if found else ""
