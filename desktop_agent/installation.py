"""How this copy of the program was installed, and what adds one of its extras to it.

A hint names the packages that an extra stands for and the environment that they go into, never the program itself: the
name of our command belongs to another project on the public index. The installer of this copy is recorded: pip and uv
write `INSTALLER` (PEP 627; our Debian package writes `dpkg`), pipx and `uv tool` write a file into the environment.
"""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from desktop_agent.core.message import Message

DISTRIBUTION = "watched-desktop-agent"
Extra = Literal["mcp", "offline", "pyautogui", "pynput", "ray", "video", "watch"]
# `closed` is what nothing can be added to: a package of the system, or a bundle.
Installer = Literal["pip", "uv", "pipx", "closed"]
# What these ask for on Linux overwrites python-xlib, or wants a compiler; the rest of it is there.
_ALONE = frozenset({"pyautogui", "pynput"})
_OF_EXTRA = re.compile(r"""\bextra\s*==\s*["']([\w-]+)["']""")
_PLAIN = re.compile(r"[\w@%+=:,./\\-]+")


@dataclass(frozen=True, slots=True)
class Installation:
    """An installed copy of the program: its installer, platform and requirements."""

    installer: Installer
    python: str  # the interpreter of its environment
    requirements: Sequence[str] = ()  # as the metadata has them: "mcp<3,>=2.3; extra == 'mcp'"
    platform: str = sys.platform

    def hint(self, extra: Extra) -> str:
        """Return a sentence that says how to install an extra into this copy."""
        packages = [
            requirement.partition(";")[0].strip()
            for requirement in self.requirements
            if _extra_of(requirement) == extra
        ]
        if self.installer == "closed" or not packages:
            return Message(
                "This copy of the program can't be extended, but one installed from a checkout can be "
                "(see “Install it” in the README)."
            )
        alone = ("--no-deps",) if extra in _ALONE and self.platform == "linux" else ()
        command = " ".join(_quoted(word, self.platform) for word in (*self._adds(*alone), *packages))
        return Message("Run: {command}", command=command)

    def _adds(self, *flags: str) -> tuple[str, ...]:
        match self.installer:
            case "pipx":
                pip_args = (f"--pip-args={' '.join(flags)}",) if flags else ()
                return ("pipx", "inject", *pip_args, DISTRIBUTION)
            case "uv":
                return ("uv", "pip", "install", *flags, "--python", self.python)
            case _:
                return (self.python, "-m", "pip", "install", *flags)


def hint_for(extra: Extra) -> str:
    """Return a sentence that says how to install an extra into the copy that is running."""
    return this_installation().hint(extra)


def this_installation() -> Installation:
    """Return the installation that is running."""
    if getattr(sys, "frozen", False):
        return Installation("closed", sys.executable)  # noqa: TID251 - is told a person
    try:
        ours = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        ours = None
    return Installation(installer_of(Path(sys.prefix), ours), sys.executable, requirements_of(ours))  # noqa: TID251


def installer_of(prefix: Path, ours: Distribution | None) -> Installer:
    """Return the installer that can add packages to the environment at `prefix`."""
    if ours is not None and (ours.read_text("INSTALLER") or "").strip() == "dpkg":
        return "closed"
    if (prefix / "pipx_metadata.json").exists():
        return "pipx"
    return "pip" if find_spec("pip") and not (prefix / "uv-receipt.toml").exists() else "uv"


def requirements_of(ours: Distribution | None) -> Sequence[str]:
    """Return the program's requirements from its metadata, or in a bare checkout from its project file."""
    if ours is not None:
        return ours.requires or ()
    try:
        project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))[
            "project"
        ]
    except OSError:
        return ()
    extras = project["optional-dependencies"].items()
    return [f"{requirement}; extra == '{extra}'" for extra, requirements in extras for requirement in requirements]


def _extra_of(requirement: str) -> str:
    match = _OF_EXTRA.search(requirement)
    return match[1] if match else ""


def _quoted(word: str, platform: str) -> str:
    if platform != "win32":
        return shlex.quote(word)
    return word if _PLAIN.fullmatch(word) else f'"{word}"'
