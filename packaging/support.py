"""Write the guide's tables of where the program has been run, and of desktops, from what test runs left behind.

`python packaging/support.py [REPORT.xml ...]` reads reports of pytest (default: those that `packaging/setup.sh` left
in `.venv` for `test`, `changed`, `wayland`, `windows-test` and `deb-test`), keeps the counts in `support.json` and what
came of each promise on each desktop in `desktops.json`, and writes the tables. A row for which no report has anything
says “not yet run”; nothing here can say more than that of it. Of desktops a report may have some alone, or some
promises: the rest stays as it was.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "desktop_agent" / "guide" / "desktops.md"
RESULTS = Path(__file__).with_name("support.json")
DESKTOPS = Path(__file__).with_name("desktops.json")
PLACES = "<!-- Places: written by packaging/support.py -->\n"
# The tables of promises: on X11, and on Wayland. Each place has its report and its part of `desktops.json`.
PROMISES = {
    "sessions": "<!-- Promises: written by packaging/support.py -->\n",
    "wayland": "<!-- Promises on Wayland: written by packaging/support.py -->\n",
}
NEVER = "not yet run"
# A row for each place: its key, where it is, and what is done there. Keys are what `place_of` finds in a report.
ROWS = (
    ("plain", "Debian 12, no display", "everything without a screen; other people’s servers, files and programs"),
    (
        "display",
        "Debian 12, X11: Xvfb, openbox, the tray of tint2, Python 3.11",
        "everything in the README; mouse, keyboard and monitors are the virtual server’s own",
    ),
    (
        "sessions",
        (
            "X11, whole sessions on Xvfb: XFCE, MATE, LXQt, Cinnamon, KDE Plasma, LXDE, GNOME Flashback, i3, awesome, "
            "openbox, IceWM, Fluxbox"
        ),
        "the promises in the table below, as an ordinary user, with each desktop’s own programs",
    ),
    (
        "wayland",
        "Wayland, whole sessions of Debian 13, headless: GNOME 48, Plasma 6.3, labwc 0.8, sway 1.10",
        "the promises in the table of Wayland sessions below, as an ordinary user, by the desktop’s own dialog",
    ),
    (
        "sway",
        "Wayland: sway 1.7, headless",
        "pictures, windows, input, clipboard, stop keys, the demo; tasks in an editor, a terminal and a browser",
    ),
    (
        "mutter",
        "Wayland: GNOME’s mutter, headless",
        "`--approver none` alone: pictures, input, clipboard, stop; by night only, the portal’s own dialog",
    ),
    (
        "windows",
        "Windows: run under Wine 8.0, with CPython 3.11 for Windows",
        "before its input was rewritten: pictures, windows, input, keyring, a whole run in Notepad",
    ),
    (
        "debian12",
        "Debian 12, bare",
        "the package: installed, MCP, the demo, also on a side desk, purged; lintian finds no error",
    ),
    ("debian13", "Debian 13, bare", "the same, with Python 3.13"),
    ("ubuntu24.04", "Ubuntu 24.04, bare", "the same, with Python 3.12"),
    ("bundle", "Debian 12, bare, no Python", "the one-folder program: `doctor`, and the demo on Xvfb"),
    (
        "elsewhere",
        "graphics cards, high resolutions; real mice; Windows 10 and 11; macOS",
        "for forks: `packaging/workflows`, on hosted machines",
    ),
    (
        "vendors",
        (
            "Lightcone, OpenAI, Azure, Anthropic, Google, Amazon Bedrock, Vertex AI with a real key; Holo, Fara, "
            "UI-TARS, Qwen-VL with real weights; Cursor, VS Code"
        ),
        (
            "their SDKs and other people’s servers stand in; a script has driven Claude Code, Codex and "
            "[eleven more clients](mcp.md) here"
        ),
    ),
)  # fmt: skip
SESSIONS = ("gnome", "kde", "labwc", "sway")
JOBS = (
    "plain-tests",
    "promises",
    "tests-with-a-screen-or-a-program",
    "sessions",
    *(f"wayland-{name}" for name in SESSIONS),
    "windows-test",
    "debian12",
    "debian13",
    "ubuntu24.04",
    "bundle",
)
LEFT_OUT = "left out"
ENDINGS = ("passed", "unsteady", "failed", LEFT_OUT)
Counts = Mapping[str, Any]  # of each ending, and the day
# How each promise ended on each desktop: an ending, and a count (“passed 7/7”) or a reason (“left out: no pictures”).
Promises = Mapping[str, Mapping[str, str]]


def main(arguments: list[str]) -> None:
    """Take in reports and write the table."""
    left = [ROOT / ".venv" / f"report-of-{job}.xml" for job in JOBS]
    reports = [Path(one) for one in arguments] or [one for one in left if one.exists()]
    known: dict[str, Counts] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    promises: dict[str, Promises] = json.loads(DESKTOPS.read_text("utf-8"))
    found: dict[str, Counts] = {}
    for report in reports:
        counts = counts_in(report)
        if len(counts) == 1 and (place := next(iter(counts))) in PROMISES:
            promises[place] = merged(promises[place], promises_in(report))
            counts = {place: tally(promises[place]) | {"day": counts[place]["day"]}}
            found.pop(place, None)
        else:  # by day one desktop is tried, and that is not what the row tells
            counts.pop("sessions", None)
        found |= {place: _added(found.get(place), count) for place, count in counts.items()}
    known |= found
    kept = {key: known[key] for key, *_ in ROWS if key in known and known[key]["passed"]}
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    _write_table(PLACES, table(kept))
    DESKTOPS.write_text(json.dumps(promises, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for place, begin in PROMISES.items():
        _write_table(begin, desktops_table(promises[place]))


def _added(counts: Counts | None, more: Counts) -> Counts:
    """Return the counts of two reports of one place together."""
    if counts is None:
        return more
    return {name: counts[name] + more[name] for name in ENDINGS} | {"day": max(counts["day"], more["day"])}


def _write_table(begin: str, made: str) -> None:
    before, _, rest = GUIDE.read_text("utf-8").partition(begin)
    _, _, after = rest.partition("\n\n")
    GUIDE.write_text(f"{before}{begin}{made}\n{after}", "utf-8")


def counts_in(report: Path) -> dict[str, Counts]:
    """Return, by row, how many cases of a report passed, failed and were left out, and on which day."""
    counts: dict[str, Counter[str]] = {}
    day = ""
    for suite in ET.parse(report).iter("testsuite"):  # noqa: S314 - a report of our own
        day = suite.get("timestamp", "")[:10] or day
        for case in suite.iter("testcase"):
            counts.setdefault(place_of(case), Counter())[ending_of(case)] += 1
    return {place: {name: count[name] for name in ENDINGS} | {"day": day} for place, count in counts.items()}


def place_of(case: ET.Element) -> str:
    """Return the row that a case counts for."""
    home = case.get("classname", "")
    if home.startswith("place."):  # a report that no pytest wrote: of a whole system
        return home.removeprefix("place.")
    if home.startswith("tests.windows."):
        return "windows"
    if home.startswith("tests.sessions."):
        return "wayland" if home.startswith("tests.sessions.wayland.") else "sessions"
    return next((one.get("value", "") for one in case.iter("property") if one.get("name") == "session"), "plain")


def ending_of(case: ET.Element) -> str:
    """Return how a case ended."""
    tags = {part.tag for part in case}
    if tags & {"failure", "error"}:
        return "failed"
    return LEFT_OUT if "skipped" in tags else "passed"


def promises_in(report: Path) -> Promises:
    """Return how each promise ended in each desktop session; a promise is called as its test is."""
    ends: dict[str, dict[str, str]] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - a report of our own
        if place_of(case) in PROMISES:
            test, _, desktop = case.get("name", "").rstrip("]").partition("[")
            ends.setdefault(test.removeprefix("test_").replace("_", " "), {})[desktop] = _told_of(case)
    return ends


def _told_of(case: ET.Element) -> str:
    """Return how a case ended: with the count that it has kept, or with the reason for which it was left out."""
    ending = ending_of(case)
    if ending == LEFT_OUT:
        left_out = case.find("skipped")
        reason = "" if left_out is None else left_out.get("message", "")
        return f"{LEFT_OUT}: {reason}"
    count = next((one.get("value", "") for one in case.iter("property") if one.get("name") == "count"), "")
    return f"{ending} {count}".rstrip()


def merged(known: Promises, reported: Promises) -> Promises:
    """Return how each promise ended the last time on each desktop; what was left out now may have been tried before."""
    return {promise: _tried(known.get(promise, {}), reported.get(promise, {})) for promise in {**known, **reported}}


def _tried(known: Mapping[str, str], reported: Mapping[str, str]) -> Mapping[str, str]:
    left_out = {desktop: end for desktop, end in reported.items() if end.startswith(LEFT_OUT)}
    before = {desktop: end for desktop, end in known.items() if desktop not in reported or desktop in left_out}
    tried_before = {desktop: end for desktop, end in before.items() if not end.startswith(LEFT_OUT)}
    return {**before, **reported, **tried_before}


def tally(promises: Promises) -> dict[str, int | str]:
    """Return how often promises ended in each way."""
    ends = [end for of_desktops in promises.values() for end in of_desktops.values()]
    return {name: sum(end.startswith(name) for end in ends) for name in ENDINGS}


def desktops_table(promises: Promises) -> str:
    """Return the table of promises on desktops."""
    tried = dict.fromkeys(desktop for ends in promises.values() for desktop in ends)
    desktops = sorted(tried, key=lambda name: SESSIONS.index(name) if name in SESSIONS else -1)
    rows = [[promise, *(_cell(ends.get(desktop, "")) for desktop in desktops)] for promise, ends in promises.items()]
    head = [["promise", *desktops], ["---"] * (len(desktops) + 1)]
    return "\n".join((*(f"| {' | '.join(row)} |" for row in head + rows), ""))


def _cell(end: str) -> str:
    if not end:
        return "not run"
    if end.startswith(LEFT_OUT):
        return f"{NEVER}: {end.removeprefix(f'{LEFT_OUT}: ')}"
    words = {"passed": "yes", "unsteady": "at the second try", "failed": "**no**"}
    ending, _, count = end.partition(" ")
    return f"{words[ending]} ({count})" if count else words[ending]


def table(known: Mapping[str, Counts]) -> str:
    """Return the table."""
    lines = [f"| {where} | {what} | {result_of(known.get(key))} |" for key, where, what in ROWS]
    return "\n".join(("| where | what the tests do there | the last run |", "|---|---|---|", *lines, ""))


def result_of(counts: Counts | None) -> str:
    """Return how the last run of a row went, in words."""
    if counts is None or not counts["passed"]:
        return NEVER
    words = [
        f"{counts[name]:,} {'at the second try' if name == 'unsteady' else name}".replace(",", " ")
        for name in ENDINGS
        if counts.get(name)
    ]
    return f"{counts['day']}: {', '.join(words)}"


if __name__ == "__main__":
    main(sys.argv[1:])
