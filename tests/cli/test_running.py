"""A run from the command line looks for garbage again once it is under way, and afterwards."""

import gc

from desktop_agent.cli.running import collecting_later
from desktop_agent.core.events import Noticed, RequestSent, Stamped

ASKED = RequestSent(1, 1, 1, chained=False, previous_response_id=None)


def test_garbage_is_looked_for_again_from_the_first_request_on() -> None:
    with collecting_later() as hear:
        before = gc.isenabled()
        hear(Stamped(1, "", 0, Noticed("info", "Hello.")))
        still = gc.isenabled()
        hear(Stamped(2, "", 0, ASKED))
        asked = gc.isenabled()
    gc.unfreeze()

    assert (before, still, asked) == (False, False, True)


def test_garbage_is_looked_for_again_after_a_run_that_never_began() -> None:
    with collecting_later():
        pass

    assert gc.isenabled()
