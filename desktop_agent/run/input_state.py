"""What the run's own input has left behind: what is held, the text typed into one field, and changes of the screen.

Text is put together piece by piece: an address is no other for being typed in two actions.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from desktop_agent.core.actions import (
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
from desktop_agent.core.decision import Pasted, Target
from desktop_agent.core.frame import Frame, Scene, Window
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.keys import is_return, main_key
from desktop_agent.core.role import Role

_LONGEST = 100_000
_ENDS = "\n\t"  # Return and Tab leave the field
_NAMED = {"space": " "}
_LEAVING = frozenset({"enter", "tab", "escape"})
_CLOSING = frozenset({"enter", "escape"})  # a dialog
_BUTTONS = frozenset({Role.PUSH_BUTTON, Role.BUTTON})
_NOTHING = Target()
# What opens a menu, as AT-SPI calls it; empty where no program tells.
_MENU_TITLES = frozenset({"", Role.MENU, Role.MENU_ITEM, Role.PUSH_BUTTON_MENU, Role.COMBO_BOX, Role.TOGGLE_BUTTON})
# Choose all that stands in a field, or go to the address bar, where it is chosen: what is typed next replaces it.
_CHOOSING = (frozenset({"ctrl", "l"}), frozenset({"ctrl", "a"}), frozenset({"alt", "d"}), frozenset({"f6"}))
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "altgr", "super"})
_COMMANDING = frozenset({"ctrl", "alt", "super"})
# Choose all, take away what is chosen, and bring something back in its place.
_ALL = frozenset({"ctrl", "a"})
_TAKING = tuple(frozenset(keys.split("+")) for keys in ("delete", "backspace", "ctrl+x", "shift+delete"))
_BRINGING = tuple(frozenset(keys.split("+")) for keys in ("ctrl+z", "ctrl+v", "ctrl+shift+v", "shift+insert"))


@dataclass(frozen=True, slots=True)
class HeldButton:
    """A button that is down: where it was pressed, and on what; `strayed`: the pointer has moved since."""

    at: ScreenPoint
    target: Target
    strayed: bool = False


@dataclass(frozen=True, slots=True)
class MenuOpener:
    """A click that may have opened a menu: in which window, and the picture that the model decided on."""

    click: Click
    window: Window
    seen: Frame

    def has_opened(self, menu: int) -> bool:
        """Tell whether a window was not there before the click."""
        return not self.seen.scene.has(menu)


class InputState:
    """What is held down, what was typed, and what one answer of the model did to the screen itself."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.typed = TypedText()
        self.whole = WholeText()
        self.has_acted = False  # by this answer, in a way that may be seen
        self.was_asked = False  # a person, since the picture: their mouse may have lit what lies there, or left it
        self.pressed_at = 0.0  # when a button or a key was pressed last, in monotonic seconds
        self.pressed_in: tuple[int, ...] = ()  # windows, by this answer
        self.came: Frame | None = None  # the picture with the windows as they were when what was waited for had come
        self.pointed_at = 0.0  # when that was last, in monotonic seconds
        self.pointer: ScreenPoint | None = None  # where this run has left it; None: a person may have moved it since
        self.last: Window | None = None  # in which this answer has pressed or typed last
        self.may_close = False  # that one is a dialog, and the last act is one by which dialogs close
        self.button: HeldButton | None = None
        self.openers: tuple[MenuOpener, ...] = ()  # the clicks by which a menu may be open, from the first on

    @property
    def holds(self) -> bool:
        """Tell whether any key or button is held."""
        return bool(self.keys) or self.button is not None

    def note(self, action: Action, pasted: Pasted | None, target: Target = _NOTHING, seen: Frame | None = None) -> None:
        """Take note of an action that was carried out on a target in a picture, and of what it has pasted."""
        self.typed.note(action, pasted)
        self.whole.note(action, self.keys)
        self.openers = _openers(action, target, seen, self.openers)
        if isinstance(action, Click | Drag | HoldButton | Type | Press | HoldKey):
            self.last = target.window
            self.may_close = self.last is not None and self.last.dialog and _may_close(action, target)
        match action:
            case HoldKey(keys):
                self.keys = tuple(dict.fromkeys((*self.keys, *keys)))
            case ReleaseKey(keys):
                self.keys = tuple(key for key in self.keys if key not in keys)
            case ReleaseButton():
                self.button = None
            case Move() | Scroll() if self.button is not None:
                self.button = replace(self.button, strayed=True)
            case _:
                pass

    def openers_of(self, window: Window, scene: Scene) -> tuple[MenuOpener, ...]:
        """Return the clicks that have opened a menu of a scene, each in a window that is there; none where unknown."""
        came = [*(one.window.id for one in self.openers[1:]), window.id]
        opened = all(scene.has(menu) and one.has_opened(menu) for one, menu in zip(self.openers, came, strict=False))
        return self.openers if opened and self.openers and not self.openers[0].window.menu else ()

    def note_press(self, at: ScreenPoint, target: Target) -> None:
        """Take note of a button that was pressed and is held: whatever moves the pointer now drags what is there."""
        self.button = HeldButton(at, target)

    def begin_answer(self) -> None:
        """Start on a new answer: the model has seen what came of the last one."""
        self.has_acted, self.was_asked, self.pressed_in, self.came = False, False, (), None
        self.last, self.may_close = None, False

    def note_came(self, now: Frame) -> None:
        """Take note that what the answer has waited for is there: keys may go into the window in which it came."""
        self.came, self.pointed_at = now, time.monotonic()
        if now.scene.focus is not None:
            self.pressed_in = (*self.pressed_in, now.scene.focus)

    def note_part(self, seen: Frame, part: Action) -> None:
        """Take note of what a part of an action that was carried out explains of the screen from here on."""
        self.has_acted = self.has_acted or not isinstance(part, Wait | Look)
        if not isinstance(part, Wait | Look | Move | ReleaseKey):
            self.pressed_at = time.monotonic()
        if points := points_of(part):
            self.pointer = seen.viewport.to_screen(points[-1])
        if isinstance(part, Click | HoldButton | Drag | Type):
            under = [seen.scene.window_at(seen.viewport.to_screen(at)) for at in points_of(part)[:1]]
            self.pressed_in = (*self.pressed_in, *(window for window in under if window is not None))
            self.pointed_at = self.pressed_at if under else self.pointed_at

    def note_release(self) -> None:
        """Take note that all keys and buttons were released."""
        self.keys, self.button, self.openers, self.pointer = (), None, (), None


