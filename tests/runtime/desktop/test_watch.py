"""What is watched of the person's input, by where the run works."""

from collections.abc import Mapping

import pytest

from desktop_agent.core.presence import Presence
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.runtime.desktop import watch
from desktop_agent.settings import Settings
from tests.fakes.people.quiet_person import QuietPerson


@pytest.mark.parametrize("elsewhere", [False, True])
def test_neither_a_touch_nor_the_corner_is_for_a_run_that_works_elsewhere(
    monkeypatch: pytest.MonkeyPatch, *, elsewhere: bool
) -> None:
    asked = list[StopKeys]()

    def choose(_environment: Mapping[str, str], *, keys: StopKeys, **_how: object) -> Presence:
        asked.append(keys)
        return QuietPerson()

    monkeypatch.setattr(watch, "choose_presence", choose)
    watch.watch_person(Settings(), {}, runs_elsewhere=elsewhere)

    assert [(not elsewhere, not elsewhere)] == [(keys.touch, keys.corner) for keys in asked]
