"""Measure and print: `python -m tests.bench.early [--half build|measure] [--only NAME] [--rounds N]`."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_signs, choose_windows
from tests.bench.early.applications import SUBJECTS, Act, Subject
from tests.bench.early.turns import EARLY, LOOKS, OURS, Fingers, Look, play

CALM_S = 2.5


def main() -> int:
    """Print the tables; 1 when one of our pictures was too early."""
    words = argparse.ArgumentParser()
    words.add_argument("--half", choices=("build", "measure"))
    words.add_argument("--only")
    words.add_argument("--rounds", type=int, default=3)
    asked = words.parse_args()
    chosen = [one for one in SUBJECTS if asked.half in {None, one.half} and asked.only in {None, one.name}]
    looks = [look for subject in chosen for look in _measured(subject, asked.rounds)]
    print(f"load {os.getloadavg()[0]:.1f}; median ms, pictures too early of all")
    _table(looks, "application", lambda look: f"{look.subject} ({look.half})")
    _table(looks, "kind", lambda look: look.kind)
    _table(looks, "half", lambda look: look.half)
    sent = [look for look in looks if look.who == EARLY]
    print(f"\n{EARLY}: {sum(look.withdrawn for look in sent)} of {len(sent)} pictures were sent once more")
    return int(any(look.early for look in looks if look.who in {OURS, EARLY}))


def _measured(subject: Subject, rounds: int) -> list[Look]:
    """Play all acts of an application, so many times."""
    looks = list[Look]()
    outside = dict(os.environ)
    with PrivateDisplay(1280, 800) as private, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.update(private.environment())
        try:
            with subject.started(private, Path(folder)) as acts:
                asyncio.run(_rounds(subject, acts, rounds, looks))
        except AssertionError as error:
            print(f"{subject.name}: {error}")  # it has not come up here
    os.environ.clear()
    os.environ.update(outside)
    return looks


async def _rounds(subject: Subject, acts: tuple[Act, ...], rounds: int, looks: list[Look]) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), signs=choose_signs())
    fingers = Fingers()
    await asyncio.sleep(CALM_S)
    for act in acts * rounds:
        judged, withdrawn, differs = await play(camera, fingers, act)
        told = {who: f"{wait:.0f}{'!' if early else ''}" for who, (wait, early) in judged.items()}
        print(f"{subject.name:<18}{act.kind:<24}{told} {withdrawn} {differs}", file=sys.stderr)
        again = {EARLY: withdrawn}
        looks += [Look(who, subject.name, subject.half, act.kind, *judged[who], again.get(who, 0)) for who in LOOKS]
    camera.close()


def _table(looks: Sequence[Look], what: str, group: Callable[[Look], str]) -> None:
    print(f"\n{what:<28}" + "".join(f"{who:>24}" for who in LOOKS))
    for name in [*dict.fromkeys(map(group, looks)), "all"]:
        cells = [[one for one in looks if one.who == who and name in {"all", group(one)}] for who in LOOKS]
        print(f"{name:<28}" + "".join(f"{_cell(some):>24}" for some in cells))


def _cell(looks: Sequence[Look]) -> str:
    early = sum(look.early for look in looks)
    return f"{median(look.wait_ms for look in looks):.0f} ms {early:>3} of {len(looks)}"


if __name__ == "__main__":
    sys.exit(main())