def _openers(
    action: Action, target: Target, seen: Frame | None, before: tuple[MenuOpener, ...]
) -> tuple[MenuOpener, ...]:
    """Return the clicks that may have opened a menu: the last one outside of menus, and those inside since."""
    match action:
        case Wait() | Look() | Move():
            return before
        case Click(button=button, count=1, keys=()) if target.window is not None and seen is not None:
            if button == "right" or (button == "left" and target.role in _MENU_TITLES):
                return (*(before if target.window.menu else ()), MenuOpener(action, target.window, seen))
            return ()
        case _:
            return ()


def _may_close(action: Action, target: Target) -> bool:
    """Tell whether an action is a press of a button, or ends with a key, by which dialogs close."""
    match action:
        case Click():
            return target.role in _BUTTONS
        case Press(keys):
            return not _CLOSING.isdisjoint(map(main_key, keys))
        case Type(text):
            return text.endswith("\n")
        case _:
            return False


class WholeText:
    """Whether all that stood in a place was chosen and then taken away, and nothing has come there since."""

    def __init__(self) -> None:
        self._chosen = False
        self.is_gone = False

    def note(self, action: Action, held: tuple[str, ...] = ()) -> None:
        """Take note of an action that was carried out with keys that are held."""
        match action:
            case Press(keys) | HoldKey(keys):
                self._note_keys(frozenset(map(main_key, (*held, *keys))))
            case Type(text):
                self._chosen, self.is_gone = False, self.is_gone and not text.strip()
            case Click() | Drag() | HoldButton():
                self._chosen = False
            case _:
                pass

    def _note_keys(self, chord: frozenset[str]) -> None:
        if chord == _ALL:
            self._chosen = True
        elif chord in _TAKING:
            self._take()
        elif not chord <= _MODIFIERS:
            enters = not chord & _COMMANDING and any(len(key) == 1 for key in chord)
            self._chosen, self.is_gone = False, self.is_gone and not enters and chord not in _BRINGING

    def _take(self) -> None:
        self._chosen, self.is_gone = False, self._chosen or self.is_gone


class TypedText:
    """The text typed since the last click, Return, Tab or Escape, as far as it has not been replaced."""

    def __init__(self) -> None:
        self._text = ""
        self._chosen = False
        self._edited = False

    @property
    def text(self) -> str:
        """Return what a text that is typed next would be added to."""
        return "" if self._chosen else self._text

    @property
    def edited(self) -> bool:
        """Tell whether keys have moved in the field, or taken away what was not typed last."""
        return self._edited and not self._chosen

    def note(self, action: Action, pasted: Pasted | None = None) -> None:
        """Take note of an action that was carried out, and of what it has pasted."""
        if isinstance(action, Press | HoldKey):
            action = replace(action, keys=tuple(map(main_key, action.keys)))
        if isinstance(action, Press) and frozenset(action.keys) in _CHOOSING:
            self._chosen = True
            return
        if pasted is not None:
            self._add(pasted.text)
            return
        match action:
            case Type(text, at):
                self._text = self._text if at is None else ""
                self._add(text)
            case Press((key,)) | HoldKey((key,)) if key not in _MODIFIERS:
                self._key(key)
            case Press(("shift", key)) if len(key) == 1:
                self._add(key.upper())
            case Press(keys) if _LEAVING & {*keys} or is_return(keys):
                self._leave()
            case Click() | Drag() | HoldButton() | Navigate():
                self._leave()
            case Press():
                self._chosen, self._edited = False, True  # an arrow goes to one end of what is chosen
            case _:
                pass

    def _key(self, key: str) -> None:
        if key in {"backspace", "delete"} and self._chosen:
            self._leave()
        elif key == "backspace":
            self._text = self._text[:-1]
        elif key in _LEAVING:
            self._leave()
        elif len(key) == 1 or key in _NAMED:
            self._add(_NAMED.get(key, key))
        else:
            self._chosen, self._edited = False, True

    def _leave(self) -> None:
        self._text, self._chosen, self._edited = "", False, False

    def _add(self, text: str) -> None:
        self._edited = self._edited and not self._chosen
        last = max(text.rfind(end) for end in _ENDS)
        self._text = text[last + 1 :] if last >= 0 else (self.text + text)[-_LONGEST:]
        self._chosen = False
