"""Checks a run's expectations, each in bounded time; one that cannot be checked does not hold."""

from __future__ import annotations

import asyncio
import logging
import os
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from desktop_agent.core.actions.action import Invoke
from desktop_agent.core.actions.describe import kind_of
from desktop_agent.core.controls.locator import called
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Frame, Window
from desktop_agent.core.runs.events import ExpectationChecked
from desktop_agent.core.texts.message import Message, foreign, plural
from desktop_agent.desk.runs.desks import home_places
from desktop_agent.desk.visible_files import UnreadableFile
from desktop_agent.functions.catalogue import allowed_variables
from desktop_agent.functions.process import CommandOrder, run
from desktop_agent.lib.worker import Worker
from desktop_agent.run.act.visibility import windows_seen
from desktop_agent.run.end.expectations import command_call
from desktop_agent.run.inquiry import rows
from desktop_agent.runtime.desktop.own_desktop import Staged
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.tasks.expectations.expectation import (
    ControlWord,
    Expectation,
    ExpectedAddress,
    ExpectedCell,
    ExpectedClipboard,
    ExpectedCommand,
    ExpectedControl,
    ExpectedFile,
    ExpectedOnScreen,
    ExpectedWindow,
    read_expectation,
)
from desktop_agent.tasks.expectations.files import FileCheck, Finding, met, unmet

_Look = TypeVar("_Look")
_log = logging.getLogger(__name__)
WITHIN_S = 30.0  # for one of them
_LATE_S = (0.3, 0.7, 1.5)  # a program may still be writing what it has just been ordered to
_POLL_S = 0.005
_LONGEST_SHOWN = 200  # characters of what a command prints
_NEEDS_SESSION = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
_CHEAP = (ExpectedFile, ExpectedCell, ExpectedWindow, ExpectedOnScreen, ExpectedAddress, ExpectedClipboard)
_NOT_ALLOWED = Message("the person didn't allow the agent to know this")
_TOO_LATE = Message("it couldn't be checked within {seconds:g} s", seconds=WITHIN_S)


@dataclass(frozen=True, slots=True)
class _ParsedExpectation:
    """One expectation as written, and as parsed; or the reason why it cannot be checked."""

    words: str
    parsed: Expectation | str


def check_expectations(written: Sequence[str], environment: Mapping[str, str], *, on_desk: bool) -> None:
    """Raise SettingsError for an expectation that cannot be parsed, or is about a file hidden from every model."""
    places = home_places(environment)
    for text in written:
        expected = read_expectation(text)
        if on_desk and isinstance(expected, ExpectedCommand):
            raise SettingsError(
                Message(
                    "On a desk, a command can't be used to check whether the task is done, because "
                    "it would run outside the desk."
                ),
                Message('Expect a file instead, such as file:PATH contains "TEXT".'),
            )
        try:
            _note(expected, FileCheck(places, lambda path: path))
        except UnreadableFile as why:
            raise SettingsError(
                Message("The expectation “{words}” can't be checked: {why}.", words=text[:80], why=why.args[0]),
                Message("See: desktop-agent guide expectations"),
            ) from why


def is_off_screen(expected: Expectation | str, seen: Sequence[Path]) -> bool:
    """Return whether an expectation is about the clipboard, or about a file in none of the `seen` folders."""

    def sees(path: Path) -> bool:
        return any(path.resolve().is_relative_to(folder.resolve()) for folder in seen)

    match expected:
        case ExpectedFile(path, "equals", value):
            return not (sees(path) and sees(Path(value)))
        case ExpectedFile(path) | ExpectedCell(path):
            return not sees(path)
        case ExpectedClipboard():
            return True
        case _:
            return False


