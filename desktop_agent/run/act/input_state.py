"""What the run's own input has left: held keys and buttons, typed text and where it stands, used windows.

A model that fills a sheet goes on in cells that its own text has changed: none of them is a control, and the pictures
differ. So the row is read in both pictures. What stands in the same place is the run's own work where it's the same
number in another format, a text that this answer has typed, the value of a formula that it has typed, or nothing any
more where a text of its own or a number was. All else in the row has to be what it was.

Text is put together from the actions that enter it: an address that is typed in two actions is judged as one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.actions.keys import MODIFIERS, is_return, main_key
from desktop_agent.core.controls.locator import folded, reads_as
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import Pasted, ReadLine, Target
from desktop_agent.core.pictures import Frame, Scene, ScreenPoint, Window
from desktop_agent.policy.editor import keys_of
from desktop_agent.policy.roles import BUTTONS

_NUMBER = re.compile(r"[-+(−]?\s?[^\w\s]{0,2}\s?(\d[\d.,'’ \u00a0\u202f]*)\s?(?:[^\w\s]|[^\W\d]{1,3})?\)?")
_BETWEEN_FIELDS = re.compile(r"[\t\n\r]")
_MOST_PIECES = 400


@dataclass(frozen=True, slots=True)
class OwnText:
    """What one answer has typed so far, field by field; `has_keys`: it has used the keyboard at all."""

    pieces: tuple[str, ...] = ()
    has_keys: bool = False

    def after(self, text: str | None) -> OwnText:
        """Return it after a text, or after other keys."""
        pieces = [piece.strip() for piece in _BETWEEN_FIELDS.split(text or "")]
        return OwnText((*self.pieces, *filter(None, pieces))[-_MOST_PIECES:], has_keys=True)

    def explains_row(self, before: Sequence[ReadLine], now: Sequence[ReadLine]) -> bool:
        """Return whether a row is what it was, but for what these keys explain; a row without words needs keys."""
        gone = [line for line in before if not any(_shares_place(line, other) for other in now)]
        pairs = [(" ".join(line.text for line in before if _shares_place(line, new)), new.text) for new in now]
        pairs += [(line.text, "") for line in gone]
        if not pairs:
            return self.has_keys
        return all(_reads_as(old, new) or self.explains(old, new) for old, new in pairs)

    def explains(self, before: str, now: str) -> bool:
        """Return whether these keys explain what is read at a place now and was read there before; empty for nothing.

        A label that was never typed is never explained, whatever was there before.
        """
        if not self.has_keys:
            return False
        was_data = not before or bool(values_of(before)) or self._has_typed(before)
        if not now:
            return was_data
        if self._has_typed(now) or values_of(now) & values_of(before):
            return True
        has_formula = any(piece.startswith("=") for piece in self.pieces)
        return has_formula and was_data and bool(values_of(now))

    def _has_typed(self, text: str) -> bool:
        """Return whether a text is one that was typed, or several that stand close to each other."""
        if any(_reads_as(piece, text) or values_of(piece) & values_of(text) for piece in self.pieces):
            return True
        rest = _plain(text)
        for piece in sorted(map(_plain, self.pieces), key=len, reverse=True):
            rest = rest.replace(piece, " ") if piece else rest
        return bool(text) and not rest.strip()


def values_of(text: str) -> frozenset[float]:
    """Return what a number may mean, with a comma or a point before its fraction; nothing for any other text."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return frozenset()
    digits = re.sub(r"['’ \u00a0\u202f]", "", match[1])
    spellings = {digits.replace(",", ""), digits.replace(".", "").replace(",", ".")}
    return frozenset(float(spelling) for spelling in spellings if spelling.count(".") <= 1)


def _plain(text: str) -> str:
    return folded(text).replace(" ", "")


def _reads_as(first: str, second: str) -> bool:
    return reads_as(folded(first), folded(second))


