"""MCP Inspector's command line, a process for each call, by a script: argv is a JSON object."""

import json
import re
import subprocess
import sys
from typing import Any

asked = json.loads(sys.argv[1])
NAME = re.compile(r"Its name is ([\w-]+)")


def told(*words: str) -> dict[str, Any]:
    """Return what a call of the command line was answered with."""
    command = ["mcp-inspector", "--cli", *words, "--", *asked["server"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


tools = [tool["name"] for tool in told("--method", "tools/list")["tools"]]
answers: list[dict[str, Any]] = []
for tool, arguments in asked["calls"]:
    names = [name for answer in answers for text in answer["texts"] for name in NAME.findall(text)]
    given = {**arguments, **({"picture": names[-1]} if names and tool in ("look", "act") else {})}
    written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    words = [word for name, value in written.items() for word in ("--tool-arg", f"{name}={value}")]
    content = told("--method", "tools/call", "--tool-name", tool, *words)["content"]
    texts = [part["text"] for part in content if part["type"] == "text"]
    answers.append({"texts": texts, "pictures": sum(part["type"] == "image" for part in content)})
print(json.dumps({"tools": tools, "answers": answers}))
