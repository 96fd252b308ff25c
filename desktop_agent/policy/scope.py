"""The scope of a run: where a person lets the program act, and how far, in words that a script can say too.

`mousepad`, `chromium:example.org=everything`, `/usr/bin/gimp=click`, `files:~/Invoices`. A bare name means `click`:
free acts and known commands. `browser` stands for whichever browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.programs import BROWSERS, names_of, short_name
from desktop_agent.policy.host import is_private

# The settings hold scopes, and are loaded before anything of a run is.
if TYPE_CHECKING:
    from desktop_agent.core.actions import Action
    from desktop_agent.core.decision import File, Target

LEVELS: Final[tuple[AccessLevel, ...]] = ("look", "click", "everything")
FILES: Final = "files:"
_ANY_BROWSER: Final = "browser"
_PORTS = {"http": 80, "https": 443}
_WEAKEST_FIRST: tuple[AccessLevel, ...] = ("nothing", *LEVELS)
_LIBRARIES = (["usr", "lib"], ["usr", "libexec"], ["usr", "lib64"], ["usr", "share"])
_EXAMPLES = Message("For example, enter mousepad, chromium:example.org=everything or files:~/Invoices.")
# A drive's letter is no program.
_ENTRY = re.compile(r"(?P<program>(?:[A-Za-z]:)?[^:=]+)(?::(?P<site>[^=]*))?(?:=(?P<level>\w+))?")


@dataclass(frozen=True, slots=True)
class ScopedApplication:
    """A program, by its path or short name, or one site in it, and how far the run may go there."""

    program: str
    site: str = ""  # a host, with the port where it isn't the usual one, or scheme and host; empty: all of the program
    level: AccessLevel = "click"

    def __str__(self) -> str:
        """Return it as a person writes it."""
        return f"{self.program}{f':{self.site}' if self.site else ''}={self.level}"


@dataclass(frozen=True, slots=True)
class ScopedFolder:
    """A folder whose files the run may open, change, save and move, whichever program does that."""

    path: str

    def __str__(self) -> str:
        """Return it as a person writes it."""
        return FILES + self.path

    def holds(self, file: File) -> bool:
        """Tell whether a file lies in the folder, links followed; none that runs, is ours or a title alone tells."""
        folder = file.home + self.path[1:] if self.path.startswith("~") else self.path
        # In a folder without programs it is a paper, whichever it is.
        plain = file.kind in {"document", "folder"} or file.is_place
        inside = file.path.startswith(folder.rstrip("/") + "/") or (file.is_place and file.path == folder.rstrip("/"))
        elsewhere = file.among_programs or file.ours or file.has_other_names
        return inside and file.certain and plain and not elsewhere


ScopeEntry = ScopedApplication | ScopedFolder


def read_entry(written: str) -> ScopeEntry:
    """Return an entry as a person writes it; SettingsError where it cannot be read."""
    text = written.strip()
    if text.startswith(FILES):
        return ScopedFolder(_folder(text.removeprefix(FILES), written))
    found = _ENTRY.fullmatch(text)
    if found is None or found["site"] == "":
        raise SettingsError(
            Message("“{written}” isn't a program, site or folder to work in.", written=written[:60]), _EXAMPLES
        )
    level = next((one for one in LEVELS if one == (found["level"] or "click")), None)
    if level is None:
        raise SettingsError(
            Message("“{found}” isn't one of {levels}.", found=found["level"], levels=", ".join(LEVELS)), _EXAMPLES
        )
    return ScopedApplication(found["program"].strip(), (found["site"] or "").strip().lower(), level)


def in_words(entry: ScopeEntry) -> str:
    """Return an entry as people say it: “Mousepad”, “example.org in Chromium, everything”, “~/Invoices”."""
    if isinstance(entry, ScopedFolder):
        return entry.path
    program = short_name(Window(0, program=entry.program))
    place = Message("{site} in {program}", site=entry.site, program=program) if entry.site else program
    level = {"look": Message("look only"), "everything": Message("everything")}.get(entry.level, "")
    return Message("{place}, {level}", place=place, level=level) if level else place


def level_of(entries: Iterable[ScopeEntry], program: str, site: str, *, installed: bool = True) -> AccessLevel | None:
    """Return how far a run may go in a program, at a site of it; what is said of the site counts before the rest.

    A program that is not `installed` by an administrator may have any name, and is meant only by its whole path. What a
    run may do in a whole browser is not said of pages of this computer and its network: any page can lead there.
    """
    named = [one for one in entries if isinstance(one, ScopedApplication) and _is_program(one, program)]
    covering = [one for one in named if installed or one.program == program]
    at_site = [one for one in covering if one.site and _is_site(one.site, site)]
    whole = [one for one in covering if not one.site and (one.level == "look" or not is_private(site))]
    return next((one.level for one in (*at_site, *whole)), None)


def level_of_address(entries: Iterable[ScopeEntry], url: str) -> AccessLevel | None:
    """Return how far a run may go at an address that the desktop opens in a browser, whichever that is.

    The least that is said of any browser, as nobody knows which one it will be; what is said of the site counts first.
    """
    browsers = BROWSERS | {_ANY_BROWSER}
    named = [one for one in entries if isinstance(one, ScopedApplication) and names_of(_window(one.program)) & browsers]
    at_site = [one.level for one in named if one.site and _is_site(one.site, _site(url))]
    levels = at_site or [one.level for one in named if not one.site]
    return min(levels, key=_WEAKEST_FIRST.index, default=None)


def scope_for(target: Target, action: Action) -> ScopedApplication | None:
    """Return the scope in which an action on what is hit would pass; None where no program that has it is known."""
    from desktop_agent.core.actions import Navigate

    if isinstance(action, Navigate):
        host = _host(_site(action.url))
        return ScopedApplication(_ANY_BROWSER, host, "everything") if host else None
    window = target.window
    if window is None or not window.program or " " in window.program:
        return None
    name = window.program.rstrip("/").rpartition("/")[2]
    host = _host(_site(target.site))
    return ScopedApplication(name or window.program, host, "everything")


def _folder(path: str, written: str) -> str:
    if not path.startswith(("/", "~/")) or ".." in path.split("/"):
        raise SettingsError(Message("“{written}” isn't the full path of a folder.", written=written[:60]), _EXAMPLES)
    return path


def _is_program(entry: ScopedApplication, program: str) -> bool:
    wanted, names = entry.program.lower(), names_of(_window(program))
    is_browser = wanted == _ANY_BROWSER and bool(names & BROWSERS)
    return is_browser or wanted == program.lower() or ("/" not in wanted and wanted in names | _packages(program))


def _packages(program: str) -> frozenset[str]:
    """Return the packages that a program may be a part of: helpers lie in a folder of their program's name."""
    folders = program.rpartition(" ")[2].lower().split("/")[1:-1]
    return frozenset(folders[2:3] if folders[:2] in _LIBRARIES else ())


def _window(program: str) -> Window:
    return Window(0, program=program)


def _site(url: str) -> str:
    """Return the scheme and the host of an address; empty where it has none."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" if parts.hostname else ""
    except ValueError:
        return ""


def _is_site(wanted: str, site: str) -> bool:
    if "://" in wanted:
        return wanted.rstrip("/") == site.lower()
    host = _host(site)
    return host in {wanted, f"www.{wanted}"} or (is_private(site) and urlsplit(site).hostname == wanted)


def _host(site: str) -> str:
    """Return the host of a site, with its port where that isn't the usual one: there, another program answers."""
    parts = urlsplit(site)
    host = parts.hostname or ""
    return f"{host}:{parts.port}" if parts.port not in {None, _PORTS.get(parts.scheme)} else host