def _shares_place(first: ReadLine, second: ReadLine) -> bool:
    return first.box.x < second.box.right and second.box.x < first.box.right


_LONGEST = 100_000
_LEAVES = frozenset({"tab", "escape"})
_CLOSING = frozenset({"enter", "escape"})  # a dialog
_NOTHING = Target()
_MOST_KEYS = 4_000  # of one window; those before are forgotten, as if nothing were known of it
# What opens a menu, as AT-SPI calls it; empty where no program reports it.
_KNOWN_MENU_TITLES = frozenset({Role.MENU, Role.MENU_ITEM, Role.PUSH_BUTTON_MENU, Role.COMBO_BOX, Role.TOGGLE_BUTTON})
_MENU_TITLES = _KNOWN_MENU_TITLES | {""}
# These open a menu or a list, or do nothing.
_OPENING_KEYS = frozenset(
    {frozenset({"f10"}), frozenset({"shift", "f10"}), frozenset({"menu"}), frozenset({"alt", "down"})}
)
_CTRL_A = frozenset({"ctrl", "a"})
# Select all of a field, or go to the address bar, where all is selected: what is typed next replaces it.
_SELECTS_ALL = frozenset({_CTRL_A, frozenset({"ctrl", "l"}), frozenset({"alt", "d"}), frozenset({"f6"})})
_REMOVES = frozenset(frozenset(keys.split("+")) for keys in ("delete", "backspace", "ctrl+x", "shift+delete"))
_BRINGS_BACK = frozenset({frozenset({"ctrl", "z"}), frozenset({"ctrl", "v"})})


@dataclass(frozen=True, slots=True)
class HeldButton:
    """A button that is down: the point and the target of the press; `has_moved`: the pointer has, since."""

    at: ScreenPoint
    target: Target
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class MenuOpener:
    """An act that may have opened a menu: the picture that the model decided on, and in which window, if known."""

    action: Click | Press
    window: Window | None
    seen: Frame

    def has_opened(self, menu: int) -> bool:
        """Return whether a window was not there before the act."""
        return not self.seen.scene.has(menu)


