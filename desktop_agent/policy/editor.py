"""What keys do in an editor that reports nothing of itself: which run a command, and which paste. Pure.

vi and its relatives take a letter for a command in one mode and for text in another, and report no mode. So every mode
is followed that the keys allow: at an unknown start it may be any. Escape makes it certain, and so does a command that
inserts; a click doesn't. An editor of another kind may have a line for commands, too: `ends_command` goes by its first
character alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop_agent.core.actions.action import Action, Click, Drag, HoldButton, HoldKey, Press, Type
from desktop_agent.core.actions.keys import MODIFIERS, US_SHIFTED, is_return, main_key
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.programs import NANO, is_name_of

# A key is a character, the name of a key or a chord, or one of these.
ENTER = "enter"
ESCAPE = "escape"
ANY_SIGN = "any sign"  # a character that depends on the keyboard's layout, such as that of Shift and 1
PASTED = "pasted"  # text that isn't known
POINTER = "pointer"  # a click or a drag
_BY_CHARACTER = {"\n": ENTER, "\r": ENTER, "\t": "tab", "\b": "backspace", "\x7f": "delete", "\x1b": ESCAPE}
_BY_CHORD = {"ctrl+[": ESCAPE, "ctrl+h": "backspace", "ctrl+i": "tab", "shift+insert": PASTED}
_PASTES = frozenset({"ctrl+v", "ctrl+shift+v"})
_LONGEST_LINE = 400
# vi's commands that save the open file under its own name, close it, go to a line, change its display, or replace
# words. Not with a backslash, which may make an expression, nor with a bar, which begins another command.
_PLAIN_COMMAND = re.compile(
    r"\s*:(?:|w|up|update|wq|x|q|noh|nohlsearch|[0-9]{1,7}|\$"
    r"|set? (?:no)?(?:nu|number|rnu|relativenumber|wrap|list|hls|hlsearch|is|incsearch|ic|ignorecase|spell)"
    r"|(?:%|[0-9]{1,7}(?:,(?:[0-9]{1,7}|\$))?)?s(?:ubstitute)?/[^/|\\]+/[^/|\\]*(?:/[gicen]*)?)\s*"
)
_BEGINS_WITH_COLON = re.compile(r"^:", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]|\t", re.MULTILINE)
# A line for an editor's commands, and for those of other programs, which may take a command anywhere in it.
_COMMAND = re.compile(r"\s*[:!]")
_COMMAND_ANYWHERE = re.compile(r"\s*:|.*!", re.DOTALL)
# How vi's lowest row begins while no command is being typed: its mode, a message about a file, or the place in it.
_STATUS = re.compile(r"[-—–]{1,2} ?[A-Z]|\"|\d+,\d|\d+%|(?:All|Top|Bot|recording)\b")


# Keys of editors that run in a terminal: in nano, Escape stands for Alt, and Ctrl+T and Ctrl+R run commands.
_PLAIN_KEYS = frozenset(
    {ENTER, ANY_SIGN, POINTER, "tab", "backspace", "delete", "up", "down", "left", "right", "home", "end", "insert"}
    | {"pageup", "pagedown", *MODIFIERS, *(f"shift+{key}" for key in ("up", "down", "left", "right", "home", "end"))}
)
_PLAIN_CHORDS_OF_NANO = frozenset(f"ctrl+{key}" for key in "abcdefgjklmnopqsuvwy6/_\\") | frozenset(
    {"ctrl+left", "ctrl+right", "ctrl+home", "ctrl+end", *(f"alt+{key}" for key in "ae6uw")}
)
_PLAIN_CHORDS_OF_VI = frozenset(f"ctrl+{key}" for key in "abcdefgnopruvxy")
_ENDS_VI = re.compile(r":.*[qx]")
_LEAVES_VI = re.compile(r"Z[ZQ]")


class _Mode(Enum):
    COMMAND = auto()
    INSERT = auto()
    LINE = auto()  # at the lower edge, for a command, a search or an expression
    WINDOW = auto()  # of former lines, each of which Return runs, in any of the window's own modes
    LINES = auto()  # one command after the other (Ex)


class _KeyUse(Enum):
    """What the next key is for, where it isn't a key of the mode itself."""

    KEY = auto()
    CHARACTER = auto()  # of a command that is complete with it
    MOTION = auto()
    CHARACTER_OF_MOTION = auto()
    AFTER_G = auto()
    REGISTER = auto()
    MACRO = auto()  # the register that is run: @: repeats the last line
    RECORDING = auto()  # a register, or q: for a window of former lines
    LITERAL = auto()


