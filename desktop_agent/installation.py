"""How this copy of the program was installed, what adds one of its extras to it, and what updates it.

A hint names the packages that an extra stands for and the environment that they go into, never the name of our command,
which belongs to another project on the public index. The installer of this copy is recorded: pip and uv write
`INSTALLER` (PEP 627; our Debian package writes `dpkg`), pipx and `uv tool` write a file into the environment, and `uvx`
makes that in its cache.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.child_process import python_command

DISTRIBUTION = "watched-desktop-agent"
Extra = Literal["mcp", "offline", "pyautogui", "pynput", "ray", "watch"]
Installer = Literal["pip", "uv", "uv tool", "uvx", "pipx", "dpkg", "bundle"]
# What uvx is ordered to start, with all that the Debian package has.
_WHOLE = f"{DISTRIBUTION}[all]"
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
    checkout: str = ""  # the folder that it runs from, if changes there take effect

    def hint(self, extra: Extra) -> str:
        """Return a sentence that says how to install an extra into this copy."""
        packages = [
            requirement.partition(";")[0].strip()
            for requirement in self.requirements
            if _extra_of(requirement) == extra
        ]
        if self.installer in {"dpkg", "bundle"} or not packages:
            return Message(
                "This copy of the program can't be extended, but one installed from a checkout can be "
                "(see “Install it” in the README)."
            )
        if self.installer == "uvx":
            return self._run("uvx", *(word for package in packages for word in ("--with", package)), _WHOLE)
        alone = ("--no-deps",) if extra in _ALONE and self.platform == "linux" else ()
        return self._run(*self._adds(*alone), *packages)

    def update(self) -> str:
        """Return a sentence that says how to update this copy."""
        if self.checkout:
            pull = self._line("git", "-C", self.checkout, "pull")
            set_up = self._line("sh", f"{self.checkout}/packaging/setup.sh")
            return Message("Run: {command}", command=f"{pull} && {set_up}")
        match self.installer:
            case "dpkg":
                return Message(
                    "If it came from an apt repository, run: {command}. Otherwise, install the new package.",
                    command="sudo apt update && sudo apt install desktop-agent",
                )
            case "bundle":
                return Message("Put the new folder in place of this one.")
            case "uvx":
                return self._run("uvx", f"{_WHOLE}@latest")
            case "uv tool":
                return self._run("uv", "tool", "upgrade", DISTRIBUTION)
            case "pipx":
                return self._run("pipx", "upgrade", DISTRIBUTION)
            case _:
                return self._run(*self._adds("--upgrade"), DISTRIBUTION)

    def removal(self) -> str:
        """Return a sentence that says how to remove this copy."""
        if self.checkout:
            return Message("Delete the folder {folder}.", folder=self.checkout)
        match self.installer:
            case "dpkg":
                return Message("Run: {command}", command="sudo apt purge desktop-agent")
            case "bundle":
                return Message("Delete the folder {folder}.", folder=str(Path(self.python).parent))
            case "uvx":
                return self._run("uv", "cache", "clean", DISTRIBUTION)
            case "uv tool":
                return self._run("uv", "tool", "uninstall", DISTRIBUTION)
            case "pipx":
                return self._run("pipx", "uninstall", DISTRIBUTION)
            case "uv":
                return self._run("uv", "pip", "uninstall", "--python", self.python, DISTRIBUTION)
            case _:
                return self._run(self.python, "-m", "pip", "uninstall", DISTRIBUTION)

    def _adds(self, *flags: str) -> tuple[str, ...]:
        match self.installer:
            case "pipx":
                pip_args = (f"--pip-args={' '.join(flags)}",) if flags else ()
                return ("pipx", "inject", *pip_args, DISTRIBUTION)
            case "uv" | "uv tool":
                return ("uv", "pip", "install", *flags, "--python", self.python)
            case _:
                return (self.python, "-m", "pip", "install", *flags)

    def _run(self, *words: str) -> Message:
        return Message("Run: {command}", command=self._line(*words))

    def _line(self, *words: str) -> str:
        return " ".join(_quoted(word, self.platform) for word in words)


def hint_for(extra: Extra) -> str:
    """Return a sentence that says how to install an extra into the copy that is running."""
    return this_installation().hint(extra)


def program_words() -> tuple[str, ...]:
    """Return the words of a command that starts this program the same way as this process."""
    if installer_of(Path(sys.prefix), None) == "uvx":
        return (shutil.which("uvx") or "uvx", _WHOLE)  # the environment is in a cache
    folder = Path(sys.executable).parent  # noqa: TID251 - where our own program lies
    script = folder / ("desktop-agent.exe" if sys.platform == "win32" else "desktop-agent")
    return (str(script),) if script.exists() else tuple(python_command("desktop_agent"))


def this_installation() -> Installation:
    """Return the installation that is running."""
    if getattr(sys, "frozen", False):
        return Installation("bundle", sys.executable)  # noqa: TID251 - is shown to a person
    try:
        ours = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        ours = None
    root = Path(__file__).parent.parent
    return Installation(
        installer_of(Path(sys.prefix), ours),
        sys.executable,  # noqa: TID251 - is shown to a person
        requirements_of(ours),
        checkout=str(root) if (root / "packaging" / "setup.sh").exists() else "",
    )


def installer_of(prefix: Path, ours: Distribution | None) -> Installer:
    """Return the installer that made the environment at `prefix`."""
    if ours is not None and (ours.read_text("INSTALLER") or "").strip() == "dpkg":
        return "dpkg"
    if (prefix / "pipx_metadata.json").exists():
        return "pipx"
    if (prefix / "uv-receipt.toml").exists():
        return "uv tool"
    if prefix.parent.name.startswith("archive-v"):
        return "uvx"
    return "pip" if find_spec("pip") else "uv"


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