class InputState:
    """The held keys and buttons, the typed text, and the changes of the screen by one answer of the model."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.typed = TypedText()
        self.has_acted = False  # by this answer, in a way that may be seen
        self.own_text = OwnText()  # of this answer
        self.was_asked = False  # a person, since the picture: their mouse may have lit what lies there, or left it
        self.pressed_at = 0.0  # when a button or a key was pressed last, in monotonic seconds
        self.used_windows: tuple[int, ...] = ()  # windows, by this answer
        self.opened: Frame | None = None  # the picture with the windows as they were once what was waited for was there
        self.newest: Frame | None = None  # the newest picture that this answer has had taken, or `opened`
        self.pointed_at = 0.0  # when that was last, in monotonic seconds
        self.pointer: ScreenPoint | None = None  # where this run has left it; None: a person may have moved it since
        self.last_window: Window | None = None  # in which this answer has pressed or typed last
        self.may_close = False  # that one is a dialog, and the last act is one by which dialogs close
        self.button: HeldButton | None = None
        self.openers: tuple[MenuOpener, ...] = ()  # the acts by which a menu may be open, from the first on
        self._keys_given: dict[int, tuple[str, ...]] = {}  # by window, since something else may have given it any

    @property
    def holds(self) -> bool:
        """Return whether any key or button is held."""
        return bool(self.keys) or self.button is not None

    def note(self, action: Action, pasted: Pasted | None, target: Target = _NOTHING, seen: Frame | None = None) -> None:
        """Note an action that was carried out on a target in a picture, and the content that it pasted."""
        self.typed = self.typed.after(action, self.keys, pasted)
        self.openers = _menu_openers(action, target, seen, self.openers)
        if isinstance(action, Click | Drag | HoldButton | Type | Press | HoldKey):
            self.last_window = target.window
            self.may_close = self.last_window is not None and self.last_window.dialog and _may_close(action, target)
        match action:
            case HoldKey(keys):
                self.keys = tuple(dict.fromkeys((*self.keys, *keys)))
            case ReleaseKey(keys):
                self.keys = tuple(key for key in self.keys if key not in keys)
            case HoldButton(at=at) if seen is not None:
                self.button = HeldButton(seen.viewport.to_screen(at), target)
            case ReleaseButton():
                self.button = None
            case Move() | Scroll() if self.button is not None:
                self.button = replace(self.button, has_moved=True)
            case _:
                pass

    def acts_that_opened(self, window: Window, scene: Scene) -> tuple[MenuOpener, ...]:
        """Return the acts that have opened a menu of a scene, each in a window that is there; none where unknown."""
        windows = [opener.window for opener in self.openers if opener.window is not None]
        menus = [*(each.id for each in windows[1:]), window.id]
        pairs = zip(self.openers, menus, strict=False)
        are_open = all(scene.has(menu) and opener.has_opened(menu) for opener, menu in pairs)
        return self.openers if are_open and windows and not windows[0].menu else ()

    def begin_answer(self) -> None:
        """Start a new answer: the model has seen the results of the last one."""
        self.has_acted = False
        self.own_text = OwnText()
        self.was_asked = False
        self.used_windows = ()
        self.opened = None
        self.newest = None
        self.last_window = None
        self.may_close = False

    def note_opened(self, now: Frame) -> None:
        """Note the end of a wait by the answer: keys are allowed in the window that has appeared."""
        self.opened = now
        self.newest = now
        self.pointed_at = time.monotonic()
        if now.scene.focus is not None:
            self.used_windows = (*self.used_windows, now.scene.focus)

    def note_picture(self, now: Frame) -> None:
        """Note a picture that was taken within the answer, in which a name is looked up."""
        self.newest = now

    def keys_given_to(self, window: Window | None) -> tuple[str, ...]:
        """Return the keys that the run has given to a window, as far as they are known in full."""
        return self._keys_given.get(window.id, ()) if window is not None else ()

    def forget_keys(self) -> None:
        """Forget the keys that were given to windows: others may have been given, or only a part of these."""
        self._keys_given.clear()

    def _note_keys(self, seen: Frame, part: Action) -> None:
        keys = keys_of(part, self.keys)
        points = points_of(part)[:1]
        window = seen.scene.window_at(seen.viewport.to_screen(points[0])) if points else seen.scene.focus
        if keys and window is not None:
            self._keys_given[window] = (*self._keys_given.get(window, ()), *keys)[-_MOST_KEYS:]

    def note_part(self, seen: Frame, part: Action) -> None:
        """Note a part of an action that was carried out: it explains changes of the screen from here on."""
        self._note_keys(seen, part)
        self.has_acted = self.has_acted or not isinstance(part, Wait | Look)
        if isinstance(part, Type | Press | HoldKey):
            is_shown = isinstance(part, Type) and not part.secret
            self.own_text = self.own_text.after(part.text if isinstance(part, Type) and is_shown else None)
        if not isinstance(part, Wait | Look | Move | ReleaseKey):
            self.pressed_at = time.monotonic()
        if points := points_of(part):
            self.pointer = seen.viewport.to_screen(points[-1])
        if isinstance(part, Click | HoldButton | Drag | Type):
            under = [seen.scene.window_at(seen.viewport.to_screen(at)) for at in points_of(part)[:1]]
            self.used_windows = (*self.used_windows, *(window for window in under if window is not None))
            self.pointed_at = self.pressed_at if under else self.pointed_at

    def note_release(self) -> None:
        """Note that all keys and buttons were released."""
        self.keys = ()
        self.button = None
        self.openers = ()
        self.pointer = None


def may_open_menu(action: Action, target: Target) -> bool:
    """Return whether an act may open a menu, a list or the like, as far as its program reports what it presses."""
    match action:
        case Click(button="left", count=1, keys=()):
            return target.role in _MENU_TITLES
        case Click(button="right", count=1, keys=()):
            return True
        case Press(keys):
            chord = frozenset(map(main_key, keys))
            return chord in _OPENING_KEYS or _pressed_role(chord, target) in _KNOWN_MENU_TITLES
        case _:
            return False


def _pressed_role(chord: frozenset[str], target: Target) -> str:
    """Return the role of what a chord presses, if known: the control that it names, or the one with the keyboard."""
    return target.role or (target.focus_role if chord == {"space"} or is_return(chord) else "")


def _menu_openers(
    action: Action, target: Target, seen: Frame | None, before: tuple[MenuOpener, ...]
) -> tuple[MenuOpener, ...]:
    """Return the acts that may have opened a menu: the last one outside of menus, and those inside since."""
    if isinstance(action, Wait | Look | Move):
        return before
    if not isinstance(action, Click | Press) or seen is None or not may_open_menu(action, target):
        return ()
    if target.window is None:
        # A press of what may be no menu is never repeated.
        is_unsure = isinstance(action, Click) and action.button == "left" and not target.role
        return () if is_unsure else (MenuOpener(action, None, seen),)
    return (*(before if target.window.menu else ()), MenuOpener(action, target.window, seen))


def _may_close(action: Action, target: Target) -> bool:
    """Return whether an action is a press of a button, or ends with a key, by which dialogs close."""
    match action:
        case Click():
            return target.role in BUTTONS
        case Press(keys):
            return not _CLOSING.isdisjoint(map(main_key, keys))
        case Type(text):
            return text.endswith("\n")
        case _:
            return False


@dataclass(frozen=True, slots=True)
class TypedText:
    """The text that the run has entered since the last click, Return, Tab or Escape, or since all was selected.

    No editor is simulated: after any other key the field may hold other text, which `edited` reports.
    """

    text: str = ""
    edited: bool = False
    all_selected: bool = False  # by Ctrl+A, just now
    emptied: bool = False  # all was selected and removed, and no text has been entered since

    def after(self, action: Action, held: tuple[str, ...] = (), pasted: Pasted | None = None) -> TypedText:
        """Return the text after an action that was carried out with keys held, and that pasted `pasted`."""
        if pasted is not None:
            return replace(self._with(pasted.text or ""), edited=self.edited or pasted.text is None)
        match action:
            case Type(text, at):
                return self._with(text) if at is None else TypedText(emptied=self.emptied).after(Type(text))
            case Press(keys) | HoldKey(keys):
                modifiers = {*held} & {*MODIFIERS}
                return self._after_keys(frozenset(map(main_key, (*modifiers, *keys))))
            case Click() | Drag() | HoldButton() | Navigate():
                return TypedText(emptied=self.emptied)
            case _:
                return self

    def _after_keys(self, chord: frozenset[str]) -> TypedText:
        plain = chord - {"shift"}
        if plain == {"space"}:
            char = " "
        elif len(plain) == 1:
            char = "".join(plain)
        else:
            char = ""
        if len(char) == 1:
            return self._with(char.upper() if "shift" in chord else char)
        if chord <= {*MODIFIERS}:
            return self
        if chord in _SELECTS_ALL or chord & _LEAVES or is_return(chord):
            return TypedText(all_selected=chord == _CTRL_A, emptied=self.emptied)
        removes_all = self.all_selected and chord in _REMOVES
        emptied = removes_all or (self.emptied and chord not in _BRINGS_BACK)
        return replace(self, edited=not removes_all, all_selected=False, emptied=emptied)

    def _with(self, text: str) -> TypedText:
        line = re.split(r"[\n\t]", self.text + text)[-1]  # Return and Tab leave the field
        return TypedText(line[-_LONGEST:], self.edited, emptied=self.emptied and not text.strip())
