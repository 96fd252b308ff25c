"""The text of a question in two separate parts: the actions in our words alone, and foreign text.

Titles, names, addresses and messages are chosen by pages, programs, the model and its server. Inside of our sentence
they could end it and continue in our voice, so they are separate rows, each under a label of ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, assert_never
from urllib.parse import urlsplit

from desktop_agent.core.actions import action as actions
from desktop_agent.core.actions.action import LOOK_INTO, READ_CLIPBOARD, SEND_FILE, SET_CLIPBOARD
from desktop_agent.core.actions.describe import (
    A_PLACE,
    MARKED_PLACE,
    STATUS_WORDS,
    in_words,
    kind_of,
    named_target,
    sentence_with,
)
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import Question, RememberedControl, Target
from desktop_agent.core.programs import short_name, spoken, what_runs
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.message import Message, Quotation, follow, foreign, plural, sentences, template, visible

OTHERS = Message("Written by others; may be false")
SERVER = Message("Model's server")
LOOKS_INTO = Message("Look into a file or the clipboard for the agent")
_LONGEST_NAME = 120
_LONGEST_TEXT = 300
_LONGEST_PATH = 600
_LONGEST_QUOTED = 40

_OUR_CALLS: Mapping[str, Message] = {
    READ_CLIPBOARD: Message("Read the clipboard"),
    SET_CLIPBOARD: Message("Set the clipboard"),
    SEND_FILE: Message("Send a file to the model server"),
    LOOK_INTO: LOOKS_INTO,
}
ForeignRows = tuple[tuple[str, str], ...]  # our label, and foreign text
CODES = template("Warning codes: {codes}")
# The built-in model's own check: its code and its message.
SENSITIVE: Final = "sensitive_action"  # vendors' codes speak of instructions on the screen and of domains
PRESSES: Final = template("This presses “{name}”, which may send, pay for or delete something.")
_LONGEST_CODE = 60
_ATTACK = re.compile(r"malicious|inject|attack|phish|jailbreak|hijack|exfiltrat", re.IGNORECASE)
_ATTACKED: Final = Message(
    "The screen may contain instructions for the model that aren't from you. Refuse unless you expected this step."
)
# By code; the server's own words are in the foreign rows.
_CHECK_WORDS: Mapping[str, str] = {
    "irrelevant_domain": Message("This site may have nothing to do with the task."),
    "sensitive_domain": Message("Mistakes on this site can cause harm."),
}
OTHER_CHECK: Final = Message("The model's provider wants a person to review this first.")
UNKNOWN = Message("The program doesn't identify what's at this point. Check for yourself what this action does.")
NAMES_ARE_OFF = Message(
    "Accessibility is off on this desktop, so programs don't identify their buttons and fields, and "
    "you're asked more often."
)
NAMES_ARE_ON = Message("Accessibility is on and will stay on. You may have to restart open programs.")
NAMES_ARE_ON_FOR_NOW = Message("Accessibility is on until you log out. You may have to restart open programs.")
NAMES_STAY_OFF = Message("It couldn't be turned on: nothing is responding on this desktop's accessibility bus.")
EACH_LINE: Final = Message("You'll still be asked about every other line typed there.")
_CONTROL_KINDS: Mapping[str, Message] = {
    Role.LINK: Message("link"),
    Role.CHECK_BOX: Message("check box"),
    Role.RADIO_BUTTON: Message("choice"),
    Role.SWITCH: Message("switch"),
}
_LONGEST_REASON = 300
OF_AGENT = Message("An external agent is requesting this, so only the rules on this computer apply.")
UNCHECKED = Message("This provider doesn't run its own safety checks, so only the rules on this computer apply.")


def own_words(action: actions.Action, target: NamedTarget | None = None) -> str:
    """Return a short sentence without full stop that contains no foreign text."""
    return _sentence(action, _name_below_phrase(target))


def _sentence(action: actions.Action, named: str) -> str:
    match action:
        case (
            actions.Scroll()
            | actions.Click()
            | actions.Move()
            | actions.HoldButton()
            | actions.ReleaseButton()
            | actions.Press()
        ):
            return sentence_with(action, named)
        case actions.Drag():
            begin = Message(", starting on {named}", named=named) if named else ""
            return follow(sentence_with(action, ""), begin)
        case actions.Type(text, at, secret):
            point = Message(" at ({x}, {y})", x=at.x, y=at.y) if at else ""
            where = Message(" into {named}", named=named) if named else point
            return Message("Type {letters}{where}", letters=letters_of(len(text), hidden=secret), where=where)
        case actions.Navigate():
            return Message("Open an address in the browser")
        case actions.Finish(status):
            return Message("Finish ({status})", status=STATUS_WORDS[status])
        case actions.Invoke(started=(_, *_)):
            return Message("Start a program")
        case actions.Invoke(is_end_check=True):
            return Message("Run a command at the end to check whether the task is done")
        case actions.Invoke(name, is_ours=True) if name in _OUR_CALLS:
            return _OUR_CALLS[name]
        case actions.Invoke(server=server):
            return Message("Call a tool on an MCP server") if server else Message("Call a function")
        case actions.Wait(seconds):
            return in_words(actions.Wait(seconds))
        case actions.HoldKey() | actions.ReleaseKey() | actions.Look():
            return in_words(action)
        case _:
            assert_never(action)


def letters_of(number: int, *, hidden: bool) -> str:
    """Return the number of characters of a text, in words."""
    if hidden:
        return plural("{count} hidden character", "{count} hidden characters", count=number)
    return plural("{count} character", "{count} characters", count=number)


def question_in_own_words(question: Question) -> tuple[str, ...]:
    """Return a sentence for each action of a question, in our own words."""
    pairs = zip(question.actions, _targets(question), strict=True)
    return tuple(own_words(action, named_target(target, action)) for action, target in pairs)


def heading(question: Question) -> str:
    """Return the actions of a question in one sentence without full stop."""
    act_sentences = question_in_own_words(question)
    return (
        act_sentences[0]
        if len(act_sentences) == 1
        else Message("Perform {several} actions in order", several=len(act_sentences))
    )


def without_names(question: Question) -> str:
    """Return the heading without any reference to foreign rows, for places that don't show these."""
    several = len(question.actions)
    if several > 1:
        return Message("Perform {several} actions in order", several=several)
    act = question.actions[0]
    named = named_target(question.target, question.actions[0])
    # A point means nothing to a person who sees no picture; a drag has two.
    place = A_PLACE if actions.points_of(act) and not isinstance(act, actions.Drag | actions.Scroll) else ""
    return _sentence(act, _kind_phrase(named) if _name_below_phrase(named) else place)