class RunExpectations:
    """The expectations of one run, with the state of their files at its beginning."""

    def __init__(
        self,
        written: Sequence[str],
        surroundings: ScreenSurroundings,
        environment: Mapping[str, str],
        staged: Staged | None = None,
        agent_sees: Sequence[Path] | None = None,
        *,
        late_s: Sequence[float] = _LATE_S,
    ) -> None:
        """`staged` returns the path of a desk's version of a file; without it there is no desk, and commands may run.

        `agent_sees` are the folders whose files may be checked for an agent's expectations; None for a person's, which
        may be about any file. A desk shows only the folders that were named for it.

        `late_s` are the waits (s) after which failed expectations are checked again.
        """
        self._late_s = late_s
        self._surroundings = surroundings
        self._environment = environment
        self._may_run = staged is None
        self._agent_sees = agent_sees if staged is None else None
        self._files = FileCheck(home_places(environment), staged or (lambda path: path))
        self._glances = dict[str, tuple[object, bool]]()  # the last look at each, and the state that it was about
        self._asked_about = set[str]()  # the person was asked about these; they are allowed unless `unlooked` in `add`
        self._all = [_ParsedExpectation(words, self._note_state(read_expectation(words))) for words in written]

    @property
    def is_empty(self) -> bool:
        """Return whether there are no expectations."""
        return not self._all

    @property
    def commands(self) -> tuple[Invoke, ...]:
        """Return the commands that a person has to confirm."""
        return tuple(
            command_call(expectation.parsed.command, _cwd())
            for expectation in self._all
            if isinstance(expectation.parsed, ExpectedCommand)
        )

    def off_screen(self, more: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the agent's expectations about the clipboard or files out of scope; those of `more`, if given."""
        known_reads = {expectation.words: expectation.parsed for expectation in self._all}
        reads = (
            {words: self._parse_addition(words) for words in more if words not in known_reads} if more else known_reads
        )
        off_screen = tuple(words for words, read in reads.items() if self._is_off_screen(read))
        self._asked_about.update(off_screen)
        return off_screen

    def add(self, written: Sequence[str], unlooked: Collection[str] = ()) -> None:
        """Add expectations during the run; commands and comparisons with the start are not possible any more."""
        known_words = {expectation.words for expectation in self._all}
        for words in written:
            if words not in known_words:
                self._all.append(
                    _ParsedExpectation(words, _NOT_ALLOWED if words in unlooked else self._parse_addition(words))
                )

    async def look(self, frame: Frame) -> tuple[ExpectationChecked, ...]:
        """Return the result of each expectation; those that fail are checked again a moment later, except commands."""
        screen = ScreenCheck(self._surroundings, frame)
        findings = [await self._check_in_time(expectation, screen) for expectation in self._all]
        for wait_s in self._late_s:
            late = [
                n
                for n, expectation in enumerate(self._all)
                if not findings[n].holds and _may_become_true(expectation.parsed)
            ]
            if not late:
                break
            await asyncio.sleep(wait_s)
            for n in late:
                findings[n] = await self._check_in_time(self._all[n], screen)
        return tuple(
            ExpectationChecked(expectation.words, finding.holds, finding.evidence)
            for expectation, finding in zip(self._all, findings, strict=True)
        )

    async def glance(self, frame: Frame, found: dict[str, bool]) -> None:
        """Note in `found` whether each cheap expectation holds; what can't have changed meanwhile isn't looked at."""
        screen = ScreenCheck(self._surroundings, frame)
        cheap = [expectation for expectation in self._all if isinstance(expectation.parsed, _CHEAP)]
        await asyncio.gather(*(self._check_quickly(expectation, screen, frame, found) for expectation in cheap))

    async def _check_quickly(
        self, expectation: _ParsedExpectation, screen: ScreenCheck, frame: Frame, found: dict[str, bool]
    ) -> None:
        expected = expectation.parsed
        state: object = None  # unknown, so that it is looked at each time
        if isinstance(expected, ExpectedFile | ExpectedCell):
            state = await _run_on_thread(partial(self._files.state, expected.path))
        elif isinstance(expected, ExpectedOnScreen | ExpectedAddress):
            state = frame.digest
        before = self._glances.get(expectation.words)
        if before is None or state is None or before[0] != state:
            before = state, (await self._check_in_time(expectation, screen)).holds
            self._glances[expectation.words] = before
        found[expectation.words] = before[1]

    def _is_off_screen(self, expected: Expectation | str) -> bool:
        return self._agent_sees is not None and is_off_screen(expected, self._agent_sees)

    def _note_state(self, expected: Expectation) -> Expectation | str:
        try:
            _note(expected, self._files)
        except UnreadableFile as why:
            return str(why.args[0])
        return expected

    def _parse_addition(self, words: str) -> Expectation | str:
        try:
            expected = read_expectation(words)
        except SettingsError as error:
            return error.message
        if isinstance(expected, ExpectedCommand):
            return Message("a command must be confirmed before the task begins")
        if isinstance(expected, ExpectedFile) and expected.test in {"changed", "equals"}:
            return Message("its state at the start isn't known")
        return self._note_state(expected)

    async def _check_in_time(self, expectation: _ParsedExpectation, screen: ScreenCheck) -> Finding:
        if isinstance(expectation.parsed, str):
            return unmet(expectation.parsed)
        # A link may lead elsewhere by now.
        if expectation.words not in self._asked_about and self._is_off_screen(expectation.parsed):
            return unmet(_NOT_ALLOWED)
        try:
            async with asyncio.timeout(WITHIN_S):
                return await self._check(expectation.parsed, screen)
        except TimeoutError:
            return unmet(_TOO_LATE)
        except Exception as error:  # noqa: BLE001 - whatever a file, a bus or a library does: it was not seen to hold
            _log.debug("an expectation", exc_info=True)
            return unmet(Message("it couldn't be checked: {error}", error=repr(error)[:_LONGEST_SHOWN]))

    async def _check(self, expected: Expectation, screen: ScreenCheck) -> Finding:
        match expected:
            case ExpectedFile(path):
                return await _run_on_thread(lambda: self._files.with_desk_note(path, self._files.file(expected)))
            case ExpectedCell(path):
                return await _run_on_thread(lambda: self._files.with_desk_note(path, self._files.cell(expected)))
            case ExpectedWindow():
                return await screen.window(expected)
            case ExpectedOnScreen():
                return await screen.text(expected)
            case ExpectedControl():
                return await screen.control(expected)
            case ExpectedAddress():
                return await screen.address(expected)
            case ExpectedClipboard():
                return await screen.clipboard(expected)
            case ExpectedCommand(command):
                return await self._run_command(command)

    async def _run_command(self, command: tuple[str, ...]) -> Finding:
        if not self._may_run:
            return unmet(Message("commands aren't run outside the desk"))
        order = CommandOrder(command[0], command, "", _cwd(), WITHIN_S, kind="command")
        ran = await run(order, allowed_variables(self._environment, _NEEDS_SESSION))
        printed = foreign(ran.error or ran.output, _LONGEST_SHOWN)
        return Finding(not ran.error, Message("the command output: {printed}", printed=printed))


async def _run_on_thread(look: Callable[[], _Look]) -> _Look:
    """Check on a thread that may be left hanging: a file may be on a disk that does not respond."""
    worker = Worker(look, "expectation")
    worker.start()
    while not worker.ended.is_set():  # noqa: ASYNC110 - set by another thread
        await asyncio.sleep(_POLL_S)
    return worker.result()


def _note(expected: Expectation, files: FileCheck) -> None:
    match expected:
        case ExpectedFile():
            files.note(expected)
        case ExpectedCell(path):
            files.check(path)
        case _:
            pass


def _may_become_true(expected: Expectation | str) -> bool:
    return isinstance(expected, ExpectedFile | ExpectedCell | ExpectedWindow | ExpectedClipboard)


def _cwd() -> str:
    return str(Path.cwd()) if os.access(".", os.R_OK) else str(Path.home())


_LONGEST = 120
_TURNED = frozenset({
    *(Role.CHECK_BOX, Role.RADIO_BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.SWITCH),
})  # fmt: skip
_NOT = {"unchecked": "checked", "unselected": "selected", "collapsed": "expanded", "enabled": "disabled"}
_NO_WINDOWS = Message("no window in the screenshot could be identified")


class ScreenCheck:
    """Looks at one picture."""

    def __init__(self, surroundings: ScreenSurroundings, frame: Frame) -> None:
        self._surroundings = surroundings
        self._frame = frame
        self._windows = tuple(window for window, _ in windows_seen(frame, surroundings))

    async def window(self, expected: ExpectedWindow) -> Finding:
        """Return whether a window has this in its title."""
        title = _normalised(expected.title)
        match = next((window for window in self._windows if title in _normalised(window.title)), None)
        if match is not None:
            return met(Message("the window “{title}” is shown", title=_name(match)))
        titles = ", ".join(f"“{_name(window)}”" for window in self._windows)
        return unmet(Message("shown are {titles}", titles=titles) if titles else _NO_WINDOWS)

    async def text(self, expected: ExpectedOnScreen) -> Finding:
        """Return whether a window shows a text."""
        text = _normalised(expected.text)
        for window in self._windows:
            lines = await self._surroundings.texts(self._frame, window.id)
            if text in _normalised(" ".join(rows(lines))):
                return met(Message("the window “{title}” shows it", title=_name(window)))
        if not self._windows:
            return unmet(_NO_WINDOWS)
        return unmet(Message("no window in the screenshot shows it"))

    async def control(self, expected: ExpectedControl) -> Finding:
        """Return whether the controls of a name are in a state."""
        controls = list[ShownControl]()
        for window in self._windows:
            controls += await self._surroundings.controls(self._frame, window.id)
        matches = called(expected.name, [control for control in controls if _can_be_in(control, expected.state)])
        if not matches:
            return unmet(Message("no visible control with this name can have this state"))
        count = sum(_is_in(control, expected.state) for control in matches)
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


def _normalised(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _name(window: Window) -> str:
    return foreign(window.title or window.app, _LONGEST)


def _can_be_in(control: ShownControl, state: ControlWord) -> bool:
    if state in {"checked", "unchecked"}:
        return control.role in _TURNED
    return bool(kind_of(control.role))


def _is_in(control: ShownControl, state: ControlWord) -> bool:
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
