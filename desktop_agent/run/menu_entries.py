"""What is pressed next in a menu that isn't open yet: it is asked about first, as the menu would close under a card.

Its name is known before the menu is: from the same answer, or from the next plain step. Policy judges it as an entry of
that name in the same window, which only adds a question. Once the entry is there, it is judged as what it is. The yes
covers the rules that were answered, and only if an entry of this name in this program is the very next press.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_agent.core.actions import Action, Click, Look, Move, Wait
from desktop_agent.core.decision import Case, HitControl, Reason, Target
from desktop_agent.core.role import Role
from desktop_agent.policy.scope import application_of
from desktop_agent.run.attempt import Attempt, letters_of
from desktop_agent.run.input_state import may_open_menu

_NOTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of a menu that isn't open, as it would be pressed, and the reasons to ask about that."""

    action: Action
    target: Target
    reasons: tuple[Reason, ...]


class AgreedEntries:
    """The entries that a person has agreed to in advance, in the order in which they are pressed."""

    def __init__(self) -> None:
        self._entries: tuple[MenuEntry, ...] = ()
        self._pauses = 0
        self._pressed = ("", 0)  # the last act that was one of them: it is judged once more where it has moved
        self._rules = _NOTHING

    def keep(self, entries: tuple[MenuEntry, ...], pauses: int) -> None:
        """Keep a yes to these; `pauses` is how often the person has taken over so far: once more ends it."""
        self._entries = entries
        self._pauses = pauses

    def take(self, attempt: Attempt, target: Target, pauses: int) -> frozenset[str]:
        """Return the rules that were answered for an act; any other act than a look or a wait ends all that is left."""
        here = (attempt.call.call_id, attempt.index)
        if self._pressed == here:
            return self._rules
        if isinstance(attempt.action, Wait | Look | Move) or not self._entries:
            return _NOTHING
        first, *rest = self._entries
        self._entries = ()
        if pauses != self._pauses or not _is_press_of(first, attempt.action, target):
            return _NOTHING
        self._entries = tuple(rest)
        self._pressed = here
        self._rules = frozenset(reason.rule for reason in first.reasons)
        return self._rules


def entry_cases(attempt: Attempt, opener: Case) -> tuple[Case, ...]:
    """Return the cases of the entries that are pressed next in the menu that a click opens, as far as names tell."""
    action = attempt.action
    if not isinstance(action, Click) or not may_open_menu(action, opener.target):
        return ()
    press = Click(action.at)
    return tuple(
        replace(opener, action=press, target=_entry_of(opener.target, each.name), checks=each.checks, remembered=False)
        for each in attempt.next_clicks()
    )


def _is_press_of(entry: MenuEntry, action: Action, target: Target) -> bool:
    is_plain = isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())
    letters = letters_of(entry.target.name)
    is_called_so = bool(letters) and letters_of(target.name) == letters
    return is_plain and is_called_so and application_of(target) == application_of(entry.target)


def _entry_of(opener: Target, name: str) -> Target:
    """Return an entry of the menu that a control opens; of an unknown control, whatever has that name."""
    role = Role.MENU_ITEM if opener.role else ""
    box = opener.control.box if opener.control is not None else None  # where it is going to be seen isn't known
    page = replace(opener.page, link="") if opener.page is not None else None
    return Target(opener.place, HitControl(name, role, "accessibility" if role else "ocr", box), page=page)