@dataclass(frozen=True, slots=True)
class _State:
    mode: _Mode
    next: _KeyUse = _KeyUse.KEY
    operator: str = ""
    register: str = ""
    line: str = ""  # with its first character, which says what it is for
    is_line_known: bool = True
    # What the last key has done.
    has_run: bool = False
    pasted: str = ""  # the name of the register, of those that hold the clipboard and the selection


_COMMANDS = _State(_Mode.COMMAND)
_INSERTS = _State(_Mode.INSERT)
_UNKNOWN_LINE = _State(_Mode.LINE, line=":", is_line_known=False)
_WINDOW = _State(_Mode.WINDOW)
_LINES = _State(_Mode.LINES)

_INSERTING = frozenset({*"iaIAoOsSCR", "insert"})
_OPERATORS = frozenset("dcy<>=")
_OPERATORS_AFTER_G = frozenset("?~uUqw@")
_BEGINS_LINE = frozenset(":/?!")
_OPENS_PROGRAM_AFTER_G = frozenset("x")
_NEXT = {
    **dict.fromkeys("fFtTrm'`z[]Z", _KeyUse.CHARACTER),
    "ctrl+w": _KeyUse.CHARACTER,
    **dict.fromkeys(_OPERATORS, _KeyUse.MOTION),
    "g": _KeyUse.AFTER_G,
    '"': _KeyUse.REGISTER,
    "@": _KeyUse.MACRO,
    "q": _KeyUse.RECORDING,
}
_CHARACTERS_OF_MOTION = frozenset("fFtTiag'`[]")
_CLIPBOARDS = frozenset("+*")
_PUTS = frozenset("pP")


