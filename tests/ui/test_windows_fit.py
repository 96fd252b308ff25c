"""Every window of ours on screens from small to large, at every scale: the buttons that decide are on the screen.

Where they are is asked of the X server, and their pixels are looked for on the screen; a panel takes a part of it.
"""

from collections.abc import Iterator

import pytest

from tests.fakes.people.languages import LONG
from tests.fakes.windows.window_fit import DECIDE, DEMO_DECIDE, Screen, Shower, screen

pytestmark = [pytest.mark.screen, pytest.mark.slow]

SIZES = ((800, 600), (1366, 768), (1920, 1080))
# What each screen is looked at with: QT_SCALE_FACTOR, how many pixels high letters are (0 leaves them as they are), and
# the language; the longer ones say more of what fits.
SCALES = {
    (800, 600): (("1", 0, "de"), ("2", 0, "en"), ("1", 0, "fr")),
    (1366, 768): (("1", 20, "en"), ("1.5", 0, LONG)),
    (1920, 1080): (("2", 0, LONG), ("1.25", 0, "en")),
}
Look = tuple[str, int, str]
LOOKS = [
    pytest.param((size, look), id=f"{size[0]}x{size[1]}" + (f"-{number}" if number else ""))
    for size in SIZES
    for number, look in enumerate(SCALES[size])
]
FAMILIES = sorted({name.partition("-")[0] for name in DECIDE})


@pytest.fixture(scope="module", params=LOOKS)
def sized(request: pytest.FixtureRequest) -> Iterator[tuple[Screen, tuple[Look, ...]]]:
    size, look = request.param
    with screen(*size) as made:
        yield made, (look,)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_window_fits_its_screen(sized: tuple[Screen, tuple[Look, ...]], family: str) -> None:
    names = [name for name in DECIDE if name.partition("-")[0] == family]

    assert faults(*sized, "ui", {name: DECIDE[name] for name in names}) == {}


@pytest.mark.timeout(600)
def test_the_demo_form_fits_its_screen(sized: tuple[Screen, tuple[Look, ...]]) -> None:
    assert faults(*sized, "demo", DEMO_DECIDE) == {}


@pytest.mark.parametrize("language", ["en", "de"])
def test_after_a_run_six_steps_and_all_limits_are_seen_at_200_percent(language: str) -> None:
    with screen(1920, 1080) as low, Shower(low, "ui", "2", 0, language) as shower:
        ((rows, scrolls),) = shower.tables("console-ended")

    assert rows >= 6
    assert not scrolls  # so the limits, below the picture, are seen


def faults(on: Screen, scales: tuple[Look, ...], group: str, decide: dict[str, set[str]]) -> dict[str, list[str]]:
    found = {}
    for scale, font_px, language in scales:
        with Shower(on, group, scale, font_px, language) as shower:
            for name, buttons in decide.items():
                found[f"{name} at {scale}, {font_px} px, {language}"] = shower.faults(name, buttons)
    return {case: wrong for case, wrong in found.items() if wrong}