def act_in_question(question: Question) -> Message:
    """Return the actions as one question; foreign names in it are short quotations, the only ones."""
    several = len(question.actions)
    if several > 1:
        return Message("Perform these {several} actions in order?", several=several)
    match question.actions[0]:
        case actions.Invoke(started=(_, *_), program=program):
            return Message("Start {program}?", program=_quoted(program))
        case actions.Invoke(command=(program, *_), is_end_check=True):
            return Message("Run {program} at the end to check whether the task is done?", program=_quoted(program))
        case actions.Invoke(name, server=server) if server:
            return Message("Call {tool} on the MCP server {server}?", tool=_quoted(name), server=_quoted(server))
        case actions.Invoke(name, is_ours=False):
            return Message("Call {function}?", function=_quoted(name))
        case action:
            return Message("{act}{where}?", act=_act_text(action, question.target), where=_place_text(question))


def _act_text(action: actions.Action, target: Target) -> str:
    named = named_target(target, action)
    if named and named.name:
        return _sentence(action, _quoted(named.name))
    return _sentence(
        action, MARKED_PLACE if actions.points_of(action) and not isinstance(action, actions.Scroll) else ""
    )


def _place_text(question: Question) -> str:
    """Return the program or the site in words, never the title, which may contain anything."""
    target = question.target
    window = question.target.window
    act = question.actions[0]
    if window is None or not (actions.points_of(act) or actions.uses_keyboard(act)):
        return ""
    program = short_name(window) if window.program or window.app else ""
    name = target.site if target.in_page and urlsplit(target.site).netloc else program
    return Message(" in {window}", window=_quoted(name)) if name else ""


def _quoted(name: str) -> Quotation:
    """Return a name as a quotation; a long one loses its middle, as an address may be recognized by its end."""
    short = name if len(name) <= _LONGEST_QUOTED else f"{name[: _LONGEST_QUOTED // 2]}…{name[-_LONGEST_QUOTED // 2 :]}"
    return Quotation(foreign(short, len(short)))


def is_blind(question: Question) -> bool:
    """Return whether a question is about all windows at once, as this desktop doesn't report which is where."""
    return question.kind == "application" and question.target.window is None


def scope_question(question: Question) -> Message:
    """Return the sentence of a question of the kind “application”."""
    window = question.target.window
    host = urlsplit(question.target.site).netloc
    if is_blind(question):
        return Message("Let it click and type anywhere on this screen for this task?")
    program = _quoted(short_name(window)) if window and window.program else Message("a window from an unknown program")
    place = Message("{site} in {program}", site=_quoted(host), program=program) if host else program
    if isinstance(question.actions[0], actions.Invoke):
        return Message("Start {program}, and let it work there for this task?", program=program)
    return Message("Let it work in {place} for this task?", place=place)


