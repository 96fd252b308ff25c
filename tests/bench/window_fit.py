"""How many windows of ours do not fit which screen: all sizes with all scales and languages, and large letters.

`python -m tests.bench.window_fit [FOLDER]` prints what is wrong with each case and counts; with a folder it keeps a
picture of each screen.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import product
from pathlib import Path

from desktop_agent.lib.paths import languages
from tests.fakes.languages import LONG
from tests.fakes.window_fit import DECIDE, DEMO_DECIDE, Shower, screen

SIZES = ((800, 600), (1024, 768), (1280, 720), (1366, 768), (1600, 1000), (1920, 1080))
LANGUAGES = (*languages(), LONG)
SCALES = (("1", 0), ("1.25", 0), ("1.5", 0), ("2", 0), ("1", 20))


def main(folder: Path | None) -> None:
    """Look at everything."""
    cases, wrong, kinds = 0, 0, Counter[str]()
    for size in SIZES:
        with screen(*size) as on:
            for (scale, font_px), language in product(SCALES, LANGUAGES):
                for group, decide in (("ui", DECIDE), *([("demo", DEMO_DECIDE)] if language == "en" else [])):
                    with Shower(on, group, scale, font_px, language) as shower:
                        for name, buttons in decide.items():
                            letters = ", large letters" if font_px else ""
                            case = f"{name}, {size[0]}x{size[1]} at {scale}, {language}{letters}"
                            keep = folder / f"{case}.png" if folder else None
                            found = shower.faults(name, buttons, keep)
                            cases, wrong = cases + 1, wrong + bool(found)
                            kinds.update(one.partition(" ")[0] for one in found)
                            print(*(f"{case}: {one}" for one in found), sep="\n", end="\n" if found else "")
    print(f"{cases} cases, {wrong} with faults: {dict(kinds)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
