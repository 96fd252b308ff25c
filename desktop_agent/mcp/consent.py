"""Asks the person before an agent's flags may allow more than the settings do, and remembers the yes.

An agent starts `mcp` itself, with flags of its own choice, so it could choose how freely it acts. Flags that go beyond
the person's settings are asked about: in the terminal where a person has started the program, else in a window at the
first session, since a client doesn't wait for an answer to its handshake. The yes is stored for exactly these flags.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.cli.terminal import changes_in_toml
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from desktop_agent.settings.confirmed import CONFIG, SavedSettings, widened
from desktop_agent.ui.qt.availability import why_no_window

if TYPE_CHECKING:
    from desktop_agent.mcp.sessions import McpJob
    from desktop_agent.run.ports import DeskOrder
    from desktop_agent.settings import Settings

_COMMAND = "desktop-agent mcp"
_WAITS = Message("The person is being asked whether these flags may count.")


@dataclass(frozen=True, slots=True)
class FlagConsent:
    """The person's consent to flags that go beyond the settings, one line each; without lines none is needed."""

    lines: tuple[str, ...]
    environment: Mapping[str, str]

    def at_start(self) -> None:
        """Ask at the terminal if a person has started this there; SettingsError where asking is never possible."""
        if not self._is_given() and (sys.stdin.isatty() or why_no_window(self.environment)):
            self._ask(at_terminal=sys.stdin.isatty())

    def at_session(self, job: McpJob) -> None:
        """Ask in a window before a session if there is no consent yet; SettingsError for a no."""
        if self._is_given():
            return
        job.waits_for = _WAITS
        try:
            self._ask(job=job)
        finally:
            job.waits_for = ""

    def give(self) -> None:
        """Store the person's yes."""
        self._saved().confirm("task", self._digest)

    def _ask(self, *, at_terminal: bool = False, job: McpJob | None = None) -> None:
        from desktop_agent.cli.approver import WIDENS, Widening, ask_agreement

        widening = Widening(WIDENS, self.lines, _COMMAND)
        is_given_up = (lambda: job.stopped_here) if job else (lambda: False)
        if not ask_agreement(widening, self.environment, at_terminal=at_terminal, is_given_up=is_given_up):
            raise SettingsError(Message("The person didn't agree to what the flags of “desktop-agent mcp” allow."))
        self.give()

    def _is_given(self) -> bool:
        return not self.lines or self._digest in self._saved().record().tasks

    def _saved(self) -> SavedSettings:
        return SavedSettings(places(self.environment).config)

    @property
    def _digest(self) -> str:
        return hashlib.sha256("\0".join(("mcp", *self.lines)).encode()).hexdigest()


def consent_to(settings: Settings, order: DeskOrder | None, environment: Mapping[str, str]) -> FlagConsent:
    """Return the consent that these settings of a server, and its desk, need.

    Environment variables count like flags: a client sets them for the server that it starts.
    """
    file = places(environment).config_file
    saved = load(file, {}, {}, SavedSettings(file.parent).record().texts.get(CONFIG, "")).settings
    lines = list(changes_in_toml(widened(saved, settings)))
    if order is not None:
        lines += [f"--desk-files: {folder}" for folder in order.folders]
        lines += [f"--desk-hosts: {host}" for host in order.hosts]
        lines += ["--receipt: accept"] if order.receipt == "accept" else []
    return FlagConsent(tuple(lines), environment)
