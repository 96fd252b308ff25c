"""A sample of the routes and of the harmless acts goes as it should.

The whole of it: `python -m tests.bench.routes` and the same with `--harmless`.
"""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.routes import is_wrong
from tests.hostile.routes.line import HARMLESS, HERE, every, read
from tests.hostile.routes.player import play

SAMPLE = {
    "in scope": (HERE, "in-scope", ("pages:4", "pages:48", "pages:51", "editors:2")),
    "none": (HERE, "none", ("pages:10",)),
    "harmless": (HARMLESS, "in-scope", ("editors:10",)),
}


@pytest.mark.slow(but=["none"])
@pytest.mark.parametrize(("folder", "scope", "places"), SAMPLE.values(), ids=SAMPLE)
def test_a_sampled_route_to_an_unapproved_effect_is_asked_about_or_refused(
    on_display: PrivateDisplay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    scope: str,
    places: tuple[str, ...],
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    monkeypatch.setenv("LANGUAGE", "en")
    lines = [line for line in read(every(folder)) if line.at in places]

    outcomes = play(lines, on_display, tmp_path / "scene", scope)

    assert len(outcomes) == len(places)
    assert [] == [(one.line.at, one.decided, one.missing) for one in outcomes if is_wrong(one)]
