"""Rules about where text goes: password fields, secrets, terminals, and editors that run commands."""

from __future__ import annotations

import re

from desktop_agent.core.actions import Click, Drag, HoldButton, Press, ReleaseButton, Type
from desktop_agent.core.commands import MOVES, TERMINAL_CHORDS
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Refuse, Target
from desktop_agent.core.message import Message, join
from desktop_agent.core.programs import (
    BROWSERS,
    COMMAND_EDITORS,
    EMACSES,
    RUNNERS,
    TERMINALS,
    is_one_of,
    short_name,
)
from desktop_agent.policy.effects import (
    Chord,
    Entered,
    chords,
    entered,
    field_box,
    is_for_password,
    is_written_in,
    presses,
)
from desktop_agent.policy.roles import MENU_ITEMS

# As programs write keys and tokens, whoever they are for.
_SECRET_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30}|\bsk-[\w-]{20}|\bxox[abpr]-\w{10}"
)
_IN_CLEAR = Message("The field shows it, but that spot will be hidden in all later screenshots of this run.")
_EDITOR_COMMAND = re.compile(r"^\s*:|!")
_COMMAND_WINDOW = re.compile(r"(?:^|[^\w])q[:/?]")
# What saves the open file under its own name, closes it, goes to a line, changes how it is shown, or puts words in the
# place of others, in vi's words: a backslash may make these an expression, and a bar begins another command.
_PLAIN_COMMAND = re.compile(
    r"\s*:(?:w|up|update|wq|x|q|noh|nohlsearch|[0-9]{1,7}|\$"
    r"|set? (?:no)?(?:nu|number|rnu|relativenumber|wrap|list|hls|hlsearch|is|incsearch|ic|ignorecase|spell)"
    r"|(?:%|[0-9]{1,7}(?:,(?:[0-9]{1,7}|\$))?)?s(?:ubstitute)?/[^/|\\]+/[^/|\\]*(?:/[gicen]*)?)\s*"
)
_EDITOR_CHORDS = frozenset(frozenset({"alt", key}) for key in ("!", "x", ":", "&", "|")) | frozenset(
    frozenset({"alt", "shift", key}) for key in ("1", ";", "7", "\\", "!", ":", "&", "|")
)
# A word, and among the next ones an option, a path or where the output goes, as a shell reads it.
_COMMAND_LINE = re.compile(
    r"""(?:^|[\s"'`|!;:(=@])(?:[\w.+-]*/)*[a-z][a-z0-9_.+-]*[ \t]+(?:\S+[ \t]+){0,8}?"""
    r"(?:--?[a-zA-Z]|(?:~|\.{1,2})?/\S|>+[ \t]*\S)",
    re.MULTILINE,
)
# By Ctrl, what moves, marks, looks up or saves in any of them; the rest evaluates, writes elsewhere or inserts results.
_PLAIN_WITH_CTRL = frozenset(
    "a e f b n p v d k y s x l g j m / space home end left right up down pageup pagedown".split()
)
# What evaluates there after Ctrl+X, or by itself, and what stands for Alt with the next key.
_EMACS_CHORDS = frozenset({frozenset({"ctrl", "e"}), frozenset({"ctrl", "j"}), frozenset({"escape"})})
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "altgr"})


def password_or_key(case: Case) -> Decision | None:
    """Ask when text goes into a password field, by its role or name, and when it holds a secret key."""
    if _is_agreed(case):
        return None
    if is_for_password(case):
        return Ask((Reason("password-field", Message("This enters text in a password field.")),))
    what = entered(case)
    if what is None or not _SECRET_KEY.search(case.typed_before + (what.text or "")):
        return None
    return Ask((Reason("credential", Message("This text contains a secret key.")),))


def secret(case: Case) -> Decision | None:
    """Refuse a secret where it does not belong, or no field is known; ask unless a person has said yes for always."""
    if not isinstance(case.action, Type) or not case.secrets:
        return None
    for use in case.secrets:
        if not use.place:
            return _refuse_secret(Message("There is no secret “{name}”.", name=use.name))
        if not use.fits:
            return _refuse_secret(
                Message(
                    "Secret “{name}” is only for {place}, and this would go elsewhere.",
                    name=use.name,
                    place=use.place,
                )
            )
    if field_box(case) is None:
        return _refuse_secret(
            Message("We can't tell which field this would go into, so anyone could read the secret there.")
        )
    if _is_agreed(case):
        return None
    names = join(Message(" and "), (f"“{use.name}”" for use in case.secrets))
    what = (
        Message("Secret {names} will be typed here.", names=names)
        if len(case.secrets) == 1
        else Message("The secrets {names} will be typed here.", names=names)
    )
    return Ask(
        (Reason("secret", what if _is_hidden(case) else Message("{what} {in_clear}", what=what, in_clear=_IN_CLEAR)),)
    )


def _is_agreed(case: Case) -> bool:
    """Tell whether a person has said for always that all the secrets of a text may go where it goes."""
    return bool(case.secrets) and all(use.fits and use.always for use in case.secrets) and _is_hidden(case)


