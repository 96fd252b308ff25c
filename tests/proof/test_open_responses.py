"""Open Responses: what our client asks in the dialect `functions` is a request by its types; one talk of each kind."""

import pytest

from desktop_agent.model.families import FAMILY_NAMES
from tests.proof.open_spec import faults_of_request
from tests.proof.open_talks import sent, talks_to_hold

TALKS = {talk.name: talk for talk in talks_to_hold()}
# One of each family, no two in the same way, and what is special.
NAMES = [
    *(name for at, name in enumerate(n for n in TALKS if n.startswith(tuple(FAMILY_NAMES))) if at % 29 == 0),
    *(name for name in TALKS if name in {"a small model", "with parameters"}),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_talk_in_functions_is_nothing_but_requests_of_the_specification(name: str) -> None:
    bodies = sent(TALKS[name])

    assert len(bodies) > 15
    assert [fault for body in bodies for fault in faults_of_request(body)] == []
