"""Read a task written in plain steps: one anchored pattern for each verb, without guessing.

If no pattern matches a step to its last word, the full task is refused before the first action: “don't click "Send"”
and “click "A" unless "B"” are refused instead of being half understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from desktop_agent.core.actions.keys import key_name
from desktop_agent.core.controls.read_text import LAST, Relation, TextTarget
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.texts.message import Message, sentences, visible
from desktop_agent.offline.plan.phrases import OpenQuote, Phrase, UnknownStep, phrases, unclosed_quote, unknown
from desktop_agent.offline.plan.steps import (
    NOTCHES_SEARCHING,
    CheckFieldStep,
    CheckFileStep,
    CheckStep,
    CheckTickStep,
    ClickStep,
    DragStep,
    OpenStep,
    Plan,
    PlanStep,
    PressStep,
    ScrollStep,
    SelectStep,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
    WaitStep,
)
from desktop_agent.runtime.registry import Offer

NOTCHES = 3
WAIT_DEFAULT_S = 10.0

_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th"),
        start=1,
    )
    for word in words.split()
} | {"last": LAST}
KIND = (
    r"(?:menu item|menu entry|menu|button|link|tab|check ?box|radio button|radio|box|field|text field|input|icon|"
    r"row|file|folder|item|entry|option|label|list|combo box|combo|drop-?down|cell|column|text|window|title)"
)
_RELATIONS: dict[str, Relation] = {
    "right of": "right of", "left of": "left of", "below": "below", "under": "below", "beneath": "below",
    "above": "above", "over": "above", "in the row of": "in the row of", "in the same row as": "in the row of",
    "next to": "near", "near": "near", "beside": "near",
}  # fmt: skip
_KEYS = {"strg": "ctrl"}  # besides the names that all programs here know
_SECONDS = {"ms": 0.001, "mi": 60.0, "s": 1.0, "se": 1.0}
_STEPS_ARE = Message(
    'Its steps are in English, such as: click "Save", type "Hello" into "Name", press ctrl+s. '
    "Help lists them under Models."
)
LONGEST_TASK = 100_000
_LONGEST = 80


def understand(task: str) -> Plan | UnknownStep:
    """Return the steps of a task, or its first unknown step."""
    if len(task) > LONGEST_TASK:
        return UnknownStep(f"The task is longer than {LONGEST_TASK} characters.")
    pieces = phrases(task)
    if isinstance(pieces, OpenQuote):
        return unclosed_quote(pieces.text)
    steps: list[PlanStep] = []
    for phrase in pieces:
        verb = _verb_of_phrase(phrase)
        if verb is None or isinstance(verb, str):
            return unknown(phrase, f"{verb} in the step “{phrase.text}”." if verb else "")
        steps.append(PlanStep(phrase.text, verb))
    return Plan(tuple(steps)) if steps else UnknownStep("The task has no steps.")


def unknown_step_message(task: str) -> str:
    """Return the message for the first unknown step of a task, for the console; empty if all are known."""
    plan = understand(task)
    if isinstance(plan, Plan):
        return ""
    return plan.brief if plan.near else sentences(plan.brief, _STEPS_ARE)


OFFER = Offer(unknown_step_message)


def _target_pattern(name: str) -> str:
    """Return the pattern of one target, its groups named after `name`."""
    words = "|".join(_ORDINALS)
    relations = "|".join(_RELATIONS)
    pattern = (
        rf"(?:the\s+)?(?:(?P<{{0}}_ord>{words})\s+)?(?:(?P<{{0}}_pre>{KIND})\s+)?"
        rf"\x00(?P<{{0}}>\d+)\x00(?:\s+(?P<{{0}}_kind>{KIND}))?"
    )
    return (
        pattern.format(name)
        + rf"(?:,?\s+(?:that is\s+)?(?:to\s+the\s+)?(?P<{name}_rel>{relations})\s+{pattern.format(name + '_by')})?"
    )


def _read_target(match: re.Match[str], quoted: tuple[str, ...], name: str) -> TextTarget:
    groups = match.groupdict()
    target = TextTarget(
        text=quoted[int(match[name])],
        ordinal=_ORDINALS.get((groups[f"{name}_ord"] or "").casefold(), 0),
        kind=(groups[f"{name}_kind"] or groups[f"{name}_pre"] or "").casefold(),
    )
    relation = groups.get(f"{name}_rel")
    if relation is None:
        return target
    anchor = _read_target(match, quoted, f"{name}_by")
    return TextTarget(target.text, target.ordinal, target.kind, _RELATIONS[relation.casefold()], anchor)


_Read = Callable[[re.Match[str], tuple[str, ...]], Verb | str]


def _start(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return OpenStep(TextTarget(quoted[int(match["name"])]), program=True)


def _click(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    target = _read_target(match, quoted, "t")
    how = match["how"].casefold().replace("-", " ")
    if how == "open" and target == TextTarget(target.text):
        return OpenStep(target)
    opens_file = how == "open" and target.kind in {"file", "folder", "icon"}
    return ClickStep(
        target,
        button="right" if how.startswith("right") else "left",
        count=2 if how.startswith("double") or opens_file else 1,
    )


def _type(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return TypeStep(quoted[int(match["v"])])


def _type_into(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return TypeStep(quoted[int(match["v"])], _read_target(match, quoted, "t"))


def _fill(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return TypeStep(quoted[int(match["v"])], _read_target(match, quoted, "t"), replace=True)


def _tick(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return TickStep(_read_target(match, quoted, "t"), ticked=not match["how"].casefold().startswith("un"))


def _select(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return SelectStep(quoted[int(match["v"])], _read_target(match, quoted, "t"))


def _press(match: re.Match[str], _: tuple[str, ...]) -> Verb | str:
    words = {None: 1, "once": 1, "twice": 2}
    times = int(match["n"]) if match["n"] else words[match["word"] and match["word"].casefold()]
    parts = re.split(r"(?<=[^+])\+", re.sub(r"\s*\+\s*", "+", match["keys"].strip().casefold()))
    try:
        return PressStep(tuple(_key(part or "+") for part in parts), times)
    except UnknownKeyError:
        return f"There is no key “{match['keys']}”"


def _key(name: str) -> str:
    name = re.sub(r"^(?:the )?(.+?)(?: key)?$", r"\1", " ".join(name.split()))
    return key_name(_KEYS.get(name, name))


def _scroll(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    dx, dy = {"down": (0, 1), "up": (0, -1), "right": (1, 0), "left": (-1, 0)}[match["way"].casefold()]
    until = quoted[int(match["until"])] if match["until"] else None
    notches = int(match["n"] or (NOTCHES_SEARCHING if until else NOTCHES))
    over = _read_target(match, quoted, "t") if match["t"] else None
    return ScrollStep(dx * notches, dy * notches, until, over)


def _drag(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return DragStep(_read_target(match, quoted, "t"), _read_target(match, quoted, "u"))


def _wait_for(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    seconds = _seconds(match["n"], match["unit"]) if match["n"] else WAIT_DEFAULT_S
    return WaitForStep(_read_target(match, quoted, "t"), seconds, gone=bool(match["gone"]))


def _pause(match: re.Match[str], _: tuple[str, ...]) -> Verb:
    return WaitStep(_seconds(match["n"], match["unit"]))


def _seconds(number: str, unit: str) -> float:
    return float(number.replace(",", ".")) * _SECONDS[unit.casefold()[:2]]


def _check(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    hidden = bool(match["not"]) or match["what"].casefold() in {"gone", "hidden"}
    return CheckStep(_read_target(match, quoted, "t"), visible=not hidden)


def _check_field(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    part = (match.groupdict().get("how") or "contains").casefold() == "contains"
    return CheckFieldStep(_read_target(match, quoted, "t"), quoted[int(match["v"])], part)


def _check_tick(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    ticked = match["what"].casefold() in {"ticked", "checked", "on"}
    return CheckTickStep(_read_target(match, quoted, "t"), ticked is not bool(match["not"]))


def _check_file(match: re.Match[str], quoted: tuple[str, ...]) -> Verb:
    return CheckFileStep(quoted[int(match["file"])], quoted[int(match["v"])], holds=not match["not"])


_TIME = r"(?P<n>\d{1,4}(?:[.,]\d{1,3})?)\s*(?P<unit>ms|seconds?|secs?|s|minutes?|min)"
_THERE = r"(?:appears|shows|is visible|is there|is shown)"
_GONE = r"(?P<gone>is gone|is hidden|disappears|is (?:not|no longer) (?:visible|there))"
_SURE = r"(?:check|make sure|verify)\s+(?:that\s+)?"
_CHECK = (
    rf"{_SURE}{_target_pattern('t')}\s+(?:is|are)\s+(?P<not>not\s+|no longer\s+)?"
    r"(?P<what>visible|there|shown|displayed|present|on (?:the )?screen|gone|hidden)"
)
_CHECK_FIELD = (
    rf"{_SURE}(?:(?:the\s+)?(?:text|value|content)\s+(?:in|of)\s+)?{_target_pattern('t')}\s+"
    r"(?P<how>is|says|shows|holds|contains)\s+\x00(?P<v>\d+)\x00"
)
_CHECK_IN = rf"{_SURE}(?:the text\s+)?\x00(?P<v>\d+)\x00\s+(?:is|stands)\s+in\s+{_target_pattern('t')}"
_CHECK_TICK = (
    rf"{_SURE}{_target_pattern('t')}\s+is\s+(?P<not>not\s+)?(?:switched\s+|turned\s+)?"
    r"(?P<what>ticked|unticked|checked|unchecked|on|off)"
)
_CHECK_FILE = (
    rf"{_SURE}(?:the\s+)?file\s+\x00(?P<file>\d+)\x00\s+(?P<not>does\s+not\s+)?contains?\s+"
    r"(?:the text\s+)?\x00(?P<v>\d+)\x00"
)
_PROGRAM = r"(?:program|application|app)"
_STARTS = (
    rf"(?:open|start|launch)\s+(?:the\s+)?{_PROGRAM}\s+\x00(?P<name>\d+)\x00",
    rf"(?:open|start|launch)\s+(?:the\s+)?\x00(?P<name>\d+)\x00\s+{_PROGRAM}",
    r"(?:start|launch)\s+\x00(?P<name>\d+)\x00",
)
_SCROLL = (
    r"scroll\s+(?P<way>up|down|left|right)(?:\s+(?:by\s+)?(?P<n>\d{1,3})(?:\s+(?:notch(?:es)?|steps?|times))?)?"
    rf"(?:\s+(?:in|over|on)\s+{_target_pattern('t')})?"
    rf"(?:\s+until\s+(?:the\s+)?\x00(?P<until>\d+)\x00(?:\s+{_THERE})?)?"
)
_WAIT_FOR = (
    rf"wait\s+(?:for|until)\s+{_target_pattern('t')}(?:\s+(?:{_THERE}|{_GONE}))?"
    rf"(?:,?\s+(?:for\s+)?(?:up to|at most)\s+{_TIME})?"
)
_PATTERNS: tuple[tuple[str, _Read], ...] = (
    # "check that … is visible" before "check …", and a quoted text after "press" is no key.
    (_CHECK, _check),
    (_CHECK_FILE, _check_file),
    (_CHECK_TICK, _check_tick),
    (_CHECK_FIELD, _check_field),
    (_CHECK_IN, _check_field),
    *((pattern, _start) for pattern in _STARTS),
    (rf"(?P<how>(?:double|right)[ -]click|click|tap|press|hit|open|choose)\s+(?:on\s+)?{_target_pattern('t')}", _click),
    (r"(?:press|hit)\s+(?P<keys>[^\x00]+?)(?:\s+(?:(?P<n>\d{1,3})\s+times|(?P<word>once|twice)))?", _press),
    (
        rf"(?:type|enter|write)\s+(?:the text\s+)?\x00(?P<v>\d+)\x00\s+(?:in|into|in to)\s+{_target_pattern('t')}",
        _type_into,
    ),
    (r"(?:type|enter|write)\s+(?:the text\s+)?\x00(?P<v>\d+)\x00", _type),
    (rf"fill\s+(?:in\s+)?{_target_pattern('t')}\s+with\s+\x00(?P<v>\d+)\x00", _fill),
    (rf"(?P<how>tick|untick|check|uncheck)\s+{_target_pattern('t')}", _tick),
    (rf"(?:select|pick|choose)\s+\x00(?P<v>\d+)\x00\s+(?:from|in)\s+{_target_pattern('t')}", _select),
    (rf"(?P<how>select|pick)\s+{_target_pattern('t')}", _click),
    (_SCROLL, _scroll),
    (rf"drag\s+{_target_pattern('t')}\s+(?:to|onto|on|into)\s+{_target_pattern('u')}", _drag),
    (_WAIT_FOR, _wait_for),
    (rf"wait\s+(?:for\s+)?{_TIME}", _pause),
)


def _verb_of_phrase(phrase: Phrase) -> Verb | str | None:
    # Compiled on first use and cached by `re`: compiling all of them takes longer than reading most tasks.
    for pattern, read_step in _PATTERNS:
        match = re.fullmatch(pattern, phrase.marked, re.IGNORECASE)
        if match:
            return read_step(match, phrase.quoted)
    return None


def with_more_steps(task: str, messages: Sequence[str]) -> tuple[str, tuple[Message, ...]]:
    """Return the task with the plain steps among the user's messages appended, and a notice for each message."""
    notices: list[Message] = []
    for text in messages:
        quoted = f"“{visible(text, _LONGEST)}”"
        plan = understand(text)
        if isinstance(plan, UnknownStep):
            no_effect = Message(
                "This model understands only plain steps, so {quoted} had no effect. The model is continuing with its "
                "steps.",
                quoted=quoted,
            )
            notices.append(sentences(no_effect, Message("Did you mean: {near}?", near=plan.near) if plan.near else ""))
        else:
            task = f"{task}\n{text}"
            notices.append(Message("{quoted} will be done after the other steps.", quoted=quoted))
    return task, tuple(notices)
