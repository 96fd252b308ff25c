"""Which tests a change can reach, in a small project of its own."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.reach import reaching

FILES: Mapping[str, str] = {
    "desktop_agent/__init__.py": "",
    "desktop_agent/__main__.py": "from desktop_agent.cli import main\n",
    "desktop_agent/cli.py": "BACKENDS = {'x': 'x11.capture'}\n",
    "desktop_agent/platforms/__init__.py": "",
    "desktop_agent/platforms/x11/__init__.py": "",
    "desktop_agent/platforms/x11/capture.py": "",
    "desktop_agent/policy/__init__.py": "",
    "desktop_agent/policy/act.py": '"""Unlike desktop_agent.cli."""\n',
    "desktop_agent/unknown.py": "",
    "tests/__init__.py": "",
    "tests/policy/__init__.py": "",
    "tests/policy/test_act.py": "from desktop_agent.policy import act\n",
    "tests/policy/routes/some.tsv": "",
    "tests/fakes/window.py": "",
    "tests/run/__init__.py": "",
    "tests/run/conftest.py": "import desktop_agent.policy.act\n",
    "tests/run/test_demo.py": "COMMAND = ['-m', 'desktop_agent', 'demo']\nWINDOW = 'window.py'\n",
}
POLICY = "tests/policy/test_act.py"
DEMO = "tests/run/test_demo.py"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("desktop_agent/policy/act.py", {POLICY, DEMO}),  # imported, and by a conftest
        ("desktop_agent/policy/__init__.py", {POLICY, DEMO}),
        ("desktop_agent/cli.py", {DEMO}),  # a program that the test starts; a docstring leads nowhere
        ("desktop_agent/platforms/x11/capture.py", {DEMO}),  # named in a table
        ("tests/policy/routes/some.tsv", {POLICY}),
        ("tests/run/test_demo.py", {DEMO}),
        ("tests/fakes/window.py", {DEMO}),  # run by another Python
        ("desktop_agent/gone.py", set()),
        ("desktop_agent/unknown.py", {POLICY, DEMO}),
        ("pyproject.toml", {POLICY, DEMO}),
        ("README.md", set()),
        ("assets/card.png", set()),
    ],
)
def test_a_change_is_tried_by_the_tests_that_can_reach_it(root: Path, changed: str, tests: set[str]) -> None:
    assert reaching([changed], [POLICY, DEMO], root) == tests
