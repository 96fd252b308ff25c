"""The scope of a run: where a person lets the program act, written in a form for scripts; and the table's scope row.

`mousepad`, `chromium:example.org`, `/usr/bin/gimp=look`, `files:~/Invoices`. A program in scope may be worked in, but
for acts that the table asks about; with `=look` it may only be looked at. A program that isn't in scope is only looked
at. `browser` stands for any browser.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from desktop_agent.core.address import USUAL_PORTS, document_at, is_private
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import BROWSERS, is_one_of, names_of, short_name
from desktop_agent.core.texts.message import Message, foreign, sentences

# The settings contain scopes, and are loaded before any part of a run.
if TYPE_CHECKING:
    from desktop_agent.core.actions.action import Action
    from desktop_agent.core.decisions.decision import Case, Decision, File, Target
    from desktop_agent.policy.act import Act

FILES: Final = "files:"
_NO_ACTS: Final = frozenset({"nothing", "look"})
_LONGEST_HOST = 120
ANY_BROWSER: Final = "browser"  # in an entry, or where an address is opened by the desktop
_WEAKEST_FIRST: tuple[AccessLevel, ...] = ("nothing", "look", "work")
_LIBRARIES = (["usr", "lib"], ["usr", "libexec"], ["usr", "lib64"], ["usr", "share"])
_EXAMPLES = Message("For example, enter mousepad, chromium:example.org or files:~/Invoices.")
# The colon after a drive's letter doesn't begin a site.
_SELECTS_ALL = frozenset({"ctrl", "a"})
_PASTES_NOTHING = frozenset({"left", "right"})
BLIND = Message("This desktop doesn't tell which window is where. You'll still be asked about keys such as Return.")
_ENTRY = re.compile(r"(?P<program>(?:[A-Za-z]:)?[^:=]+)(?::(?P<site>[^=]*))?(?:=(?P<level>\w+))?")


@dataclass(frozen=True, slots=True)
class ScopedApplication:
    """A program, by its path or short name, or one site in it; the run may work in it, or only look at it."""

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
        """Return whether a file is in the folder with links followed; False for programs, our files and guesses."""
        folder = file.home + self.path[1:] if self.path.startswith("~") else self.path
        # In a folder without programs, an unknown entry is a document.
        plain = file.kind in {"document", "folder"} or file.is_place
        inside = file.path.startswith(folder.rstrip("/") + "/") or (file.is_place and file.path == folder.rstrip("/"))
        elsewhere = file.among_programs or file.ours or file.has_other_names
        return inside and file.certain and plain and not elsewhere


ScopeEntry = ScopedApplication | ScopedFolder


def read_entry(written: str) -> ScopeEntry:
    """Return the entry that a person has written; SettingsError where it cannot be read."""
    text = written.strip()
    if text.startswith(FILES):
        return ScopedFolder(_folder(text.removeprefix(FILES), written))
    match = _ENTRY.fullmatch(text)
    if match is None or match["site"] == "":
        raise SettingsError(
            Message("“{written}” isn't a program, site or folder to work in.", written=written[:60]), _EXAMPLES
        )
    if match["level"] not in {None, "look"}:
        raise SettingsError(
            Message("“{found}” isn't a way to let a program be used: only “look” is.", found=match["level"]), _EXAMPLES
        )
    level: AccessLevel = "look" if match["level"] else "work"
    return ScopedApplication(match["program"].strip(), (match["site"] or "").strip().lower(), level)


def in_words(entry: ScopeEntry) -> str:
    """Return an entry as displayed: “Mousepad”, “example.org in Chromium”, “Gimp, look only”, “~/Invoices”."""
    if isinstance(entry, ScopedFolder):
        return entry.path
    program = short_name(Window(0, program=entry.program))
    place = Message("{site} in {program}", site=entry.site, program=program) if entry.site else program
    return Message("{place}, look only", place=place) if entry.level == "look" else place


def allow_flag(entry: str) -> str:
    """Return the flag that puts an entry, as written, into the scope of a run, for a shell."""
    return f"--allow {shlex.quote(entry)}"


def level_of(
    entries: Iterable[ScopeEntry],
    program: str,
    site: str,
    names: Collection[str] | None = (),
    *,
    for_sites: bool = False,
) -> AccessLevel | None:
    """Return the access level for a program at a site; an entry for the site takes precedence. None: no entry.

    `names` are those by which its desktop entries call it. They are None for a program that isn't installed by an
    administrator: it may call itself anything, so only an entry with its full path covers it. An entry to work in a
    browser, without a site, doesn't cover private addresses, as any page can lead there. `for_sites`: only what a
    browser's sites are reached by is used, so an entry for any of them covers it.
    """
    covering = list(_entries_for(entries, program, names))
    at_site = [entry for entry in covering if entry.site and _is_site(entry.site, site)]
    program_wide = [entry for entry in covering if not entry.site and (entry.level == "look" or not is_private(site))]
    anywhere = [entry for entry in covering if for_sites and entry.level == "work"]
    return next((entry.level for entry in (*at_site, *program_wide, *anywhere)), None)


def may_start(entries: Iterable[ScopeEntry], program: str, names: Collection[str] | None) -> bool:
    """Return whether a program may be started: the run may work in it, at any site. The arguments are `level_of`'s."""
    levels = {entry.level for entry in _entries_for(entries, program, names)}
    return levels == {"work"}


