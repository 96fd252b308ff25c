"""`serve --script FILE` answers by a script, the one that its help shows included, and a wrong one is one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from desktop_agent.devtools.commands.serve import EXAMPLE
from tests.devtools.serve.serving import TOOLS, result
from tests.fakes.source import ROOT

COMMAND = [sys.executable, "-m", "desktop_agent", "serve"]
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def test_the_example_of_the_help_does_what_it_says(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(EXAMPLE, encoding="utf-8")
    told: list[str] = []
    with subprocess.Popen(
        [*COMMAND, "--port", "0", "--script", str(script)], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        base_url, token = (server.stdout.readline().split()[-1] for _ in range(2))
        with httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
            body = {"input": "Order a thing", "tools": [TOOLS["preview"]]}
            limited = http.post("/responses", json=body)
            previous = http.post("/responses", json=body).json()
            for _ in range(3):
                call = previous["output"][-1]
                told.append(call["action"]["type"])
                answer = result(call, acknowledged_safety_checks=call["pending_safety_checks"])
                previous = http.post(
                    "/responses", json=body | {"input": [answer], "previous_response_id": previous["id"]}
                ).json()
        server.terminate()

    assert (429, "1") == (limited.status_code, limited.headers["retry-after"])
    assert ["click", "type", "click"] == told
    assert "Saved." == previous["output"][0]["content"][0]["text"]
    assert 0 == server.returncode


def test_the_help_shows_that_example() -> None:
    said = subprocess.run([*COMMAND, "--help"], env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout

    assert all(line.strip() in said for line in EXAMPLE.splitlines())
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "can't be read"),
        ("{", "line 1, column 2"),
        ('{"answers": [{"items": [{"clik": [1, 2]}]}]}', "answers[0].items[0]"),
    ],
)
def test_a_wrong_script_is_one_sentence_with_the_place(tmp_path: Path, text: str | None, words: str) -> None:
    script = tmp_path / "script.json"
    if text is not None:
        script.write_text(text, encoding="utf-8")

    done = subprocess.run(
        [*COMMAND, "--port", "0", "--script", str(script)], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )

    assert (2, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert done.stderr.startswith("Error: ")
    assert words in done.stderr
