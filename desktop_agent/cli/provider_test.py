"""One test of a provider from the command line: what it costs, each check as it is done, and what is written down."""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop_agent.app import paths
from desktop_agent.cli import terminal
from desktop_agent.cli.prompt.confirm import confirmed
from desktop_agent.core.describe import visible
from desktop_agent.core.errors import DesktopAgentError, SettingsError

if TYPE_CHECKING:
    from rich.status import Status

    from desktop_agent.app.provider import Provider
    from desktop_agent.probe.check import ProbeCheck
    from desktop_agent.settings import Settings

# Without any of these there is nothing to keep but flags that somebody tried.
_FOUND = frozenset({"coordinates", "stream", "chain", "picture"})
_NAME, _STATE = 12, 11  # characters


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person has said beforehand: spend the money, write what is found, print for a program."""

    yes: bool
    write: bool
    as_json: bool


@dataclass(slots=True)
class CheckPrinter:
    """Takes the checks and shows each as it comes; while one is being made, a terminal says which."""

    as_json: bool
    status: Status | None
    checks: list[ProbeCheck] = field(default_factory=list)

    def tell(self, check: ProbeCheck) -> None:
        """Take one check."""
        self.checks.append(check)
        if self.as_json:
            return
        if self.status is not None:
            self.status.stop()
        _say(check)

    def doing(self, what: str) -> None:
        """Show what is being looked at."""
        if self.status is not None:
            self.status.update(f"{what[:1].upper()}{what[1:]}…")
            self.status.start()


def try_out(settings: Settings, meant: Provider, wishes: Wishes) -> int:
    """Test a provider and return the exit code; SettingsError where nobody has agreed to what it costs."""
    from desktop_agent.app.provider import caps_of, patience_of
    from desktop_agent.probe.changes import changes, passed
    from desktop_agent.probe.start import ProviderProbe

    if not _agreed(meant, wishes):
        terminal.warn("Nothing was asked.")
        return 1
    with _status(wishes) as status:
        told = CheckPrinter(wishes.as_json, status)
        bounds = patience_of(settings), caps_of(settings)
        found = ProviderProbe(meant, told.tell, told.doing, *bounds, settings.network.allow_http).run()
    changed = changes(meant, found) if found.requests else {}
    written = changed if changed and _written(meant, changed, wishes) else {}
    code = 0 if passed(told.checks, written) else 1
    if wishes.as_json:
        terminal.say_json(
            {
                "provider": meant.profile.name,
                "base_url": "started here" if meant.embedded else meant.base_url,
                "dialect": meant.dialect,
                "model": meant.model,
                "checks": [asdict(check) for check in told.checks],
                "found": asdict(found),
                "changes": dict(changed),
                "written": bool(written),
                "exit_code": code,
            }
        )
    return code


def _agreed(meant: Provider, wishes: Wishes) -> bool:
    """Say what it costs, and ask, where it costs anything; on this computer it does not."""
    from desktop_agent.model.endpoint import needs_key

    if not needs_key(meant.base_url) or wishes.yes:
        return True
    said = f"This asks {urlsplit(meant.base_url).netloc} for {_cost(meant)}."
    answer = confirmed(f"{said} Go on?")
    if answer is None:
        raise SettingsError(said, "Nobody is at a terminal to agree: say so with --yes.")
    return answer


def _cost(meant: Provider) -> str:
    from desktop_agent.model.estimate import tokens_of_picture
    from desktop_agent.probe.marks import SIZE
    from desktop_agent.probe.suite import REQUESTS, TOKENS_AROUND, TOKENS_BACK

    price = meant.profile.price if meant.model == meant.profile.model else None
    told = "what that costs is not known here"
    if price is not None:
        read = REQUESTS * (tokens_of_picture(SIZE) + TOKENS_AROUND)
        cents = math.ceil(100 * price.of(read, REQUESTS * TOKENS_BACK))
        told = f"less than {cents / 100:.2f} USD"
    return f"about {REQUESTS} answers to a picture of {SIZE.width}x{SIZE.height} ({told})"


def _written(meant: Provider, changed: Mapping[str, object], wishes: Wishes) -> bool:
    """Write the findings into the profile where the person wants it."""
    from desktop_agent.settings.edit import set_values

    file, section = paths.places().config_file, f"providers.{meant.profile.name}"
    shown = ", ".join(f"{key} = {terminal.in_toml(value)}" for key, value in changed.items())
    if not wishes.write and not _FOUND & set(changed):
        return False
    if not wishes.write:
        answer = None if wishes.as_json else confirmed(f"Write {shown} under [{section}] in {file}?")
        if answer is None and not wishes.as_json:
            terminal.warn(f"Not written: {shown}. With --write it goes under [{section}] in {file}.")
        if not answer:
            return False
    set_values(file, {f"{section}.{key}": value for key, value in changed.items()})
    if not wishes.as_json:
        terminal.say(f"Written under [{section}] in {file}: {shown}.")
    return True


def _say(check: ProbeCheck) -> None:
    text = visible(str(DesktopAgentError(check.text, check.hint)), terminal.LONGEST_LINE)
    if sys.stdout.isatty():
        terminal.say(f"{check.name:<{_NAME}} {check.state:<{_STATE}} {text}", hang=_NAME + _STATE + 2)
    else:
        terminal.say(f"{check.name}\t{check.state}\t{text}")


@contextlib.contextmanager
def _status(wishes: Wishes) -> Iterator[Status | None]:
    if wishes.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status
