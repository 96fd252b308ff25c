"""What is looked up for a verdict."""

import os
from typing import Any

import requests


def get_rule(_: Any, config: dict[str, Any]) -> Any:
    """Return what the task says."""
    return config["rules"]


def get_vm_file(env: Any, config: dict[str, Any]) -> str | None:
    """Return the path of a copy of a file."""
    content = env.controller.get_file(config["path"])
    if content is None:
        return None
    place = os.path.join(env.cache_dir, config["dest"])
    with open(place, "wb") as file:
        file.write(content)
    return place


def get_vm_command_line(env: Any, config: dict[str, Any]) -> Any:
    """Return what a command prints."""
    told = {"command": config["command"], "shell": config.get("shell", False)}
    return requests.post(f"http://{env.vm_ip}:{env.server_port}/execute", json=told).json()["output"]