def deciding_rows(question: Question) -> ForeignRows:
    """Return the rows of `foreign_rows` that matter for the decision and aren't in the question's sentence."""
    target = question.target
    several = len(question.actions) > 1
    hit = [*_named_rows(question), *_window_rows(target, by_program=False), *_site_rows(target)] if several else []
    return (*hit, *_led_to_rows(target), *_warning_rows(question))


def foreign_rows(question: Question) -> ForeignRows:
    """Return all foreign text that a person has to know, isolated, each under a label of ours."""
    target = question.target
    if question.plays:
        by = Message("The steps")
    elif question.by_agent:
        by = Message("The agent says")
    else:
        by = Message("The model says")
    rows = [(by, foreign(question.says, _LONGEST_TEXT))] if question.says else []
    return (
        *rows,
        *_named_rows(question),
        *_window_rows(target, by_program=question.kind == "application"),
        *_site_rows(target),
        *_led_to_rows(target),
        *_warning_rows(question),
    )


def _warning_rows(question: Question) -> list[tuple[str, str]]:
    """Return the warnings of the model's server and other outside sources."""
    rules = {reason.rule for reason in question.reasons}
    messages = [check.message for check in question.checks if check.message and not repeats(check, rules)]
    rows: list[tuple[str, str]] = [(SERVER, foreign(message, _LONGEST_TEXT)) for message in messages]
    # The server's checks are rows of their own: as reasons they would be here twice.
    outside = [reason.text for reason in question.reasons if reason.outside and not question.checks]
    return [*rows, *((Message("Reason given"), foreign(text, _LONGEST_TEXT)) for text in outside)]


def _targets(question: Question) -> tuple[Target, ...]:
    """Return the target of each action; an empty one where it was not determined."""
    known = (question.target, *question.others)
    return (*known, *(Target() for _ in question.actions))[: len(question.actions)]


def _named_rows(question: Question) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    several = len(question.actions) > 1
    for number, (action, target) in enumerate(zip(question.actions, _targets(question), strict=True), 1):
        named = named_target(target, action)
        before = Message("{number}. ", number=number) if several else ""
        if named and named.name:
            rows.append(
                (
                    Message("{before}{named}", before=before, named=_kind_label(named)),
                    foreign(named.name, _LONGEST_NAME),
                )
            )
        if number > 1 and target.window not in {None, question.target.window}:
            rows += [
                (Message("{before}{name}", before=before, name=name), text)
                for name, text in _window_rows(target, by_program=False)
            ]
    return rows


def _name_below_phrase(target: NamedTarget | None) -> str:
    if target is None or not target.name:
        return ""
    kind = kind_of(target.role) or Message("control")
    return Message("the {kind} named below", kind=kind)


def _kind_phrase(target: NamedTarget | None) -> str:
    kind = (kind_of(target.role) if target else "") or Message("control")
    return Message("the {kind}", kind=kind)


def _kind_label(named: NamedTarget) -> str:
    return Message("{kind:capital}", kind=kind_of(named.role) or Message("control"))


def _window_rows(target: Target, *, by_program: bool) -> list[tuple[str, str]]:
    window = target.window
    if window is None:
        return []
    # The executable identifies the application; a window chooses its own class.
    program = window.program or Message("unknown (not reported by the system)")
    runs = what_runs(window)
    name = window.name or (window.app if runs == window.app else spoken(runs)) or Message("unknown")
    shown = (Message("Program"), foreign(program, _LONGEST_PATH) if by_program else foreign(name, _LONGEST_NAME))
    if not window.id:  # it isn't started yet
        return [shown]
    return [
        shown,
        (Message("Window"), foreign(window.title, _LONGEST_NAME) if window.title else Message("without a title")),
    ]


def _site_rows(target: Target) -> list[tuple[str, str]]:
    return [(Message("Site"), foreign(target.site, _LONGEST_PATH))] if target.site else []


def _led_to_rows(target: Target) -> list[tuple[str, str]]:
    """Return the address of a link, and the file of an action."""
    rows = ((Message("Link to"), target.page.link if target.page else ""), _file_row(target))
    return [(label, foreign(text, _LONGEST_PATH)) for label, text in rows if text]


def _file_row(target: Target) -> tuple[str, str]:
    """Return the file of an action, or the folder that it is in; a file that doesn't exist is only one to be saved."""
    file = target.file
    is_chooser = target.place is not None and target.place.chooser
    is_read = target.control is not None and target.control.source == "ocr"
    if file is None:
        return "", ""
    if file.is_place:
        return Message("Folder"), file.path
    if file.kind or (is_chooser and not is_read):
        return Message("File"), file.path
    # Words read off the picture, or a title, identify no file.
    return (Message("Folder"), file.path.rpartition("/")[0]) if is_read else ("", "")


