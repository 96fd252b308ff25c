"""The report's own words for what the events say in code."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from desktop_agent.core.actions import Finish
from desktop_agent.core.events import Decided
from desktop_agent.core.mode import MODES
from desktop_agent.record.recording import RecordedProposal, RunStatus, TimeUse

STATUS: Mapping[RunStatus, tuple[str, str]] = {
    "completed": ("Completed", "ok"),
    "failed": ("Failed", "bad"),
    "stopped": ("Stopped", "warn"),
    "limit": ("Limit reached", "warn"),
    "blocked": ("Blocked", "warn"),
    "running": ("Still running when this page was made", "live"),
    "cut off": ("Cut off before its end", "warn"),
    "unreadable": ("Cannot be read", "bad"),
}
SPENT: Mapping[TimeUse, str] = {
    "model": "Waiting for the model",
    "person": "Waiting for a person",
    "act": "Acting",
    "settle": "Waiting for the screen",
    "own": "Looking, deciding, writing",
}
MODE_WORDS: Mapping[str, str] = {mode: f"{mode}: {does}" for mode, does in MODES.items()}
_SECOND_MS = 1000
_MINUTE_MS = 60 * _SECOND_MS
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def duration(ms: float) -> str:
    """Return a time as people write it."""
    if ms < _SECOND_MS:
        return f"{ms:.0f} ms"
    if ms < _MINUTE_MS:
        return f"{ms / _SECOND_MS:.1f} s"
    minutes, rest = divmod(int(ms), _MINUTE_MS)
    return f"{minutes} min {rest // _SECOND_MS:02d} s"


def money(cost: float | None) -> str:
    """Return US dollars with as many digits as they need."""
    if cost is None:
        return "unknown"
    exact = f"{cost:.4f}".rstrip("0")
    return f"${cost:.2f}" if cost >= 1 or len(exact) < len("0.01") else f"${exact}"


def address(url: str) -> str:
    """Return where something was sent, without a name, password or query that an address may carry."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = parts.hostname or ""
    here = " (on this computer)" if host in _LOOPBACK else ""
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{port}{parts.path}{here}"


def limits(values: Mapping[str, object]) -> str:
    """Return the limits of a run in one phrase."""
    steps, minutes, cost = (values.get(name) for name in ("steps", "minutes", "cost"))
    spent = f"${cost}" if isinstance(cost, int | float) else "no cost limit"
    return f"{_number(steps)} steps, {_number(minutes)} minutes, {spent}"


def verdict(decided: Decided) -> tuple[str, str]:
    """Return what was decided, by whom, under which rule, and the colour that goes with it."""
    if decided.by == "mode" and decided.verdict == "deny":
        return "Rehearsed only, not carried out", "muted"
    if decided.rule == "not-reached":
        return "Not reached, because an action before it was not done", "muted"
    done = {"allow": "Allowed", "deny": "Refused", "edit": "Changed", "stop": "Run stopped"}[decided.verdict]
    if decided.by == "human":
        done = {"allow": "Approved"}.get(decided.verdict, done)
    who = {"policy": "by the rules", "human": "by a person", "mode": "by the mode"}[decided.by]
    waited = f" after {duration(decided.waited_ms)}" if decided.waited_ms else ""
    colour = "ok" if decided.verdict == "allow" else "warn" if decided.verdict == "edit" else "bad"
    return f"{done} {who}{waited}", "muted" if decided.by == "policy" and colour == "ok" else colour


def outcome(proposal: RecordedProposal) -> tuple[str, str]:
    """Return what came of an action, and its colour; empty when the decision says all."""
    took = duration(proposal.duration_ms or 0)
    match proposal.outcome:
        case "done":
            return f"Done in {took}", "ok"
        case "failed":
            return f"Failed after {took}", "bad"
        case "unknown":
            return "Begun; the record does not say whether it was carried out", "warn"
        case "not done":
            told = proposal.decisions or isinstance(proposal.action, Finish)
            return ("", "") if told else ("Not carried out", "muted")


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else "no limit of"
