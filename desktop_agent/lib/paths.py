"""Paths of the config file, the runs, and the files shipped with the program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

NAME = "desktop-agent"
# Who asks in the desktop's dialogs: the name of our entry in its menu. GNOME binds no keys for a name without a dot.
APP_ID = "io.github.desktop_agent"
ENGLISH = "en"
TRANSLATIONS = "translations"


@dataclass(frozen=True, slots=True)
class Places:
    """The program's folders; none of them need exist yet."""

    config: Path
    data: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """Return the path of `config.toml`."""
        return self.config / "config.toml"

    @property
    def runs(self) -> Path:
        """Return the folder that holds one folder for each run."""
        return self.data / "runs"

    @property
    def desks(self) -> Path:
        """Return the folder that holds one folder for each desk."""
        return self.data / "desks"


def places(environment: Mapping[str, str] = os.environ) -> Places:
    """Return the platform's usual folders, or three under `DESKTOP_AGENT_HOME` where that is set."""
    home = environment.get("DESKTOP_AGENT_HOME")
    if home:
        root = Path(home).expanduser().absolute()
        return Places(root / "config", root / "data", root / "cache")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(NAME, appauthor=False)
    return Places(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path)


def go_home() -> None:
    """Make the home what relative paths start from: the desktop and timers start programs in `/`."""
    with suppress(OSError, RuntimeError):
        os.chdir(Path.home())


def languages() -> tuple[str, ...]:
    """Return the codes of all languages that there are, English first."""
    return (ENGLISH, *sorted(file.stem for file in asset(TRANSLATIONS).glob("*.mo")))


def asset(name: str) -> Path:
    """Return the path of a file shipped in `assets`, in the wheel or in a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "assets" / name
    return shipped if shipped.exists() else package.parent / "assets" / name
