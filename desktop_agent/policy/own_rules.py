"""A person's own rules: which of them apply to an action, and their decisions.

Patterns are RE2's, which take linear time for any pattern. An unknown value (a clipboard, the time, a text too long to
search) counts as a match for a rule that asks or denies, which then asks, and never for a rule that allows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from desktop_agent.core.actions.action import Action, points_of
from desktop_agent.core.decisions.decision import Allow, Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.errors import OffScreenError, SettingsError
from desktop_agent.core.pictures import Rect, Window
from desktop_agent.core.programs import names_of
from desktop_agent.core.texts.message import Message
from desktop_agent.policy.act import chords, entered, entered_addresses
from desktop_agent.policy.table import RuleVerdict

LONGEST_SEARCHED = 1_000_000  # characters
_PREFIX = "rule:"
_KINDS = {
    "Click": Message("click"),
    "Move": "move",
    "Drag": "drag",
    "Scroll": "scroll",
    "Press": "press",
    "HoldKey": "hold_key",
    "ReleaseKey": "release_key",
    "HoldButton": "hold_button",
    "ReleaseButton": "release_button",
    "Type": "type",
    "Navigate": "navigate",
    "Wait": "wait",
    "Look": "look",
    "Finish": "finish",
    "Invoke": "function",
}

# Kinds of actions that a rule may name, with the names of events.
KINDS = tuple(kind for kind in _KINDS.values() if kind != "function")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a person's own: it applies if all non-empty fields match.

    Of several values in a field one has to match. `text` and `title` are RE2 patterns that may match anywhere;
    `schemes`, `hosts` and `applications` are shell patterns (`*`, `?`, `[…]`) for the full value, ignoring case.
    """

    name: str
    verdict: RuleVerdict
    actions: tuple[str, ...] = ()  # of KINDS
    chords: tuple[frozenset[str], ...] = ()  # keys as in `core.actions.keys`
    text: str = ""  # for typed or pasted text
    schemes: tuple[str, ...] = ()  # of an address that is opened, typed into an address bar, or shown there
    hosts: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()  # the program's full path, or its short name
    title: str = ""  # of the window
    region: Rect | None = None  # in screen pixels: a point of the action lies in it
    start: time | None = None  # local time of day, both or neither; past midnight where `end` is before `start`
    end: time | None = None


# Returns a match if the pattern matches anywhere in a text; None otherwise.
Search = Callable[[str], object | None]


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule with its compiled patterns."""

    rule: Rule
    text: Search | None
    title: Search | None


def is_own_rule(name: str) -> bool:
    """Return whether the name of a reason is that of a person's own rule."""
    return name.startswith(_PREFIX)


def ready(rule: Rule) -> OwnRule:
    """Return a rule with compiled patterns; SettingsError for an invalid pattern."""
    return OwnRule(rule, _compiled_search(rule.text, rule), _compiled_search(rule.title, rule))


def judge(own: OwnRule, case: Case) -> Decision | None:
    """Return the decision of a rule about an action; None if the rule doesn't apply."""
    answers = [answer for question in _QUESTIONS if (answer := question(own, case)) is not True]
    rule = own.rule
    unknown = None in answers
    if False in answers or (unknown and rule.verdict == "allow"):
        return None
    name = OwnRuleId(_PREFIX + rule.name)
    match rule.verdict:
        case "allow":
            return Allow(name)
        case "deny" if not unknown:
            return Refuse((Reason(name, Message("Your rule “{name}” forbids it.", name=rule.name)),))
        case _:
            why = (
                Message("We can't tell whether your rule “{name}” applies.", name=rule.name)
                if unknown
                else Message("Your rule “{name}” says to ask about this.", name=rule.name)
            )
            return Ask((Reason(name, why),))


def kinds_of(case: Case) -> frozenset[str]:
    """Return the kinds of an action as events name them, with “navigate” for a typed address."""
    kind = kind_of(case.action)
    return frozenset({kind, "navigate"} if kind != "navigate" and entered_addresses(case) else {kind})


def kind_of(action: Action) -> str:
    """Return the kind of an action as events name it."""
    return _KINDS[type(action).__name__]


def _matches_action(own: OwnRule, case: Case) -> bool | None:
    return not own.rule.actions or bool(kinds_of(case) & {*own.rule.actions})


def _matches_chord(own: OwnRule, case: Case) -> bool | None:
    return not own.rule.chords or bool(chords(case) & {*own.rule.chords})


def _matches_text(own: OwnRule, case: Case) -> bool | None:
    if own.text is None:
        return True
    entered_text = entered(case)
    if entered_text is None:
        return False
    if entered_text.text is None or len(entered_text.text) > LONGEST_SEARCHED:
        return None
    return any(_matches_in(own.text, text) for text in (entered_text.text, case.typed_before + entered_text.text))


def _matches_address(own: OwnRule, case: Case) -> bool | None:
    if not (own.rule.schemes or own.rule.hosts):
        return True
    return any(
        _matches_glob(parts[0], own.rule.schemes) and _matches_glob(parts[1], own.rule.hosts)
        for parts in map(_scheme_and_host, entered_addresses(case) or _page_addresses(case))
        if any(parts)
    )


def _page_addresses(case: Case) -> tuple[str, ...]:
    page = case.target.page
    return (page.site or page.own,) if page else ()


def _matches_application(own: OwnRule, case: Case) -> bool | None:
    if not own.rule.applications:
        return True
    names = (name for window in _windows(case) for name in (*names_of(window), window.program.lower()))
    return any(_matches_glob(name, own.rule.applications) for name in names)


def _matches_title(own: OwnRule, case: Case) -> bool | None:
    title = own.title
    return title is None or any(_matches_in(title, window.title) for window in _windows(case))


def _matches_region(own: OwnRule, case: Case) -> bool | None:
    region = own.rule.region
    if region is None:
        return True
    try:
        return any(region.contains(case.viewport.to_screen(at)) for at in points_of(case.action))
    except OffScreenError:
        return None


def _matches_time(own: OwnRule, case: Case) -> bool | None:
    start = own.rule.start
    end = own.rule.end
    if start is None or end is None:
        return True
    if case.now is None:
        return None
    now = case.now.time()
    return start <= now < end if start <= end else (now >= start or now < end)


_QUESTIONS: tuple[Callable[[OwnRule, Case], bool | None], ...] = (
    _matches_action,
    _matches_chord,
    _matches_text,
    _matches_address,
    _matches_application,
    _matches_title,
    _matches_region,
    _matches_time,
)


def _compiled_search(pattern: str, rule: Rule) -> Search | None:
    if not pattern:
        return None
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        search: Search = re2.compile(pattern, options).search
    except re2.error as error:
        raise SettingsError(
            Message("Rule “{name}” has an invalid pattern.", name=rule.name),
            Message("Fix or remove it."),
        ) from error
    return search


def _matches_in(search: Search, text: str) -> bool:
    # RE2 searches in UTF-8, which has no half of a surrogate pair.
    return search(text.encode("utf-8", "replace").decode()) is not None


def _matches_glob(value: str, globs: tuple[str, ...]) -> bool:
    return not globs or any(fnmatchcase(value.casefold(), glob.casefold()) for glob in globs)


def _scheme_and_host(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        return parts.scheme, (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""


def _windows(case: Case) -> tuple[Window, ...]:
    targets = (case.target, case.target.also)
    return tuple(target.window for target in targets if target is not None and target.window is not None)
