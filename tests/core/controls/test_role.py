"""A role stands as its name, and every other name is a role of which nothing is known."""

import json

import pytest

from desktop_agent.core.controls.role import Role


@pytest.mark.parametrize(("name", "known"), [
    ("push button", True), ("password text", True), ("", False), ("Push Button", False), ("a role of tomorrow", False),
])  # fmt: skip
def test_a_role_is_written_as_its_name_and_another_name_is_unknown(name: str, *, known: bool) -> None:
    assert (Role(name) is not Role.UNKNOWN) == known == (json.dumps({"role": Role(name)}) == json.dumps({"role": name}))
