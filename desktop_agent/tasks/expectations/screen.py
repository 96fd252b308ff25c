"""Checks expectations about the screen: by a new picture, by accessibility and by text recognition."""

from __future__ import annotations

import unicodedata

from desktop_agent.core.actions.describe import kind_of
from desktop_agent.core.controls.locator import called
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.pictures import Frame, Window
from desktop_agent.core.texts.message import Message, foreign, plural
from desktop_agent.run.act.visibility import windows_seen
from desktop_agent.run.inquiry import rows
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.tasks.expectations.files import Finding, met, unmet
from desktop_agent.tasks.expectations.kinds import (
    ControlWord,
    ExpectedAddress,
    ExpectedClipboard,
    ExpectedControl,
    ExpectedOnScreen,
    ExpectedWindow,
)

_LONGEST = 120
_TURNED = frozenset({
    *(Role.CHECK_BOX, Role.RADIO_BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.SWITCH),
})  # fmt: skip
_NOT = {"unchecked": "checked", "unselected": "selected", "collapsed": "expanded", "enabled": "disabled"}
_NO_WINDOWS = Message("no window in the screenshot could be identified")


class ScreenLook:
    """Looks at one picture."""

    def __init__(self, surroundings: ScreenSurroundings, frame: Frame) -> None:
        self._surroundings = surroundings
        self._frame = frame
        self._windows = tuple(window for window, _ in windows_seen(frame, surroundings))

    async def window(self, expected: ExpectedWindow) -> Finding:
        """Return whether a window has this in its title."""
        title = _plain(expected.title)
        match = next((window for window in self._windows if title in _plain(window.title)), None)
        if match is not None:
            return met(Message("the window “{title}” is shown", title=_name(match)))
        titles = ", ".join(f"“{_name(window)}”" for window in self._windows)
        return unmet(Message("shown are {titles}", titles=titles) if titles else _NO_WINDOWS)

    async def text(self, expected: ExpectedOnScreen) -> Finding:
        """Return whether a window shows a text."""
        text = _plain(expected.text)
        for window in self._windows:
            lines = await self._surroundings.texts(self._frame, window.id)
            if text in _plain(" ".join(rows(lines))):
                return met(Message("the window “{title}” shows it", title=_name(window)))
        if not self._windows:
            return unmet(_NO_WINDOWS)
        return unmet(Message("no window in the screenshot shows it"))

    async def control(self, expected: ExpectedControl) -> Finding:
        """Return whether the controls of a name are in a state."""
        controls = list[ShownControl]()
        for window in self._windows:
            controls += await self._surroundings.controls(self._frame, window.id)
        matches = called(expected.name, [control for control in controls if _may_be(control, expected.state)])
        if not matches:
            return unmet(Message("no visible control with this name can have this state"))
        count = sum(_is(control, expected.state) for control in matches)
        evidence = plural(
            "{count} of {all} such controls is so",
            "{count} of {all} such controls are so",
            count=count,
            all=len(matches),
        )
        return Finding(count == len(matches), evidence)

    async def address(self, expected: ExpectedAddress) -> Finding:
        """Return whether a browser shows the page at an address."""
        addresses = [
            address for window in self._windows if (address := await self._surroundings.address(self._frame, window.id))
        ]
        if not addresses:
            return unmet(Message("no program reports which page is open"))
        match = next((address for address in addresses if _is_at(address, expected.address)), "")
        address_text = foreign(match or ", ".join(addresses), _LONGEST)
        return Finding(bool(match), Message("the page shown is {address}", address=address_text))

    async def clipboard(self, expected: ExpectedClipboard) -> Finding:
        """Return whether the clipboard holds a text; the evidence does not contain other text, which is private."""
        copied = await self._surroundings.copied()
        if copied is None:
            return unmet(Message("it contains no text, or its program doesn't share it"))
        if copied.text == expected.text:
            return met(Message("it contains this text"))
        return unmet(Message("it contains different text"))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _name(window: Window) -> str:
    return foreign(window.title or window.app, _LONGEST)


def _may_be(control: ShownControl, state: ControlWord) -> bool:
    if state in {"checked", "unchecked"}:
        return control.role in _TURNED
    return bool(kind_of(control.role))


def _is(control: ShownControl, state: ControlWord) -> bool:
    if (opposite := _NOT.get(state)) is not None:
        return opposite not in control.states
    return state in control.states


def _is_at(page: str, address: str) -> bool:
    """Compare addresses; a slash at the end of one counts for nothing."""
    prefix = address.removesuffix("*")
    begins = address.endswith("*")
    if "://" not in prefix and not prefix.startswith(("about:", "data:", "file:")):
        page = page.partition("://")[2]
    return page.startswith(prefix) if begins else page.rstrip("/") == prefix.rstrip("/")