def level_of_address(entries: Iterable[ScopeEntry], site: str) -> AccessLevel | None:
    """Return the access level for a site that the desktop opens in an unknown browser; None: no entry.

    It is the lowest level of all browsers' entries, as any of them may open it; entries for the site take precedence.
    """
    browsers = BROWSERS | {ANY_BROWSER}
    browser_entries = [
        entry
        for entry in entries
        if isinstance(entry, ScopedApplication) and names_of(_window(entry.program)) & browsers
    ]
    at_site = [entry.level for entry in browser_entries if entry.site and _is_site(entry.site, site)]
    program_wide = [entry for entry in browser_entries if not entry.site]
    levels = at_site or [entry.level for entry in program_wide if entry.level == "look" or not is_private(site)]
    return min(levels, key=_WEAKEST_FIRST.index, default=None)


def is_within(site: str, answered: str) -> bool:
    """Return whether a yes to one site covers another: the same host, by https instead of http, too, and with www."""
    scheme, _, host = answered.partition("://")
    schemes = {scheme, "https"} if scheme == "http" else {scheme}
    hosts = {host, f"www.{host}"}
    there, _, name = site.partition("://")
    return there in schemes and name in hosts


def at_site(case_target: Target, site: str) -> Target:
    """Return the place that an action opens in its target's browser, or in any browser where it has none."""
    from desktop_agent.core.decisions.decision import Page, Place, Target

    window = case_target.window
    in_browser = window is not None and is_one_of(window, BROWSERS)
    browser = window if window is not None and in_browser else Window(0, program=ANY_BROWSER)
    return Target(Place(browser), page=Page(site))


def scope_for(target: Target, action: Action) -> ScopedApplication | None:
    """Return the scope entry that would cover an action on a target; None where the target's program is unknown."""
    from desktop_agent.core.actions.action import Navigate

    if isinstance(action, Navigate) and target.window is None:
        host = _host(document_at(action.url).site)
        return ScopedApplication(ANY_BROWSER, host) if host else None
    program = _surely_named(target.window) if target.window else ""
    _, site = application_of(target)
    return ScopedApplication(program, _host(site)) if program else None


def _surely_named(window: Window) -> str:
    """Return how a window's program is surely named in a scope: as the menu does, else by its path; empty: by nothing.

    A file's name alone would not do for a program that no administrator has installed.
    """
    path, _, script = window.program.partition(" ")
    runs = script if script.startswith("/") else ""
    for name in (window.name, runs if script else path):
        entry = _ENTRY.fullmatch(name)
        if entry is not None and entry["program"] == name:
            return name
    return ""


def application_of(target: Target) -> tuple[str, str]:
    """Return the program and the site that a permission is remembered for; the site is empty where unknown.

    What is a browser's own has no site, whichever page is below it. A window of an unknown program is remembered by its
    number. Both are empty on the bare desktop.
    """
    window = target.window
    if window is None:
        return "", ""
    # A window chooses its class itself, so that is no name of a program.
    return window.program or f"window:{window.id}", "" if is_browsers_own(target) else target.site


def is_browsers_own(target: Target) -> bool:
    """Return whether a target is a control of a browser itself, or in a page of its own, and not in a site's page."""
    page = target.page
    if page is None or target.in_page or not is_one_of(target.window, BROWSERS):
        return False
    return bool(page.own or target.role or target.focus_role) or target.part is not BrowserPart.UNKNOWN


