"""Tests of `core.role`: the roles stand as their names, and every other name is a role of which nothing is known."""

import json

import pytest

from desktop_agent.core.role import Role


@pytest.mark.parametrize("name", ["push button", "document web", "password text"])
def test_a_role_is_written_as_its_name_and_found_by_it(name: str) -> None:
    role = Role(name)

    assert role is not Role.UNKNOWN
    assert json.loads(json.dumps({"role": role})) == {"role": name}
    assert f"{role}" == name


@pytest.mark.parametrize("name", ["", "landmark", "Push Button", "a role of tomorrow"])
def test_another_name_is_an_unknown_role(name: str) -> None:
    assert Role(name) is Role.UNKNOWN