def _is_hidden(case: Case) -> bool:
    """Tell whether the field shows dots."""
    what = entered(case)
    return what is not None and what.role == "password text"


def _refuse_secret(text: str) -> Refuse:
    return Refuse((Reason("secret", text),))


def terminal(case: Case) -> Decision | None:
    """Ask when keys, text, a drop or an item of a menu go to a terminal, by its program or by the control's role."""
    target = case.target
    hit = [one for one in (target, target.also) if one is not None and _is_terminal(one)]
    enters = _enters(case) or isinstance(case.action, HoldButton | ReleaseButton) or _is_drop(case)
    # Many an item of a terminal's menu enters something, such as what is marked.
    if not hit or not (enters or _is_unknown_item(case)):
        return None
    return Ask(
        (
            Reason(
                "terminal",
                Message("A shell in {window} runs anything entered there.", window=short_name(hit[0].window)),
            ),
        )
    )


def _enters(case: Case) -> bool:
    """Tell whether keys or a paste enter something: what only moves about ends no line, whatever reads.

    A terminal that tells of itself keeps the usual keys that scroll and change the size; another one may enter a sign.
    """
    pressed = chords(case)
    moves = isinstance(case.action, Press) and all(len(chord) == 1 and chord <= MOVES for chord in pressed)
    keeps = case.target.focus_role == "terminal" and pressed <= TERMINAL_CHORDS.keys()
    return entered(case) is not None or (bool(pressed) and not moves and not keeps)


def _is_drop(case: Case) -> bool:
    """Tell whether something is dropped that comes from elsewhere; a drag within one terminal marks words."""
    target = case.target
    within = target.also is not None and target.also.window == target.window and target.role not in MENU_ITEMS
    return isinstance(case.action, Drag) and not within


def _is_unknown_item(case: Case) -> bool:
    """Tell whether an item of a menu is pressed of which nobody knows that it sets nothing off."""
    target = case.target
    in_menu = target.role in MENU_ITEMS or (target.window is not None and target.window.menu)
    return isinstance(case.action, Click | ReleaseButton) and in_menu and not target.command


def _is_terminal(target: Target) -> bool:
    """Tell whether a terminal is hit: by its role, its program, or where no more is told than that it has one."""
    roles, place = {target.role, target.focus_role}, target.place
    untold = roles == {""} and place is not None and place.holds_terminal
    return "terminal" in roles or is_one_of(target.window, TERMINALS) or untold


def editor_command(case: Case) -> Decision | None:
    """Ask before a command that an editor runs: about Return after it, the chords that begin one, and items of menus.

    Commands of vi begin with a colon or hold a “!”, Emacs asks for them by Alt. In Emacs Escape stands for Alt, and one
    chord makes a longer one with the next, such as Ctrl+X Ctrl+E.
    """
    if not is_one_of(case.target.window, COMMAND_EDITORS):
        return None
    what = entered(case)
    line = case.typed_before + (what.text or "" if what else "")
    ends = presses(case, "enter") and (any(map(_is_command, line.splitlines())) or (case.edited and ":" in line))
    if (
        ends
        or _opens_command_window(what, line)
        or chords(case) & _EDITOR_CHORDS
        or any(_is_unknown_ctrl_chord(chord) for chord in chords(case))
        or _is_emacs_chord(case)
        or _is_unknown_item(case)
    ):
        return Ask(
            (
                Reason(
                    "shell-line",
                    Message("{window} may run this line as a command.", window=short_name(case.target.window)),
                ),
            )
        )
    return None


def _opens_command_window(what: Entered | None, line: str) -> bool:
    """Tell whether a text has just opened vi's list of commands, in which a line is carried out by Return alone."""
    return what is not None and bool(what.text) and _COMMAND_WINDOW.search(line) is not None


def _is_command(line: str) -> bool:
    """Tell whether a line is a command of an editor that may do more than save and show what is open."""
    return _EDITOR_COMMAND.search(line) is not None and _PLAIN_COMMAND.fullmatch(line) is None


def command_line(case: Case) -> Decision | None:
    """Ask before a text that reads like a shell's command, in a program that people do not write in: it may run it."""
    what, window = entered(case), case.target.window
    if what is None or window is None or is_written_in(case) or is_one_of(window, BROWSERS | RUNNERS):
        return None
    if not _COMMAND_LINE.search(case.typed_before + (what.text or "")):
        return None
    text = Message("{window} may run this text because it looks like a command.", window=short_name(window))
    return Ask((Reason("shell-line", text),))


def _is_unknown_ctrl_chord(chord: Chord) -> bool:
    """Tell whether it is a chord with Ctrl, and none that is known."""
    keys = chord - _MODIFIERS
    return "ctrl" in chord and bool(keys) and not keys <= _PLAIN_WITH_CTRL


def _is_emacs_chord(case: Case) -> bool:
    return is_one_of(case.target.window, EMACSES) and bool(chords(case) & _EMACS_CHORDS)
