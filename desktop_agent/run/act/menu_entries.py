"""What is pressed next in a menu that isn't open yet: it is asked about first, as the menu would close under a card.

Its name is known before the menu is: from the same answer, or from the next plain step. Policy judges it as an entry of
that name in the same window, which only adds a question. Once the entry is there, it is judged as what it is. The yes
covers the rules that were answered, and only if the menu was opened and an entry of this full name in it, or in its
window, is the very next press.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from desktop_agent.core.actions.action import Action, Click, Look, Move, Wait
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import Case, HitControl, Reason, Target
from desktop_agent.core.pictures import Frame
from desktop_agent.policy.roles import MENU_ITEMS
from desktop_agent.policy.scope import application_of
from desktop_agent.run.act.attempt import Attempt
from desktop_agent.run.act.input_state import may_open_menu

_NOTHING = frozenset[str]()
_ENTRIES = MENU_ITEMS | {Role.MENU}  # a menu in a menu is an entry of it
_Act = tuple[str, int]  # the id of its call, and its place in it


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of a menu that isn't open, as it would be pressed, and the reasons to ask about that."""

    action: Action
    target: Target
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Agreement:
    """A yes to entries, in the order in which they are pressed, in the menu that `opener` opens in the picture."""

    entries: tuple[MenuEntry, ...]
    opener: Target
    seen: Frame
    pauses: int  # how often the person had taken over until then
    after: _Act  # the act before the first of them
    is_open: bool = False  # that act is done


@dataclass(frozen=True, slots=True)
class _Pressed:
    """The last act that was an entry, with the yes to it: it is judged once more where it has moved."""

    act: _Act
    agreement: _Agreement


class AgreedEntries:
    """The entries that a person has agreed to in advance: each counts for the very next press, in the menu opened."""

    def __init__(self) -> None:
        self._agreement: _Agreement | None = None
        self._pressed: _Pressed | None = None

    def keep(self, entries: tuple[MenuEntry, ...], attempt: Attempt, opener: Target) -> None:
        """Keep a yes to these, from when the act that opens their menu is done."""
        self.end()
        pauses = attempt.context.pause.pauses
        self._agreement = _Agreement(entries, opener, attempt.seen, pauses, _act_of(attempt))

    def note_done(self, attempt: Attempt) -> None:
        """Note that an act is done: the menu that it opens is there."""
        agreement = self._agreement
        if agreement is not None and agreement.after == _act_of(attempt):
            self._agreement = replace(agreement, is_open=True)

    def end(self) -> None:
        """End all that is left, as something else is done."""
        self._agreement = None
        self._pressed = None

    def take(self, attempt: Attempt, target: Target) -> frozenset[str]:
        """Return the rules that were answered for an act; any other act than a look or a wait ends all that is left."""
        if isinstance(attempt.action, Wait | Look | Move):
            return _NOTHING
        act = _act_of(attempt)
        pressed = self._pressed
        agreement = self._agreement
        if pressed is not None and pressed.act == act:
            agreement = pressed.agreement
        elif agreement is None or not agreement.is_open:
            self.end()
            return _NOTHING
        if agreement.pauses != attempt.context.pause.pauses or not _is_press_of(agreement, attempt.action, target):
            self.end()
            return _NOTHING
        first, *rest = agreement.entries
        self._pressed = _Pressed(act, agreement)
        self._agreement = replace(agreement, entries=tuple(rest), after=act, is_open=False) if rest else None
        return frozenset(reason.rule for reason in first.reasons)

    def covers(self, entries: tuple[MenuEntry, ...]) -> bool:
        """Return whether there is a yes already to all that is asked about entries, as those that are pressed next."""
        agreed = self._agreement.entries if self._agreement is not None else ()
        pairs = zip_longest(entries, agreed[: len(entries)])
        return all(not entry.reasons or (known is not None and _has_yes(known, entry)) for entry, known in pairs)


def entry_cases(attempt: Attempt, opener: Case) -> tuple[Case, ...]:
    """Return the cases of the entries that are pressed next in the menu that a click opens, as far as names say it."""
    action = attempt.action
    if not isinstance(action, Click) or not may_open_menu(action, opener.target):
        return ()
    press = Click(action.at)
    return tuple(
        replace(opener, action=press, target=_entry_of(opener.target, each.name), checks=each.checks, remembered=False)
        for each in attempt.next_clicks()
    )


def _act_of(attempt: Attempt) -> _Act:
    return attempt.call.call_id, attempt.index


def _has_yes(known: MenuEntry, entry: MenuEntry) -> bool:
    """Return whether a yes to one entry is a yes to another: to one of its name, in its program, for its rules."""
    is_same = known.target.name == entry.target.name and application_of(known.target) == application_of(entry.target)
    return is_same and {reason.rule for reason in entry.reasons} <= {reason.rule for reason in known.reasons}


def _is_press_of(agreement: _Agreement, action: Action, target: Target) -> bool:
    """Return whether an act presses the first entry: by its full name and as what it is, in the menu of the opener."""
    entry = agreement.entries[0].target
    is_plain = isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())
    name = _full_name(entry.name)
    is_called_so = bool(name) and _full_name(target.name) == name
    is_entry = target.role in (_ENTRIES if entry.role else _ENTRIES | {""})
    is_entry = is_entry or (target.role == Role.LIST_ITEM and agreement.opener.role == Role.COMBO_BOX)
    return is_plain and is_called_so and is_entry and _is_in_menu_of(agreement, target)


def _is_in_menu_of(agreement: _Agreement, target: Target) -> bool:
    """Return whether a target is in the window of the opener, or in a menu of its program that wasn't there before."""
    opener = agreement.opener.window
    window = target.window
    if application_of(target) != application_of(agreement.opener):
        return False
    if opener is None or window is None:
        return opener is window
    if window.id == opener.id:
        return True
    return window.menu and window.pid == opener.pid and not agreement.seen.scene.has(window.id)


def _full_name(name: str) -> str:
    """Return a name with all its letters, digits and signs, but for the dots that say that a dialog follows."""
    return " ".join(name.split()).rstrip(" .…")


def _entry_of(opener: Target, name: str) -> Target:
    """Return an entry of the menu that a control opens; of an unknown control, whatever has that name."""
    role = Role.MENU_ITEM if opener.role else ""
    box = opener.control.box if opener.control is not None else None  # where it is going to be seen isn't known
    page = replace(opener.page, link="") if opener.page is not None else None
    return Target(opener.place, HitControl(name, role, "accessibility" if role else "ocr", box), page=page)