def is_attack(checks: Sequence[SafetyCheck]) -> bool:
    """Return whether a check warns of an attack on the model, by its code; if the code is unknown, by its words."""
    return any(
        _ATTACK.search(f"{check.code} {'' if check.code in _CHECK_WORDS else check.message}") for check in checks
    )


def check_reasons(checks: Sequence[SafetyCheck]) -> tuple[str, ...]:
    """Return our sentences for checks with a known code, each once, an attack first."""
    attacked = (_ATTACKED,) if is_attack(checks) else ()
    return *attacked, *dict.fromkeys(_CHECK_WORDS[check.code] for check in checks if check.code in _CHECK_WORDS)


def repeats(check: SafetyCheck, rules: Collection[str]) -> bool:
    """Return whether a check is the built-in model's and only repeats the reason of a rule."""
    ours = check.code == SENSITIVE and isinstance(check.message, Message) and check.message.id == PRESSES
    return ours and "words" in rules


def check_codes(checks: Sequence[SafetyCheck]) -> str:
    """Return the codes of checks, for a tooltip; empty where there are none."""
    codes = dict.fromkeys(foreign(check.code, _LONGEST_CODE) for check in checks if check.code)
    return Message(CODES, codes=", ".join(codes)) if codes else ""


def is_unnamed(question: Question) -> bool:
    """Return whether only the window of an action's target is known."""
    target = question.target
    return (
        not isinstance(question.actions[0], actions.Invoke)
        and target.window is not None
        and not (target.role or target.focus_role)
    )


def names_would_help(question: Question) -> bool:
    """Return whether accessibility could identify the target; it doesn't in a terminal."""
    return is_unnamed(question) and all(reason.rule != "shell" for reason in (*question.reasons, *question.included))


def unnamed_note(question: Question) -> str:
    """Return a warning if an action presses an unidentified point; empty otherwise."""
    pressed = question.kind == "action" and any(map(actions.points_of, question.actions))
    return UNKNOWN if pressed and is_unnamed(question) else ""


def why_asked(question: Question) -> tuple[str, ...]:
    """Return why a person is asked, in our words, each reason once; the mode's reason only if it is the only one."""
    of_checks = check_reasons(question.checks)
    ours = [reason for reason in question.reasons if not reason.outside]
    special = [reason for reason in ours if reason.rule != "mode-ask"] or (ours if not of_checks else [])
    why = (*of_checks, *dict.fromkeys(visible(reason.text, _LONGEST_REASON) for reason in special))
    if question.kind == "application":
        why = (sentences(*why, _still_asked_sentence(question.folders), _opened_host_sentence(question)),)
    why = why or ((OTHER_CHECK,) if question.checks else ())
    why = (*why, *filter(None, [_covered_place_sentence(question.place)]))
    if question.unchecked:
        return (*why, OF_AGENT if question.by_agent else UNCHECKED)
    return tuple(why)


def _still_asked_sentence(folders: Sequence[str]) -> Message:
    """Return what the run still asks about in an allowed program; `folders` are those of the run's scope."""
    if not folders:
        return Message("It still asks before deleting, running and sending.")
    named = visible(", ".join(folders), _LONGEST_REASON)
    return Message("It still asks before deleting, running, sending and anything outside of {folders}.", folders=named)


def _opened_host_sentence(question: Question) -> str:
    """Return what even a yes for one act opens; empty if nothing."""
    host = urlsplit(question.target.site).netloc
    if not (question.opens_host and host):
        return ""
    return Message("With any yes, the desk can reach {site} until it ends.", site=visible(host, _LONGEST_NAME))


def _covered_place_sentence(place: RememberedControl | None) -> str:
    """Return what a yes for the task covers where that is a whole place; empty without one."""
    if place is None:
        return ""
    host = urlsplit(place.page).netloc
    if host:
        return Message(
            "A yes for this task is for all pages of forms at {site}, but not for a last step like “Place order”.",
            site=visible(host, _LONGEST_NAME),
        )
    return Message("A yes for this task is for all of these settings.")


def control_word(control: RememberedControl) -> str:
    """Return people's word for a control; for keys the word “key” or “shortcut”, whatever they press."""
    if "click" not in control.act:
        return Message("key") if "+" not in control.act else Message("shortcut")
    return (
        Message("item")
        if "item" in control.role or "cell" in control.role
        else _CONTROL_KINDS.get(control.role, Message("button"))
    )


def included_act_sentence(question: Question) -> str:
    """Return why the act that a program is let in with would be asked about by itself; empty if it wouldn't be."""
    if not question.included:
        return ""
    in_shell = any(reason.rule == "shell" for reason in question.included)
    special = [reason for reason in question.included if not reason.outside and reason.rule != "mode-ask"]
    why = dict.fromkeys(visible(reason.text, _LONGEST_REASON) for reason in special)
    return sentences(Message("Your approval includes this step."), *why, EACH_LINE if in_shell else "")
