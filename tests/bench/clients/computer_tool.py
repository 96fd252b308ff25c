"""openai-agents' own `ComputerTool` against `desktop-agent serve`: by a script, and with the built-in model.

The client sees and acts by itself (`programs/computer_tool_client.py`); what is tried is our server.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.serve.server import offline_model, serve
from desktop_agent.devtools.serve.wire.responder import ServedModel
from desktop_agent.devtools.serve.wire.store import Store
from tests.bench.clients.letter import Editor
from tests.bench.clients.table import Environment
from tests.fakes.scripted_model import scripted

ENVIRONMENT: Environment = "agents"
MODELS = ("gpt-5.4", "computer-use-preview")  # which of the tool's two forms the SDK offers goes by the name
LETTER = "Dear Anna, we meet on Friday."
_TOKEN = "for-this-run-alone"
_PROGRAM = Path(__file__).with_name("programs") / "computer_tool_client.py"
_WITHIN_S = 240.0


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What came of a letter; `local` is with the built-in model in the script's place."""

    model: str
    local: bool
    exact: bool
    said: str


def tool_outcomes(folder: Path, home: Path) -> Iterator[ToolOutcome]:
    """Yield what comes of each model's name, by a script and with the built-in model."""
    for model in MODELS:
        for local in (False, True):
            place = home / f"{model}-{local}"
            with PrivateDisplay() as display, Editor(display, place) as editor:
                point = [editor.click["x"], editor.click["y"]]
                items = ({"screenshot": True}, {"click": point}, {"type": LETTER}, {"keys": ["ctrl", "s"]})
                asked = {"items": [{"click": point, "checks": [{"message": "Sure?"}]}]}
                answers = [*({"items": [item]} for item in items), asked, {"items": [{"done": "Saved."}]}]
                with _served(offline_model if local else scripted({"answers": answers})) as url:
                    task = f'type "{LETTER}"; press ctrl+s'
                    told = json.dumps({"url": url, "token": _TOKEN, "model": model, "task": task})
                    command = (folder / "bin" / f"{ENVIRONMENT}-python", _PROGRAM, told)
                    done = subprocess.run(
                        command,
                        env=display.environment(),
                        capture_output=True,
                        text=True,
                        timeout=_WITHIN_S,
                        check=False,
                    )
                exact = editor.note.read_text("utf-8") == LETTER
                yield ToolOutcome(model, local, exact, done.stdout + done.stderr)


@contextmanager
def _served(model: Callable[[Store], AbstractContextManager[ServedModel]]) -> Iterator[str]:
    lines: queue.Queue[str] = queue.Queue()
    until = threading.Event()
    options = {"announce": lines.put, "until": until, "model": model}
    thread = threading.Thread(target=serve, args=(0, _TOKEN), kwargs=options)
    thread.start()
    try:
        yield lines.get(timeout=60)
    finally:
        until.set()
        thread.join(60)
