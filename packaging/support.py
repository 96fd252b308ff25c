"""Write the guide's tables of promises on desktops, from what test runs left behind.

`python packaging/support.py [REPORT.xml ...]` reads reports of pytest (default: those that `packaging/night.sh` and
`packaging/setup.sh wayland` left in `.venv`), keeps what came of each promise on each desktop in `desktops.json`, and
writes the tables. A report may have some desktops alone, or some promises: the rest stays as it was.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "desktop_agent" / "guide" / "desktops.md"
DESKTOPS = Path(__file__).with_name("desktops.json")
# The tables of promises: on X11, and on Wayland. Each place has its part of `desktops.json`.
PROMISES = {
    "sessions": "<!-- Promises: written by packaging/support.py -->\n",
    "wayland": "<!-- Promises on Wayland: written by packaging/support.py -->\n",
}
WAYLAND = ("gnome", "kde", "labwc", "sway")
JOBS = ("sessions", *(f"wayland-{name}" for name in WAYLAND))
LEFT_OUT = "left out"
# How each promise ended on each desktop: an ending, and a count (“passed 7/7”) or a reason (“left out: no pictures”).
Promises = Mapping[str, Mapping[str, str]]


def main(arguments: list[str]) -> None:
    """Take in reports and write the tables."""
    left = [ROOT / ".venv" / f"report-of-{job}.xml" for job in JOBS]
    reports = [Path(one) for one in arguments] or [one for one in left if one.exists()]
    promises: dict[str, Promises] = json.loads(DESKTOPS.read_text("utf-8"))
    for report in reports:
        for place, reported in promises_in(report).items():
            promises[place] = merged(promises[place], reported)
    DESKTOPS.write_text(json.dumps(promises, indent=2, ensure_ascii=False) + "\n", "utf-8")
    page = GUIDE.read_text("utf-8")
    for place, begin in PROMISES.items():
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition("\n\n")
        page = f"{before}{begin}{desktops_table(promises[place])}\n{after}"
    GUIDE.write_text(page, "utf-8")


def promises_in(report: Path) -> Mapping[str, Promises]:
    """Return how each promise of each place ended on each desktop; a promise is called as its test is."""
    ends: dict[str, dict[str, dict[str, str]]] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - a report of our own
        home = case.get("classname", "")
        if home.startswith("tests.sessions."):
            place = "wayland" if home.startswith("tests.sessions.wayland.") else "sessions"
            test, _, desktop = case.get("name", "").rstrip("]").partition("[")
            promise = test.removeprefix("test_").replace("_", " ")
            ends.setdefault(place, {}).setdefault(promise, {})[desktop] = _ending_of(case)
    return ends


def _ending_of(case: ET.Element) -> str:
    """Return how a case ended: with the count that it has kept, or with the reason for which it was left out."""
    left_out = case.find("skipped")
    if left_out is not None:
        return f"{LEFT_OUT}: {left_out.get('message', '')}"
    ending = "passed" if case.find("failure") is None and case.find("error") is None else "failed"
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


def desktops_table(promises: Promises) -> str:
    """Return the table of promises on desktops."""
    tried = dict.fromkeys(desktop for ends in promises.values() for desktop in ends)
    desktops = sorted(tried, key=lambda name: WAYLAND.index(name) if name in WAYLAND else -1)
    rows = [[promise, *(_cell(ends.get(desktop, "")) for desktop in desktops)] for promise, ends in promises.items()]
    head = [["promise", *desktops], ["---"] * (len(desktops) + 1)]
    return "\n".join((*(f"| {' | '.join(row)} |" for row in head + rows), ""))


def _cell(end: str) -> str:
    if not end:
        return "not run"
    if end.startswith(LEFT_OUT):
        return f"not yet run: {end.removeprefix(f'{LEFT_OUT}: ')}"
    words = {"passed": "yes", "unsteady": "at the second try", "failed": "**no**"}
    ending, _, count = end.partition(" ")
    return f"{words[ending]} ({count})" if count else words[ending]


if __name__ == "__main__":
    main(sys.argv[1:])
