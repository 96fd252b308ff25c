"""The Python page of the guide: its examples run, and a strict type checker has nothing against them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.api import RunResult
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.guide import page
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT

EVERY_EXAMPLE = re.findall(r"^```python\n(.*?)^```", page("python"), flags=re.MULTILINE | re.DOTALL)
# Those in a vendor's loop want the vendor's SDK: tests/adapters.
EXAMPLES = [code for code in EVERY_EXAMPLE if "desktop_agent.adapters" not in code]
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
CLICK = asks({"type": "click", "x": 300, "y": 200, "button": "left"}, checks=(CHECK,))


@pytest.mark.slow(but=["1", "4"])
@pytest.mark.promise("README, What else it does: from Python", cases=["1"])
@pytest.mark.parametrize("code", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_runs(
    code: str, on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "a-key")
    names: dict[str, object] = {"input": lambda _: "y"}

    with ScriptedServer([CLICK, says("Done.")], dialect="openai") as server:
        # The person's settings name the server; the built-in model needs none.
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "config.toml").write_text(f'[providers.openai]\nbase_url = "{server.base_url}"\n')
        exec(code, names)

    result = names["result"]
    assert isinstance(result, RunResult)
    assert result.status in {"completed", "answered", "partly", "blocked"}
    assert result.turns == len(server.creates) or 'provider="openai"' not in code


@pytest.mark.parametrize("code", [code for code in EVERY_EXAMPLE if "desktop_agent.adapters" in code])
def test_a_loop_of_a_vendors_gets_this_computer_by_at_most_five_lines(code: str) -> None:
    assert 0 < len([line for line in code.splitlines() if "desktop" in line or "computer" in line]) <= 5


@pytest.mark.program
@pytest.mark.slow
def test_the_examples_are_typed(tmp_path: Path) -> None:
    readme = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for number, code in enumerate([*EVERY_EXAMPLE, *readme]):
        (tmp_path / f"example_{number}.py").write_text(code, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *map(str, tmp_path.glob("*.py"))],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    assert (0, "") == (done.returncode, done.stderr), done.stdout
