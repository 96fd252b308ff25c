"""The test of a provider on the command line: its cost, each check when it is made, and the saved changes."""

from __future__ import annotations

import contextlib
import math
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop_agent.cli import terminal
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.texts.message import Message, sentences, tr, visible
from desktop_agent.lib import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.status import Status

    from desktop_agent.doctor.probe import ProbeCheck
    from desktop_agent.runtime.provider.resolve import Provider
    from desktop_agent.settings import Settings

# Without any of these, only the tested flags could be saved.
_FOUND = frozenset({"coordinates", "stream", "chain", "picture"})
# characters
_NAME = 12
_STATE = 11


@dataclass(slots=True)
class CheckPrinter:
    """Prints each check when it is made; a terminal also shows the current step."""

    as_json: bool
    status: Status | None
    checks: list[ProbeCheck] = field(default_factory=list)

    def report(self, check: ProbeCheck) -> None:
        """Store a check and print it."""
        self.checks.append(check)
        if self.as_json:
            return
        if self.status is not None:
            self.status.stop()
        _print_check(check)

    def note_step(self, what: str) -> None:
        """Show the current step."""
        if self.status is not None:
            self.status.update(tr(Message("{what:capital}…", what=what)))
            self.status.start()


def probe_provider(settings: Settings, provider: Provider, *, yes: bool, write: bool, as_json: bool) -> int:
    """Test a provider and return the exit code; SettingsError if no terminal can ask for agreement to the cost."""
    from desktop_agent.doctor.probe import ProviderProbe, changes, passed

    if not _ask_about_cost(provider, yes=yes):
        terminal.warn(Message("Nothing was sent."))
        return 1
    with _status_line(as_json=as_json) as status:
        printer = CheckPrinter(as_json, status)
        findings = ProviderProbe(provider, printer.report, printer.note_step, settings.network.allow_http).run()
    changed = changes(provider, findings) if findings.requests else {}
    written = changed if changed and _offer_to_save(provider, changed, write=write, as_json=as_json) else {}
    code = 0 if passed(printer.checks, written) else 1
    if as_json:
        terminal.say_json(
            {
                "provider": provider.profile.name,
                "base_url": "started here" if provider.embedded else provider.base_url,
                "dialect": provider.dialect,
                "model": provider.model,
                "checks": [asdict(check) for check in printer.checks],
                "found": asdict(findings),
                "changes": dict(changed),
                "written": bool(written),
                "exit_code": code,
            }
        )
    return code


def _ask_about_cost(provider: Provider, *, yes: bool) -> bool:
    """Return whether the user agrees to the cost; a server on this computer costs nothing."""
    from desktop_agent.model.endpoint import needs_key

    if not needs_key(provider.base_url) or yes:
        return True
    what = Message(
        "This will request {provider} from {netloc}.",
        netloc=urlsplit(provider.base_url).netloc,
        provider=_cost_words(provider),
    )
    answer = _confirm(sentences(what, Message("Continue?")))
    if answer is None:
        raise SettingsError(what, Message("There is no terminal to prompt you in. Use --yes to agree."))
    return answer


def _cost_words(provider: Provider) -> str:
    from desktop_agent.doctor.probe import REQUESTS, TOKENS_AROUND, TOKENS_BACK
    from desktop_agent.model.coordinate_test import SIZE
    from desktop_agent.model.profile import tokens_of_picture

    price = provider.profile.price if provider.profile.is_for(provider.model) else None
    cost = Message("price unknown")
    if price is not None:
        tokens_read = REQUESTS * (tokens_of_picture(SIZE) + TOKENS_AROUND)
        cents = math.ceil(100 * price.of(tokens_read, REQUESTS * TOKENS_BACK))
        cost = Message("less than {part:.2f} USD", part=cents / 100)
    return Message(
        "about {requests} responses to a {width}x{height} image ({cost})",
        requests=REQUESTS,
        width=SIZE.width,
        height=SIZE.height,
        cost=cost,
    )


def _offer_to_save(provider: Provider, changed: Mapping[str, object], *, write: bool, as_json: bool) -> bool:
    """Save the findings to the profile if the user agrees; return whether they are saved."""
    from desktop_agent.settings.edit import set_values

    file = paths.places().config_file
    section = f"providers.{provider.profile.name}"
    assignments = ", ".join(f"{key} = {terminal.in_toml(value)}" for key, value in changed.items())
    if not write and not _FOUND & set(changed):
        return False
    if not write:
        answer = (
            None
            if as_json
            else _confirm(
                Message("Save {shown} under [{section}] in {file}?", shown=assignments, section=section, file=file)
            )
        )
        if answer is None and not as_json:
            terminal.warn(
                Message(
                    "Not saved: {shown}. Use --write to save it under [{section}] in {file}.",
                    shown=assignments,
                    section=section,
                    file=file,
                )
            )
        if not answer:
            return False
    set_values(file, {f"{section}.{key}": value for key, value in changed.items()})
    if not as_json:
        terminal.say(
            Message("Saved under [{section}] in {file}: {shown}.", section=section, file=file, shown=assignments)
        )
    return True


def _print_check(check: ProbeCheck) -> None:
    text = visible(str(DesktopAgentError(check.text, check.hint)), terminal.LONGEST_LINE)
    if sys.stdout.isatty():
        terminal.say(f"{check.name:<{_NAME}} {check.state:<{_STATE}} {text}", hang=_NAME + _STATE + 2)
    else:
        terminal.say(f"{check.name}\t{check.state}\t{text}")


@contextlib.contextmanager
def _status_line(*, as_json: bool) -> Iterator[Status | None]:
    if as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status


def _confirm(question: str) -> bool | None:
    """Ask at the terminal; return None without a terminal."""
    return terminal.read_yes(question) if sys.stdin.isatty() and sys.stderr.isatty() else None