def keys_of(action: Action, held: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the keys that an action gives to the window with the keyboard, in order."""
    modifiers = [key for key in MODIFIERS if key in {*held}]
    match action:
        case Type(text=text, at=at):
            typed = (_BY_CHARACTER.get(char) or _vi_key([*modifiers, char]) for char in text)
            return (*([] if at is None else [POINTER]), *typed)
        case Press(keys) | HoldKey(keys):
            names = [*map(main_key, keys)]
            modifiers = [key for key in MODIFIERS if key in {*modifiers, *names}]
            pressed = [_vi_key([*modifiers, name]) for name in names if name not in MODIFIERS]
            return tuple(key for one in pressed for key in ((one, PASTED) if one in _PASTES else (one,)))
        case Click(button=button) | HoldButton(button=button):
            return (POINTER, PASTED) if button == "middle" else (POINTER,)
        case Drag():
            return (POINTER,)
        case _:
            return ()


def runs_command(before: Sequence[str], keys: Sequence[str], *, may_begin_in_line: bool) -> bool:
    """Return whether one of the keys may run a command in vi, after those before it."""
    return any(
        state.has_run
        for states in _states_after_keys(before, keys, may_begin_in_line=may_begin_in_line)
        for state in states
    )


def only_edits(program: str, before: Sequence[str], keys: Sequence[str]) -> bool:
    """Return whether keys only edit in an editor that runs in a terminal: they neither run a command nor end it.

    The last key may end it; what comes after that may reach a shell. Any key that isn't known here may do either.
    """
    pressed = (*before, *keys)
    earlier = pressed[:-1]
    last = pressed[-1]
    if is_name_of(program, NANO):
        return all(map(_is_plain_in_nano, earlier)) and (last == "ctrl+x" or _is_plain_in_nano(last))
    are_known = all(_is_plain(key) or key in _PLAIN_CHORDS_OF_VI or key == ESCAPE for key in pressed)
    ends = any(_ENDS_VI.search(line) for line, _ in _ended_lines((), earlier)) or _LEAVES_VI.search("".join(earlier))
    # A person may have begun a line of commands, or keys from long ago may have.
    return are_known and not ends and not runs_command(before, keys, may_begin_in_line=True)


def name_saved(before: Sequence[str], keys: Sequence[str]) -> str:
    """Return the name that was typed in nano for the file to save, where one of the keys ends it; else empty."""
    name = ""
    is_asked = False
    for number, key in enumerate((*before, *keys)):
        if key == "ctrl+o":
            name = ""
            is_asked = True
        elif key == ENTER and is_asked:
            if number >= len(before):
                return name
            is_asked = False
        elif key == "backspace":
            name = name[:-1]
        elif len(key) == 1:
            name += key
    return ""


def _is_plain_in_nano(key: str) -> bool:
    return _is_plain(key) or key in _PLAIN_CHORDS_OF_NANO


def _is_plain(key: str) -> bool:
    """Return whether a key enters a character, or moves the caret."""
    return (len(key) == 1 and key.isprintable()) or key in _PLAIN_KEYS


def pasted_register(before: Sequence[str], keys: Sequence[str]) -> str:
    """Return the register that the keys may paste in vi, of + for the clipboard and * for the selection; else empty."""
    states = (state for after in _states_after_keys(before, keys, may_begin_in_line=False) for state in after)
    return max((state.pasted for state in states), default="")


def keys_before_text(before: Sequence[str], text: str) -> int:
    """Return how many characters of a text are keys for vi; it inserts the rest, which may then go in at once.

    `before` are the keys that were given to it. The mode is known only after Escape. Elsewhere a text does least harm
    where it is inserted, but for lines that begin with a colon, and a first letter that begins to insert: as keys they
    come to the same where vi inserts them.
    """
    if _BEGINS_WITH_COLON.search(text) and not _INDENTED.search(text):
        return len(text)
    since_escape = before[max((at for at, key in enumerate(before) if key == ESCAPE), default=len(before)) :]
    start = [*_states_after_keys((), since_escape, may_begin_in_line=False)]
    if not start or _may_insert(start[-1]):
        return int(text[:1] in _INSERTING)
    after = _states_after_keys(since_escape, keys_of(Type(text)), may_begin_in_line=False)
    return next((count for count, states in enumerate(after, 1) if _may_insert(states)), len(text))


def _may_insert(states: Iterable[_State]) -> bool:
    return any(state.mode is _Mode.INSERT for state in states)


def ends_command(before: Sequence[str], keys: Sequence[str], *, is_editor: bool) -> bool:
    """Return whether one of the keys is a Return after a line that looks like a command of any such program."""
    pattern = _COMMAND if is_editor else _COMMAND_ANYWHERE
    return any(
        pattern.match(line) and (is_edited or not _PLAIN_COMMAND.fullmatch(line))
        for line, is_edited in _ended_lines(before, keys)
    )


def may_be_command_line(lines: Sequence[ReadLine]) -> bool:
    """Return whether the lowest row of an editor's window may be a command that is being typed, or can't be read."""
    lowest = max((line.box.middle.y for line in lines), default=None)
    row = [line.text.strip() for line in lines if lowest is not None and line.box.bottom > lowest]
    return not row or not all(map(_STATUS.match, row))


def _vi_key(names: Sequence[str]) -> str:
    """Return a key with its modifiers as vi takes it."""
    *modifiers, key = names
    if is_return(names):
        return ENTER
    if {"ctrl", "alt", "super"} & {*modifiers}:
        chord = "+".join((*modifiers, key.lower()))
        return _BY_CHORD.get(chord, chord)
    if len(key) > 1:
        chord = "+".join((*modifiers, key))
        return " " if key == "space" else _BY_CHORD.get(chord, key)
    is_sign = "altgr" in modifiers or ("shift" in modifiers and key in US_SHIFTED.values())
    if is_sign:
        return ANY_SIGN
    return key.upper() if "shift" in modifiers else key


def _ended_lines(before: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the lines that one of the keys ends, each with whether other keys may have changed it."""
    line = ""
    is_edited = False
    for number, key in enumerate((*before, *keys)):
        if key in {ENTER, ESCAPE}:
            if key == ENTER and number >= len(before):
                yield line, is_edited
            line = ""
            is_edited = False
        elif key == ANY_SIGN:
            line += "" if line.strip() else ":"
            is_edited = True
        elif len(key) == 1:
            line += key
        elif key == "backspace":
            line = line[:-1]
        elif key not in {POINTER, *MODIFIERS}:
            is_edited = True


def _states_after_keys(
    before: Sequence[str], keys: Sequence[str], *, may_begin_in_line: bool
) -> Iterator[frozenset[_State]]:
    """Yield the possible states after each of the keys."""
    states = frozenset({_COMMANDS, _INSERTS, *([_UNKNOWN_LINE] if may_begin_in_line else [])})
    for number, key in enumerate((*before, *keys)):
        states = frozenset(after for state in states for after in _states_after_key(state, key))
        if number >= len(before):
            yield states


def _states_after_key(state: _State, key: str) -> Iterator[_State]:
    """Yield the states that a key may lead to."""
    state = replace(state, has_run=False, pasted="")
    if key in {POINTER, *MODIFIERS}:
        yield state
    elif state.mode in {_Mode.WINDOW, _Mode.LINES}:
        yield from _states_in_line_mode(state, key)
    elif key in {ESCAPE, "ctrl+c"}:
        yield _COMMANDS
    elif state.mode is _Mode.LINE:
        yield from _states_while_typing_line(state, key)
    elif state.mode is _Mode.INSERT:
        yield from _states_while_inserting(state, key)
    else:
        yield from _states_in_command_mode(state, key)


def _states_in_line_mode(state: _State, key: str) -> Iterator[_State]:
    """Yield the states after a key where Return runs a line, whatever other keys have made of it."""
    if key == ENTER:
        yield replace(_COMMANDS, has_run=True)
    if key == "ctrl+c" and state.mode is _Mode.WINDOW:  # its line goes on below
        yield _UNKNOWN_LINE
    elif key != ENTER or state.mode is _Mode.LINES:
        yield state


def _states_while_inserting(state: _State, key: str) -> Iterator[_State]:
    """Yield the states after a key while text is inserted."""
    if state.next is _KeyUse.REGISTER:
        is_expression = key in {"=", ANY_SIGN}
        yield replace(_INSERTS, pasted=_clipboard_register(key))
        if is_expression:
            yield _State(_Mode.LINE, line="=", operator="c")
    elif state.next is _KeyUse.LITERAL:
        yield _INSERTS
    elif key in {"ctrl+r", "ctrl+v", "ctrl+q"}:
        yield replace(_INSERTS, next=_KeyUse.REGISTER if key == "ctrl+r" else _KeyUse.LITERAL)
    elif key in {"ctrl+o", "ctrl+\\"}:  # one command, and then text again
        yield _COMMANDS
        yield _INSERTS
    else:
        yield _INSERTS


def _states_while_typing_line(state: _State, key: str) -> Iterator[_State]:
    """Yield the states after a key while a line is typed at the lower edge."""
    line = state.line
    plain = replace(state, next=_KeyUse.KEY)
    if state.next is _KeyUse.LITERAL:
        yield replace(plain, is_line_known=False)
    elif state.next is _KeyUse.REGISTER:
        is_expression = key in {"=", ANY_SIGN}
        yield replace(plain, line="=" if is_expression else line, is_line_known=False, pasted=_clipboard_register(key))
    elif key == ENTER:
        is_search = line[:1] in {"/", "?"}
        is_plain = state.is_line_known and _PLAIN_COMMAND.fullmatch(line) is not None
        after = replace(_COMMANDS, has_run=not (is_search or is_plain))
        yield after
        if state.operator == "c":
            yield replace(_INSERTS, has_run=after.has_run)
    elif key == "backspace":
        yield replace(plain, line=line[:-1] or line)
        if len(line) == 1:
            yield _COMMANDS
    elif key == "ctrl+f":
        yield _WINDOW
    elif key in {"ctrl+r", "ctrl+v", "ctrl+q"}:
        yield replace(plain, next=_KeyUse.REGISTER if key == "ctrl+r" else _KeyUse.LITERAL)
    elif len(key) == 1 and len(line) < _LONGEST_LINE:
        yield replace(plain, line=line + key)
    else:
        yield replace(plain, is_line_known=False)


def _states_in_command_mode(state: _State, key: str) -> Iterator[_State]:
    """Yield the states after a key in the mode in which keys are commands."""
    match state.next:
        case _KeyUse.KEY:
            yield from _states_after_command(state, key)
        case _KeyUse.REGISTER:
            yield _State(_Mode.LINE, line="=") if key == "=" else replace(_COMMANDS, register=key)
        case _KeyUse.MACRO:
            yield replace(_COMMANDS, has_run=len(key) == 1 or key == ANY_SIGN)
        case _KeyUse.RECORDING:
            yield _WINDOW if key in {*_BEGINS_LINE, ANY_SIGN} else _COMMANDS
        case _KeyUse.AFTER_G:
            yield _state_after_g(state, key)
        case _KeyUse.MOTION if key.isdigit():
            yield state
        case _KeyUse.MOTION if key in _BEGINS_LINE - {"!"}:
            yield _State(_Mode.LINE, line=key, operator=state.operator)
        case _KeyUse.MOTION if key in _CHARACTERS_OF_MOTION:
            yield replace(state, next=_KeyUse.CHARACTER_OF_MOTION)
        case _KeyUse.MOTION | _KeyUse.CHARACTER_OF_MOTION:
            yield _INSERTS if state.operator == "c" else _COMMANDS
        case _:
            yield _COMMANDS


def _states_after_command(state: _State, key: str) -> Iterator[_State]:
    """Yield the states after a key that begins a command."""
    if key in _INSERTING:
        yield _INSERTS
    elif key in _BEGINS_LINE:
        yield _State(_Mode.LINE, line=key)
    elif key == "Q":  # the mode for lines, or a command that formats
        yield _LINES
        yield _COMMANDS
    elif key == ANY_SIGN:
        yield _COMMANDS
        yield _State(_Mode.LINE, line=":")
        yield replace(_COMMANDS, next=_KeyUse.REGISTER)
        yield replace(_COMMANDS, next=_KeyUse.MACRO)
    elif key in _NEXT:
        yield replace(state, next=_NEXT[key], operator=key if key in _OPERATORS else "")
    elif key.isdigit():
        yield state
    else:
        yield replace(_COMMANDS, pasted=_clipboard_register(state.register) if key in _PUTS else "")


def _state_after_g(state: _State, key: str) -> _State:
    if key in {"i", "I", "R"}:
        return _INSERTS
    if key in _OPERATORS_AFTER_G:
        return replace(_COMMANDS, next=_KeyUse.MOTION, operator="g")
    if key == "Q":
        return _LINES
    pasted = _clipboard_register(state.register) if key in _PUTS else ""
    return replace(_COMMANDS, has_run=key in _OPENS_PROGRAM_AFTER_G, pasted=pasted)


def _clipboard_register(register: str) -> str:
    """Return the name of a register that is or may be the clipboard's or the selection's; else empty."""
    if register == ANY_SIGN:
        return "+"
    return register if register in _CLIPBOARDS else ""
