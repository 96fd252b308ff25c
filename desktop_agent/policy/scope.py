"""The scope of a run: where a person lets the program act, in words that a script can say too; and row 10 of the table.

`mousepad`, `chromium:example.org`, `/usr/bin/gimp=look`, `files:~/Invoices`. There are no levels: what is in scope is
worked in, but for what the table asks about; `=look` is for what may be seen and not touched. What isn't in scope is
looked at, and nothing else. `browser` stands for whichever browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.programs import BROWSERS, names_of, short_name
from desktop_agent.policy.host import is_private

# The settings hold scopes, and are loaded before anything of a run is.
if TYPE_CHECKING:
    from desktop_agent.core.actions import Action
    from desktop_agent.core.decision import Case, Decision, File, Target
    from desktop_agent.policy.act import Act

LEVELS: Final[Mapping[str, AccessLevel]] = {"look": "look", "work": "work", "click": "work", "everything": "work"}
FORMER_LEVELS: Final = frozenset({"click", "everything"})  # taken for “work” until 1.0
FILES: Final = "files:"
_LONGEST_HOST = 120
_ANY_BROWSER: Final = "browser"
_PORTS = {"http": 80, "https": 443}
_WEAKEST_FIRST: tuple[AccessLevel, ...] = ("nothing", "look", "work")
_LIBRARIES = (["usr", "lib"], ["usr", "libexec"], ["usr", "lib64"], ["usr", "share"])
_EXAMPLES = Message("For example, enter mousepad, chromium:example.org or files:~/Invoices.")
# A drive's letter is no program.
_ENTRY = re.compile(r"(?P<program>(?:[A-Za-z]:)?[^:=]+)(?::(?P<site>[^=]*))?(?:=(?P<level>\w+))?")


@dataclass(frozen=True, slots=True)
class ScopedApplication:
    """A program, by its path or short name, or one site in it: to be worked in, or only looked at."""

    program: str
    site: str = ""  # a host, with the port where it isn't the usual one, or scheme and host; empty: all of the program
    level: AccessLevel = "work"

    def __str__(self) -> str:
        """Return it as a person writes it."""
        return f"{self.program}{f':{self.site}' if self.site else ''}{'' if self.level == 'work' else f'={self.level}'}"


@dataclass(frozen=True, slots=True)
class ScopedFolder:
    """A folder whose files the run may open, change, save and move, whichever program does that."""

    path: str

    def __str__(self) -> str:
        """Return it as a person writes it."""
        return FILES + self.path

    def holds(self, file: File) -> bool:
        """Return whether a file lies in the folder, links followed; none that runs, is ours or a title alone tells."""
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
    level = LEVELS.get(found["level"] or "work")
    if level is None:
        raise SettingsError(
            Message("“{found}” isn't a way to let a program be used: only “look” is.", found=found["level"]), _EXAMPLES
        )
    return ScopedApplication(found["program"].strip(), (found["site"] or "").strip().lower(), level)


def in_words(entry: ScopeEntry) -> str:
    """Return an entry as people say it: “Mousepad”, “example.org in Chromium”, “Gimp, look only”, “~/Invoices”."""
    if isinstance(entry, ScopedFolder):
        return entry.path
    program = short_name(Window(0, program=entry.program))
    place = Message("{site} in {program}", site=entry.site, program=program) if entry.site else program
    return Message("{place}, look only", place=place) if entry.level == "look" else place


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
        return ScopedApplication(_ANY_BROWSER, host) if host else None
    window = target.window
    if window is None or not window.program or " " in window.program:
        return None
    name = window.program.rstrip("/").rpartition("/")[2]
    host = _host(_site(target.site))
    return ScopedApplication(name or window.program, host)


def application_of(target: Target) -> tuple[str, str]:
    """Return what a permission is remembered for: the program, and the site where one is known.

    A window of an unknown program is remembered by its number; both are empty on the bare desktop.
    """
    window = target.window
    if window is None:
        return "", ""
    # What a window calls itself (its class) is its own choice, and no name of a program.
    return window.program or f"window:{window.id}", target.site


def judge(case: Case, acts: Iterable[Act], *, known: bool = False) -> Decision:
    """Say whether acts lie within the scope, or ask; `known`: a rule of the person's own allows them."""
    from desktop_agent.core.decision import Allow, Ask, Reason, Refuse
    from desktop_agent.policy.act import is_look

    if is_look(acts):
        return Allow()
    hit = [one for one in (case.target, case.target.also) if one is not None and one.window is not None]
    if case.reach in {"nothing", "look"}:
        where = short_name(hit[0].window) if hit else Message("this address")
        text = Message("The user allows this run to look at {where} but not to act in it.", where=where)
        return Refuse((Reason("scope", text),))
    if known or case.in_folder or case.reach == "work":
        return Allow("scope")
    return Ask((Reason("scope", _first(hit)),))


def _first(hit: list[Target]) -> Message:
    """Return that it is the first act there."""
    if not hit:
        return Message("First act on the desktop itself.")
    _, site = application_of(hit[0])
    known = bool(hit[0].window and hit[0].window.program)
    named = short_name(hit[0].window) if known else Message("a window from an unknown program")
    if not site:
        return Message("First time in {named}.", named=named)
    host = foreign(site.partition("://")[2] or site, _LONGEST_HOST)
    first = Message("First time at {host} in {named}.", host=host, named=named)
    return sentences(first, Message("It's a page on this computer or its network.") if is_private(site) else "")


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
