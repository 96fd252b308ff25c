"""Set times by a real systemd whose clock is set: changes of the clock, sleep, locks and runs that are killed."""

import pytest

from tests.bench.schedule import play
from tests.fakes.set_clock import why_no_clock
from tests.fakes.user_systemd import why_no_systemd

pytestmark = pytest.mark.skipif(
    bool(why_no_clock() or why_no_systemd()), reason=why_no_clock() or why_no_systemd() or "both are here"
)


@pytest.mark.parametrize("days", [3, 7])
def test_each_set_time_has_one_run_and_none_on_a_locked_screen(days: int) -> None:
    due = play(days)

    assert {one.fate for one in due} >= ({"run", "kill"} if days < 7 else {"sleep", "off", "lock", "power cut"})
    assert [one for one in due if one.runs != (not one.is_refused) or not one.is_told] == []