def judge(case: Case, acts: Iterable[Act], *, known: bool = False) -> Decision:
    """Return the decision on acts by the scope; `known`: a rule of the person's own allows them."""
    from desktop_agent.core.decisions.decision import Allow, Ask, Reason, Refuse
    from desktop_agent.policy.act import is_look, sites_opened

    deeds = tuple(acts)
    if is_look(deeds):
        return Allow()
    hit_targets = [
        target for target in (case.target, case.target.also) if target is not None and target.window is not None
    ]
    levels = {site: case.reach_of_sites.get(site) for site in sites_opened(deeds)}
    closed = next((site for site, level in levels.items() if level in _NO_ACTS), "")
    if closed or case.reach in _NO_ACTS:
        program = short_name(hit_targets[0].window) if hit_targets else Message("this address")
        place = foreign(closed.partition("://")[2], _LONGEST_HOST) or program
        text = Message("The user allows this run to look at {where} but not to act in it.", where=place)
        return Refuse((Reason("scope", text),))
    texts = [first_act_text(at_site(case.target, site)) for site, level in levels.items() if level is None]
    if case.reach is None and not case.in_folder and (hit_targets or not texts):
        texts.append(first_act_text(hit_targets[0] if hit_targets else None))
    if known or not texts:
        return Allow("scope")
    return Ask(tuple(Reason("scope", text) for text in dict.fromkeys(texts)))


def is_blind_work(action: Action) -> bool:
    """Return whether a yes for the task covers an action where the desktop distinguishes no windows.

    It is what the pointer does without a key, text that presses nothing, and selecting all of a field. Any other key
    may run a line in a terminal, or close what isn't known, and the middle button pastes lines there.
    """
    from desktop_agent.core.actions.action import Click, Drag, HoldButton, Move, Press, ReleaseButton, Scroll, Type

    match action:
        case Click(keys=()) | HoldButton() | ReleaseButton():
            return action.button in _PASTES_NOTHING
        case Drag(keys=()) | Move() | Scroll():
            return True
        case Type(text=text):
            return text.isprintable() and bool(text.strip())
        case Press(keys=keys):
            return frozenset(keys) == _SELECTS_ALL
        case _:
            return False


def first_act_text(target: Target | None) -> Message:
    """Return the reason that this is the first act in a target's program or site."""
    if target is None:
        return Message("It's in no window that this program knows of.")
    _, site = application_of(target)
    known = bool(target.window and target.window.program)
    program = short_name(target.window) if known else Message("a window from an unknown program")
    if not site:
        return Message("First time in {named}.", named=program)
    host = foreign(site.partition("://")[2] or site, _LONGEST_HOST)
    message = Message("First time at {host} in {named}.", host=host, named=program)
    return sentences(message, Message("It's a page on this computer or its network.") if is_private(site) else "")


def _folder(path: str, written: str) -> str:
    if not path.startswith(("/", "~/")) or ".." in path.split("/"):
        raise SettingsError(Message("“{written}” isn't the full path of a folder.", written=written[:60]), _EXAMPLES)
    return path


def _entries_for(
    entries: Iterable[ScopeEntry], program: str, names: Collection[str] | None
) -> Iterator[ScopedApplication]:
    """Yield the entries that are about a program."""
    for entry in entries:
        if isinstance(entry, ScopedApplication) and _is_program(entry.program, program, names):
            yield entry


def _is_program(written: str, program: str, names: Collection[str] | None) -> bool:
    script = program.partition(" ")[2]  # it may be named without its interpreter
    if names is None:
        return written == program or (script.startswith("/") and written == script)
    requested = written.casefold()
    file_names = names_of(_window(program))
    if requested == ANY_BROWSER and file_names & BROWSERS:
        return True
    if "/" in requested:
        return requested in {program.casefold(), script.casefold()}
    return requested in file_names | _packages(program) or requested in names


def _packages(program: str) -> frozenset[str]:
    """Return the packages that a program may belong to: a helper is in a folder with its main program's name."""
    folders = program.rpartition(" ")[2].lower().split("/")[1:-1]
    return frozenset(folders[2:3] if folders[:2] in _LIBRARIES else ())


def _window(program: str) -> Window:
    return Window(0, program=program)


def _is_site(entry_site: str, site: str) -> bool:
    if "://" in entry_site:
        return entry_site.rstrip("/") == site.lower()
    host = _host(site)
    return host in {entry_site, f"www.{entry_site}"} or (is_private(site) and urlsplit(site).hostname == entry_site)


def _host(site: str) -> str:
    """Return the host of a site, with its port unless that is the default: another program answers at another port."""
    parts = urlsplit(site)
    host = parts.hostname or ""
    return f"{host}:{parts.port}" if parts.port not in {None, USUAL_PORTS.get(parts.scheme)} else host
